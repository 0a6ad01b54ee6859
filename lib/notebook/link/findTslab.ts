/**
 * Finds the copy of tslab that runs this process as a kernel: the one in Node's module cache that has started a cell.
 * Where tslab is merely imported, or absent, there is none.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TslabJupyter } from "./tslabTypes.js";

/** A copy of tslab in this process. */
export interface LoadedTslab {
  readonly jupyter: TslabJupyter;
  /** The path of its `dist/jupyter.js`. */
  readonly file: string;
  /** As its package.json says; "unknown" where that cannot be read. */
  readonly version: string;
}

type ModuleCache = Readonly<Record<string, { readonly exports: unknown } | undefined>>;

const jupyterModule = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

/** @param cache Node's cache of loaded modules, by file name */
export function findTslab(
  cache: ModuleCache = createRequire(process.execPath).cache,
): LoadedTslab | undefined {
  for (const [file, module] of Object.entries(cache)) {
    const jupyter = jupyterModule.test(file) ? module?.exports : undefined;
    if (hasRunCell(jupyter)) return { jupyter, file, version: tslabVersion(file) };
  }
  return undefined;
}

/** The version of the tslab whose `dist/jupyter.js` this is. */
export function tslabVersion(file: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(dirname(file), "..", "package.json"), "utf8")) as {
      version?: unknown;
    };
    return typeof version === "string" ? version : "unknown";
  } catch {
    return "unknown";
  }
}

function hasRunCell(exports: unknown): exports is TslabJupyter {
  if (typeof exports !== "object" || exports === null || !("lastWriteDisplayData" in exports)) return false;
  return typeof exports.lastWriteDisplayData === "function";
}
