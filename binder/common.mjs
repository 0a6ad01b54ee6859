// @ts-check
/**
 * What the set-up scripts share: the repository's folder, running a command quietly, hashes for "is it up to date?".
 * Only Node's own modules are imported here, because this runs before node_modules exists.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const windows = process.platform === "win32";
/** A failure whose message is meant for the user as it stands: no stack trace. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/**
 * Runs a command to its end, showing its output only where it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ shell?: boolean; cwd?: string }} [options]
 * @returns {Promise<void>}
 */
export function call(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const line = [command, ...args].join(" ");
    child.on("error", (error) => fail(new SetupError(`${line}: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) done();
      else fail(new SetupError(`${shorten(output)}\n${line}: ended with ${signal ?? code}`));
    });
  });
}

/**
 * The beginning and the end of a long output: compilers put the cause first, installers last.
 * @param {string} output
 */
function shorten(output) {
  const lines = output.trim().split("\n");
  return (lines.length <= 45 ? lines : [...lines.slice(0, 20), "…", ...lines.slice(-20)]).join("\n");
}

/**
 * A hash of files (folders are walked), of their paths and contents.
 * @param {readonly string[]} paths
 */
export function hashOf(...paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    /** @type {string[]} */
    const files = [];
    collectFiles(path, files);
    for (const file of files.sort())
      hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @param {string[]} into
 */
function collectFiles(path, into) {
  if (statSync(path).isDirectory())
    for (const name of readdirSync(path)) collectFiles(join(path, name), into);
  else into.push(path);
}

/** @param {string} path */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** @param {unknown} value */
export function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * @param {string} path
 * @param {string} text
 */
export function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/**
 * Runs a script's main function: a {@link SetupError} is printed as its sentence, anything else with its stack.
 * @param {() => Promise<number | undefined | void>} main returns the exit status
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? `friedel: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * True in the script that was started, false where it is imported.
 * @param {string} url its import.meta.url
 */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));
}
