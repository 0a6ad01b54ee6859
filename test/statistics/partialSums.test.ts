/**
 * Oracle: sums by hand; simulated spots, cut at the borders of images (lib/simulate/partialSpots.ts), whose sums are the spots
 * that are not cut.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { collectObservations } from "../../lib/statistics/observations.js";
import {
  addPartialSums,
  noPartials,
  type PartialOptions,
  type PartialRows,
  sumPartials,
} from "../../lib/statistics/partialSums.js";

/** [h, isym, batch, I, σ, fraction, part of a spot] */
type Record = readonly [
  h: number,
  isym: number,
  batch: number,
  i: number,
  sigma: number,
  f: number,
  part?: 0 | 1,
];

function rowsOf(records: readonly Record[], more: Partial<PartialRows> = {}): PartialRows {
  return {
    hkl: records.flatMap(([h]) => [h, 2, 3]),
    isym: records.map(([, isym]) => isym),
    flagged: Uint8Array.from(records, (record) => record[6] ?? 1),
    fraction: records.map((record) => record[5]),
    batch: Int32Array.from(records, (record) => record[2]),
    batches: [],
    intensity: Float64Array.from(records, (record) => record[3]),
    sigma: Float64Array.from(records, (record) => record[4]),
    keep: new Uint8Array(records.length).fill(1),
    ...more,
  };
}

/** What is left: [row, I, σ]. */
function left({ keep, intensity, sigma }: PartialRows): number[][] {
  return [...keep.keys()].filter((row) => keep[row] === 1).map((row) => [row, intensity[row], sigma[row]]);
}

function summed(records: readonly Record[], options: PartialOptions = {}, more: Partial<PartialRows> = {}) {
  const rows = rowsOf(records, more);
  const sums = sumPartials(rows, options);
  return { sums, left: left(rows) };
}

