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
  /** At most so many rows, an even sample of the table's (default 20,000; each takes some 40 bytes of the notebook). */
  readonly rows?: number;
  /** Which columns besides the indices and those of the view; by default intensities, amplitudes and batches, 6 in all. */
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
  const asked = [view.colour, view.size].flatMap((expression = "") => namedColumns(table, expression));
  const labels = [...table.millerLabels, ...asked, ...(columns ?? chosenColumns(table, asked))];
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
    view: Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)),
    ...(file === undefined ? {} : { file }),
  };
}

/** Beside those asked for, others by type. */
function chosenColumns({ columns }: ReflectionTable, asked: readonly string[]): string[] {
  const rank = ({ type }: Column) => wanted.indexOf(type);
  const others = columns
    .filter((column) => rank(column) >= 0 && !asked.includes(column.label))
    .sort((a, b) => rank(a) - rank(b))
    .map(({ label }) => label);
  return others.slice(0, Math.max(0, mostColumns - asked.length));
}

/** The columns that an expression names, as whole words; of labels that begin alike, such as F and F(+), the longest. */
function namedColumns({ labels }: ReflectionTable, expression: string): string[] {
  const isWord = (at: number) => /\w/.test(expression[at] ?? " ");
  const found: string[] = [];
  for (let at = 0; at < expression.length; at++) {
    if (isWord(at) && isWord(at - 1)) continue;
    const [label] = labels
      .filter((one) => expression.startsWith(one, at))
      .filter((one) => !(isWord(at + one.length - 1) && isWord(at + one.length)))
      .sort((a, b) => b.length - a.length);
    if (label === undefined) continue;
    found.push(label);
    at += label.length - 1;
  }
  return found;
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
