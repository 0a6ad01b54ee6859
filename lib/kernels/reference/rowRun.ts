/**
 * The reference: row programs in float64, one instruction after the other as its formula is written in instructions/.
 * Every other variant of the engine is held against this one. Sums go row by row within a shard and shard by shard, so
 * the result depends neither on the size of a block nor on who works which shard.
 */
import { differentiableRegisters } from "../differentiable.js";
import { ruleOf } from "../instructions/registry.js";
import type { RowBlock } from "../instructions/ruleTypes.js";
import {
  type BoundInputs,
  bindInputs,
  type RowInputs,
  type RowResult,
  type RowRunOptions,
} from "../rowInputs.js";
import type { GatherInstruction, RowProgram } from "../rowProgram.js";
import { BLOCK_ROWS, planShards, type Shard } from "../shards.js";
import { type GatheredRows, gathersOf, type SparseGradient, sparseGradient } from "../sparseGradient.js";

/** How the work is cut and ordered: for tests that it does not matter. */
export interface ReferenceLayout {
  readonly blockRows?: number;
  /** Works the shards from last to first. */
  readonly reversed?: boolean;
}

/** What one shard adds up. */
interface ShardSums {
  readonly outputs: Float64Array;
  readonly sharedGradients: readonly Float64Array[];
}

interface RunState {
  readonly program: RowProgram;
  readonly bound: BoundInputs;
  readonly differentiable: readonly boolean[];
  readonly options: RowRunOptions;
  readonly blockRows: number;
  readonly perRow: readonly Float64Array[];
  readonly gatheredAdjoints: readonly Float64Array[];
}

/**
 * Runs a row program forward and backward in float64.
 * @throws MissingColumnError, InputError where the inputs do not fit the program
 */
export function runRowProgramReference(
  program: RowProgram,
  inputs: RowInputs,
  options: RowRunOptions = {},
  layout: ReferenceLayout = {},
): RowResult {
  return runReference(program, bindInputs(program, inputs, options), options, layout);
}

/** The same of inputs that are bound already. */
export function runReference(
  program: RowProgram,
  bound: BoundInputs,
  options: RowRunOptions,
  { blockRows = BLOCK_ROWS, reversed = false }: ReferenceLayout = {},
): RowResult {
  const gradient = options.gradient ?? true;
  const state: RunState = {
    program,
    bound,
    differentiable: gradient ? differentiableRegisters(program) : program.instructions.map(() => false),
    options,
    blockRows,
    perRow: program.outputs.map((output) => new Float64Array(output.perRow ? bound.rowCount : 0)),
    gatheredAdjoints: program.instructions.map(
      ({ op, out }) => new Float64Array(gradient && op === "gather" ? bound.rowCount * out.width : 0),
    ),
  };
  const shards = planShards(bound.rowCount);
  const results: ShardSums[] = [];
  for (let k = 0; k < shards.length; k++) {
    const s = reversed ? shards.length - 1 - k : k;
    results[s] = runShard(state, shards[s]);
  }
  return collect(state, results, gradient);
}

function runShard(state: RunState, { start, end }: Shard): ShardSums {
  const { program, bound, options, blockRows, differentiable } = state;
  const room = ({ out }: { out: { width: number } }) => new Float64Array(out.width * blockRows);
  const sums: ShardSums = {
    outputs: new Float64Array(program.outputs.length),
    sharedGradients: bound.parameters.map(
      (values, p) => new Float64Array(program.parameters[p].use === "shared" ? values.length : 0),
    ),
  };
  const values = program.instructions.map(room);
  const adjoints = program.instructions.map(room);
  const dataRows = new Int32Array(blockRows);
  for (let first = start; first < end; first += blockRows) {
    const lanes = Math.min(blockRows, end - first);
    for (let r = 0; r < lanes; r++) dataRows[r] = bound.rows?.[first + r] ?? first + r;
    const block: RowBlock = {
      lanes,
      stride: blockRows,
      first,
      dataRows,
      values,
      adjoints,
      differentiable,
      inputs: bound,
      seed: options.seed ?? 0,
      step: options.step ?? 0,
      sharedGradients: sums.sharedGradients,
      gatheredAdjoints: state.gatheredAdjoints,
    };
    forward(state, block, sums.outputs);
    if (options.gradient ?? true) backward(state, block);
  }
  return sums;
}

function forward({ program, perRow }: RunState, block: RowBlock, sums: Float64Array): void {
  for (const instruction of program.instructions) ruleOf(instruction.op).forward(instruction, block);
  program.outputs.forEach(({ register }, o) => {
    const values = block.values[register.id];
    for (let r = 0; r < block.lanes; r++) {
      sums[o] += values[r];
      if (program.outputs[o].perRow) perRow[o][block.first + r] = values[r];
    }
  });
}

function backward({ program, bound, differentiable }: RunState, block: RowBlock): void {
  for (const adjoint of block.adjoints) adjoint.fill(0);
  program.outputs.forEach(({ register }, o) => {
    const seed = bound.outputGradients[o];
    for (let r = 0; r < block.lanes; r++)
      block.adjoints[register.id][r] += typeof seed === "number" ? seed : seed[block.first + r];
  });
  for (let k = program.instructions.length - 1; k >= 0; k--) {
    const instruction = program.instructions[k];
    if (differentiable[k]) ruleOf(instruction.op).adjoint(instruction, block);
  }
}

/** Adds the shards in their order, and what was gathered in the order of the rows. */
function collect(state: RunState, shards: readonly ShardSums[], gradient: boolean): RowResult {
  const { program, bound, perRow, gatheredAdjoints } = state;
  const sums: Record<string, number> = {};
  const rows: Record<string, Float64Array> = {};
  const gradients: Record<string, Float64Array> = {};
  program.outputs.forEach(({ name, perRow: wanted }, o) => {
    sums[name] = shards.reduce((total, shard) => total + shard.outputs[o], 0);
    if (wanted) rows[name] = perRow[o];
  });
  if (!gradient) return { sums, perRow: rows, gradients, sparse: {} };
  const dense = state.options.gathered !== "sparse";
  const totals = bound.parameters.map(
    (values, p) => new Float64Array(dense || program.parameters[p].use === "shared" ? values.length : 0),
  );
  for (const shard of shards)
    shard.sharedGradients.forEach((partial, p) => {
      for (let i = 0; i < partial.length; i++) totals[p][i] += partial[i];
    });
  const sparse: Record<string, SparseGradient> = {};
  program.parameters.forEach(({ name, use, shape }, p) => {
    if (use === "shared") {
      gradients[name] = totals[p];
      return;
    }
    const parts = gathersOf(program, p).map((gather) => ({
      picked: pickedRows(bound, gather),
      adjoints: gatheredAdjoints[gather.out.id],
    }));
    if (!dense) sparse[name] = sparseGradient(parts, shape[0]);
    else {
      for (const part of parts) scatter(part, shape[0], totals[p]);
      gradients[name] = totals[p];
    }
  });
  return { sums, perRow: rows, gradients, sparse };
}

/** Row of the vector that each row run gathers. */
function pickedRows({ indices, rows, rowCount }: BoundInputs, { index }: GatherInstruction): Int32Array {
  return Int32Array.from({ length: rowCount }, (_, r) => indices[index][rows?.[r] ?? r]);
}

function scatter({ picked, adjoints }: GatheredRows, width: number, totals: Float64Array): void {
  for (let r = 0; r < picked.length; r++)
    for (let j = 0; j < width; j++) totals[picked[r] * width + j] += adjoints[r * width + j];
}
