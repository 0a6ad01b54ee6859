/**
 * One run of a row program on the engine: takes what it needs from the step arena, writes the program's words and the
 * parameters, works the shards, and copies the results out.
 */
import type { BoundInputs, Numbers, RowResult, RowRunOptions } from "../rowInputs.js";
import type { RowProgram } from "../rowProgram.js";
import { planShards, type Shard } from "../shards.js";
import { encodedBytes, encodeRun, gradientLayout } from "./encode.js";
import { aligned, type EngineMemory } from "./engineMemory.js";
import type { Kernels } from "./kernelModule.js";
import type { ShardWorkers } from "./shardWorkers.js";
import { planStorage, type Storage } from "./storage.js";

/** What the run takes from the arena. */
interface Places {
  readonly code: number;
  readonly parameters: readonly number[];
  readonly packed: readonly number[];
  readonly gathered: readonly number[];
  readonly rows: number;
  readonly seeds: readonly number[];
  readonly perRow: readonly number[];
  /** One after the other for every thread. */
  readonly workspaces: number;
  readonly lanes: number;
  /** Four words for every shard: start, end, sums, gradients. */
  readonly table: number;
  /** By shard: float64 sums of outputs, and of shared gradients. */
  readonly sums: readonly number[];
  readonly gradients: readonly number[];
  /** By parameter: float64 gradients of gathered vectors. */
  readonly vectors: readonly number[];
}

interface Sizes {
  readonly workspaceBytes: number;
  readonly lanesBytes: number;
  readonly threads: number;
  readonly shards: number;
}

export interface RowRunContext {
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly workers: ShardWorkers;
}

/** Where the data lie in the engine's memory. */
export interface DataAddresses {
  readonly columns: readonly number[];
  readonly indices: readonly number[];
}

/**
 * Runs a program whose data are in the engine's memory.
 * @throws InputError where the memory's limit is passed
 */
export function runOnEngine(
  engine: RowRunContext,
  program: RowProgram,
  bound: BoundInputs,
  data: DataAddresses,
  options: RowRunOptions,
): RowResult {
  const { memory, kernels, workers } = engine;
  const gradient = options.gradient ?? true;
  const storage = planStorage(program, gradient);
  const shards = planShards(bound.rowCount);
  const sizes = {
    workspaceBytes: aligned(storage.bytes),
    lanesBytes: aligned(16 * gradientLayout(program).count),
    threads: workers.threads,
    shards: shards.length,
  };
  let bytes = 0;
  takePlaces(program, sizes, bound, gradient, (size) => {
    bytes += aligned(size);
    return 0;
  });
  memory.beginStep(bytes);
  try {
    const places = takePlaces(program, sizes, bound, gradient, (size) => memory.take(size));
    writeInputs(memory, bound, places);
    packWeights(kernels, program, places);
    const settings = {
      gradient,
      seed: options.seed ?? 0,
      step: options.step ?? 0,
      outputGradients: bound.outputGradients.map((g) => (typeof g === "number" ? g : 0)),
    };
    const words = encodeRun(program, storage, { ...places, ...data }, settings, places.code);
    memory.int32(places.code, words.length).set(words);
    const rows = shards.flatMap(({ start, end }, s) => [start, end, places.sums[s], places.gradients[s]]);
    memory.int32(places.table, rows.length).set(rows);
    workers.work(memory, { ...places, ...sizes, run: places.code, count: shards.length });
    if (gradient) scatter(engine, program, storage, bound, data, places);
    return collect(memory, program, bound, shards, places, gradient);
  } finally {
    memory.endStep();
  }
}

