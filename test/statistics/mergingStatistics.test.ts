/**
 * Oracle: iotbx.merging_statistics of cctbx on the same observations (test/reference/statistics/mergingStatistics.py), all
 * shells and overall, Friedel mates together and apart, sigmas of means external and by cctbx's internal variance.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import {
  anomalousSignal,
  ccHalf,
  ccHalfSigmaTau,
  collectObservations,
  completeness,
  divideIntoShells,
  groupObservations,
  type MergingStatistics,
  mergingStatistics,
  rFactors,
  type ShellStatistics,
  signalToNoise,
  weightedMeans,
} from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { noisy, realTable, reference, unmerged, unmergedFiles } from "./reflections.js";

type CctbxRow = Readonly<Record<string, number | null>>;
interface CctbxSet {
  observations: number;
  edges: number[];
  possible: number[];
  variants: { anomalous: boolean; internal: boolean; overall: CctbxRow; shells: CctbxRow[] }[];
  halves: Record<"ccHalf" | "ccAnomalous", { mean: number; standardDeviation: number }>;
}
const { sets } = reference<{ sets: Record<"gamma" | "insulin", CctbxSet> }>("mergingStatistics");

/** Largest |ours − cctbx| / |cctbx| over shells and overall, by statistic. */
function deviations(ours: readonly object[], theirs: readonly CctbxRow[], keys: readonly string[]) {
  return Object.fromEntries(
    keys.map((key) => [
      key,
      Math.max(
        ...ours.map((row, i) => {
          const expected = theirs[i][key];
          const got: unknown = Reflect.get(row, key);
          return typeof expected === "number" && typeof got === "number"
            ? Math.abs(got - expected) / Math.abs(expected)
            : Number.POSITIVE_INFINITY;
        }),
      ),
    ]),
  );
}

/** cctbx keeps each variance of a mean above 1/n in its σ-τ value (it merges with sigmas of 1); all else is the same formula. */
const limitOf = (key: string) => (key === "ccHalfSigmaTau" ? 1e-5 : 1e-9);

const rowsOf = <T>({ shells, overall }: { shells: readonly T[]; overall: T }): T[] => [...shells, overall];

