/**
 * Anomalous data in one column (a row for each Friedel mate) and in two (a row for each pair, columns F(+) and F(−)).
 * CCP4 types change with it: F → G, J → K, and their standard deviations Q → L and Q → M. A centric reflection is its
 * own mate: in two columns it stands in both, in one column it has one row.
 * Source: CCP4 MTZ format documentation (column types); the conventions of Aimless and Ctruncate.
 */
import { InputError } from "../errors.js";
import { findIsym, hklToAsu } from "./asu.js";
import { type ColumnData, type ColumnInit, type ColumnType, takeValues } from "./columnTypes.js";
import { moveToEquivalent, withMillerIndices } from "./equivalents.js";
import { groupBy } from "./groupBy.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Endings of the labels of Friedel plus and minus. */
export type FriedelSuffixes = readonly [plus: string, minus: string];

/** Options of {@link unstackAnomalous}. */
export interface UnstackOptions {
  /** Columns that become two. Default: intensities, amplitudes, normalised amplitudes and standard deviations (J F E Q). */
  readonly columns?: readonly string[];
  /** Default `["(+)", "(-)"]`. */
  readonly suffixes?: FriedelSuffixes;
}

/** Options of {@link stackAnomalous}. */
export interface StackOptions {
  /** Default `["(+)", "(-)"]`. */
  readonly suffixes?: FriedelSuffixes;
  /** Leaves out rows in which every stacked column is missing. Default false. */
  readonly dropMissing?: boolean;
}

/**
 * From a row for each mate to a row for each pair: indices go to the asu, in order of H, K, L; each of `columns`
 * becomes two. Other columns are taken from the plus row, or from the minus row where there is no other.
 * @throws InputError for an unmerged table, or where a mate stands twice
 * @throws MissingColumnError
 */
export function unstackAnomalous(table: ReflectionTable, options: UnstackOptions = {}): ReflectionTable {
  requireMerged(table, "unstackAnomalous");
  const suffixes = options.suffixes ?? ["(+)", "(-)"];
  const split =
    options.columns ?? table.columns.filter(({ type }) => "JFEQ".includes(type)).map(({ label }) => label);
  for (const label of split) {
    table.column(label);
    if (table.millerLabels.includes(label)) {
      throw new InputError(
        `columns of unstackAnomalous: got Miller index ${label}, expected columns of measurements`,
      );
    }
  }
  const hadIsym = findIsym(table);
  const asu = hklToAsu(table);
  const isym = asu.values(hadIsym ?? "M/ISYM");
  const { plus, minus } = pairRows(asu, isym);
  const either = plus.map((row, i) => (row >= 0 ? row : minus[i]));
  const columns: ColumnInit[] = [];
  const wholes = asu.columns.filter(({ label }) => hadIsym !== undefined || label !== "M/ISYM");
  for (let c = 0; c < wholes.length; ) {
    if (!split.includes(wholes[c].label)) {
      columns.push({ ...wholes[c], data: takeValues(wholes[c].data, either) });
      c++;
      continue;
    }
    // a measurement stays beside its standard deviation: F(+) SIGF(+) F(-) SIGF(-)
    const first = c++;
    while (c < wholes.length && wholes[c].type === "Q" && split.includes(wholes[c].label)) c++;
    [plus, minus].forEach((rows, sign) => {
      for (const { label, type, data, datasetId } of wholes.slice(first, c)) {
        const moved = { label: label + suffixes[sign], type: friedelType(asu, label, type), datasetId };
        columns.push({ ...moved, data: takeValues(data, rows) });
      }
    });
  }
  return asu.derive({ columns, merged: true });
}

/** For each Miller index of the asu, in order, its Friedel plus and minus rows (−1: none); the same for centrics. */
function pairRows(asu: ReflectionTable, isym: ColumnData): { plus: Int32Array; minus: Int32Array } {
  const groups = groupBy(asu);
  const hkl = asu.hkl();
  const centrics = asu.spaceGroup.centricFlags(hkl);
  const plus = new Int32Array(groups.length).fill(-1);
  const minus = new Int32Array(groups.length).fill(-1);
  for (let g = 0; g < groups.length; g++) {
    const rows = groups.rows(g);
    const centric = centrics[rows[0]] === 1;
    for (const row of rows) {
      const half = isym[row] % 2 === 1 ? plus : minus;
      if (half[g] >= 0 || (centric && row !== rows[0])) {
        throw new InputError(
          `reflection ${hkl.subarray(3 * row, 3 * row + 3).join(" ")} of ${asu.name}: got more than one row of ` +
            `${centric ? "a centric index" : half === plus ? "Friedel plus" : "Friedel minus"}, expected a merged table; merge first`,
        );
      }
      half[g] = row;
      if (centric) plus[g] = minus[g] = row;
    }
  }
  return { plus, minus };
}