function takePlaces(
  program: RowProgram,
  { workspaceBytes, lanesBytes, threads, shards }: Sizes,
  bound: BoundInputs,
  gradient: boolean,
  take: (bytes: number) => number,
): Places {
  const { instructions, outputs } = program;
  const { count } = gradientLayout(program);
  const n = bound.rowCount;
  const optional = (wanted: boolean, size: number) => (wanted ? take(size) : 0);
  const each = (size: number) => Array.from({ length: shards }, () => take(size));
  return {
    code: take(encodedBytes(program)),
    parameters: bound.parameters.map((values) => take(4 * values.length)),
    packed: instructions.map((i) =>
      optional(i.op === "dense", i.op === "dense" ? 4 * i.out.width * i.input.width : 0),
    ),
    gathered: instructions.map((i) => optional(gradient && i.op === "gather", 4 * n * i.out.width)),
    rows: optional(bound.rows !== undefined, 4 * n),
    seeds: bound.outputGradients.map((g) => optional(typeof g !== "number", 4 * n)),
    perRow: outputs.map(({ perRow }) => optional(perRow, 4 * n)),
    workspaces: take(threads * workspaceBytes),
    lanes: take(threads * lanesBytes),
    table: take(16 * shards),
    sums: each(8 * outputs.length),
    gradients: each(8 * count),
    vectors: bound.parameters.map((values, p) =>
      optional(gradient && program.parameters[p].use === "gathered", 8 * values.length),
    ),
  };
}

function writeInputs(memory: EngineMemory, bound: BoundInputs, places: Places): void {
  const write = (values: number | Numbers, address: number) => {
    if (typeof values !== "number") memory.float32(address, values.length).set(values);
  };
  bound.parameters.forEach((values, p) => {
    write(values, places.parameters[p]);
  });
  bound.outputGradients.forEach((values, o) => {
    write(values, places.seeds[o]);
  });
  if (bound.rows !== undefined) memory.int32(places.rows, bound.rows.length).set(bound.rows);
}

function packWeights(kernels: Kernels, program: RowProgram, places: Places): void {
  program.instructions.forEach((instruction, k) => {
    if (instruction.op !== "dense") return;
    const { input, out, weights } = instruction;
    kernels.packWeights(places.parameters[weights], places.packed[k], input.width, out.width);
  });
}

/** Adds what was gathered to its vectors, instruction by instruction, in the order of the rows. */
function scatter(
  { memory, kernels }: RowRunContext,
  program: RowProgram,
  storage: Storage,
  bound: BoundInputs,
  data: DataAddresses,
  places: Places,
): void {
  program.parameters.forEach(({ use }, p) => {
    if (use === "gathered") memory.float64(places.vectors[p], bound.parameters[p].length).fill(0);
  });
  program.instructions.forEach((instruction, k) => {
    // Nothing was written where no output depends on what was gathered.
    if (instruction.op !== "gather" || storage.adjoints[k] < 0) return;
    const { vector, index, out } = instruction;
    kernels.scatterRows(
      places.vectors[vector],
      places.gathered[k],
      data.indices[index],
      places.rows,
      bound.rowCount,
      out.width,
    );
  });
}

/** Copies the results out, shards added in their order. */
function collect(
  memory: EngineMemory,
  program: RowProgram,
  bound: BoundInputs,
  shards: readonly Shard[],
  places: Places,
  gradient: boolean,
): RowResult {
  const sums: Record<string, number> = {};
  const perRow: Record<string, Float32Array> = {};
  const gradients: Record<string, Float32Array> = {};
  program.outputs.forEach(({ name, perRow: wanted }, o) => {
    sums[name] = 0;
    for (const address of places.sums) sums[name] += memory.float64(address, program.outputs.length)[o];
    if (wanted) perRow[name] = memory.float32(places.perRow[o], bound.rowCount).slice();
  });
  if (!gradient) return { sums, perRow, gradients };
  const { starts, count } = gradientLayout(program);
  const totals = new Float64Array(count);
  for (let s = 0; s < shards.length; s++) {
    const partial = memory.float64(places.gradients[s], count);
    for (let i = 0; i < count; i++) totals[i] += partial[i];
  }
  program.parameters.forEach(({ name, use }, p) => {
    const { length } = bound.parameters[p];
    gradients[name] = Float32Array.from(
      use === "shared"
        ? totals.subarray(starts[p], starts[p] + length)
        : memory.float64(places.vectors[p], length),
    );
  });
  return { sums, perRow, gradients };
}
