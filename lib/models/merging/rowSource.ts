/**
 * What the model reads of a row. An observation of polychromatic (Laue) data is the sum of several terms, the harmonics
 * on its ray (harmonicTerms), each with a reflection, a wavelength and a scale of its own: they stand in one row, and the
 * columns of the k-th are found under their name with "#k". Monochromatic data have one term, under the plain names.
 */
import type { RowBuilder } from "../../kernels/index.js";

/** The part of a row program's builder that reads a term of a row, and computes. */
export type RowSource = Pick<
  RowBuilder,
  | "column"
  | "gather"
  | "parameter"
  | "noise"
  | "constant"
  | "dense"
  | "layerNorm"
  | "sum"
  | "slice"
  | "concat"
>;

/** Name of a column of term k. */
export function termName(name: string, k: number): string {
  return k === 0 ? name : `${name}#${k}`;
}

/** A builder whose columns and indices are found under other names; parameters are shared. */
export function renamedSource(source: RowSource, rename: (name: string) => string): RowSource {
  return {
    column: (name, width) => source.column(rename(name), width),
    gather: (vector, index, width) => source.gather(vector, rename(index), width),
    parameter: (name, width) => source.parameter(name, width),
    noise: (kind, options) => source.noise(kind, options),
    constant: (value) => source.constant(value),
    dense: (input, names) => source.dense(input, names),
    layerNorm: (input, names) => source.layerNorm(input, names),
    sum: (input) => source.sum(input),
    slice: (input, start, width) => source.slice(input, start, width),
    concat: (...inputs) => source.concat(...inputs),
  };
}

/** The builder as term k of its rows sees it. */
export function termSource(b: RowSource, k: number): RowSource {
  return k === 0 ? b : renamedSource(b, (name) => termName(name, k));
}
