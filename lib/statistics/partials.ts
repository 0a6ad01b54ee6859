/**
 * Partially recorded observations in a table: how many records are marked as parts of a spot, and which. Those with an M flag
 * are parts that the program that wrote them has left to be summed, which partialSums.ts does.
 * What marks a part: the M flag of M/ISYM (256 or above), the column PARTIAL or MPART, or a calculated fraction
 * FRACTIONCALC outside 0.95 … 1.05, Aimless's test for a complete spot (Evans, P. (2006) Acta Cryst. D62, 72–82);
 * a FRACTIONCALC of 0 is "not stated". It may be in percent. Where Pointless or gemmi made the file from one of XDS it is
 * XDS's PEAK, how much of the profile was seen, of spots whose intensity is whole: they have no M flag, and are not summed.
 */
import type { ReflectionTable } from "../table/reflectionTable.js";
import type { PartialSums } from "./partialSums.js";

/** Observations that are marked as parts of a spot, by what marks them. */
export interface PartialCounts {
  /** Rows marked by any of the below. */
  readonly partial: number;
  /** M flag of M/ISYM, or column PARTIAL. */
  readonly flagged: number;
  /** Column MPART not 0. */
  readonly mpart: number;
  /** FRACTIONCALC stated, and outside 0.95 … 1.05. */
  readonly fraction: number;
}

/** What is marked as parts in a file, and what became of those that have an M flag. */
export interface PartialReport extends PartialCounts {
  readonly sums: PartialSums;
}

/** 1 for each row that has an M flag: M/ISYM of 256 or more, or a PARTIAL above 0. */
export function partialFlags(table: ReflectionTable): Uint8Array {
  const symbols = table.columns.find((column) => column.type === "Y")?.data;
  const flags = table.has("PARTIAL") ? table.values("PARTIAL") : undefined;
  const marked = new Uint8Array(table.length);
  for (let i = 0; i < marked.length; i++)
    if ((symbols !== undefined && symbols[i] >= 256) || (flags !== undefined && flags[i] > 0)) marked[i] = 1;
  return marked;
}

/** No part of a spot is above this: then FRACTIONCALC is in percent. */
const LARGEST_FRACTION = 2;

/** FRACTIONCALC of each row as a fraction; 0 or NaN where it is not stated, undefined where there is none. */
export function recordedFractions(table: ReflectionTable): ArrayLike<number> | undefined {
  if (!table.has("FRACTIONCALC")) return undefined;
  const values = table.values("FRACTIONCALC");
  return values.some((value) => value > LARGEST_FRACTION)
    ? Float64Array.from(values, (value) => value / 100)
    : values;
}

/** Counts the rows of `table` that are parts of spots. */
export function countPartials(table: ReflectionTable): PartialCounts {
  const flags = partialFlags(table);
  const mparts = table.has("MPART") ? table.values("MPART") : undefined;
  const fractions = recordedFractions(table);
  let partial = 0;
  let flagged = 0;
  let mpart = 0;
  let fraction = 0;
  for (let i = 0; i < table.length; i++) {
    const isFlagged = flags[i] === 1;
    const isMpart = mparts !== undefined && mparts[i] !== 0 && !Number.isNaN(mparts[i]);
    const calculated = fractions === undefined ? 0 : fractions[i];
    const isFraction = calculated > 0 && (calculated < 0.95 || calculated > 1.05);
    if (isFlagged) flagged++;
    if (isMpart) mpart++;
    if (isFraction) fraction++;
    if (isFlagged || isMpart || isFraction) partial++;
  }
  return { partial, flagged, mpart, fraction };
}

/** The counts of several tables together. */
export function addPartials(one: PartialCounts | undefined, two: PartialCounts): PartialCounts {
  if (one === undefined) return two;
  return {
    partial: one.partial + two.partial,
    flagged: one.flagged + two.flagged,
    mpart: one.mpart + two.mpart,
    fraction: one.fraction + two.fraction,
  };
}
