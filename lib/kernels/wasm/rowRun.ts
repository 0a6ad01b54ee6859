/**
 * One run of a row program on the engine: writes the program's words and the parameters into the step arena as planned,
 * works the shards, and copies the results out.
 */
import type { BoundInputs, Numbers, RowResult, RowRunOptions } from "../rowInputs.js";
import type { GatherInstruction, RowProgram } from "../rowProgram.js";
import { gathersOf, type SparseGradient } from "../sparseGradient.js";
import { type DataAddresses, writeSettings } from "./encode.js";
import type { EngineMemory } from "./engineMemory.js";
import type { Kernels } from "./kernelModule.js";
import type { RunPlan, RunPlans } from "./runPlan.js";
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
  const gradients: Record<string, Float32Array> = {};
  const sparse: Record<string, SparseGradient> = {};
  engine.kernels.addShards(
    places.gradients,
    parts.gradients,
    shards.length,
    plan.layout.count,
    places.totals,
  );
  const totals = memory.float32(places.totals, plan.layout.count);
  const { starts } = plan.layout;
  program.parameters.forEach(({ name, use }, p) => {
    if (use === "shared") gradients[name] = totals.slice(starts[p], starts[p + 1]);
    else if (options.gathered === "sparse") sparse[name] = sparseGradient(run, p);
    else gradients[name] = denseGradient(run, p);
  });
  return { sums, perRow, gradients, sparse };
}

/** Adds what was gathered to its vector, instruction by instruction, in the order of the rows. */
function denseGradient(run: Run, parameter: number): Float32Array {
  const { engine, program, data, bound, plan } = run;
  const { vector, rows } = plan.places;
  const sums = engine.memory.float64(vector, bound.parameters[parameter].length).fill(0);
  for (const gather of gathersOf(program, parameter))
    addRows(run, gather, { index: data.indices[gather.index], stride: data.stride, rows });
  return new Float32Array(sums);
}

/** Groups the rows that were gathered, and adds what was gathered to these, in the same order. */
function sparseGradient(run: Run, parameter: number): SparseGradient {
  const { engine, program, data, bound, plan } = run;
  const { memory, kernels } = engine;
  const { lists, rows, vector } = plan.places;
  const { rowCount } = bound;
  const gathers = gathersOf(program, parameter);
  gathers.forEach(({ index }, k) => {
    kernels.pickRows(data.indices[index], data.stride, rows, rowCount, lists + 4 * k * rowCount);
  });
  const listBytes = 4 * gathers.length * rowCount;
  const count = kernels.groupRows(lists, gathers.length * rowCount);
  const values = memory.float64(vector, count * program.parameters[parameter].shape[0]).fill(0);
  gathers.forEach((gather, k) => {
    addRows(run, gather, { index: lists + 3 * listBytes + 4 * k * rowCount, stride: 4, rows: 0 });
  });
  return { rows: memory.int32(lists + 2 * listBytes, count).slice(), values: values.slice() };
}

/** Adds what an instruction gathered to the rows that an index names, of all rows (0) or of those listed. */
function addRows(
  { engine, bound, plan }: Run,
  { out }: GatherInstruction,
  { index, stride, rows }: { readonly index: number; readonly stride: number; readonly rows: number },
): void {
  // Nothing was written where no output depends on what was gathered.
  if (plan.storage.adjoints[out.id] < 0) return;
  const { vector, gathered } = plan.places;
  engine.kernels.scatterRows(vector, gathered[out.id], index, stride, rows, bound.rowCount, out.width);
}
