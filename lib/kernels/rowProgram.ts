/**
 * Row programs: the per-observation part of a model as data. A program is a straight-line list of instructions, each of
 * which writes one register (a few numbers per row) from registers written before it. It names the columns, index
 * columns and parameters it needs and says which registers leave it; no number of rows is written in. Run forward and
 * backward block by block (reference/ in float64, wasm/ with SIMD), a block's activations never leave the cache.
 * Notation: r is the row, j the feature, 0 ≤ j < width.
 */

/** `width` numbers per row. A register's id is the place of the instruction that writes it. */
export interface Register {
  readonly id: number;
  readonly width: number;
}

export type UnaryKind =
  | "neg"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "sqrt"
  | "square"
  | "abs"
  | "sign"
  | "reciprocal"
  | "tanh"
  | "sigmoid"
  | "softplus"
  | "relu"
  | "leakyRelu"
  | "sin"
  | "cos"
  | "lgamma"
  | "digamma"
  | "erf"
  | "erfc"
  | "logErfc"
  | "normalCdf"
  | "logNormalCdf"
  | "normalReversedHazard"
  | "normalQuantile"
  | "normalQuantileOfLog"
  | "truncatedNormalMeanLog";
export type BinaryKind = "add" | "sub" | "mul" | "div" | "max" | "min" | "pow";
export type CompareKind = "lt" | "le" | "gt" | "ge" | "eq";
export type NoiseKind = "normal" | "uniform";

/** out = the row's values of a column. */
export interface ColumnInstruction {
  readonly op: "column";
  readonly out: Register;
  readonly column: number;
}
/** out = vector[index[r]]: a row of a parameter that has one row per reflection, image, … */
export interface GatherInstruction {
  readonly op: "gather";
  readonly out: Register;
  readonly vector: number;
  readonly index: number;
}
/** out_j = Philox number (row id × width + j) of a stream: see lib/random. Not differentiated. */
export interface NoiseInstruction {
  readonly op: "noise";
  readonly out: Register;
  readonly stream: number;
  readonly kind: NoiseKind;
}
/** out = a parameter, the same for every row. */
export interface ParameterInstruction {
  readonly op: "parameter";
  readonly out: Register;
  readonly parameter: number;
}
/** out = a number, the same for every row. */
export interface ConstantInstruction {
  readonly op: "constant";
  readonly out: Register;
  readonly value: number;
}
/** out = W x + b, with W of shape [out.width, input.width], row-major. */
export interface DenseInstruction {
  readonly op: "dense";
  readonly out: Register;
  readonly input: Register;
  readonly weights: number;
  readonly bias?: number;
}
/** out_j = f(input_j). */
export interface UnaryInstruction {
  readonly op: "unary";
  readonly out: Register;
  readonly input: Register;
  readonly kind: UnaryKind;
}
/** out_j = f(a_j, b_j); widths are equal, or one of them is 1 and used for every feature. */
export interface BinaryInstruction {
  readonly op: "binary";
  readonly out: Register;
  readonly a: Register;
  readonly b: Register;
  readonly kind: BinaryKind;
}
/** out_j = 1 where a_j stands in the relation to b_j, else 0. Not differentiated. */
export interface CompareInstruction {
  readonly op: "compare";
  readonly out: Register;
  readonly a: Register;
  readonly b: Register;
  readonly kind: CompareKind;
}
/** out_j = a_j where condition_j ≠ 0, else b_j. */
export interface WhereInstruction {
  readonly op: "where";
  readonly out: Register;
  readonly condition: Register;
  readonly a: Register;
  readonly b: Register;
}
/** out = Σ_j input_j. */
export interface SumInstruction {
  readonly op: "sum";
  readonly out: Register;
  readonly input: Register;
}
/** out_j = input_(start + j). */
export interface SliceInstruction {
  readonly op: "slice";
  readonly out: Register;
  readonly input: Register;
  readonly start: number;
}
/** out = the inputs' features, one after the other. */
export interface ConcatInstruction {
  readonly op: "concat";
  readonly out: Register;
  readonly inputs: readonly Register[];
}
/** out_j = gain_j (x_j − mean x) / √(var x + epsilon) + offset_j, mean and variance over the row's features. */
export interface LayerNormInstruction {
  readonly op: "layerNorm";
  readonly out: Register;
  readonly input: Register;
  readonly gain: number;
  readonly offset: number;
  readonly epsilon: number;
}

export type RowInstruction =
  | ColumnInstruction
  | GatherInstruction
  | NoiseInstruction
  | ParameterInstruction
  | ConstantInstruction
  | DenseInstruction
  | UnaryInstruction
  | BinaryInstruction
  | CompareInstruction
  | WhereInstruction
  | SumInstruction
  | SliceInstruction
  | ConcatInstruction
  | LayerNormInstruction;

/** A column of the data: `width` numbers per row, row-major. */
export interface RowColumn {
  readonly name: string;
  readonly width: number;
}

/**
 * What is trained. "shared": the same for every row (weights, biases, scalars), of the shape given. "gathered": any
 * number of rows of `shape[0]` numbers each, picked by an index column.
 */
export interface RowParameter {
  readonly name: string;
  readonly use: "shared" | "gathered";
  readonly shape: readonly number[];
}

/** A register of width 1 that leaves the program: summed over rows, and row by row where `perRow`. */
export interface RowOutput {
  readonly name: string;
  readonly register: Register;
  readonly perRow: boolean;
}

export interface RowProgram {
  readonly instructions: readonly RowInstruction[];
  readonly columns: readonly RowColumn[];
  /** Names of the index columns (Int32). */
  readonly indices: readonly string[];
  readonly parameters: readonly RowParameter[];
  readonly outputs: readonly RowOutput[];
}

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
