// @ts-check
/**
 * The set-up behind `npm start`, `npm test` and Binder: npm packages, the build, the JupyterLab extension, a Python
 * environment with JupyterLab, and the TypeScript kernels in it. Each step looks first whether its result is already there, so a
 * second call takes well under a second; a step that has work to do says so in one line with its time.
 * With `--sys-prefix` kernels and extension go into the Python environment at hand, as on Binder, and no .venv is made.
 *
 * Only Node's own modules are imported here, because this runs before node_modules exists.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { build, staleBuild } from "./build.mjs";
import {
  call,
  hashOf,
  isMain,
  json,
  readJson,
  root,
  runMain,
  SetupError,
  windows,
  writeIfChanged,
} from "./common.mjs";
import { buildExtension, extensionFolder, installExtension, staleExtension } from "./extension.mjs";
import { installPackages, stalePackages } from "./packages.mjs";

const venv = join(root, ".venv");

/** The Python of the local environment, once {@link setup} has made it. */
export const python = windows ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");

/** The name of the kernel that {@link setup} installs, as notebooks name it in their metadata. */
export const kernelName = "tslab";

const oldestNode = [20, 19];
const oldestPython = [3, 10];

/**
 * Brings everything up to date that the notebooks and the tests need.
 * @param {{ log?: (text: string) => void; sysPrefix?: boolean }} [options] log: where progress goes, by default standard
 *   output; sysPrefix: use the Python environment at hand, which has JupyterLab, instead of making .venv
 */
export async function setup({ log = (text) => void process.stdout.write(text), sysPrefix = false } = {}) {
  checkNodeVersion(process.versions.node);
  // Asked first: a missing JupyterLab is known before minutes of installing.
  const prefix = sysPrefix ? pythonAtHand().prefix : venv;
  await step(log, "npm packages", stalePackages(), installPackages);
  linkPackage();
  await step(log, "build", staleBuild(), build);
  await step(log, "extension packages", stalePackages(extensionFolder), () =>
    installPackages(extensionFolder),
  );
  await step(log, "JupyterLab extension", staleExtension(), buildExtension);
  const requirements = join(root, "binder", "requirements.txt");
  if (!sysPrefix) {
    await step(log, "JupyterLab in .venv", staleEnvironment(requirements), () =>
      installEnvironment(requirements),
    );
  }
  installKernels(prefix);
  installExtension(prefix);
  writeLabSettings(prefix);
  if (sysPrefix) log(`set-up: kernels and extension in ${prefix}\n`);
}

/**
 * @param {(text: string) => void} log
 * @param {string} name
 * @param {string | undefined} reason why there is work to do; undefined where there is none
 * @param {() => Promise<void>} work
 */
