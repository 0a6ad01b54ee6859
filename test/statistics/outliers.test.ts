/** Oracle: the definition, on small tables; the rejection keeps what agrees and takes what was put in. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { collectObservations, type OutlierOptions, rejectOutliers } from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { noisy, type Row, realTable, unmerged, unmergedFiles } from "./reflections.js";

/** Intensities of 1 2 3 that were rejected; a dozen other reflections keep the local mean. */
function rejected(plus: number[], minus: number[] = [], options: OutlierOptions = {}): number[] {
  const rows: Row[] = [
    ...plus.map((value): Row => [1, 2, 3, value, 1]),
    ...minus.map((value): Row => [-1, -2, -3, value, 1]),
    ...Array.from({ length: 12 }, (_, i): Row => [2, 3, i + 1, 100, 1]),
  ];
  const { report } = rejectOutliers(collectObservations(unmerged(rows)), options);
  return report.outliers.map(({ intensity }) => intensity);
}

test("the deviation from the mean of the others, in combined sigmas, decides", () => {
  // |x − 100| / √(1 + 1/3) = 6 at x = 106.928
  expect(rejected([100, 100, 100, 106.92])).toEqual([]);
  expect(rejected([100, 100, 100, 106.94])).toEqual([106.94]);
  expect(rejected([100, 100, 100, 106.92], [], { within: 5.99 })).toEqual([106.92]);
});

test("the worst goes first, and the rest is judged anew", () => {
  expect(rejected([100, 100, 101, 130, 1000])).toEqual([1000, 130]);
});

test("Friedel mates may differ by more", () => {
  expect(rejected([100, 100, 100], [108])).toEqual([]); // |δ| = 6.9
  expect(rejected([100, 100, 100], [108], { anomalous: false })).toEqual([108]);
  expect(rejected([100, 100, 100], [112])).toEqual([112]); // 10.4 > 9
  expect(rejected([100, 100, 100], [112], { all: Number.POSITIVE_INFINITY })).toEqual([]);
});

describe("two observations that disagree", () => {
  test.each([
    ["keep", []],
    ["reject", [100, 200]],
    ["rejectLarger", [200]],
    ["rejectSmaller", [100]],
  ] as const)("%s", (pairPolicy, expected) => {
    expect(rejected([100, 200], [], { pairPolicy })).toEqual(expected);
  });
  test("of opposite mates are always kept", () => {
    expect(rejected([100], [200], { pairPolicy: "reject" })).toEqual([]);
  });
});

test("an impossibly strong observation is rejected, however often it was measured", () => {
  const observations = collectObservations(noisy(0, 2, 3));
  const { intensity } = observations;
  // To 200 + noise: the local mean is about that, so 1e6 is |E| = 70.
  for (let i = 0; i < intensity.length; i++) intensity[i] += 200;
  intensity[100] = intensity[101] = 1e6;
  const { report, observations: kept } = rejectOutliers(observations);
  expect(report.outliers.filter(({ test }) => test === "E").map(({ intensity }) => intensity)).toEqual([
    1e6, 1e6,
  ]);
  expect(kept.intensity.length).toBe(intensity.length - report.count);
});

test("clean data lose nothing", () => {
  for (const seed of [1, 2]) {
    expect(
      rejectOutliers(collectObservations(noisy(3, 5, seed)), { all: Number.POSITIVE_INFINITY }).report.count,
    ).toBe(0);
  }
});

test("intensities that are all zero are not judged by E", () => {
  expect(rejectOutliers(collectObservations(unmerged([[1, 2, 3, 0, 1]]))).report.count).toBe(0);
});

test("all rejected, and impossible limits", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [1, 2, 3, 1000, 1],
    ]),
  );
  expect(() => rejectOutliers(observations, { pairPolicy: "reject" })).toThrow(
    "outliers: got 2 observations and every one rejected, expected some to agree; check the sigmas, or raise the limits",
  );
  for (const options of [{ within: 0 }, { all: -1 }, { eMax: Number.NaN }, { pairs: 0 }]) {
    expect(() => rejectOutliers(observations, options)).toThrow(InputError);
  }
});

dataTest("scaled data have few", async () => {
  const gamma = rejectOutliers(collectObservations(await realTable(unmergedFiles.gamma))).report;
  expect(gamma.byTest).toEqual({ within: 0, all: 4, pair: 0, E: 0 });
  for (const { deviation } of gamma.outliers) expect(deviation).toBeGreaterThan(9);
  const insulin = rejectOutliers(collectObservations(await realTable(unmergedFiles.insulin))).report;
  expect(insulin.count).toBe(0);
});
