/** What a row program is run on, checked against what the program names: every shape error is found before the run. */
import { InputError, MissingColumnError } from "../errors.js";
import { type RowProgram, sizeOf } from "./rowProgram.js";

export type Numbers = Float32Array | Float64Array;

export interface RowInputs {
  /** Values of each parameter by name, row-major; a gathered one has any whole number of rows. */
  readonly parameters: Readonly<Record<string, Numbers>>;
  /** Columns by name: width numbers per row of the data, row-major. */
  readonly columns?: Readonly<Record<string, Numbers>>;
  /** Index columns by name: for each row of the data, a row of the gathered parameters. */
  readonly indices?: Readonly<Record<string, Int32Array>>;
}

export interface RowRunOptions {
  /** Rows of the data to run, in this order (a minibatch); every row by default. */
  readonly rows?: Int32Array;
  /** Number of rows of the data: needed only where the program has neither columns nor indices. */
  readonly rowCount?: number;
  /** Noise is a function of (seed, step, row, stream). */
  readonly seed?: number;
  readonly step?: number;
  /** Whether gradients are wanted (default true). */
  readonly gradient?: boolean;
  /**
   * d loss / d output for each output by name: one number for every row (default 1), or one per row run. The gradient
   * is that of Σ_outputs Σ_rows seed × output.
   */
  readonly outputGradients?: Readonly<Record<string, number | Numbers>>;
}

export interface RowResult {
  /** Sum over rows of each output, in float64. */
  readonly sums: Readonly<Record<string, number>>;
  /** The outputs asked for per row, in the order of the rows run. */
  readonly perRow: Readonly<Record<string, Numbers>>;
  /** Gradient of each parameter, of its length; empty where no gradient was asked for. */
  readonly gradients: Readonly<Record<string, Numbers>>;
}

/** Inputs in the program's order, with the rows to run. */
export interface BoundInputs {
  readonly parameters: readonly Numbers[];
  readonly columns: readonly Numbers[];
  readonly indices: readonly Int32Array[];
  /** Rows of the data; undefined: all of them in order. */
  readonly rows: Int32Array | undefined;
  /** How many rows are run. */
  readonly rowCount: number;
  /** d loss / d output, in the program's order. */
  readonly outputGradients: readonly (number | Numbers)[];
}

/**
 * Puts the inputs into the program's order.
 * @throws MissingColumnError where a name is missing; InputError where a length, an index or a row is out of range
 */
export function bindInputs(program: RowProgram, inputs: RowInputs, options: RowRunOptions = {}): BoundInputs {
  const parameters = program.parameters.map(({ name }) => named(inputs.parameters, name, "parameters"));
  const columns = program.columns.map(({ name }) => named(inputs.columns ?? {}, name, "columns"));
  const indices = program.indices.map((name) => named(inputs.indices ?? {}, name, "index columns"));
  checkParameters(program, parameters);
  const available = dataRows(program, columns, indices, options.rowCount);
  checkIndices(program, parameters, indices);
  const rows = options.rows;
  if (rows !== undefined) checkRange("row", rows, available);
  const rowCount = rows?.length ?? available;
  const outputGradients = program.outputs.map(({ name }) => {
    const gradient = options.outputGradients?.[name] ?? 1;
    if (typeof gradient !== "number" && gradient.length !== rowCount)
      throw new InputError(
        `gradient of output ${name}: got ${gradient.length} numbers, expected ${rowCount}, one per row run`,
      );
    return gradient;
  });
  return { parameters, columns, indices, rows, rowCount, outputGradients };
}

function named<T>(record: Readonly<Record<string, T>>, name: string, where: string): T {
  if (!Object.hasOwn(record, name))
    throw new MissingColumnError(name, Object.keys(record), `row program's ${where}`);
  return record[name];
}

function checkParameters(program: RowProgram, parameters: readonly Numbers[]): void {
  program.parameters.forEach(({ name, use, shape }, p) => {
    const size = sizeOf(shape);
    const length = parameters[p].length;
    if (use === "gathered" ? length % size !== 0 : length !== size)
      throw new InputError(
        `parameter ${name}: got ${length} numbers, expected ${use === "gathered" ? "rows of " : ""}${size}`,
      );
  });
}

function dataRows(
  program: RowProgram,
  columns: readonly Numbers[],
  indices: readonly Int32Array[],
  given: number | undefined,
): number {
  let rows = given;
  const agree = (what: string, length: number, width: number) => {
    if (length % width !== 0)
      throw new InputError(`${what}: got ${length} numbers, expected a multiple of its width ${width}`);
    rows ??= length / width;
    if (length / width !== rows)
      throw new InputError(`${what}: got ${length / width} rows, expected ${rows} as in the others`);
  };
  program.columns.forEach(({ name, width }, c) => {
    agree(`column ${name}`, columns[c].length, width);
  });
  program.indices.forEach((name, i) => {
    agree(`index column ${name}`, indices[i].length, 1);
  });
  if (rows === undefined)
    throw new InputError("row program without columns: got no rowCount, expected the number of rows");
  return rows;
}

function checkIndices(
  program: RowProgram,
  parameters: readonly Numbers[],
  indices: readonly Int32Array[],
): void {
  for (const instruction of program.instructions)
    if (instruction.op === "gather") {
      const { vector, index } = instruction;
      const what = `index column ${program.indices[index]} into ${program.parameters[vector].name}`;
      checkRange(what, indices[index], parameters[vector].length / instruction.out.width);
    }
}

function checkRange(what: string, values: Int32Array, end: number): void {
  for (let i = 0; i < values.length; i++)
    if (values[i] < 0 || values[i] >= end)
      throw new InputError(`${what}, entry ${i}: got ${values[i]}, expected 0 to ${end - 1}`);
}
