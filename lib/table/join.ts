/**
 * Joins two tables on Miller index (or any key columns) through an open-addressing hash table on the packed keys
 * (linear probing, load at most one half; equal rows of the right table chained in row order). Row order as in SQL
 * engines and pandas: left rows in their order, each with its right partners in theirs; an outer join then adds the
 * right rows without partner, in their order.
 */
import { InputError } from "../errors.js";
import { type Column, type ColumnInit, takeValues } from "./columnTypes.js";
import { checkIsomorphous, type IsomorphismOptions } from "./isomorphism.js";
import { type PackedKeys, packKeys, sameKey } from "./keys.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Which rows a join keeps: those in both; all of the left; all; those of the left without partner. */
export type JoinKind = "inner" | "left" | "outer" | "anti";

/** Options of {@link join}. */
export interface JoinOptions extends IsomorphismOptions {
  /** Key columns, present in both tables. Default: H, K, L. */
  readonly on?: readonly string[];
  /** Default "inner". */
  readonly how?: JoinKind;
  /** Endings for labels that both tables use (keys excepted). Default `["_1", "_2"]`. */
  readonly suffixes?: readonly [string, string];
  /**
   * How often a key may stand in the left and right table. The default forbids only that it stands more than once in
   * both, which multiplies rows and is seldom meant; "one-to-one" … are checked and thrown over.
   */
  readonly relation?: "one-to-one" | "one-to-many" | "many-to-one" | "many-to-many";
}

/** Row numbers of the two tables side by side; −1 where there is no partner. */
export interface JoinRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/**
 * Joins `right` to `left`. Cell, space group, data sets, batches, title come from `left`. Missing partners give NaN
 * (integer columns become floats). A missing key equals a missing key.
 * @throws MissingColumnError for a key that a table lacks
 * @throws InputError for keys that repeat against `relation`, labels that still clash, tables that are not isomorphous
 */
export function join(
  left: ReflectionTable,
  right: ReflectionTable,
  options: JoinOptions = {},
): ReflectionTable {
  const how = options.how ?? "inner";
  if (how !== "inner" && how !== "left" && how !== "outer" && how !== "anti") {
    throw new InputError(`kind of join: got ${String(how)}, expected inner, left, outer or anti`);
  }
  checkIsomorphous([left, right], options);
  const on = options.on ?? left.millerLabels;
  const rows = joinRows(left, right, on, how, options.relation);
  if (how === "anti") return left.takeRows(rows.left);
  const [leftSuffix, rightSuffix] = options.suffixes ?? ["_1", "_2"];
  const clash = (label: string): boolean => left.has(label) && right.has(label) && !on.includes(label);
  const columns: ColumnInit[] = [];
  for (const column of left.columns) {
    if (how === "outer" && on.includes(column.label)) {
      columns.push(keyColumn(column, right.column(column.label), rows));
    } else {
      const label = clash(column.label) ? column.label + leftSuffix : column.label;
      columns.push({ ...column, label, data: takeValues(column.data, rows.left) });
    }
  }
  const known = new Set(left.datasets.map((dataset) => dataset.id));
  for (const column of right.columns) {
    if (on.includes(column.label)) continue;
    const label = clash(column.label) ? column.label + rightSuffix : column.label;
    const datasetId = known.has(column.datasetId) ? column.datasetId : undefined;
    columns.push({ ...column, label, datasetId, data: takeValues(column.data, rows.right) });
  }
  const repeated = columns.find(
    (column, i) => columns.findIndex((other) => other.label === column.label) < i,
  );
  if (repeated !== undefined) {
    throw new InputError(
      `labels of the join: got ${repeated.label} twice, expected suffixes that keep the labels of both tables apart`,
    );
  }
  return left.derive({ columns, merged: left.merged && right.merged });
}

/** Key values: from the left row, or from the right where there is none. */
function keyColumn(left: Column, right: Column, rows: JoinRows): ColumnInit {
  const count = rows.left.length;
  const whole = left.data instanceof Int32Array && right.data instanceof Int32Array;
  const single = left.data instanceof Float32Array && right.data instanceof Float32Array;
  const data = whole ? new Int32Array(count) : single ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const row = rows.left[i];
    data[i] = row >= 0 ? left.data[row] : right.data[rows.right[i]];
  }
  return { ...left, data };
}

/** The row numbers that a join puts side by side. @throws as {@link join} */
export function joinRows(
  left: ReflectionTable,
  right: ReflectionTable,
  on: readonly string[],
  how: JoinKind,
  relation?: JoinOptions["relation"],
): JoinRows {
  if (on.length === 0) throw new InputError("keys of the join: got none, expected at least one label");
  const [a, b] = packKeys([left, right].map((table) => on.map((label) => table.values(label))));
  const hash = hashRows(b);
  const match = new Int32Array(a.length);
  for (let i = 0; i < a.length; i++) match[i] = find(hash, b, a, i);
  if (how !== "anti") checkRelation({ left, right, on, a, hash, match, relation });
  return emit(match, hash, b.length, how);
}

