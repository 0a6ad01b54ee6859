/**
 * Row programs in float32 with SIMD: the interpreter of assembly/rowKernel.as over the engine's memory. Columns are
 * copied in once; parameters at every run, unless they are resident (`allocateFloat32`). Sums of outputs and over shards
 * are in float64. The numbers agree with reference/ to 1e-5 of their scale.
 */
import { InputError } from "../../errors.js";
import { runReference } from "../reference/rowRun.js";
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
import type { RunnableRows } from "../runnableTypes.js";
import { EngineMemory } from "./engineMemory.js";
import { instantiateKernels, type Kernels, type KernelVariant } from "./kernelModule.js";
import { type PlacedData, placeData, placedData } from "./placeData.js";
import { runOnEngine } from "./rowRun.js";
import { RunPlans } from "./runPlan.js";
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
   * `length` numbers, all 0, that last in the engine's memory until {@link release}. Given as a parameter of a run, they
   * (or a `subarray` of them) are read where they are instead of being copied: what is trained belongs here. The array
   * stays valid when the memory grows. What `slice()` copies out is an ordinary array.
   * @throws InputError past the memory's limit
   */
  allocateFloat32(length: number): Float32Array {
    if (!(Number.isInteger(length) && length >= 0))
      throw new InputError(`allocateFloat32: got length ${length}, expected a whole number`);
    return this.memory.float32(this.memory.allocate(4 * length), length).fill(0);
  }

  /**
   * Gives back the memory of an array that {@link allocateFloat32} made. Its numbers are overwritten from then on.
   * @throws InputError where it is not such an array, or was released already
   */
  release(values: Float32Array): void {
    const address = this.memory.addressOf(values);
    if (address === undefined)
      throw new InputError(
        "release: got an array that is not in the engine's memory, expected one that allocateFloat32 made",
      );
    this.memory.release(address);
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
export class PreparedRows implements RunnableRows {
  private readonly placed: PlacedData;
  private readonly plans: RunPlans;
  /** What is known of the data besides their numbers, which the engine's memory has. */
  private readonly data: BoundData;
  /** Columns of more than single precision, for the reference. */
  private readonly doubles: readonly (Numbers | undefined)[];
  private released = false;

  constructor(
    private readonly engine: RowEngine,
    readonly program: RowProgram,
    data: BoundData,
  ) {
    this.placed = placeData(engine.memory, program, data);
    this.data = { ...data, columns: [], indices: [] };
    this.doubles = data.columns.map((values) => (values instanceof Float64Array ? values : undefined));
    this.plans = new RunPlans(program, this.placed, engine.workers.threads);
  }

  get rowCount(): number | undefined {
    return this.data.rows;
  }

  /**
   * One step: forward, and backward unless `gradient` is false.
   * @param parameters values by name; those of `engine.allocateFloat32` are not copied
   * @throws MissingColumnError, InputError where they do not fit the program, or the memory's limit is passed
   */
  run(parameters: Readonly<Record<string, Numbers>>, options: RowRunOptions = {}): RowResult {
    const { program, data, plans, placed } = this;
    this.checkHeld();
    const bound = bindRun(program, data, parameters, options);
    return runOnEngine(this.engine, { program, data: placed, plans }, bound, options);
  }

  /** The same by the reference, in float64, from the columns as they were given (those in float64 must not have changed). */
  runReference(parameters: Readonly<Record<string, Numbers>>, options: RowRunOptions = {}): RowResult {
    const { engine, program, data, placed, doubles } = this;
    this.checkHeld();
    const { columns, indices } = placedData(engine.memory, program, placed, data.rows ?? 0);
    const given = { ...data, columns: columns.map((values, c) => doubles[c] ?? values), indices };
    return runReference(program, bindRun(program, given, parameters, options), options);
  }

  private checkHeld(): void {
    if (this.released)
      throw new InputError("prepared rows: got a run after their release, expected it before");
  }

  /** Gives the memory of the data back; the rows cannot be run afterwards. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.engine.memory.release(this.placed.address);
  }
}
