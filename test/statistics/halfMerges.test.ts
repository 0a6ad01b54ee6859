// Oracles: careless.cchalf and careless.ccanom on the same tables (test/reference/statistics/careless.py), made up and, where
// it is there, careless's own run on gamma. careless computes weighted correlations in float32, and takes anomalous
// differences in float32: an error of 6e-8 F in each.
import { describe, expect, test } from "vitest";
import {
  ccAnomalousOfMerges,
  ccHalfOfMerges,
  ccStar,
  halfMergeStatistics,
  type RepeatedCorrelation,
  rSplitOfMerges,
  splitHalves,
} from "../../lib/statistics/index.js";
import { mergedPairs } from "../../lib/statistics/mergedHalves.js";
import { rSplitOfPairs } from "../../lib/statistics/rSplit.js";
import {
  type CarelessRow,
  careless,
  carelessTable,
  carelessTest,
  madeHalvesTable,
  together,
} from "./careless.js";
import { reference } from "./reflections.js";

/** Tolerances of CC1/2 and of CCanom. */
const kinds = [
  ["pearson", 1e-12, 1e-7],
  ["spearman", 1e-12, 1e-12],
  ["weighted", 5e-6, 5e-6],
] as const;
const halves = splitHalves(madeHalvesTable());
const quarters = { binning: "percentile", shells: 4 } as const;

function expectCareless(got: RepeatedCorrelation, rows: readonly CarelessRow[], tolerance: number): void {
  expect(rows.length).toBe(got.repeats.length * got.dMin.length);
  for (const { bin, range, repeat, value } of rows) {
    expect(`${got.dMax[bin].toFixed(2)} - ${got.dMin[bin].toFixed(2)}`).toBe(range);
    const mine = got.repeats[Number(repeat)].shells[bin];
    expect(Math.abs(mine - value), `${range}, repeat ${repeat}: got ${mine}, expected ${value}`).toBeLessThan(
      tolerance,
    );
  }
}

test.each(kinds)(
  "CC1/2 and CCanom, %s, as careless by repeat and shell",
  (correlation, tolerance, anomalous) => {
    const options = { ...quarters, correlation };
    expectCareless(ccHalfOfMerges(halves, options), careless.ccHalf[correlation], tolerance);
    expectCareless(
      ccHalfOfMerges(halves, { ...options, quantity: "amplitude" }),
      careless.ccHalfAmplitudes[correlation],
      tolerance,
    );
    expectCareless(
      ccAnomalousOfMerges(halves, { ...options, centrics: true }),
      careless.ccAnomalous[correlation],
      anomalous,
    );
  },
);

carelessTest("the same on careless's half data sets of gamma", async () => {
  const gamma = splitHalves(await carelessTable("gamma_half3k/gamma_xval_0.mtz"));
  for (const [correlation, tolerance, anomalous] of kinds) {
    const options = { binning: "percentile", correlation } as const;
    expectCareless(ccHalfOfMerges(gamma, options), careless.gamma.ccHalf[correlation], tolerance);
    expectCareless(
      ccAnomalousOfMerges(gamma, { ...options, centrics: true }),
      careless.gamma.ccAnomalous[correlation],
      anomalous,
    );
  }
});

test("mean and standard error over the repeats", () => {
  const { mean, standardError, repeats, pairs } = ccHalfOfMerges(halves, quarters);
  const values = repeats.map(({ overall }) => overall);
  const average = values.reduce((sum, v) => sum + v, 0) / 3;
  expect(mean.overall).toBeCloseTo(average, 14);
  const variance = values.reduce((sum, v) => sum + (v - average) ** 2, 0) / 2;
  expect(standardError.overall).toBeCloseTo(Math.sqrt(variance / 3), 14);
  expect(pairs.overall).toBeCloseTo(
    pairs.shells.reduce((sum, n) => sum + n, 0),
    9,
  );
  const single = ccHalfOfMerges(halves.slice(0, 1), quarters);
  expect(single.standardError.overall).toBeNaN();
  expect(single.repeats.length).toBe(1);
});

