/**
 * Keeps the memory of a kernel steady while it trains. V8 collects its old generation only when it has grown by a large
 * share of itself, and in a tslab kernel it holds the TypeScript compiler, over 100 MB: what a long training leaves behind
 * (some 2 kB a step, none of it in use) would first fill as much again. So a collection is asked for whenever the heap has
 * grown by a little, every few thousand steps; it takes less than a tenth of a second.
 */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Reporter } from "../training/index.js";

/** By how much the heap may grow, bytes, before it is collected, and how long it is left alone after that, ms. */
const growth = 6e6;
const pause = 3000;

/** What can be replaced in tests. */
export interface SteadyMemoryCalls {
  collect(): void;
  /** The size of the heap, bytes. */
  heapSize(): number;
  now(): number;
}

/** A reporter that collects garbage now and then. */
export function steadyMemory(calls: SteadyMemoryCalls = processCalls()): Reporter {
  let size: number | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = calls.now();
    if (size !== undefined && (calls.heapSize() < size + growth || now - last < pause)) return;
    calls.collect();
    size = calls.heapSize();
    last = now;
  };
}

let collector: (() => void) | undefined;

function processCalls(): SteadyMemoryCalls {
  collector ??= exposedCollector();
  return {
    collect: collector,
    heapSize: () => getHeapStatistics().total_heap_size,
    now: () => performance.now(),
  };
}

/** V8's `gc` function, which it gives to contexts that are made while the flag is set; nothing where it does not. */
function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined");
  setFlagsFromString("--no-expose-gc");
  return typeof collect === "function" ? () => void collect() : () => undefined;
}