describe.each(["gamma", "insulin"] as const)("%s against cctbx", (name) => {
  const cctbx = sets[name];
  const exact = [
    "observations",
    "reflections",
    "multiplicity",
    "completeness",
    "meanIntensity",
    "meanIOverSigma",
    "iMeanOverSigmaMean",
    "meanUnmergedIOverSigma",
    "rMerge",
    "rMeas",
    "rPim",
    "ccHalfSigmaTau",
  ];

  dataTest.each([false, true])("Friedel mates together, internal variance %s", async (internal) => {
    const expected = cctbx.variants.find((v) => !v.anomalous && v.internal === internal);
    const statistics = mergingStatistics(await realTable(unmergedFiles[name]), {
      outliers: false,
      sigmaEstimate: internal ? "larger" : "external",
      repeats: 1,
    });
    if (expected === undefined) throw new Error("no such variant");
    const keys = internal ? [...exact, "rAnomalous"] : exact;
    for (const [key, worst] of Object.entries(deviations(rowsOf(statistics), rowsOf(expected), keys))) {
      expect(worst, key).toBeLessThan(limitOf(key));
    }
    expect(statistics.shells.map((shell) => shell.possible)).toEqual(cctbx.possible);
  });

  dataTest.each([false, true])("Friedel mates apart, internal variance %s", async (internal) => {
    const expected = cctbx.variants.find((v) => v.anomalous && v.internal === internal);
    if (expected === undefined) throw new Error("no such variant");
    const observations = collectObservations(await realTable(unmergedFiles[name]));
    const shells = divideIntoShells(observations.inverseDSquared);
    const groups = groupObservations(observations, true);
    const means = weightedMeans(observations, groups, internal ? "larger" : "external");
    const all = {
      ...signalToNoise(observations, groups, shells, means),
      ...rFactors(observations, groups, shells, means),
      ccHalfSigmaTau: ccHalfSigmaTau(observations, groups, shells),
      completeness: completeness(observations, shells).mates,
      anomalousCompleteness: completeness(observations, shells).pairs,
    };
    const row = (s: number) =>
      Object.fromEntries(
        Object.entries(all).map(([key, value]) => [key, s < 0 ? value.overall : value.shells[s]]),
      );
    const ours = [...expected.shells.map((_, s) => row(s)), row(-1)];
    const worst = deviations(ours, rowsOf(expected), [...exact, "anomalousCompleteness"]);
    for (const [key, deviation] of Object.entries(worst)) expect(deviation, key).toBeLessThan(limitOf(key));
    // cctbx takes its overall anomalous statistics with the variance that was asked for.
    const signal = anomalousSignal(groups, shells, means);
    expect(
      Math.abs(signal.deltaOverSigma.overall / Number(expected.overall.anomalousSignal) - 1),
    ).toBeLessThan(1e-9);
    expect(Math.abs(signal.slope / Number(expected.overall.slope) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(signal.middleSlope / Number(expected.overall.middleSlope) - 1)).toBeLessThan(1e-9);
    expect(signal.pairs.overall).toBe(expected.overall.pairs);
  });

  dataTest("random halves agree within their chance", async () => {
    const observations = collectObservations(await realTable(unmergedFiles[name]));
    const statistics = mergingStatistics(observations, { repeats: 40, seed: 5 });
    for (const key of ["ccHalf", "ccAnomalous"] as const) {
      const { mean, standardDeviation } = cctbx.halves[key];
      // 100 divisions by cctbx, 40 of ours: both means have their standard error.
      const error = standardDeviation * Math.sqrt(1 / 100 + 1 / 40);
      expect(Math.abs(statistics.overall[key] - mean)).toBeLessThan(3.5 * error);
      const own = statistics.overall[`${key}Error`] * Math.sqrt(40);
      expect(own / standardDeviation).toBeGreaterThan(0.6);
      expect(own / standardDeviation).toBeLessThan(1.6);
    }
    // The σ-τ value is what random halves tend to; both have 1/σ² or no weights, hence not the same.
    const shells = divideIntoShells(observations.inverseDSquared);
    const unweighted = ccHalf(observations, groupObservations(observations, false), shells, {
      weighted: false,
    });
    expect(Math.abs(unweighted.mean.overall - statistics.overall.ccHalfSigmaTau)).toBeLessThan(2e-4);
  });

  dataTest("shell limits are those of cctbx's binner", async () => {
    const observations = collectObservations(await realTable(unmergedFiles[name]));
    const { edges } = divideIntoShells(observations.inverseDSquared);
    edges.forEach((edge, i) => {
      expect(Math.abs(edge / cctbx.edges[i] - 1)).toBeLessThan(1e-7); // the cell is float32 in the file
    });
  });
});

test("pure noise has no correlation, and signal has the one it must", () => {
  const noise = mergingStatistics(noisy(0, 4, 1), { repeats: 20 });
  const pairs = noise.overall.reflections;
  expect(pairs).toBe(1089);
  expect(Math.abs(noise.overall.ccHalf)).toBeLessThan(3 / Math.sqrt(pairs));
  expect(Math.abs(noise.overall.ccHalfSigmaTau)).toBeLessThan(3 / Math.sqrt(pairs));
  expect(Math.abs(noise.overall.ccAnomalous)).toBeLessThan(3 / Math.sqrt(pairs));
  expect(noise.overall.anomalousSignal).toBeCloseTo(Math.sqrt(2 / Math.PI), 1);
  expect(noise.anomalousSlope).toBeCloseTo(1, 1);
  // I(+) and I(−) are drawn apart with variance 1 each, and 4 observations of each with variance 1: the means of 8 have
  // variance 1/2 + 1/8; their own estimate of it is (7 + 4)/7/8, for half of the difference of mates is in the scatter.
  const signal = mergingStatistics(noisy(1, 4, 2), { repeats: 20, outliers: false });
  const [means, estimate] = [1 / 2 + 1 / 8, 11 / 56];
  expect(signal.overall.ccHalfSigmaTau).toBeCloseTo((means - estimate) / (means + estimate), 1);
  expect(signal.overall.ccAnomalous).toBeCloseTo(2 / (2 + 1), 1); // var ΔI 2, of halves + 2 · ½
});

function singles(): MergingStatistics {
  return mergingStatistics(
    unmerged([
      [1, 2, 3, 10, 1],
      [2, 3, 4, 20, 2],
      [3, 4, 5, 30, 3],
    ]),
  );
}

test("a single observation of each reflection: what has no value is NaN", () => {
  const { overall, shells, wilson } = singles();
  expect(overall.multiplicity).toBe(1);
  expect(overall.meanIOverSigma).toBeCloseTo(10, 12);
  const undefinedThere: (keyof ShellStatistics)[] = [
    "rMerge",
    "rMeas",
    "rPim",
    "rMergeWithin",
    "rSplit",
    "ccHalf",
    "ccHalfError",
    "ccHalfSigmaTau",
    "ccStar",
    "ccAnomalous",
    "rAnomalous",
    "anomalousSignal",
  ];
  for (const key of undefinedThere) expect(overall[key], key).toBeNaN();
  expect(shells.length).toBe(3);
  expect(wilson).toBeUndefined();
});

test("one image, one reflection", () => {
  const { overall, shells } = mergingStatistics(unmerged([[1, 2, 3, 10, 1, 1]]));
  expect([overall.observations, overall.reflections, shells.length]).toEqual([1, 1, 1]);
});

test("shells may be given in Å, and then are as given", () => {
  const { shells, overall } = mergingStatistics(noisy(1, 2, 3), { edges: [20, 5, 3], repeats: 1 });
  expect(shells.map(({ dMax, dMin }) => [dMax.toFixed(6), dMin.toFixed(6)])).toEqual([
    ["20.000000", "5.000000"],
    ["5.000000", "3.000000"],
  ]);
  expect(overall.observations).toBe(shells[0].observations + shells[1].observations);
});

test("the same seed gives the same numbers, another seed others", () => {
  const table = noisy(1, 3, 4);
  const [one, again, other] = [1, 1, 2].map((seed) => mergingStatistics(table, { seed }).overall.ccHalf);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

test("an impossible number of shells or repeats, an unknown element", () => {
  const table = noisy(1, 2, 3);
  expect(() => mergingStatistics(table, { shells: 0 })).toThrow(InputError);
  expect(() => mergingStatistics(table, { repeats: 0 })).toThrow(
    "number of random divisions: got 0, expected an integer above 0",
  );
  expect(() => mergingStatistics(table, { wilson: { composition: { Xx: 3 } } })).toThrow(InputError);
});
