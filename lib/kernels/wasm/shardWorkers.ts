/**
 * Workers over the shared memory: whoever is free takes the next shard, the caller among them. A shard's result lies at
 * its own place and shards are added in their order afterwards, so nothing depends on who worked which, or on how many
 * workers there are. Threads are not for this room to start: a {@link WorkerStarter} is given (lib/node/workers.ts).
 *
 * The control block's words: 0 shards left to take (−1: stop) · 1 shards finished · 2 whether one failed · 3 the run ·
 * 4 table of shards (start, end, sums, gradients) · 5 workspaces, 6 bytes of each · 7 lane sums, 8 bytes of each.
 */
import { aligned, type EngineMemory } from "./engineMemory.js";
import { type Kernels, type KernelVariant, kernelCode } from "./kernelModule.js";
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

/** Where a run's shards and workspaces lie. */
export interface ShardJob {
  readonly run: number;
  readonly table: number;
  readonly count: number;
  readonly workspaces: number;
  readonly workspaceBytes: number;
  readonly lanes: number;
  readonly lanesBytes: number;
}

const CONTROL_WORDS = 16;
const [LEFT, FINISHED, FAILED, RUN, TABLE, WORKSPACES, WORKSPACE_BYTES, LANES, LANES_BYTES] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
];

/** What a worker does, in JavaScript since it is sent to a thread that has none of the library. */
const workerSource = `function (data) {
  const abort = () => { throw new Error("the kernels stopped"); };
  const kernels = new WebAssembly.Instance(data.module, { env: { memory: data.memory, abort } }).exports;
  const words = new Int32Array(data.memory.buffer, data.control, ${CONTROL_WORDS});
  for (;;) {
    const left = Atomics.load(words, ${LEFT});
    if (left < 0) return;
    if (left === 0) { Atomics.wait(words, ${LEFT}, 0); continue; }
    if (Atomics.compareExchange(words, ${LEFT}, left, left - 1) !== left) continue;
    try {
      const shard = new Int32Array(data.memory.buffer, (words[${TABLE}] >>> 0) + 16 * (left - 1), 4);
      const workspace = (words[${WORKSPACES}] >>> 0) + data.place * words[${WORKSPACE_BYTES}];
      const lanes = (words[${LANES}] >>> 0) + data.place * words[${LANES_BYTES}];
      kernels.runShard(words[${RUN}], shard[0], shard[1], workspace, lanes, shard[2], shard[3]);
    } catch {
      Atomics.store(words, ${FAILED}, 1);
    }
    Atomics.add(words, ${FINISHED}, 1);
    Atomics.notify(words, ${FINISHED});
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

  /** Works every shard of a job; returns when all are finished. */
  work(memory: EngineMemory, job: ShardJob): void {
    const { words } = this;
    words[FINISHED] = 0;
    words[FAILED] = 0;
    this.ownShards = 0;
    words[RUN] = job.run;
    words[TABLE] = job.table;
    words[WORKSPACES] = job.workspaces;
    words[WORKSPACE_BYTES] = job.workspaceBytes;
    words[LANES] = job.lanes;
    words[LANES_BYTES] = job.lanesBytes;
    const table = memory.int32(job.table, 4 * job.count);
    // The words above are seen by whoever sees this one.
    Atomics.store(words, LEFT, job.count);
    if (this.started.length > 0) Atomics.notify(words, LEFT);
    for (;;) {
      const left = Atomics.load(words, LEFT);
      if (left <= 0) break;
      if (Atomics.compareExchange(words, LEFT, left, left - 1) !== left) continue;
      const [start, end, sums, gradients] = table.subarray(4 * (left - 1), 4 * left);
      this.kernels.runShard(job.run, start, end, job.workspaces, job.lanes, sums, gradients);
      this.ownShards++;
      Atomics.add(words, FINISHED, 1);
    }
    for (let done = Atomics.load(words, FINISHED); done < job.count; done = Atomics.load(words, FINISHED))
      Atomics.wait(words, FINISHED, done, 100);
    if (words[FAILED] !== 0) throw new Error("a worker of the kernels failed, which is a bug in Friedel");
  }

  /** Ends the workers. */
  stop(): void {
    Atomics.store(this.words, LEFT, -1);
    Atomics.notify(this.words, LEFT);
    for (const worker of this.started) worker.stop();
  }
}