interface RowHash {
  /** Slot → first row of its key, or −1. */
  readonly slots: Int32Array;
  /** Row → the next row of the same key, or −1. */
  readonly next: Int32Array;
  /** A row whose key stands more than once, or −1. */
  readonly repeated: number;
}

function hashOf(keys: PackedKeys, row: number): number {
  let h = 0;
  for (const word of keys.words) {
    h = Math.imul(h ^ word[row], 0x9e3779b1);
    h ^= h >>> 15;
    h = Math.imul(h, 0x85ebca77);
    h ^= h >>> 13;
  }
  return h;
}

function hashRows(keys: PackedKeys): RowHash {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * keys.length)));
  const slots = new Int32Array(size).fill(-1);
  const next = new Int32Array(keys.length).fill(-1);
  let repeated = -1;
  for (let row = keys.length - 1; row >= 0; row--) {
    let slot = hashOf(keys, row) & (size - 1);
    while (slots[slot] >= 0 && !sameKey(keys, slots[slot], keys, row)) slot = (slot + 1) & (size - 1);
    if (slots[slot] >= 0) repeated = row;
    next[row] = slots[slot];
    slots[slot] = row;
  }
  return { slots, next, repeated };
}

/** First row of `b` with the key of row `i` of `a`, or −1. */
function find(hash: RowHash, b: PackedKeys, a: PackedKeys, i: number): number {
  const mask = hash.slots.length - 1;
  let slot = hashOf(a, i) & mask;
  while (hash.slots[slot] >= 0 && !sameKey(b, hash.slots[slot], a, i)) slot = (slot + 1) & mask;
  return hash.slots[slot];
}

function emit(match: Int32Array, hash: RowHash, rightLength: number, how: JoinKind): JoinRows {
  const seen = new Uint8Array(how === "outer" ? rightLength : 0);
  let count = 0;
  for (let i = 0; i < match.length; i++) {
    if (how === "anti") count += match[i] < 0 ? 1 : 0;
    else if (match[i] < 0) count += how === "inner" ? 0 : 1;
    else for (let row = match[i]; row >= 0; row = hash.next[row]) count++;
  }
  const paired = count;
  if (how === "outer") {
    for (const first of match)
      for (let row = first; row >= 0 && seen[row] === 0; row = hash.next[row]) seen[row] = 1;
    for (const flag of seen) count += 1 - flag;
  }
  const left = new Int32Array(count).fill(-1);
  const right = new Int32Array(count).fill(-1);
  let out = 0;
  for (let i = 0; i < match.length; i++) {
    if (match[i] < 0) {
      if (how !== "inner") left[out++] = i;
    } else if (how !== "anti") {
      for (let row = match[i]; row >= 0; row = hash.next[row]) {
        left[out] = i;
        right[out++] = row;
      }
    }
  }
  out = paired;
  for (let row = 0; row < seen.length; row++) if (seen[row] === 0) right[out++] = row;
  return { left, right };
}

interface RelationCheck {
  readonly left: ReflectionTable;
  readonly right: ReflectionTable;
  readonly on: readonly string[];
  readonly a: PackedKeys;
  readonly hash: RowHash;
  readonly match: Int32Array;
  readonly relation: JoinOptions["relation"];
}

function checkRelation({ left, right, on, a, hash, match, relation }: RelationCheck): void {
  if (relation === "many-to-many") return;
  const key = (table: ReflectionTable, row: number): string =>
    `(${on.map((label) => `${label} ${table.values(label)[row]}`).join(", ")})`;
  if (hash.repeated >= 0 && (relation === "one-to-one" || relation === "many-to-one")) {
    throw new InputError(
      `keys of the right table (${right.name}) in a ${relation} join: got ${key(right, hash.repeated)} more than once, ` +
        "expected each once; merge it first, join on more columns, or allow relation many-to-many",
    );
  }
  if (relation === "one-to-one" || relation === "one-to-many") {
    const row = hashRows(a).repeated;
    if (row >= 0) {
      throw new InputError(
        `keys of the left table (${left.name}) in a ${relation} join: got ${key(left, row)} more than once, ` +
          "expected each once; merge it first, join on more columns, or allow relation many-to-many",
      );
    }
  }
  if (relation !== undefined || hash.repeated < 0) return;
  const seen = new Uint8Array(right.length);
  for (let i = 0; i < match.length; i++) {
    const first = match[i];
    if (first < 0 || hash.next[first] < 0) continue;
    if (seen[first] === 1) {
      throw new InputError(
        `keys of a join of ${left.name} and ${right.name}: got ${key(left, i)} more than once in both, expected once in ` +
          'one of them; merge one first, join on more columns, or say relation: "many-to-many"',
      );
    }
    seen[first] = 1;
  }
}
