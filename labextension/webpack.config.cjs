// @ts-check
/**
 * What our build adds to that of @jupyter/builder: TypeScript is read as it is (its types are checked by `npm run
 * check`), and `friedel/browser` is the library of this checkout, of which only what is used goes into the bundle.
 */
const { join } = require("node:path");

const library = join(__dirname, "..", "dist", "esm");

module.exports = {
  context: __dirname,
  // A test holds the size (test/package/extensionBundle.test.ts).
  performance: { hints: false },
  resolve: {
    extensions: [".ts", ".js"],
    extensionAlias: { ".js": [".ts", ".js"] },
    alias: { "friedel/browser$": join(library, "browser.js") },
  },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: "builtin:swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
        type: "javascript/auto",
      },
      // The modules of the room table add methods to classes; all the others do nothing by being loaded.
      { include: library, exclude: join(library, "table"), sideEffects: false },
    ],
  },
};
