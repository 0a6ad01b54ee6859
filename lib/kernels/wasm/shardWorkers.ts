/**
 * Workers over the shared memory: whoever is free takes the next shard, the caller among them. A shard's result lies at
 * its own place and shards are added in their order afterwards, so nothing depends on who worked which, or on how many
 * workers there are. Threads are not for this room to start: a {@link WorkerStarter} is given (lib/node/workers.ts).
 *
 * The control block's words: 0 shards left to take (−1: stop) · 1 shards finished · 2 whether one failed · 3 the run ·
 * 4 workspaces, 5 bytes of each · 6 lane sums, 7 bytes of each · from 8 on four words for every shard: start, end, sums,
 * gradients.
 */
import { MAXIMUM_SHARDS } from "../shards.js";
import { aligned, type EngineMemory } from "./engineMemory.js";
import { type Kernels, type KernelVariant, kernelCode } from "./kernelModule.js";
import type { RunPlan } from "./runPlan.js";
import type { WasmMemory, WasmModule } from "./wasmTypes.js";

/** What a worker is told at its start; all of it can be sent to a thread. */
export interface WorkerData {
  readonly memory: WasmMemory;
  readonly module: WasmModule;
  /** Address of the control block. */
  readonly control: number;
  /** Which workspace is the worker's; the caller's is 0. */
  readonly place: number;
}

export interface StartedWorker {
  stop(): void;
}

/**
 * Starts a thread that evaluates `source`, JavaScript of a function, and calls it with `data`. The thread must not keep
 * the process alive.
 */
export type WorkerStarter = (source: string, data: WorkerData) => StartedWorker;

const [LEFT, FINISHED, FAILED, RUN, WORKSPACES, WORKSPACE_BYTES, LANES, LANES_BYTES, TABLE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];
const CONTROL_WORDS = TABLE + 4 * MAXIMUM_SHARDS;

/**
 * How often a worker looks for the next run before it sleeps: about 0.2 ms, which bridge the gap between the steps of a
 * training loop; to wake costs more than a small shard. Where looking was in vain (the loop is over, or all cores are
 * busy and who looks keeps from working), it looks half as often the next time, and every 64th time as often as ever.
 */
const WORKER_LOOKS = 20_000;
/** How often the caller looks whether the last shards are finished before it sleeps. */
const CALLER_LOOKS = 5000;

/** Shorter runs than this wake no worker: to wake one costs the caller 12 µs, and it is there after some 50 µs. */
const WORTH_WAKING_NANOSECONDS = 100_000;

/** What a worker does, in JavaScript since it is sent to a thread that has none of the library. */
const workerSource = `function (data) {
  const abort = () => { throw new Error("the kernels stopped"); };
  const kernels = new WebAssembly.Instance(data.module, { env: { memory: data.memory, abort } }).exports;
  const words = new Int32Array(data.memory.buffer, data.control, ${CONTROL_WORDS});
  let most = ${WORKER_LOOKS}, inVain = 0;
  for (let looks = 0; ; ) {
    const left = Atomics.load(words, ${LEFT});
    if (left < 0) return;
    if (left === 0) {
      if (looks++ < most) continue;
      most = ++inVain % 64 === 0 ? ${WORKER_LOOKS} : most >> 1;
      Atomics.wait(words, ${LEFT}, 0);
      // Who is woken and comes too late sleeps again at once.
      looks = most;
      continue;
    }
    if (Atomics.compareExchange(words, ${LEFT}, left, left - 1) !== left) continue;
    if (looks > 0 && looks < most) most = ${WORKER_LOOKS};
    try {
      const shard = ${TABLE} + 4 * (left - 1);
      const workspace = words[${WORKSPACES}] + data.place * words[${WORKSPACE_BYTES}];
      const lanes = words[${LANES}] + data.place * words[${LANES_BYTES}];
      kernels.runShard(words[${RUN}], words[shard], words[shard + 1], workspace, lanes, words[shard + 2], words[shard + 3]);
    } catch {
      Atomics.store(words, ${FAILED}, 1);
    }
    Atomics.add(words, ${FINISHED}, 1);
    Atomics.notify(words, ${FINISHED});
    looks = 0;
  }
}`;

export class ShardWorkers {
  private readonly words: Int32Array;
  private readonly started: readonly StartedWorker[];
  /** How many shards of the last job the caller worked itself. */
  ownShards = 0;

  /** Starts `threads` − 1 workers: the caller is one of the threads. */
  constructor(
    memory: EngineMemory,
    private readonly kernels: Kernels,
    variant: KernelVariant,
    readonly threads: number,
    start: WorkerStarter | undefined,
  ) {
    const control = memory.allocate(aligned(4 * CONTROL_WORDS));
    this.words = memory.int32(control, CONTROL_WORDS).fill(0);
    const begin = (place: number) =>
      start?.(workerSource, { memory: memory.memory, module: kernelCode(variant), control, place });
    this.started = Array.from({ length: threads - 1 }, (_, k) => begin(k + 1)).filter((w) => w !== undefined);
  }

  /** Works every shard of a plan; returns when all are finished. */
  work({ code, places, parts, shards, nanoseconds }: RunPlan): void {
    const { words } = this;
    const count = shards.length;
    words[FINISHED] = 0;
    words[FAILED] = 0;
    words[RUN] = code;
    words[WORKSPACES] = places.workspaces;
    words[WORKSPACE_BYTES] = parts.workspace;
    words[LANES] = places.lanes;
    words[LANES_BYTES] = parts.lanes;
    shards.forEach(({ start, end }, s) => {
      words.set(
        [start, end, places.sums + s * parts.sums, places.gradients + s * parts.gradients],
        TABLE + 4 * s,
      );
    });
    this.ownShards = 0;
    // The words above are seen by whoever sees this one.
    Atomics.store(words, LEFT, count);
    if (this.started.length > 0 && nanoseconds > WORTH_WAKING_NANOSECONDS)
      Atomics.notify(words, LEFT, count - 1);
    for (;;) {
      const left = Atomics.load(words, LEFT);
      if (left <= 0) break;
      if (Atomics.compareExchange(words, LEFT, left, left - 1) !== left) continue;
      this.workShard(TABLE + 4 * (left - 1));
      this.ownShards++;
      Atomics.add(words, FINISHED, 1);
    }
    this.awaitOthers(count);
    if (words[FAILED] !== 0) throw new Error("a worker of the kernels failed, which is a bug in Friedel");
  }

  private workShard(at: number): void {
    const { words, kernels } = this;
    const [start, end, sums, gradients] = words.subarray(at, at + 4);
    kernels.runShard(words[RUN], start, end, words[WORKSPACES], words[LANES], sums, gradients);
  }

  private awaitOthers(count: number): void {
    const { words } = this;
    for (let looks = 0; Atomics.load(words, FINISHED) < count; looks++) {
      const done = Atomics.load(words, FINISHED);
      if (looks > CALLER_LOOKS && done < count) Atomics.wait(words, FINISHED, done, 100);
    }
  }

  /** Ends the workers. */
  stop(): void {
    Atomics.store(this.words, LEFT, -1);
    Atomics.notify(this.words, LEFT);
    for (const worker of this.started) worker.stop();
  }
}
