/** A term of the scale by itself: its data from tables, its program, and its numbers. */
import {
  type Numbers,
  perRow,
  type RowInputs,
  type RowProgram,
  runRowProgramReference,
  traceRowProgram,
} from "../../../../lib/kernels/index.js";
import { type MergeOptions, merge } from "../../../../lib/models/index.js";
import { scaleTermData } from "../../../../lib/models/merging/modelParts.js";
import type { ScaleTerm, ScaleTermData } from "../../../../lib/models/merging/scale/scaleTermTypes.js";
import type { ReflectionTable } from "../../../../lib/table/reflectionTable.js";
import { normals } from "../../../kernels/gradients.js";

/** What terms of these tables are built from. */
export function dataOf(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: MergeOptions = {},
): ScaleTermData {
  return scaleTermData(merge(tables, options).data);
}

/** The numbers that terms are trained from, drawn anew; `given` stand as they are. */
function inputsOf(
  term: ScaleTerm,
  { row, image }: ScaleTermData,
  given: Readonly<Record<string, Numbers>>,
): RowInputs & { readonly rows: number } {
  return {
    rows: row.length,
    columns: Object.fromEntries(Object.entries(term.columns).map(([name, { values }]) => [name, values])),
    indices: { image },
    parameters: {
      ...Object.fromEntries(
        Object.entries(term.parameters).map(([name, { values }]) => [
          name,
          normals(values.length, name, 0.4),
        ]),
      ),
      ...given,
    },
  };
}

/** A program of what a term adds to the objective, with its inputs. */
export function termProgram(
  term: ScaleTerm,
  data: ScaleTermData,
  given: Readonly<Record<string, Numbers>> = {},
): { readonly program: RowProgram; readonly inputs: RowInputs } {
  const program = traceRowProgram((b) => ({
    logScale: term.logScale(b),
    ...(term.penalty === undefined ? {} : { penalty: term.penalty(b) }),
  }));
  return { program, inputs: inputsOf(term, data, given) };
}

/** log Σ of each term's row, and −log prior as it stands in the first. */
export function termValues(
  term: ScaleTerm,
  data: ScaleTermData,
  given: Readonly<Record<string, Numbers>> = {},
): { readonly logScale: Float64Array; readonly penalty: number } {
  const { inputs } = termProgram(term, data, given);
  const program = traceRowProgram((b) => ({
    logScale: perRow(term.logScale(b)),
    penalty: perRow(term.penalty?.(b) ?? b.constant(0)),
  }));
  const { perRow: rows } = runRowProgramReference(program, inputs, { gradient: false });
  return { logScale: Float64Array.from(rows.logScale), penalty: rows.penalty[0] };
}

/** Largest difference of two lists. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
