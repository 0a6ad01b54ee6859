/**
 * Row programs in float32 with SIMD: the interpreter of assembly/rowKernel.as over the engine's memory. Columns are
 * copied in once; parameters go in and gradients come out at every run, since they are few. Sums of outputs and over
 * shards are in float64. The numbers agree with reference/ to 1e-5 of their scale.
 */
import { InputError } from "../../errors.js";
import {
  type BoundData,
  bindData,
  bindRun,
  type Numbers,
  type RowInputs,
  type RowResult,
  type RowRunOptions,
} from "../rowInputs.js";
import type { RowProgram } from "../rowProgram.js";
import { EngineMemory } from "./engineMemory.js";
import { instantiateKernels, type Kernels, type KernelVariant } from "./kernelModule.js";
import { runOnEngine } from "./rowRun.js";
import { ShardWorkers, type WorkerStarter } from "./shardWorkers.js";

export interface RowEngineOptions {
  readonly memory?: EngineMemory;
  /** "relaxed" or "plain" multiply-add; by default relaxed where the runtime has it. */
  readonly variant?: KernelVariant;
  /** Threads that work shards, the caller among them (default 1); more than one need `startWorker`. */
  readonly threads?: number;
  readonly startWorker?: WorkerStarter;
}

/** Holds the memory and the compiled kernels. */
export class RowEngine {
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly workers: ShardWorkers;

  /** @throws InputError where the variant is not to be had, or threads are asked for without a way to start them */
  constructor({ memory = new EngineMemory(), variant, threads = 1, startWorker }: RowEngineOptions = {}) {
    if (!(Number.isInteger(threads) && threads >= 1 && (threads === 1 || startWorker !== undefined)))
      throw new InputError(
        `engine threads: got ${threads}, expected 1${startWorker === undefined ? "; more need startWorker" : " or more"}`,
      );
    this.memory = memory;
    this.kernels = instantiateKernels(memory.memory, variant);
    this.workers = new ShardWorkers(memory, this.kernels, this.kernels.variant, threads, startWorker);
  }

  /** Ends the worker threads; the engine is of no use afterwards. */
  close(): void {
    this.workers.stop();
  }

  /** Which kernels run: equality to the bit is promised within one variant. */
  get variant(): KernelVariant {
    return this.kernels.variant;
  }

  /**
   * Copies the columns into the engine's memory, for any number of runs.
   * @throws MissingColumnError, InputError where the columns do not fit the program, or the memory's limit is passed
   */
  prepare(program: RowProgram, inputs: Omit<RowInputs, "parameters">): PreparedRows {
    return new PreparedRows(this, program, bindData(program, inputs));
  }
}

/** A program with its data in the engine's memory. */
export class PreparedRows {
  /** Addresses in the engine's memory. */
  readonly columns: readonly number[];
  readonly indices: readonly number[];

  constructor(
    private readonly engine: RowEngine,
    readonly program: RowProgram,
    private readonly data: BoundData,
  ) {
    const { memory } = engine;
    this.columns = data.columns.map((values) => {
      const address = memory.allocate(4 * values.length);
      memory.float32(address, values.length).set(values);
      return address;
    });
    this.indices = data.indices.map((values) => {
      const address = memory.allocate(4 * values.length);
      memory.int32(address, values.length).set(values);
      return address;
    });
  }

  /**
   * One step: forward, and backward unless `gradient` is false.
   * @param parameters values by name
   * @throws MissingColumnError, InputError where they do not fit the program, or the memory's limit is passed
   */
  run(parameters: Readonly<Record<string, Numbers>>, options: RowRunOptions = {}): RowResult {
    const { program, data } = this;
    const bound = bindRun(program, data, parameters, options);
    return runOnEngine(this.engine, program, bound, this, options);
  }
}