describe("sumPartials", () => {
  test("parts in consecutive batches that make up a spot are summed into the row of the largest", () => {
    const { sums, left: kept } = summed([
      [1, 1, 12, 30, 3, 0.3],
      [1, 1, 11, 60, 4, 0.6],
      [1, 1, 13, 9, 12, 0.08],
    ]);
    expect(kept).toEqual([[1, 99, 13]]);
    expect(sums).toEqual({ ...noPartials, complete: 1, completeParts: 3 });
  });

  test("another index, mate or operation, or a batch far away, is another spot; whole spots stay as they are", () => {
    const { sums, left: kept } = summed([
      [1, 1, 5, 50, 1, 0.5],
      [2, 1, 6, 50, 1, 0.5],
      [1, 2, 6, 50, 1, 0.5],
      [1, 3, 6, 50, 1, 0.5],
      [1, 1, 8, 50, 1, 0.5],
      [1, 1, 6, 77, 2, 0.5, 0],
    ]);
    expect(kept).toEqual([[5, 77, 2]]);
    expect(sums).toEqual({ ...noPartials, tooSmall: 5, droppedParts: 5 });
  });

  test("fractions decide between 0.95 and 1.05, inclusive, or the limits given", () => {
    const spot = (h: number, f: number): Record[] => [
      [h, 1, 1, 10, 1, f / 2],
      [h, 1, 2, 20, 1, f / 2],
    ];
    const records = [0.94, 0.95, 1.05, 1.06].flatMap((f, i) => spot(i, f));
    expect(summed(records).sums).toEqual({
      ...noPartials,
      complete: 2,
      completeParts: 4,
      tooSmall: 1,
      tooLarge: 1,
      droppedParts: 4,
    });
    expect(summed(records, { partialLimits: [0.9, 1.1] }).sums.complete).toBe(4);
  });

  test("a batch that is missing in the middle is a gap, whatever the fractions say", () => {
    const { sums, left: kept } = summed([
      [1, 1, 1, 40, 1, 0.48],
      [1, 1, 3, 40, 1, 0.48],
    ]);
    expect(kept).toEqual([]);
    expect(sums).toEqual({ ...noPartials, gaps: 1, droppedParts: 2 });
  });

  test("a part that cannot be used leaves its spot incomplete", () => {
    const records: Record[] = [
      [1, 1, 1, 30, 1, 0.3],
      [1, 1, 2, 40, 1, 0.4],
      [1, 1, 3, 30, 1, 0.3],
    ];
    expect(summed(records, {}, { keep: Uint8Array.of(1, 1, 0) }).sums.tooSmall).toBe(1);
    expect(summed(records, {}, { keep: Uint8Array.of(1, 0, 1) }).sums.gaps).toBe(1);
  });

  test("where no fraction is stated, parts that follow each other are a spot, and so is one alone", () => {
    const records: Record[] = [
      [1, 1, 1, 30, 3, 0],
      [1, 1, 2, 70, 4, 0],
      [2, 1, 1, 5, 1, Number.NaN],
      [3, 1, 1, 8, 1, 0],
      [3, 1, 3, 8, 1, 0],
    ];
    for (const more of [{}, { fraction: undefined }]) {
      const { sums, left: kept } = summed(records, {}, more);
      expect(kept).toEqual([
        [1, 100, 5],
        [2, 5, 1],
      ]);
      expect(sums).toEqual({
        ...noPartials,
        complete: 2,
        completeParts: 3,
        fractionNotStated: 2,
        gaps: 1,
        droppedParts: 2,
      });
    }
  });

  test("two records of one index on one image are of two spots", () => {
    const { sums, left: kept } = summed([
      [1, 1, 4, 10, 1, 1],
      [1, 1, 4, 20, 1, 1],
    ]);
    expect(sums.complete).toBe(2);
    expect(kept).toHaveLength(2);
  });

  test("scale: incomplete spots are divided by their fraction, unless it is too small, too large or not known", () => {
    const { sums, left: kept } = summed(
      [
        [1, 1, 1, 30, 3, 0.5],
        [1, 1, 2, 18, 4, 0.3],
        [2, 1, 1, 40, 2, 0.4],
        [3, 1, 1, 30, 3, 0.3],
        [3, 1, 3, 30, 4, 0.4],
        [4, 1, 1, 90, 2, 2],
        [5, 1, 1, 90, 2, 0],
        [5, 1, 3, 90, 2, 0],
      ],
      { partials: "scale" },
    );
    expect(kept.map(([row]) => row)).toEqual([0, 4]);
    expect(kept[0][1]).toBeCloseTo(48 / 0.8, 12);
    expect(kept[0][2]).toBeCloseTo(5 / 0.8, 12);
    expect(kept[1][1]).toBeCloseTo(60 / 0.7, 12);
    expect(sums).toEqual({
      ...noPartials,
      policy: "scale",
      tooSmall: 2,
      tooLarge: 1,
      gaps: 2,
      scaled: 2,
      droppedParts: 4,
    });
    const generous = summed([[2, 1, 1, 40, 2, 0.4]], { partials: "scale", minimumFraction: 0.4 });
    expect(generous.left).toEqual([[0, 100, 5]]);
  });

  test("drop leaves all parts out, keep takes them as they are", () => {
    const records: Record[] = [
      [1, 1, 1, 30, 3, 0.5],
      [1, 1, 2, 30, 3, 0.5],
      [1, 1, 9, 60, 3, 1, 0],
    ];
    expect(summed(records, { partials: "drop" })).toEqual({
      sums: { ...noPartials, policy: "drop", droppedParts: 2 },
      left: [[2, 60, 3]],
    });
    expect(summed(records, { partials: "keep" }).left).toHaveLength(3);
  });

  test("batches of consecutive number but other angle are of two sweeps", () => {
    const [header] = simulateRotation({ seed: 1, dMin: 6, rotationRange: 2 }).observations.batches;
    const at = (number: number, phiStart: number) => ({ ...header, number, phiStart, phiEnd: phiStart + 1 });
    const records: Record[] = [
      [1, 1, 1, 50, 1, 0.5],
      [1, 1, 2, 50, 1, 0.5],
    ];
    const count = (second: number) => summed(records, {}, { batches: [at(1, 10), at(2, second)] }).sums;
    expect(count(11).complete).toBe(1);
    expect(count(371).complete).toBe(1);
    expect(count(40).tooSmall).toBe(2);
    const later = [records[0], [1, 1, 3, 50, 1, 0.5]] as const;
    expect(summed(later, {}, { batches: [at(1, 10), at(3, 12)] }).sums.gaps).toBe(1);
    expect(summed(later, {}, { batches: [at(1, 10), at(3, 90)] }).sums.tooSmall).toBe(2);
  });

  test("options that cannot be are refused", () => {
    const wrong: PartialOptions[] = [
      { partialLimits: [1.05, 0.95] },
      { partialLimits: [Number.NaN, 1] },
      { minimumFraction: 0 },
      { minimumFraction: 1.5 },
    ];
    for (const options of wrong) expect(() => summed([], options)).toThrow(InputError);
    const policy = JSON.parse('{ "partials": "sums" }');
    expect(() => summed([], policy)).toThrow("partials: got sums, expected sum, scale, drop or keep");
  });
});

