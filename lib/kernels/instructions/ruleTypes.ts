/**
 * What an instruction family states for each of its kinds: the shape rule, and in float64 the formula and its adjoint.
 * Blocks are feature-major: feature j of lane r stands at j × stride + r.
 */

import type { BoundInputs } from "../rowInputs.js";
import type { Register, RowColumn, RowInstruction, RowParameter } from "../rowProgram.js";

/** What a program has declared: shape rules look widths up here. */
export interface Declarations {
  readonly columns: readonly RowColumn[];
  readonly parameters: readonly RowParameter[];
}

/** An instruction whose output register is still to be made. */
export type Draft<I extends RowInstruction> = I extends RowInstruction ? Omit<I, "out"> : never;

/** Some rows of a run in float64, with the values and adjoints of every register. */
export interface RowBlock {
  /** Lanes in use; `stride` is how many there is room for. */
  readonly lanes: number;
  readonly stride: number;
  /** Place of lane 0 among the rows run. */
  readonly first: number;
  /** Row of the data of each lane. */
  readonly dataRows: Int32Array;
  readonly values: readonly Float64Array[];
  /** d loss / d value, summed up by the adjoints from last to first. */
  readonly adjoints: readonly Float64Array[];
  /** Whether anything trained stands behind a register. */
  readonly differentiable: readonly boolean[];
  readonly inputs: BoundInputs;
  readonly seed: number;
  readonly step: number;
  /** Gradients of the shared parameters, summed over the rows of the shard. */
  readonly sharedGradients: readonly Float64Array[];
  /** By register: adjoint of what was gathered for each row of the run, row-major; added to the vectors in row order. */
  readonly gatheredAdjoints: readonly Float64Array[];
}

export interface InstructionRule<I extends RowInstruction> {
  /** Registers read. */
  inputs(instruction: Draft<I>): readonly Register[];
  /** Parameters read. */
  parameters(instruction: Draft<I>): readonly number[];
  /** Width of the output. @throws InputError where the shapes do not fit */
  width(instruction: Draft<I>, declared: Declarations, requested: number): number;
  forward(instruction: I, block: RowBlock): void;
  /** Adds to the adjoints of the inputs (and parameters) what the output's adjoint implies. */
  adjoint(instruction: I, block: RowBlock): void;
}
