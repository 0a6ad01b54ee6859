// @ts-check
/**
 * Compiles lib/ into dist/: dist/cjs (CommonJS with declarations, which is what tslab and Node load) and dist/esm (the
 * pure rooms as ES modules, for the browser). Compiles beside dist/ and then changes the two over, so that a running
 * kernel never sees half a build.
 */
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, hashOf, isMain, json, readJson, root, runMain } from "./common.mjs";

const dist = join(root, "dist");
const stamp = join(dist, "build.json");

/**
 * Why the build must run; undefined where dist/ is what the present sources give.
 * @returns {string | undefined}
 */
export function staleBuild() {
  if (!existsSync(stamp)) return "first time";
  return JSON.parse(readFileSync(stamp, "utf8")).sources === sources() ? undefined : "sources changed";
}

/** What the build depends on. */
function sources() {
  const typescript = join(root, "node_modules", "typescript", "package.json");
  return hashOf(
    join(root, "lib"),
    join(root, "tsconfig.json"),
    join(root, "binder", "build.mjs"),
    typescript,
  );
}

/** @throws {SetupError} with the compiler's messages */
export async function build() {
  const before = sources();
  const fresh = `${dist}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    // Both to their end, even if one fails: the folder is removed then.
    // The sources are the same, so that one of the two checking their types is enough.
    const compiled = await Promise.allSettled([
      compile("cjs", join(fresh, "cjs")),
      compile("esm", join(fresh, "esm"), "--noCheck"),
    ]);
    for (const result of compiled) if (result.status === "rejected") throw result.reason;
    // The package is CommonJS; this marks the one folder that is not.
    writeFileSync(join(fresh, "esm", "package.json"), json({ type: "module" }));
    const { bin } = readJson(join(root, "package.json"));
    for (const path of Object.values(bin)) {
      const script = join(fresh, ...String(path).replace("./dist/", "").split("/"));
      chmodSync(script, 0o755);
    }
    writeFileSync(join(fresh, "build.json"), json({ sources: before }));
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {"cjs" | "esm"} kind
 * @param {string} folder where to
 * @param {string[]} more options of the compiler
 */
function compile(kind, folder, ...more) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return call(process.execPath, [
    compiler,
    "-p",
    join("lib", `tsconfig.${kind}.json`),
    "--outDir",
    folder,
    ...more,
  ]);
}

if (isMain(import.meta.url)) await runMain(build);
