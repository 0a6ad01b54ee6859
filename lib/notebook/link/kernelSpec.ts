/**
 * The description of the kernel "TypeScript (Friedel)" for Jupyter, and where it goes: DATA/kernels/friedel/kernel.json,
 * with DATA one of Jupyter's data folders (jupyter-client's documentation, "Kernel specs").
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../../errors.js";

/** The kernel's name, as notebooks have it in their metadata. */
export const friedelKernelName = "friedel";

/** The content of a kernel.json. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "signal" | "message";
}

/** Where a kernel may be installed: beside a Python, for the user, or below a folder. */
export type KernelPlace = { readonly python: string } | "user" | { readonly prefix: string };

/** What the choice of a place depends on. */
interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The kernel's description: this Node, and the launcher of this copy of Friedel. There are no signals on Windows.
 * @param launcher the compiled main.ts beside this file
 */
export function friedelKernelSpec(
  node: string = process.execPath,
  launcher: string = join(__dirname, "main.js"),
  platform: NodeJS.Platform = process.platform,
): KernelSpec {
  return {
    argv: [node, launcher, "--config-path", "{connection_file}"],
    display_name: "TypeScript (Friedel)",
    language: "typescript",
    interrupt_mode: platform === "win32" ? "message" : "signal",
  };
}

/**
 * Installs the kernel.
 * @returns the path of the kernel.json
 * @throws InputError where the place is none, or cannot be written to
 */
export function installFriedelKernel(place: KernelPlace, spec: KernelSpec = friedelKernelSpec()): string {
  const folder = join(jupyterDataFolder(place), "kernels", friedelKernelName);
  const file = join(folder, "kernel.json");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(spec, null, 2)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${file}: cannot be written (${reason}); choose another place for the kernel`);
  }
  return file;
}

/** Jupyter's data folder of a place. */
export function jupyterDataFolder(
  place: KernelPlace,
  { env, platform, home }: Surroundings = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (place !== "user") {
    const prefix = "prefix" in place ? resolve(place.prefix) : prefixOf(place.python);
    return join(prefix, "share", "jupyter");
  }
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** `sys.prefix` of a Python. */
function prefixOf(python: string): string {
  const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
  const prefix = status === 0 ? stdout.trim() : "";
  if (!existsSync(prefix))
    throw new InputError(
      `Python ${python}: does not run, expected the one that Jupyter runs on; activate its environment, or name it`,
    );
  return prefix;
}