/**
 * The inverse: from a row for each pair to a row for each mate. First the rows of Friedel plus and centrics, in their
 * order, then those of acentric Friedel minus, at −h −k −l, with phases and anomalous differences of opposite sign.
 * @throws InputError for an unmerged table, a plus column without minus, types that differ, a label that is taken
 */
export function stackAnomalous(table: ReflectionTable, options: StackOptions = {}): ReflectionTable {
  requireMerged(table, "stackAnomalous");
  const suffixes = options.suffixes ?? ["(+)", "(-)"];
  const pairs = findPairs(table, suffixes);
  const centric = table.spaceGroup.centricFlags(table.hkl());
  const acentrics = centric.reduce((count, flag) => count - flag, table.length);
  const rows = new Int32Array(table.length + acentrics);
  for (let i = 0, next = table.length; i < table.length; i++) {
    rows[i] = i;
    if (centric[i] === 0) rows[next++] = i;
  }
  const minusLabels = new Set(pairs.values());
  const kept = table
    .derive({ columns: table.columns.filter(({ label }) => !minusLabels.has(label)) })
    .take(rows);
  const mate = new Uint8Array(rows.length).fill(1, table.length);
  const indices = kept.hkl();
  for (let i = 3 * table.length; i < indices.length; i++) indices[i] = 0 - indices[i];
  const moved = withMillerIndices(kept, moveToEquivalent(kept, { mate, shift: undefined }), indices);
  const stacked: string[] = [];
  const columns = moved.map((column): ColumnInit => {
    const minus = pairs.get(column.label);
    if (minus === undefined) return column;
    const label = column.label.slice(0, column.label.length - suffixes[0].length);
    stacked.push(label);
    const values = { plus: table.values(column.label), minus: table.values(minus) };
    return { ...column, label, type: plainType(column.type), data: stackValues(values, rows, centric) };
  });
  const result = table.derive({ columns });
  if (options.dropMissing !== true) return result;
  const data = stacked.map((label) => result.values(label));
  return result.filter((row) => data.some((values) => !Number.isNaN(values[row])));
}

/** Plus label → minus label of every two-column pair. */
function findPairs(table: ReflectionTable, [plusSuffix, minusSuffix]: FriedelSuffixes): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const { label, type } of table.columns) {
    if (!label.endsWith(plusSuffix)) continue;
    const stem = label.slice(0, label.length - plusSuffix.length);
    const minus = table.column(stem + minusSuffix);
    if (minus.type !== type) {
      throw new InputError(
        `types of ${label} and ${minus.label}: got ${type} and ${minus.type}, expected the same for both Friedel mates`,
      );
    }
    if (table.has(stem)) {
      throw new InputError(
        `label ${stem}: got a column of that name beside ${label}, expected none; rename or take it out before stackAnomalous`,
      );
    }
    pairs.set(label, minus.label);
  }
  if (pairs.size === 0) {
    throw new InputError(
      `columns of Friedel mates in ${table.name}: got none ending in ${plusSuffix} among ${table.labels.join(", ")}, ` +
        "expected at least one",
    );
  }
  return pairs;
}

function stackValues(
  values: { plus: ColumnData; minus: ColumnData },
  rows: Int32Array,
  centric: Uint8Array,
): ColumnData {
  const { plus, minus } = values;
  const whole = plus instanceof Int32Array && minus instanceof Int32Array;
  const double = plus instanceof Float64Array || minus instanceof Float64Array;
  const out = new (whole ? Int32Array : double ? Float64Array : Float32Array)(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (i >= plus.length) out[i] = minus[row];
    else out[i] = centric[row] === 1 && Number.isNaN(plus[row]) ? minus[row] : plus[row];
  }
  return out;
}

/** The CCP4 type of a column of one Friedel mate. A standard deviation follows the column it is named after. */
function friedelType(table: ReflectionTable, label: string, type: ColumnType): ColumnType {
  if (type === "F") return "G";
  if (type === "J") return "K";
  if (type !== "Q") return type;
  const of = label.replace(/^SIG/i, "");
  const measured = table.has(of) ? table.column(of).type : undefined;
  if (measured === "J" || measured === "F") return measured === "J" ? "M" : "L";
  return /^I/i.test(of) ? "M" : "L";
}

function plainType(type: ColumnType): ColumnType {
  if (type === "G") return "F";
  if (type === "K") return "J";
  return type === "L" || type === "M" ? "Q" : type;
}

function requireMerged(table: ReflectionTable, verb: string): void {
  if (!table.merged) {
    throw new InputError(
      `${verb} of ${table.name}: got unmerged observations, expected a merged table; merge first`,
    );
  }
}
