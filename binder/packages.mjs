// @ts-check
/** Installing npm packages just as a lock file has them, in this repository and in the extension's folder. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { call, readJson, root, windows } from "./common.mjs";

/**
 * Why `npm ci` must run: what is installed (npm's own note of it, node_modules/.package-lock.json) is not what
 * package-lock.json says. Packages for other platforms are optional, and may be absent.
 * @param {string} [folder]
 * @returns {string | undefined}
 */
export function stalePackages(folder = root) {
  const note = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(note)) return "first time";
  const installed = readJson(note).packages;
  const wanted = readJson(join(folder, "package-lock.json")).packages;
  for (const path of Object.keys(wanted)) {
    const { version, optional, link } = wanted[path];
    if (path === "" || link || (optional && installed[path] === undefined)) continue;
    if (installed[path]?.version !== version) return `${path.replace("node_modules/", "")} ${version} is new`;
  }
  return undefined;
}

/**
 * Install scripts are not run: among our packages only zeromq has one that matters, which compiles where its package has
 * no binary for the platform, and there is one for each that we support.
 * @param {string} [folder]
 */
export async function installPackages(folder = root) {
  const flags = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js")) await call(process.execPath, [cli, ...flags], { cwd: folder });
  else await call(windows ? "npm.cmd" : "npm", flags, { cwd: folder, shell: windows });
}
