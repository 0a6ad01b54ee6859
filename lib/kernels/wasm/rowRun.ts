/**
 * One run of a row program on the engine: writes the program's words and the parameters into the step arena as planned,
 * works the shards, and copies the results out.
 */
import type { BoundInputs, Numbers, RowResult, RowRunOptions } from "../rowInputs.js";
import type { GatherInstruction, RowProgram } from "../rowProgram.js";
import { type GatheredRows, type RowGrouping, sparseGradients } from "../sparseGradient.js";
import { writeSettings } from "./encode.js";
import type { EngineMemory } from "./engineMemory.js";
import type { Kernels } from "./kernelModule.js";
import type { DataAddresses, RunPlan, RunPlans } from "./runPlan.js";
import type { ShardWorkers } from "./shardWorkers.js";

export interface RowRunContext {
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly workers: ShardWorkers;
}

/** A program whose data are in the engine's memory, with the plans made for it so far. */
export interface PlannedProgram {
  readonly program: RowProgram;
  readonly data: DataAddresses;
  readonly plans: RunPlans;
  readonly grouping: RowGrouping;
}

/** What the parts of a run share. */
interface Run extends PlannedProgram {
  readonly engine: RowRunContext;
  readonly bound: BoundInputs;
  readonly plan: RunPlan;
}

/**
 * Runs a program whose data are in the engine's memory.
 * @throws InputError where the memory's limit is passed, or a parameter lies in memory that was released
 */
export function runOnEngine(
  engine: RowRunContext,
  planned: PlannedProgram,
  bound: BoundInputs,
  options: RowRunOptions,
): RowResult {
  const { memory, workers } = engine;
  const residents = bound.parameters.map((values) =>
    values instanceof Float32Array ? (memory.addressOf(values) ?? 0) : 0,
  );
  const plan = planned.plans.find(bound, options, memory.arenaStart, residents);
  const run: Run = { ...planned, engine, bound, plan };
  memory.beginStep(plan.bytes);
  try {
    writeInputs(run, options);
    packWeights(run);
    workers.work(plan);
    return collect(run, options);
  } finally {
    memory.endStep();
  }
}

function writeInputs({ engine: { memory }, bound, plan }: Run, options: RowRunOptions): void {
  const { places, words, code } = plan;
  const write = (values: number | Numbers, address: number) => {
    if (typeof values !== "number") memory.float32(address, values.length).set(values);
  };
  bound.parameters.forEach((values, p) => {
    if (plan.form.residents[p] === 0) write(values, places.parameters[p]);
  });
  bound.outputGradients.forEach((values, o) => {
    write(values, places.seeds[o]);
  });
  if (bound.rows !== undefined) memory.int32(places.rows, bound.rows.length).set(bound.rows);
  const outputGradients = bound.outputGradients.map((g) => (typeof g === "number" ? g : 0));
  writeSettings(words, code, { seed: options.seed ?? 0, step: options.step ?? 0, outputGradients });
  memory.int32(code, words.length).set(words);
}

function packWeights({ engine: { kernels }, program, plan: { places } }: Run): void {
  program.instructions.forEach((instruction, k) => {
    if (instruction.op !== "dense") return;
    const { input, out, weights } = instruction;
    kernels.packWeights(places.parameters[weights], places.packed[k], input.width, out.width);
  });
}

/** Copies the results out, shards added in their order. */
function collect(run: Run, options: RowRunOptions): RowResult {
  const { engine, program, bound, plan } = run;
  const { memory } = engine;
  const { places, parts, shards } = plan;
  const sums: Record<string, number> = {};
  const perRow: Record<string, Float32Array> = {};
  const partial = memory.float64(places.sums, (shards.length * parts.sums) / 8);
  program.outputs.forEach(({ name, perRow: wanted }, o) => {
    let sum = 0;
    for (let s = 0; s < shards.length; s++) sum += partial[(s * parts.sums) / 8 + o];
    sums[name] = sum;
    if (wanted) perRow[name] = memory.float32(places.perRow[o], bound.rowCount).slice();
  });
  if (options.gradient === false) return { sums, perRow, gradients: {}, sparse: {} };
  const shared = sharedGradients(run);
  if (options.gathered === "sparse")
    return {
      sums,
      perRow,
      gradients: shared,
      sparse: sparseGradients(program, gatheredRows(run), run.grouping),
    };
  const dense = denseGradients(run);
  // In the order of the program's parameters, whichever way they are used.
  const names = program.parameters.map(({ name }) => name);
  const gradients = Object.fromEntries(names.map((name) => [name, shared[name] ?? dense[name]]));
  return { sums, perRow, gradients, sparse: {} };
}

function sharedGradients({ engine: { memory }, program, plan }: Run): Record<string, Float32Array> {
  const { places, parts, shards, layout } = plan;
  const stride = parts.gradients / 8;
  const partial = memory.float64(places.gradients, shards.length * stride);
  const totals = new Float64Array(layout.count);
  for (let s = 0; s < shards.length; s++)
    for (let i = 0; i < layout.count; i++) totals[i] += partial[s * stride + i];
  const gradients: Record<string, Float32Array> = {};
  program.parameters.forEach(({ name, use }, p) => {
    if (use === "shared")
      gradients[name] = new Float32Array(totals.subarray(layout.starts[p], layout.starts[p + 1]));
  });
  return gradients;
}

/** Adds what was gathered to its vectors, instruction by instruction, in the order of the rows. */
function denseGradients({ engine, program, data, bound, plan }: Run): Record<string, Float32Array> {
  const { memory, kernels } = engine;
  const { places, storage } = plan;
  const vectors = places.vectors.map((address, p) => memory.float64(address, bound.parameters[p].length));
  program.parameters.forEach(({ use }, p) => {
    if (use === "gathered") vectors[p].fill(0);
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
  const gradients: Record<string, Float32Array> = {};
  program.parameters.forEach(({ name, use }, p) => {
    if (use === "gathered") gradients[name] = new Float32Array(vectors[p]);
  });
  return gradients;
}

/** What each gather instruction read, from the engine's copy of the index column. */
function gatheredRows({
  engine: { memory },
  data,
  bound,
  plan,
}: Run): (gather: GatherInstruction) => GatheredRows {
  return ({ index, out }) => {
    const { rows, rowCount } = bound;
    const column = memory.int32(data.indices[index], bound.indices[index].length);
    const picked = new Int32Array(rowCount);
    for (let r = 0; r < rowCount; r++) picked[r] = column[rows === undefined ? r : rows[r]];
    const written = plan.storage.adjoints[out.id] >= 0;
    const adjoints = memory.float32(plan.places.gathered[out.id], rowCount * out.width);
    return { picked, adjoints: written ? adjoints : undefined };
  };
}