test("both in the same shells; centrics stay out of CCanom unless asked for", () => {
  const statistics = halfMergeStatistics(halves, { shells: 3 });
  expect(statistics.repeats).toBe(3);
  const half = ccHalfOfMerges(halves, { shells: 3 });
  const edges = [half.dMax[0], ...half.dMin];
  const mates = ccAnomalousOfMerges(halves, { edges });
  statistics.shells.forEach((shell, s) => {
    expect([shell.dMax, shell.dMin]).toEqual([half.dMax[s], half.dMin[s]]);
    expect([shell.ccHalf, shell.ccHalfError]).toEqual([half.mean.shells[s], half.standardError.shells[s]]);
    expect(shell.ccStar).toBe(ccStar(shell.ccHalf));
    expect([shell.ccAnomalous, shell.anomalousPairs]).toEqual([mates.mean.shells[s], mates.pairs.shells[s]]);
  });
  const all = ccAnomalousOfMerges(halves, { centrics: true }).pairs.overall;
  expect(statistics.overall.anomalousPairs).toBe(ccAnomalousOfMerges(halves).pairs.overall);
  expect(statistics.overall.anomalousPairs).toBeLessThan(all);
  expect(halfMergeStatistics(halves, { ccHalf: { correlation: "spearman" } }).overall.ccHalf).toBe(
    ccHalfOfMerges(halves, { correlation: "spearman" }).mean.overall,
  );
});

describe("Rsplit", () => {
  test("as careless.rsplit, once the halves are on the scale that makes it least", () => {
    const { shells } = reference<{ shells: { bin: number; repeat: number; value: number }[] }>("rSplit");
    expect(shells.length).toBe(12);
    const edgesOf = ccHalfOfMerges(halves, { ...quarters, quantity: "amplitude" });
    const mine = rSplitOfMerges(halves, { ...quarters, quantity: "amplitude" });
    for (const { bin, repeat, value } of shells) {
      const { d, first, second } = mergedPairs(halves[repeat], "amplitude");
      const inside = Array.from(d.keys()).filter((i) => {
        const float = Math.fround(d[i]);
        return float <= edgesOf.dMax[bin] && (float > edgesOf.dMin[bin] || bin === 3);
      });
      const x = inside.map((i) => first[i]);
      const scaled = (k: number) =>
        rSplitOfPairs(
          x,
          inside.map((i) => k * second[i]),
        );
      // a sum of |x − k y| over one of x + k y is least where a difference vanishes
      const least = Math.min(...inside.map((i) => scaled(first[i] / second[i])));
      expect(Math.abs(least - value), `shell ${bin}, repeat ${repeat}`).toBeLessThan(1e-6);
      expect(mine.repeats[repeat].shells[bin]).toBeGreaterThanOrEqual(least - 1e-12);
      expect(mine.repeats[repeat].shells[bin]).toBeCloseTo(least, 2);
    }
  });

  test("is of intensities, in the shells of CC1/2, with the error over the repeats", () => {
    const statistics = halfMergeStatistics(halves, { shells: 3 });
    const edges = [statistics.shells[0].dMax, ...statistics.shells.map(({ dMin }) => dMin)];
    const split = rSplitOfMerges(halves, { edges });
    statistics.shells.forEach((shell, s) => {
      expect([shell.rSplit, shell.rSplitError]).toEqual([
        split.mean.shells[s],
        split.standardError.shells[s],
      ]);
    });
    const { first, second } = mergedPairs(halves[0], "intensity");
    const difference = first.reduce((sum, value, i) => sum + Math.abs(value - second[i]), 0);
    const total = first.reduce((sum, value, i) => sum + value + second[i], 0);
    expect(split.repeats[0].overall).toBeCloseTo((Math.SQRT2 * difference) / total, 12);
    expect(rSplitOfMerges(halves.slice(0, 1)).standardError.overall).toBeNaN();
    const same = { first: halves[0].first, second: halves[0].first };
    expect(rSplitOfMerges([same]).mean.overall).toBe(0);
  });
});

test("mates together have no CCanom", () => {
  const { overall } = halfMergeStatistics(halves.map(together));
  expect(overall.ccHalf).toBeGreaterThan(0.8);
  expect(overall.anomalousPairs).toBe(0);
  expect(overall.ccAnomalous).toBeNaN();
});

test("bad input", () => {
  expect(() => ccHalfOfMerges([])).toThrow(
    "merged half data sets: got no repeats, expected at least one pair of halves",
  );
  const [{ first, second }] = halves;
  expect(() => ccHalfOfMerges([{ first, second: second.slice(0, 0) }])).toThrow(
    "merged half data sets of repeat 1: got no reflection that both halves have, expected some",
  );
  expect(() => ccHalfOfMerges([together({ first, second })], { correlation: "weighted" })).toThrow(
    "weighted correlation of half data sets: got sigmas that are missing or not positive, expected one for each " +
      "value; take the Pearson or Spearman correlation",
  );
});
