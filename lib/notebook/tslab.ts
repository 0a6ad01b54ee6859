/**
 * The way out of a running tslab kernel for rich outputs. tslab offers `display` only to code that imports the very
 * copy of tslab the kernel runs; a library may sit beside another copy, or beside none. So the copy that is loaded in
 * this process is looked up in Node's module cache, and its current writer of display data is used.
 */
import { createRequire } from "node:module";
import type { MimeBundle } from "../displays/index.js";
import { isObject } from "../json.js";

/** Sends one display message of the Jupyter protocol to the cell that is running. */
export type DisplayWriter = (bundle: MimeBundle) => void;

interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: Readonly<Record<string, unknown>>;
}

/** The part of tslab's module `dist/jupyter.js` that is used here (tslab 1.0.22). */
interface JupyterModule {
  readonly lastWriteDisplayData: ((content: DisplayData, update: boolean) => void) | null;
}

type ModuleCache = Readonly<Record<string, { readonly exports: unknown } | undefined>>;

const jupyterModule = /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/;

/**
 * The writer of the kernel this code runs in, or undefined outside a kernel. Look it up for each output: tslab makes a
 * new one for each cell.
 * @param cache Node's cache of loaded modules, by file name
 */
export function displayWriter(cache: ModuleCache = loadedModules()): DisplayWriter | undefined {
  const write = kernelWriter(cache);
  return write && ((bundle) => write({ data: bundle, metadata: {}, transient: {} }, false));
}

/**
 * A display that is written over in its place: the first bundle opens it in the cell that runs when this is called, each
 * later one replaces what is there, in the page and in the saved notebook. Undefined outside a kernel. Each bundle is a
 * message: call it ten times a second at most.
 * @param cache Node's cache of loaded modules, by file name
 */
export function liveDisplay(cache: ModuleCache = loadedModules()): DisplayWriter | undefined {
  const write = kernelWriter(cache);
  if (write === undefined) return undefined;
  const transient = { display_id: `friedel-${process.pid}-${++displays}` };
  let opened = false;
  return (bundle) => {
    write({ data: bundle, metadata: {}, transient }, opened);
    opened = true;
  };
}

/** Displays opened so far: the number tells them apart. */
let displays = 0;

function kernelWriter(cache: ModuleCache): NonNullable<JupyterModule["lastWriteDisplayData"]> | undefined {
  for (const [file, module] of Object.entries(cache)) {
    const exports = jupyterModule.test(file) ? module?.exports : undefined;
    if (isJupyterModule(exports) && exports.lastWriteDisplayData !== null)
      return exports.lastWriteDisplayData;
  }
  return undefined;
}

/** Node's cache is one for the whole process, whichever file asks for it. */
function loadedModules(): ModuleCache {
  return createRequire(process.execPath).cache;
}

function isJupyterModule(exports: unknown): exports is JupyterModule {
  if (!isObject(exports) || !("lastWriteDisplayData" in exports)) return false;
  const write = exports.lastWriteDisplayData;
  return write === null || typeof write === "function";
}
