/** A run folder in memory: for the browser, for tests, and for a run that is to be resumed but not kept. */
import { InputError } from "../errors.js";
import type { RunStore } from "./runStoreTypes.js";

/** A store that holds its files in memory. @param name what errors call it */
export function memoryStore(name = "memory"): RunStore {
  const files = new Map<string, Uint8Array>();
  let held = false;
  return {
    name,
    read: async (file) => files.get(file)?.slice(),
    list: async () => [...files.keys()].sort(),
    write: async (file, bytes) => {
      files.set(file, bytes.slice());
    },
    append: async (file, text) => {
      const old = files.get(file) ?? new Uint8Array(0);
      const added = new TextEncoder().encode(text);
      const joined = new Uint8Array(old.length + added.length);
      joined.set(old);
      joined.set(added, old.length);
      files.set(file, joined);
    },
    remove: async (file) => {
      files.delete(file);
    },
    lock: async () => {
      if (held)
        throw new InputError(`${name}: got a store that a training is using, expected one that is free`);
      held = true;
      return async () => {
        held = false;
      };
    },
    holder: async () => (held ? "a training of this process" : undefined),
  };
}