async function step(log, name, reason, work) {
  if (reason === undefined) return;
  const start = performance.now();
  log(`set-up: ${name} (${reason}) … `);
  try {
    await work();
  } catch (error) {
    log("failed\n");
    throw error;
  }
  log(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

/**
 * @param {string} version e.g. "20.19.0"
 * @throws {SetupError} if Friedel cannot run on it
 */
export function checkNodeVersion(version) {
  if (!atLeast(version, oldestNode))
    throw new SetupError(
      `Node: got ${version}, expected ${oldestNode.join(".")} or newer; see https://nodejs.org`,
    );
}

/**
 * @param {string} version
 * @param {number[]} oldest major and minor
 */
function atLeast(version, [major, minor]) {
  const [a, b] = version.split(".").map(Number);
  return a > major || (a === major && b >= minor);
}

/** Lets the notebooks and examples in this checkout import "friedel", as they would where it is installed. */
function linkPackage() {
  const link = join(root, "node_modules", "friedel");
  try {
    if (resolve(dirname(link), readlinkSync(link)) === root) return;
  } catch {
    // absent, or not a link: made anew below
  }
  rmSync(link, { recursive: true, force: true });
  symlinkSync(windows ? root : "..", link, "junction");
}

/**
 * @param {string} requirements
 * @returns {string | undefined}
 */
function staleEnvironment(requirements) {
  if (!existsSync(python) || !existsSync(environmentStamp)) return "first time";
  if (readJson(environmentStamp).requirements !== hashOf(requirements)) return "requirements changed";
  const works =
    spawnSync(
      python,
      [
        "-c",
        "import sys, importlib.util as u; sys.exit(not (u.find_spec('jupyterlab') and u.find_spec('nbclient')))",
      ],
      { stdio: "ignore" },
    ).status === 0;
  return works ? undefined : "its Python is gone";
}

const environmentStamp = join(venv, "friedel-setup.json");

/** @param {string} requirements */
async function installEnvironment(requirements) {
  const found = findPython();
  rmSync(venv, { recursive: true, force: true });
  if (found.tool === "venv") {
    await call(found.python, ["-m", "venv", venv]);
    const flags = ["--quiet", "--disable-pip-version-check", "--no-input"];
    await call(python, ["-m", "pip", "install", ...flags, "-r", requirements]);
  } else {
    await call("uv", ["venv", "--quiet", "--python", found.python, venv]);
    await call("uv", ["pip", "install", "--quiet", "--python", python, "-r", requirements]);
  }
  writeFileSync(environmentStamp, json({ requirements: hashOf(requirements), python: found.version }));
}

/**
 * The Python to build the environment from: $PYTHON, or the first of the usual names that is new enough; and the tool
 * to make it with: Python's own venv, or uv where Debian has left ensurepip out.
 * @returns {{ python: string; version: string; tool: "venv" | "uv" }}
 */
export function findPython(env = process.env) {
  const named = env.PYTHON;
  const candidates = named ? [named] : windows ? ["python", "py"] : ["python3", "python"];
  if (!named && !windows)
    for (let minor = 14; minor >= oldestPython[1]; minor--) candidates.push(`python3.${minor}`);
  const tried = [];
  let withoutPip;
  for (const candidate of candidates) {
    const probe = probePython(candidate, env);
    if (probe === undefined) continue;
    tried.push(`${candidate} is ${probe.version}`);
    if (!atLeast(probe.version, oldestPython)) continue;
    if (probe.hasVenv) return { python: candidate, version: probe.version, tool: "venv" };
    withoutPip ??= { python: candidate, version: probe.version };
  }
  const wanted = `expected ${oldestPython.join(".")} or newer`;
  if (withoutPip) {
    if (onPath("uv", env)) return { ...withoutPip, tool: "uv" };
    const minor = withoutPip.version.split(".").slice(0, 2).join(".");
    throw new SetupError(
      `Python: ${withoutPip.python} ${withoutPip.version} has no venv module with pip in it; install it ` +
        `(Debian, Ubuntu: apt install python${minor}-venv), or install uv, or set PYTHON to another Python`,
    );
  }
  if (named && tried.length === 0)
    throw new SetupError(`Python: PYTHON is ${named}, which does not run; ${wanted}`);
  const got = tried.length > 0 ? tried.join(", ") : `none of ${candidates.join(", ")} on the path`;
  throw new SetupError(`Python: got ${got}; ${wanted} (set PYTHON to its path if it is installed elsewhere)`);
}

/**
 * The Python environment at hand: that of $PYTHON, or of `python` or `python3` on the path, with JupyterLab in it.
 * @returns {{ python: string; prefix: string }}
 * @throws {SetupError} where there is no such Python, or JupyterLab is not in it
 */
export function pythonAtHand(env = process.env) {
  const candidates = env.PYTHON ? [env.PYTHON] : windows ? ["python", "py"] : ["python", "python3"];
  const code = "import sys, importlib.util as u; print(int(bool(u.find_spec('jupyterlab'))), sys.prefix)";
  const without = [];
  for (const candidate of candidates) {
    const { status, stdout } = spawnSync(candidate, ["-c", code], { encoding: "utf8", env });
    const match = status === 0 ? /^([01]) (.+)/.exec(stdout) : null;
    if (match?.[1] === "1") return { python: candidate, prefix: match[2].trim() };
    if (match) without.push(match[2].trim());
  }
  const got =
    without.length > 0 ? `none in ${without.join(", ")}` : `no Python as ${candidates.join(" or ")}`;
  throw new SetupError(
    `JupyterLab: got ${got}, expected it in the Python environment at hand; activate the environment, or install ` +
      "it there (pip install -r binder/requirements.txt), or leave --sys-prefix out to have a .venv made",
  );
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
function probePython(command, env) {
  const code =
    "import sys, importlib.util as u; print('.'.join(map(str, sys.version_info[:3])), " +
    "int(bool(u.find_spec('venv') and u.find_spec('ensurepip'))))";
  const { status, stdout } = spawnSync(command, ["-c", code], { encoding: "utf8", env });
  const match = status === 0 ? /^(\d+\.\d+\.\d+) ([01])/.exec(stdout) : null;
  return match ? { version: match[1], hasVenv: match[2] === "1" } : undefined;
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(command, env) {
  const name = windows ? `${command}.exe` : command;
  return (env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, name)));
}

/** The kernel's own description for Jupyter: this Node, and tslab from node_modules. */
export function kernelSpec(node = process.execPath) {
  return {
    argv: [
      node,
      join(root, "node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: "signal",
  };
}

/**
 * The plain kernel of tslab, and ours, in the words of the package that was just built.
 * @param {string} prefix of the Python environment
 */
function installKernels(prefix) {
  const kernels = join(prefix, "share", "jupyter", "kernels");
  writeIfChanged(join(kernels, kernelName, "kernel.json"), json(kernelSpec()));
  const file = join(root, "dist", "cjs", "notebook", "link", "kernelSpec.js");
  const { friedelKernelName, friedelKernelSpec } = createRequire(import.meta.url)(file);
  writeIfChanged(join(kernels, friedelKernelName, "kernel.json"), json(friedelKernelSpec()));
  const logo = readFileSync(join(extensionFolder, "kernel", "logo-svg.svg"), "utf8");
  writeIfChanged(join(kernels, friedelKernelName, "logo-svg.svg"), logo);
}

/**
 * Defaults of JupyterLab's settings: no question about news, no look-ups outside this machine.
 * @param {string} prefix of the Python environment
 */
function writeLabSettings(prefix) {
  const settings = {
    "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  };
  writeIfChanged(join(prefix, "share", "jupyter", "lab", "settings", "overrides.json"), json(settings));
}

/**
 * The environment in which to start Jupyter, so that this checkout's kernel is found before one of the same name in
 * the user's home.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function jupyterEnvironment(env = process.env) {
  return { ...env, JUPYTER_PREFER_ENV_PATH: "1", PYDEVD_DISABLE_FILE_VALIDATION: "1" };
}

/**
 * @param {readonly string[]} args
 * @throws {SetupError} for a word that it does not know
 */
export function parseSetup(args) {
  const unknown = args.find((arg) => arg !== "--sys-prefix");
  if (unknown !== undefined)
    throw new SetupError(
      `set-up: got ${unknown}, expected nothing, or --sys-prefix to use the Python at hand`,
    );
  return { sysPrefix: args.includes("--sys-prefix") };
}

if (isMain(import.meta.url)) await runMain(() => setup(parseSetup(process.argv.slice(2))));
