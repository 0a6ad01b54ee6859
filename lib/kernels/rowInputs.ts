/** What a row program is run on, checked against what the program names: every shape error is found before the run. */
import { InputError, MissingColumnError } from "../errors.js";
import { type RowProgram, sizeOf } from "./rowProgram.js";
import type { SparseGradient } from "./sparseGradient.js";

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
  /**
   * How gradients of gathered parameters come: "dense" (default), in `gradients` and of the parameter's length; or
   * "sparse", in `sparse` and for the rows gathered by the run alone, at the cost of a minibatch. The numbers are the same.
   */
  readonly gathered?: "dense" | "sparse";
}

export interface RowResult {
  /** Sum over rows of each output, in float64. */
  readonly sums: Readonly<Record<string, number>>;
  /** The outputs asked for per row, in the order of the rows run. */
  readonly perRow: Readonly<Record<string, Numbers>>;
  /** Gradient of each parameter, of its length; empty where no gradient was asked for. */
  readonly gradients: Readonly<Record<string, Numbers>>;
  /** Gradients of the gathered parameters, in float64, where they were asked for sparse. */
  readonly sparse: Readonly<Record<string, SparseGradient>>;
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

/** Columns in the program's order, checked once for many runs. */
export interface BoundData {
  readonly columns: readonly Numbers[];
  readonly indices: readonly Int32Array[];
  /** Number of rows of the data; undefined where the program reads neither columns nor indices. */
  readonly rows: number | undefined;
  /** By index column: the greatest index and the row it is in; −1 where there are no rows. */
  readonly greatest: readonly { readonly index: number; readonly row: number }[];
}

/**
 * Puts the columns into the program's order.
 * @throws MissingColumnError where a name is missing; InputError where lengths disagree or an index is negative
 */
export function bindData(program: RowProgram, inputs: Omit<RowInputs, "parameters">): BoundData {
  const columns = program.columns.map(({ name }) => named(inputs.columns ?? {}, name, "columns"));
  const indices = program.indices.map((name) => named(inputs.indices ?? {}, name, "index columns"));
  const rows = dataRows(program, columns, indices);
  const greatest = indices.map((values, i) => greatestIndex(program.indices[i], values));
  return { columns, indices, rows, greatest };
}

/**
 * Puts the parameters of a run into the program's order beside the columns.
 * @throws MissingColumnError where a name is missing; InputError where a length, an index or a row is out of range
 */
export function bindRun(
  program: RowProgram,
  data: BoundData,
  given: RowInputs["parameters"],
  options: RowRunOptions = {},
): BoundInputs {
  if (options.gathered !== undefined && !["dense", "sparse"].includes(options.gathered))
    throw new InputError(`gathered: got ${options.gathered}, expected "dense" or "sparse"`);
  const parameters = program.parameters.map(({ name }) => named(given, name, "parameters"));
  checkParameters(program, parameters);
  checkIndices(program, parameters, data);
  const available = data.rows ?? options.rowCount;
  if (available === undefined)
    throw new InputError("row program without columns: got no rowCount, expected the number of rows");
  if (options.rowCount !== undefined && options.rowCount !== available)
    throw new InputError(`rowCount: got ${options.rowCount}, expected ${available} as in the columns`);
  const rows = options.rows;
  if (rows !== undefined) checkRows(rows, available);
  const rowCount = rows?.length ?? available;
  const outputGradients = program.outputs.map(({ name }) => {
    const gradient = options.outputGradients?.[name] ?? 1;
    if (typeof gradient !== "number" && gradient.length !== rowCount)
      throw new InputError(
        `gradient of output ${name}: got ${gradient.length} numbers, expected ${rowCount}, one per row run`,
      );
    return gradient;
  });
  return { parameters, columns: data.columns, indices: data.indices, rows, rowCount, outputGradients };
}

/** Both in one: inputs that are run once. */
export function bindInputs(program: RowProgram, inputs: RowInputs, options: RowRunOptions = {}): BoundInputs {
  return bindRun(program, bindData(program, inputs), inputs.parameters, options);
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
): number | undefined {
  let rows: number | undefined;
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
  return rows;
}

function greatestIndex(name: string, values: Int32Array): { index: number; row: number } {
  let row = -1;
  for (let r = 0; r < values.length; r++) {
    if (values[r] < 0)
      throw new InputError(`index column ${name}, entry ${r}: got ${values[r]}, expected 0 or more`);
    if (row < 0 || values[r] > values[row]) row = r;
  }
  return { index: row < 0 ? -1 : values[row], row };
}

function checkIndices(program: RowProgram, parameters: readonly Numbers[], { greatest }: BoundData): void {
  for (const instruction of program.instructions) {
    if (instruction.op !== "gather") continue;
    const { vector, index, out } = instruction;
    const end = parameters[vector].length / out.width;
    const { index: found, row } = greatest[index];
    if (found >= end)
      throw new InputError(
        `index column ${program.indices[index]} into ${program.parameters[vector].name}, entry ${row}: ` +
          `got ${found}, expected 0 to ${end - 1}`,
      );
  }
}

function checkRows(rows: Int32Array, end: number): void {
  for (let r = 0; r < rows.length; r++)
    if (rows[r] < 0 || rows[r] >= end)
      throw new InputError(`row, entry ${r}: got ${rows[r]}, expected 0 to ${end - 1}`);
}
