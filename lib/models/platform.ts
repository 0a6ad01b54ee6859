/**
 * What models take from where they run: an engine and run folders. lib/node sets both (threads, files); without it (a
 * browser) there is an engine of one thread, and a folder must be given as a store.
 */
import { InputError } from "../errors.js";
import { RowEngine } from "../kernels/index.js";
import type { Reporter, RunStore } from "../training/index.js";

export interface Platform {
  /** Made when first asked for, then kept. */
  makeEngine(): RowEngine;
  openFolder(path: string): RunStore;
  /** Who is told how a training goes where the user names nobody. */
  reporters(): readonly Reporter[];
}

let platform: Platform = {
  makeEngine: () => new RowEngine(),
  openFolder(path) {
    throw new InputError(
      `run folder ${path}: got a path where there are no files, expected a store; import friedel, not friedel/browser, or give memoryStore()`,
    );
  },
  reporters: () => [],
};
let engine: RowEngine | undefined;

/** Says what the platform has. What is left out stays as it is. */
export function setPlatform(has: Partial<Platform>): void {
  platform = { ...platform, ...has };
}

/** The engine that models share unless they are given one. */
export function sharedEngine(): RowEngine {
  engine ??= platform.makeEngine();
  return engine;
}

/** The store of a run folder given as a path or as a store. */
export function runStore(folder: string | RunStore | undefined): RunStore | undefined {
  return typeof folder === "string" ? platform.openFolder(folder) : folder;
}

export function defaultReporters(): readonly Reporter[] {
  return platform.reporters();
}
