/**
 * Sums the parts of spots that were cut by image borders, which integration programs such as Mosflm write as a record each:
 *
 *   I = Σ I_p,   σ² = Σ σ_p²,   complete where lower ≤ Σ f_p ≤ upper   (0.95 and 1.05)
 *
 * with f the calculated fraction of the spot (column FRACTIONCALC). Parts are the records with an M flag (M/ISYM of 256 or more,
 * or the column PARTIAL); parts of one spot have the same index as measured (H K L and ISYM) and batches that follow
 * each other, by number and, where the file has batch headers, by rotation angle. A spot in the middle of which one batch is
 * missing has a gap, and is not complete. Where no fraction is stated (0, or no such column) and there is no gap, nothing
 * says that a spot is incomplete, and it is taken as complete.
 *
 * The sum stands in the row of its largest part: the batch, and whatever else is known of that row (place on the
 * detector, rotation angle), become those of the observation. Integration programs give the spot's own place and angle in
 * all of its records, so that nothing is lost by that; the image is the one that holds most of the spot.
 *
 * Source: the limits and the sums are those of Scala and Aimless: Evans, P. (2006) Acta Cryst. D62, 72–82, section 2.
 */
import { InputError } from "../errors.js";
import type { MtzBatch } from "../formats/mtzTypes.js";

/** What is done with parts of spots. */
export type PartialPolicy = "sum" | "scale" | "drop" | "keep";

/** Options of {@link sumPartials}. */
export interface PartialOptions {
  /**
   * Of spots that were cut by image borders: "sum" (default) sums parts that make up a whole spot and drops the others;
   * "scale" divides incomplete sums of at least `minimumFraction` by their fraction besides; "drop" leaves out all parts;
   * "keep" takes every part as an observation of its own, as it is.
   */
  readonly partials?: PartialPolicy;
  /** Smallest and largest sum of fractions of a complete spot. Default 0.95 and 1.05. */
  readonly partialLimits?: readonly [number, number];
  /** Incomplete spots of less than this are dropped by "scale" too. Default 0.5. */
  readonly minimumFraction?: number;
}

/** What became of the parts. */
export interface PartialSums {
  readonly policy: PartialPolicy;
  /** Spots that are complete, and the parts that they were summed from. */
  readonly complete: number;
  readonly completeParts: number;
  /** How many of the complete ones have no fraction stated. */
  readonly fractionNotStated: number;
  /** Spots that are not complete, by why: too small or too large a fraction, or a batch missing in the middle. */
  readonly tooSmall: number;
  readonly tooLarge: number;
  readonly gaps: number;
  /** Of these, how many were scaled by 1/fraction. */
  readonly scaled: number;
  /** Parts that were left out. */
  readonly droppedParts: number;
}

/** Records of one table, n; intensities, sigmas and `keep` are changed in place. */
export interface PartialRows {
  /** Miller indices as in the table, 3n. */
  readonly hkl: ArrayLike<number>;
  /** ISYM of each row: with the index it says where the record was measured; undefined: the indices are as measured. */
  readonly isym: ArrayLike<number> | undefined;
  /** 1 for a part of a spot. */
  readonly flagged: Uint8Array;
  /** Calculated fraction; 0 or NaN where it is not stated. */
  readonly fraction: ArrayLike<number> | undefined;
  readonly batch: Int32Array;
  readonly batches: readonly MtzBatch[];
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** 1 where intensity and sigma can be used. */
  readonly keep: Uint8Array;
}

/** No part. */
export const noPartials: PartialSums = {
  policy: "sum",
  complete: 0,
  completeParts: 0,
  fractionNotStated: 0,
  tooSmall: 0,
  tooLarge: 0,
  gaps: 0,
  scaled: 0,
  droppedParts: 0,
};

/**
 * Sums the parts of spots: the row of the largest part takes the sum, the others, and what is dropped, lose their `keep`.
 * @throws InputError for limits out of order or a policy that there is not
 */
export function sumPartials(rows: PartialRows, options: PartialOptions = {}): PartialSums {
  const { partials: policy = "sum", partialLimits = [0.95, 1.05], minimumFraction = 0.5 } = options;
  checkOptions(policy, partialLimits, minimumFraction);
  const counts = { ...noPartials, policy };
  if (policy === "keep") return counts;
  const parts = flaggedRows(rows);
  if (policy === "drop") {
    for (const row of parts) rows.keep[row] = 0;
    return { ...counts, droppedParts: parts.length };
  }
  for (const spot of spotsOf(rows, parts)) {
    const fraction = totalFraction(rows, spot.rows);
    const reason = incompleteness(spot, fraction, partialLimits);
    if (reason === undefined) {
      counts.complete++;
      counts.completeParts += spot.rows.length;
      if (fraction === undefined) counts.fractionNotStated++;
      add(rows, spot.rows, 1);
      continue;
    }
    counts[reason]++;
    if (
      policy === "scale" &&
      fraction !== undefined &&
      fraction >= minimumFraction &&
      reason !== "tooLarge"
    ) {
      counts.scaled++;
      add(rows, spot.rows, fraction);
    } else {
      counts.droppedParts += spot.rows.length;
      for (const row of spot.rows) rows.keep[row] = 0;
    }
  }
  return counts;
}

