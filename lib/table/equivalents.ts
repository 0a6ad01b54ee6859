/**
 * What happens to the values of a reflection when its index is replaced by an equivalent one. For h' = h R with
 * translation t: φ(h') = φ(h) − 2π h·t; for the Friedel mate φ(−h) = −φ(h), anomalous differences change sign, and
 * columns of the two mates change places. Hendrickson–Lattman coefficients follow from
 * A cos φ + B sin φ + C cos 2φ + D sin 2φ being the same number for the old and the new phase.
 * Source: International Tables B, section 1.4.2; Hendrickson & Lattman (1970), Acta Cryst. B26, 136, eq. 7.
 */
import { InputError } from "../errors.js";
import type { Column, ColumnData, ColumnInit } from "./columnTypes.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** The change of each row: φ' = ±(φ + shift), minus where `mate` is 1. */
export interface EquivalentRows {
  /** 1 where the row goes to its Friedel mate. */
  readonly mate: Uint8Array;
  /** Radians added to the phase, before the sign; undefined where no column needs it. */
  readonly shift: Float64Array | undefined;
}

/** Whether any column depends on the phase. */
export function hasPhases(table: ReflectionTable): boolean {
  return table.columns.some((column) => column.type === "P" || column.type === "A");
}

/** The columns of the table after the change: phases, Hendrickson–Lattman, anomalous differences, columns of mates. */
export function moveToEquivalent(table: ReflectionTable, rows: EquivalentRows): Column[] {
  const moved = new Map<string, ColumnData>();
  for (const column of table.columns) {
    if (column.type === "P") moved.set(column.label, movePhases(column.data, rows));
    else if (column.type === "D") moved.set(column.label, changeSigns(column.data, rows.mate));
    const partner = mateLabel(column.label);
    if (partner === undefined || !table.has(partner) || table.column(partner).type !== column.type) continue;
    moved.set(column.label, exchange(column.data, table.values(partner), rows.mate));
  }
  moveHendricksonLattman(table, rows, moved);
  return table.columns.map((column) => ({ ...column, data: moved.get(column.label) ?? column.data }));
}

/** The label of the other Friedel mate's column, "F(−)" for "F(+)" and back; undefined where there is no such sign. */
export function mateLabel(label: string): string | undefined {
  if (label.includes("(+)")) return label.replace("(+)", "(-)");
  if (label.includes("(-)")) return label.replace("(-)", "(+)");
  if (label.endsWith("+")) return `${label.slice(0, -1)}-`;
  if (label.endsWith("-")) return `${label.slice(0, -1)}+`;
  return undefined;
}

/** Phases in degrees after the change, from −180 up to (not including) 180. */
function movePhases(data: ColumnData, { mate, shift }: EquivalentRows): ColumnData {
  const out = data instanceof Float64Array ? new Float64Array(data.length) : new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const phase = data[i] + (shift === undefined ? 0 : (shift[i] * 180) / Math.PI);
    out[i] = canonicalPhase(mate[i] === 1 ? -phase : phase);
  }
  return out;
}

/** A phase in degrees brought into −180 … 180. */
export function canonicalPhase(phase: number): number {
  return phase - 360 * Math.floor((phase + 180) / 360);
}

function changeSigns(data: ColumnData, mate: Uint8Array): ColumnData {
  const out = data.slice();
  for (let i = 0; i < out.length; i++) if (mate[i] === 1) out[i] = -out[i];
  return out;
}

function exchange(data: ColumnData, other: ColumnData, mate: Uint8Array): ColumnData {
  const whole = data instanceof Int32Array && other instanceof Int32Array;
  const out = whole ? data.slice() : Float64Array.from(data);
  for (let i = 0; i < out.length; i++) if (mate[i] === 1) out[i] = other[i];
  return whole || data instanceof Float64Array ? out : Float32Array.from(out);
}

function moveHendricksonLattman(
  table: ReflectionTable,
  { mate, shift }: EquivalentRows,
  moved: Map<string, ColumnData>,
): void {
  const columns = table.columns.filter((column) => column.type === "A");
  if (columns.length % 4 !== 0) {
    throw new InputError(
      `phase probability columns (type A) of ${table.name}: got ${columns.map((column) => column.label).join(", ")}, ` +
        "expected sets of four (A, B, C, D); take the rest out with without()",
    );
  }
  for (let first = 0; first < columns.length; first += 4) {
    for (const order of [1, 2]) {
      const [cosines, sines] = [columns[first + 2 * order - 2], columns[first + 2 * order - 1]];
      const [a, b] = [Float32Array.from(cosines.data), Float32Array.from(sines.data)];
      for (let i = 0; i < a.length; i++) {
        const angle = order * (shift === undefined ? 0 : shift[i]);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const [p, q] = [cosines.data[i], sines.data[i]];
        a[i] = p * c - q * s;
        b[i] = (mate[i] === 1 ? -1 : 1) * (p * s + q * c);
      }
      moved.set(cosines.label, a);
      moved.set(sines.label, b);
    }
  }
}

/** Columns with new Miller indices (3n interleaved) in place of the old. */
export function withMillerIndices(
  table: ReflectionTable,
  columns: readonly ColumnInit[],
  hkl: Int32Array,
): ColumnInit[] {
  const labels: readonly string[] = table.millerLabels;
  return columns.map((column) => {
    const axis = labels.indexOf(column.label);
    if (axis < 0) return column;
    const data = new Int32Array(table.length);
    for (let i = 0; i < data.length; i++) data[i] = hkl[3 * i + axis];
    return { ...column, data };
  });
}
