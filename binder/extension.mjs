// @ts-check
/**
 * Builds the JupyterLab extension, labextension/dist/labextension, from labextension/src and the library's dist/esm, with
 * the tools of JupyterLab from npm; and puts it where JupyterLab of a Python environment looks for extensions. Builds
 * beside the present one and then changes the two over, so that a server never sends half a build.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build, staleBuild } from "./build.mjs";
import { hashOf, isMain, json, root, runMain, SetupError } from "./common.mjs";
import { installPackages, stalePackages } from "./packages.mjs";

/** The extension's own folder, with its own packages. */
export const extensionFolder = join(root, "labextension");

/** The name of the extension, as `jupyter labextension list` has it. */
export const extensionName = "friedel-labextension";

/** The extension as built. */
export const builtExtension = join(extensionFolder, "dist", "labextension");

const stamp = join(extensionFolder, "dist", "build.json");

/**
 * Why the extension must be built; undefined where it is what the present sources give.
 * @returns {string | undefined}
 */
export function staleExtension() {
  if (!existsSync(stamp) || !existsSync(builtExtension)) return "first time";
  return JSON.parse(readFileSync(stamp, "utf8")).sources === sources() ? undefined : "sources changed";
}

/** What the build depends on. */
function sources() {
  const own = ["src", "style", "schema", "package.json", "package-lock.json", "webpack.config.cjs"];
  return hashOf(
    ...own.map((name) => join(extensionFolder, name)),
    join(root, "dist", "esm"),
    join(root, "binder", "extension.mjs"),
  );
}

/** @throws {SetupError} with the builder's messages */
export async function buildExtension() {
  const before = sources();
  const name = `labextension.${process.pid}`;
  const fresh = join(extensionFolder, "dist", name);
  mkdirSync(fresh, { recursive: true });
  try {
    await bundle(join("dist", name));
    rmSync(builtExtension, { recursive: true, force: true });
    renameSync(fresh, builtExtension);
    writeFileSync(stamp, json({ sources: before }));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @param {string} outputDir within the extension's folder */
async function bundle(outputDir) {
  const load = createRequire(join(extensionFolder, "package.json"));
  // The builder loads the same object, and takes from it where to write.
  load("./package.json").jupyterlab.outputDir = outputDir;
  const generate = load("@jupyter/builder/lib/extensionConfig.js").default;
  const { rspack } = load("@rspack/core");
  const corePackageFile = load.resolve("@jupyterlab/core-meta/core.package.json");
  const compiler = rspack(generate({ packagePath: extensionFolder, mode: "production", corePackageFile }));
  /** @type {string | undefined} */
  const problems = await new Promise((done, fail) =>
    compiler.run((/** @type {unknown} */ error, /** @type {any} */ stats) => {
      const text = stats?.hasErrors() || stats?.hasWarnings() ? stats.toString("errors-warnings") : undefined;
      compiler.close(() => (error ? fail(error) : done(text)));
    }),
  );
  if (problems) throw new SetupError(`the extension of JupyterLab cannot be built:\n${problems}`);
}

/**
 * Lets the JupyterLab of a Python environment find the extension: a link, so that the next build is seen at once.
 * @param {string} prefix of the environment
 */
export function installExtension(prefix) {
  const link = join(prefix, "share", "jupyter", "labextensions", extensionName);
  try {
    if (resolve(dirname(link), readlinkSync(link)) === builtExtension) return;
  } catch {
    // absent, or a folder that pip has put there: made anew below
  }
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true, force: true });
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(builtExtension, link, "junction");
}

/**
 * The scripts of the built extension and their sizes in bytes, largest first.
 * @returns {{ file: string; bytes: number }[]}
 */
export function bundleSizes() {
  const folder = join(builtExtension, "static");
  return readdirSync(folder)
    .filter((file) => /\.(m?js|css|wasm)$/.test(file))
    .map((file) => ({ file, bytes: statSync(join(folder, file)).size }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** Builds what is out of date, and says how large the extension is. */
async function main() {
  if (stalePackages() !== undefined) await installPackages();
  if (staleBuild() !== undefined) await build();
  if (stalePackages(extensionFolder) !== undefined) await installPackages(extensionFolder);
  if (staleExtension() !== undefined) await buildExtension();
  const sizes = bundleSizes();
  for (const { file, bytes } of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  in all`);
}

if (isMain(import.meta.url)) await runMain(main);