/** The counts of several tables together. */
export function addPartialSums(one: PartialSums | undefined, two: PartialSums): PartialSums {
  if (one === undefined) return two;
  return {
    policy: two.policy,
    complete: one.complete + two.complete,
    completeParts: one.completeParts + two.completeParts,
    fractionNotStated: one.fractionNotStated + two.fractionNotStated,
    tooSmall: one.tooSmall + two.tooSmall,
    tooLarge: one.tooLarge + two.tooLarge,
    gaps: one.gaps + two.gaps,
    scaled: one.scaled + two.scaled,
    droppedParts: one.droppedParts + two.droppedParts,
  };
}

function checkOptions(
  policy: PartialPolicy,
  [lower, upper]: readonly [number, number],
  minimum: number,
): void {
  if (!["sum", "scale", "drop", "keep"].includes(policy))
    throw new InputError(`partials: got ${String(policy)}, expected sum, scale, drop or keep`);
  if (!(lower >= 0 && lower <= upper && upper < Number.POSITIVE_INFINITY))
    throw new InputError(
      `partialLimits: got ${lower} and ${upper}, expected the smallest and the largest sum of fractions of a whole spot, such as 0.95 and 1.05`,
    );
  if (!(minimum > 0 && minimum <= 1))
    throw new InputError(`minimumFraction: got ${minimum}, expected a number above 0, up to 1`);
}

/** Usable parts in the order of index as measured, batch and row. */
function flaggedRows({ hkl, isym, flagged, batch, keep }: PartialRows): Uint32Array {
  let count = 0;
  for (let i = 0; i < flagged.length; i++) if (flagged[i] && keep[i]) count++;
  const order = new Uint32Array(count);
  for (let i = 0, n = 0; i < flagged.length; i++) if (flagged[i] && keep[i]) order[n++] = i;
  return order.sort(
    (a, b) =>
      hkl[3 * a] - hkl[3 * b] ||
      hkl[3 * a + 1] - hkl[3 * b + 1] ||
      hkl[3 * a + 2] - hkl[3 * b + 2] ||
      (isym === undefined ? 0 : isym[a] - isym[b]) ||
      batch[a] - batch[b] ||
      a - b,
  );
}

/** The parts of one spot, by batch. */
interface Spot {
  readonly rows: readonly number[];
  /** Whether a batch is missing between two of them. */
  readonly gap: boolean;
}

/** Runs of parts of one index in batches that follow each other, one missing batch between two of them allowed. */
function* spotsOf({ hkl, isym, batch, batches }: PartialRows, parts: Uint32Array): Generator<Spot> {
  const headers = new Map(batches.map((header) => [header.number, header]));
  const sameIndex = (a: number, b: number) =>
    hkl[3 * a] === hkl[3 * b] &&
    hkl[3 * a + 1] === hkl[3 * b + 1] &&
    hkl[3 * a + 2] === hkl[3 * b + 2] &&
    (isym === undefined || isym[a] === isym[b]);
  let rows: number[] = [];
  let gap = false;
  for (const row of parts) {
    const last = rows.at(-1);
    if (last !== undefined) {
      const step = batch[row] - batch[last];
      const together =
        sameIndex(row, last) && (step === 1 || step === 2) && oneSweep(headers, batch[last], batch[row]);
      if (!together) {
        yield { rows, gap };
        [rows, gap] = [[], false];
      } else if (step === 2) gap = true;
    }
    rows.push(row);
  }
  if (rows.length > 0) yield { rows, gap };
}

/**
 * Whether two batches, one or two numbers apart, are of one sweep: the second begins where the first, or a batch of its width
 * after it, ends. Batches without header, or without rotation, are told by their numbers alone.
 */
function oneSweep(headers: ReadonlyMap<number, MtzBatch>, first: number, second: number): boolean {
  const [a, b] = [headers.get(first), headers.get(second)];
  if (a === undefined || b === undefined) return true;
  const width = a.phiEnd - a.phiStart;
  if (!(Math.abs(width) > 0)) return true;
  const expected = a.phiEnd + (second - first - 1) * width;
  const apart = b.phiStart - expected;
  return Math.abs(apart - 360 * Math.round(apart / 360)) <= 0.2 * Math.abs(width);
}

/** Σf, or undefined where that of a part is not stated. */
function totalFraction({ fraction }: PartialRows, spot: readonly number[]): number | undefined {
  if (fraction === undefined || !spot.every((row) => fraction[row] > 0)) return undefined;
  return spot.reduce((sum, row) => sum + fraction[row], 0);
}

function incompleteness(
  { gap }: Spot,
  fraction: number | undefined,
  [lower, upper]: readonly [number, number],
): "gaps" | "tooSmall" | "tooLarge" | undefined {
  if (gap) return "gaps";
  if (fraction === undefined) return undefined;
  return fraction < lower ? "tooSmall" : fraction > upper ? "tooLarge" : undefined;
}

/** Puts ΣI/fraction and its sigma into the row of the largest part. */
function add(
  { fraction, intensity, sigma, keep }: PartialRows,
  spot: readonly number[],
  divisor: number,
): void {
  const stated = fraction !== undefined && spot.every((row) => fraction[row] > 0);
  const size = (row: number) => (stated ? fraction[row] : intensity[row]);
  const largest = spot.reduce((best, row) => (size(row) > size(best) ? row : best));
  let [sum, variance] = [0, 0];
  for (const row of spot) {
    sum += intensity[row];
    variance += sigma[row] ** 2;
    keep[row] = 0;
  }
  intensity[largest] = sum / divisor;
  sigma[largest] = Math.sqrt(variance) / divisor;
  keep[largest] = 1;
}
