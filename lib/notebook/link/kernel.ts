/**
 * The kernel "TypeScript (Friedel)": tslab's own `startKernel` with the link attached before a socket is opened. Both
 * tslab and Friedel are those of the notebook's folder, as an import in the notebook would find them; where there is
 * none, those of the place from which the kernel was installed.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InputError } from "../../errors.js";
import { attachLink } from "./attach.js";
import { tslabVersion } from "./findTslab.js";
import { linkedVersion, type TslabJupyter } from "./tslabTypes.js";

/** The module `dist/main.js` of tslab. */
interface TslabMain {
  startKernel(options: {
    configPath: string;
    enableFindLocal: boolean;
    jsKernel: boolean;
    globalVersion: string;
  }): void;
}

/** What a copy of Friedel offers to the launcher of another one; it stays as it is from version to version. */
export interface KernelModule {
  /** @param launcher a file of the copy that launches, beside which there may be a tslab too */
  startKernel(configPath: string, folder: string, launcher: string): void;
}

/** Where a compiled Friedel has this file. */
const ownPath = join("dist", "cjs", "notebook", "link", "kernel.js");

/**
 * Starts the kernel by the Friedel of the notebook's folder, or by this one.
 * @param words the command line: `--config-path FILE`
 * @param folder the notebook's, in which Jupyter starts its kernel
 */
export function launchKernel(words: readonly string[], folder: string): void {
  const configPath = words[words.indexOf("--config-path") + 1];
  if (!words.includes("--config-path") || configPath === undefined)
    throw new InputError(
      `kernel: got ${words.join(" ") || "no argument"}, expected --config-path FILE, as Jupyter gives it`,
    );
  kernelModuleOf(folder).startKernel(configPath, folder, __filename);
}

/** The kernel of the Friedel that a notebook in this folder imports; this file's where there is none. */
export function kernelModuleOf(folder: string): KernelModule {
  const load = createRequire(join(folder, "notebook.js"));
  const found = resolved(load, "friedel/package.json");
  const file = found && join(dirname(found), ownPath);
  return file !== undefined && existsSync(file) ? (load(file) as KernelModule) : { startKernel };
}

/**
 * Starts tslab with the link; a version that the link does not know without it, of which `import "friedel"` then warns.
 * @throws InputError where there is no tslab
 */
export function startKernel(configPath: string, folder: string, launcher: string): void {
  const file = findTslabFile(folder, launcher);
  const load = createRequire(file);
  const version = tslabVersion(file);
  if (version === linkedVersion) attachLink({ jupyter: load(file) as TslabJupyter, file, version });
  const { startKernel: start } = load(join(dirname(file), "main.js")) as TslabMain;
  start({ configPath, enableFindLocal: false, jsKernel: false, globalVersion: "" });
}

/** The path of tslab's `dist/jupyter.js`. */
function findTslabFile(folder: string, launcher: string): string {
  for (const from of [join(folder, "notebook.js"), __filename, launcher]) {
    const found = resolved(createRequire(from), "tslab/package.json");
    if (found !== undefined) return join(dirname(found), "dist", "jupyter.js");
  }
  throw new InputError(
    `kernel: got no tslab in ${folder}, expected one; run npm install tslab@${linkedVersion} there`,
  );
}

function resolved(load: NodeJS.Require, name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch {
    return undefined;
  }
}
