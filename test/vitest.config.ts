import { dirname, join } from "node:path";
import { defineConfig } from "vitest/config";

const root = dirname(import.meta.dirname);

/** What the extension imports is the library as it stands, not as it was last built. */
const resolve = { alias: { "friedel/browser": join(root, "lib", "browser.ts") } };

export default defineConfig({
  root,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/{notebooks,browser,package,interop,fuzz}/**", "**/node_modules/**"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        resolve,
        test: {
          name: "system",
          include: ["test/{notebooks,browser,package,interop,fuzz}/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          fileParallelism: false,
          // A browser, a server and a kernel on two shared cores: what fails once and not again is theirs. The log says
          // which tests needed it ("retry x1").
          retry: 1,
        },
      },
    ],
  },
});
