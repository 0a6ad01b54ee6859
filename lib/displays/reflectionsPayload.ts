/**
 * Reflections for a page: the Miller indices of a table and the columns that a view is likely to want, of all rows or of
 * an even sample, so that a notebook that shows a table of millions stays small.
 */
import { InputError } from "../errors.js";
import { permutation, randomStream } from "../random/index.js";
import type { Column, ColumnType, ReflectionTable } from "../table/index.js";
import { toBase64 } from "./base64.js";
import type { ReflectionsColumn, ReflectionsPayload, ReflectionsView } from "./mimeTypes.js";

/** How much of a table goes into a payload. */
export interface ReflectionsOptions extends ReflectionsView {
  /** At most so many rows, an even sample of the table's (default 20,000; each takes some 30 bytes of the notebook). */
  readonly rows?: number;
  /** Which columns besides the indices; by default those of the view, then intensities, amplitudes and batches, 6 in all. */
  readonly columns?: readonly string[];
  /** The MTZ that holds all rows, from the folder of the notebook. */
  readonly file?: string;
}

const mostRows = 20_000;
const mostColumns = 6;

/** Types of columns that are wanted, first the most wanted. */
const wanted: readonly ColumnType[] = ["J", "F", "K", "G", "Q", "M", "L", "D", "B", "E", "P", "W", "I", "R"];

/**
 * The payload of a table.
 * @throws MissingColumnError for a column that is not there; InputError for a number of rows that is none
 */
export function reflectionsPayload(
  table: ReflectionTable,
  { rows = mostRows, columns, file, ...view }: ReflectionsOptions = {},
): ReflectionsPayload {
  if (!(Number.isSafeInteger(rows) && rows >= 1))
    throw new InputError(`rows to show: got ${rows}, expected a whole number of at least 1`);
  const labels = [...table.millerLabels, ...(columns ?? chosenColumns(table, view))];
  const sample = rows < table.length ? evenSample(table.length, rows) : undefined;
  return {
    version: 1,
    name: table.name.replace(/^the /, ""),
    cell: [...table.cell.toArray()],
    spaceGroup: table.spaceGroup.name,
    operations: table.spaceGroup.operations.map(String),
    merged: table.merged,
    rows: table.length,
    shown: sample?.length ?? table.length,
    columns: [...new Set(labels)].map((label) => packed(table.column(label), sample)),
    view,
    ...(file === undefined ? {} : { file }),
  };
}

/** Those that the view's expressions name, then others by type. */
function chosenColumns(table: ReflectionTable, { colour = "", size = "" }: ReflectionsView): string[] {
  const asked = table.labels.filter((label) => names(colour, label) || names(size, label));
  const rank = ({ type }: Column) => wanted.indexOf(type);
  const others = table.columns
    .filter((column) => rank(column) >= 0 && !asked.includes(column.label))
    .sort((a, b) => rank(a) - rank(b))
    .map(({ label }) => label);
  return [...asked, ...others].slice(0, Math.max(mostColumns, asked.length));
}

/** Whether an expression holds a label as a whole word. */
function names(expression: string, label: string): boolean {
  for (let at = expression.indexOf(label); at >= 0; at = expression.indexOf(label, at + 1)) {
    const [before, after] = [expression[at - 1] ?? " ", expression[at + label.length] ?? " "];
    if (!/[\w(+]/.test(before) && !/[\w]/.test(after)) return true;
  }
  return false;
}

/** Rows at random, in their order: the same ones each time. */
function evenSample(length: number, count: number): Int32Array {
  return Int32Array.from(
    permutation(randomStream(0, "sample of reflections"), length).subarray(0, count),
  ).sort();
}

function packed({ label, type, data }: Column, sample: Int32Array | undefined): ReflectionsColumn {
  const dtype = data instanceof Int32Array ? (fits16(data) ? "int16" : "int32") : "float32";
  const length = sample?.length ?? data.length;
  const size = dtype === "int16" ? 2 : 4;
  const view = new DataView(new ArrayBuffer(length * size));
  for (let i = 0; i < length; i++) {
    const value = data[sample === undefined ? i : sample[i]];
    if (dtype === "int16") view.setInt16(2 * i, value, true);
    else if (dtype === "int32") view.setInt32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  }
  return { label, type, dtype, base64: toBase64(new Uint8Array(view.buffer)) };
}

function fits16(data: Int32Array): boolean {
  return data.every((value) => value >= -32_768 && value <= 32_767);
}
