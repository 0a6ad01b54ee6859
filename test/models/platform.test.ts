/** What models take from where they run: by default nothing but memory and one thread. test/node/platform.test.ts: Node's. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { RowEngine } from "../../lib/kernels/index.js";
import { defaultReporters, runStore, setPlatform, sharedEngine } from "../../lib/models/platform.js";
import { memoryStore } from "../../lib/training/index.js";

// The tests stand in the order in which a program meets them: the platform is one for the process.

test("without a platform, a path cannot be a run folder: one sentence", () => {
  expect(() => runStore("runs/1")).toThrow(InputError);
  expect(() => runStore("runs/1")).toThrow(
    "run folder runs/1: got a path where there are no files, expected a store; import friedel, not friedel/browser, or give memoryStore()",
  );
});

test("a store is a store, and nothing is none", () => {
  const store = memoryStore();
  expect(runStore(store)).toBe(store);
  expect(runStore(undefined)).toBeUndefined();
});

test("nobody is told, unless the platform says so", () => {
  expect(defaultReporters()).toEqual([]);
});

test("a platform says what it has, and the engine is made once, when it is asked for", () => {
  let made = 0;
  const engine = new RowEngine();
  const reporter = () => undefined;
  setPlatform({
    makeEngine: () => {
      made++;
      return engine;
    },
  });
  setPlatform({ openFolder: (path) => memoryStore(path), reporters: () => [reporter] });
  expect(made).toBe(0);
  expect(sharedEngine()).toBe(engine);
  expect(sharedEngine()).toBe(engine);
  expect(made).toBe(1);
  expect(runStore("runs/1")?.name).toBe("runs/1");
  expect(defaultReporters()).toEqual([reporter]);
});
