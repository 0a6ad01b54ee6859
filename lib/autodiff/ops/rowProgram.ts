/**
 * A row program as an op: per-observation work in one fused pass forward and one backward, in the middle of whatever else
 * the tape computes. For outputs y_o, summed over rows or row by row, and their adjoints g_o, parameter p gets
 * Σ_o Σ_rows g_o ∂y_o/∂p from a run with g as the seeds; rows, noise and columns are the same as forward.
 * On float64 tapes the reference does the work, on float32 tapes whoever prepared the rows.
 */
import { InputError } from "../../errors.js";
import type { Numbers, RowResult, RowRunOptions } from "../../kernels/rowInputs.js";
import { type RowParameter, sizeOf } from "../../kernels/rowProgram.js";
import type { RunnableRows } from "../../kernels/runnableTypes.js";
import { applyOp } from "../apply.js";
import { formatShape } from "../broadcasting.js";
import type { OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { reshape, slice } from "./shapes.js";

export interface RowProgramOptions extends Pick<RowRunOptions, "rows" | "rowCount" | "seed" | "step"> {
  /** Noise is a function of (seed, step, row, stream); default: the number of the tape's step. */
  readonly step?: number;
}

/** Where an output's numbers stand among those of all. */
interface OutputPlace {
  readonly name: string;
  readonly start: number;
  readonly length: number;
  readonly perRow: boolean;
}

/**
 * Outputs of a row program by name: those asked for row by row are vectors, the others sums over the rows.
 * @param rows a program with its data, from `RowEngine.prepare` or `prepareReference`
 * @param parameters a tensor of the program's shape, or a vector of as many numbers, by name
 * @throws MissingColumnError, InputError where parameters, rows or options do not fit the program
 */
export function rowProgram(
  rows: RunnableRows,
  parameters: Readonly<Record<string, Tensor>>,
  options: RowProgramOptions = {},
): Record<string, Tensor> {
  const { program } = rows;
  const names = Object.keys(parameters);
  const inputs = Object.values(parameters);
  for (const parameter of program.parameters) checkShape(parameter, parameters);
  const run = (tape: Tensor["tape"], values: readonly Tensor[], more: RowRunOptions): RowResult => {
    const data = Object.fromEntries(values.map((value, i) => [names[i], value.data]));
    const all = { ...options, step: options.step ?? tape.stepNumber, ...more };
    return tape.precision === "float64" ? rows.runReference(data, all) : rows.run(data, all);
  };
  const places = placesOf(rows, options);
  const definition: OpDefinition = {
    name: "rowProgram",
    shape: () => [places.reduce((length, place) => length + place.length, 0)],
    forward(values, { data, tape }) {
      const result = run(tape, values, { gradient: false });
      for (const { name, start, perRow } of places)
        if (perRow) data.set(result.perRow[name], start);
        else data[start] = result.sums[name];
    },
    adjoint({ inputs: values, output: { tape }, gradient, gradients }) {
      const outputGradients = Object.fromEntries(
        places.map(({ name, start, length, perRow }): [string, number | Numbers] => [
          name,
          perRow ? gradient.subarray(start, start + length) : gradient[start],
        ]),
      );
      const result = run(tape, values, { outputGradients, gathered: "sparse" });
      gradients.forEach((into, i) => {
        addGradient(result, names[i], into);
      });
    },
  };
  const all = applyOp(definition, inputs);
  return Object.fromEntries(
    places.map(({ name, start, length, perRow }) => {
      const part = slice(all, start, length);
      return [name, perRow ? part : reshape(part, [])];
    }),
  );
}

function placesOf({ program, rowCount }: RunnableRows, options: RowProgramOptions): OutputPlace[] {
  const count = options.rows?.length ?? rowCount ?? options.rowCount ?? 0;
  let start = 0;
  return program.outputs.map(({ name, perRow }) => {
    const place = { name, start, length: perRow ? count : 1, perRow };
    start += place.length;
    return place;
  });
}

function addGradient({ gradients, sparse }: RowResult, name: string, into: Float64Array): void {
  if (into.length === 0) return;
  const whole = gradients[name];
  if (whole !== undefined) {
    for (let i = 0; i < into.length; i++) into[i] += whole[i];
    return;
  }
  // A tensor that the program does not name has neither.
  if (sparse[name] === undefined) return;
  const { rows, values } = sparse[name];
  const width = values.length / rows.length;
  for (let k = 0; k < rows.length; k++)
    for (let j = 0; j < width; j++) into[rows[k] * width + j] += values[k * width + j];
}

/** A vector is taken for the numbers of any shape; other shapes must be the program's: [3, 2] is not [2, 3]. */
function checkShape({ name, use, shape }: RowParameter, parameters: Readonly<Record<string, Tensor>>): void {
  if (!Object.hasOwn(parameters, name)) return; // named with its neighbours when the program is run
  const found = parameters[name].shape;
  if (found.length <= 1) return;
  const fits =
    use === "gathered"
      ? found.length === 2 && found[1] === sizeOf(shape)
      : found.length === shape.length && found.every((n, axis) => n === shape[axis]);
  if (!fits)
    throw new InputError(
      `rowProgram, parameter ${name}: got shape ${formatShape(found)}, expected ` +
        `${use === "gathered" ? `[rows, ${sizeOf(shape)}]` : formatShape(shape)}, or a vector`,
    );
}