test("counts of tables add up", () => {
  const one = { ...noPartials, complete: 1, completeParts: 2, tooSmall: 3, droppedParts: 4 };
  const two = { ...noPartials, complete: 5, gaps: 6, scaled: 7, tooLarge: 8, fractionNotStated: 9 };
  expect(addPartialSums(undefined, one)).toBe(one);
  expect(addPartialSums(one, two)).toEqual({
    policy: "sum",
    complete: 6,
    completeParts: 2,
    fractionNotStated: 9,
    tooSmall: 3,
    tooLarge: 8,
    gaps: 6,
    scaled: 7,
    droppedParts: 4,
  });
});

describe("simulated spots that are cut", () => {
  const options = {
    seed: 11,
    dMin: 3,
    mosaicity: 0.2,
    rotationRange: 40,
    noise: false,
    missingImages: [9, 25],
  } as const;
  const cut = simulateRotation({ ...options, partials: true });
  const known = cut.truthOfObservations;
  const spots = new Map<number, number[]>();
  known.spot.forEach((spot, row) => {
    spots.set(spot, [...(spots.get(spot) ?? []), row]);
  });
  const batchOf = cut.observations.values("BATCH");
  for (const rows of spots.values()) rows.sort((a, b) => batchOf[a] - batchOf[b]);

  test("sum to the spots that they are parts of", () => {
    const found = collectObservations(cut.observations, { keepAbsences: true });
    const { sums, flagged } = found.partials;
    expect(flagged).toBeGreaterThan(500);
    expect(sums.completeParts + sums.droppedParts).toBe(flagged);
    // The images that are missing cut spots short, or leave a gap in them.
    expect(sums.tooSmall).toBeGreaterThan(10);
    expect(sums.gaps).toBeGreaterThan(10);
    expect([sums.tooLarge, sums.fractionNotStated]).toEqual([0, 0]);
    expect(found.dropped.incompletePartial).toBe(sums.droppedParts);
    const [intensity, symbols] = ["I", "M/ISYM"].map((label) => cut.observations.values(label));
    const place = new Map(Array.from(found.row, (row, i) => [row, i]));
    let complete = 0;
    for (const rows of spots.values()) {
      if (symbols[rows[0]] < 256) continue;
      const total = rows.reduce((sum, row) => sum + known.fraction[row], 0);
      const largest = rows.reduce((best, row) => (known.fraction[row] > known.fraction[best] ? row : best));
      const i = place.get(largest);
      const gap = rows.some((row, j) => j > 0 && batchOf[row] !== batchOf[rows[j - 1]] + 1);
      expect(i !== undefined).toBe(total >= 0.95 && !gap);
      if (i === undefined) continue;
      complete++;
      const sum = rows.reduce((all, row) => all + intensity[row], 0);
      expect(Math.abs(found.intensity[i] / sum - 1)).toBeLessThan(1e-12);
      expect(found.batch[i]).toBe(batchOf[largest]);
    }
    expect(complete).toBe(sums.complete);
  });

  test("as they are, they are not: the parts of a spot count as observations that disagree", () => {
    const kept = collectObservations(cut.observations, { partials: "keep" });
    const found = collectObservations(cut.observations);
    expect(kept.intensity.length + kept.dropped.systematicAbsence).toBe(cut.observations.length);
    expect(found.intensity.length).toBeLessThan(kept.intensity.length);
    const gone = collectObservations(cut.observations, { partials: "drop" });
    expect(gone.dropped.incompletePartial).toBe(found.partials.flagged);
  });
});
