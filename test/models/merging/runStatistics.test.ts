/**
 * Oracles: the statistics of the classical merge (cctbx stands behind them) on the observations that were not held out,
 * plain loops over the merged table, and the correlations of lib/statistics (careless stands behind them).
 */
import { inspect } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { FriedelError, InputError } from "../../../lib/errors.js";
import { RowEngine } from "../../../lib/kernels/index.js";
import { type MergingRun, merge } from "../../../lib/models/index.js";
import { mimeBundle } from "../../../lib/notebook/index.js";
import { simulateRotation } from "../../../lib/simulate/index.js";
import {
  ccPred,
  halfMergeStatistics,
  type MergedHalves,
  mergingStatistics,
} from "../../../lib/statistics/index.js";
import { History } from "../../../lib/training/index.js";

const { observations: table } = simulateRotation({ seed: 3, dMin: 3.2, rotationRange: 120 });
const engine = new RowEngine();
const held = Uint8Array.from({ length: table.length }, (_, row) => (row % 9 === 4 ? 1 : 0));
const shells = 4;

const train = (anomalous: boolean, options: object = {}): Promise<MergingRun> =>
  merge(table, { anomalous, test: held, engine }).train({ steps: 150, evaluateEvery: 50, ...options });

let run: MergingRun;
let halves: MergedHalves[];

beforeAll(async () => {
  run = await train(true);
  halves = await run.halfDatasets({ repeats: 3, steps: 60 });
});

describe("by shell and overall", () => {
  test("counts, multiplicity and completeness are those of what was not held out", () => {
    const statistics = run.statistics({ shells });
    const edges = [statistics.shells[0].dMax, ...statistics.shells.map(({ dMin }) => dMin)];
    const classical = mergingStatistics(
      table.filter((row) => held[row] === 0),
      { edges, outliers: false },
    );
    const names = [
      "observations",
      "reflections",
      "possible",
      "multiplicity",
      "completeness",
      "anomalousCompleteness",
    ] as const;
    for (const [s, shell] of [...statistics.shells, statistics.overall].entries()) {
      const expected = [...classical.shells, classical.overall][s];
      for (const name of names) expect(shell[name], `${name} of shell ${s}`).toBeCloseTo(expected[name], 12);
    }
    expect(statistics.overall.reflections).toBe(run.merged.length);
    expect(statistics.overall.testObservations).toBe(
      Float64Array.from(run.predictions.values("test")).reduce((sum, flag) => sum + flag, 0),
    );
  });

  test("F/σ(F) and I/σ(I) are means over mates, a centric reflection once", () => {
    const { merged } = run;
    const centric = merged.spaceGroup.centricFlags(merged.hkl());
    expect(centric.includes(1)).toBe(true);
    const { overall } = run.statistics();
    for (const [label, found] of [
      ["F", overall.meanFOverSigma],
      ["I", overall.meanIOverSigma],
    ] as const) {
      const ratios: number[] = [];
      for (let i = 0; i < merged.length; i++)
        for (const mate of centric[i] ? ["(+)"] : ["(+)", "(-)"]) {
          const value = merged.values(`${label}${mate}`)[i];
          if (!Number.isNaN(value)) ratios.push(value / merged.values(`SIG${label}${mate}`)[i]);
        }
      expect(found).toBeCloseTo(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length, 9);
    }
  });

  test("CCpred is that of the predictions, CC1/2 and CCanom those of the half data sets, in the same shells", () => {
    const statistics = run.statistics({ shells });
    const edges = [statistics.shells[0].dMax, ...statistics.shells.map(({ dMin }) => dMin)];
    const predicted = ccPred(run.predictions, { edges });
    const half = halfMergeStatistics(halves, { edges });
    for (let s = 0; s <= shells; s++) {
      const [shell, p, h] = [
        [...statistics.shells, statistics.overall][s],
        [...predicted.shells, predicted.overall][s],
        [...half.shells, half.overall][s],
      ];
      expect(shell.ccPredTrain).toBe(p.train.spearman);
      expect(shell.ccPredTest).toBe(p.test.spearman);
      expect(shell.ccPredTestWeighted).toBe(p.test.weighted);
      expect(shell.ccHalf).toBe(h.ccHalf);
      expect(shell.ccHalfError).toBe(h.ccHalfError);
      expect([shell.rSplit, shell.rSplitError]).toEqual([h.rSplit, h.rSplitError]);
      expect(shell.rSplit).toBeGreaterThan(0);
      expect(shell.ccAnomalous).toBe(h.ccAnomalous);
      expect(shell.ccAnomalousError).toBe(h.ccAnomalousError);
    }
    expect(statistics.repeats).toBe(3);
  });
});

test("half data sets are remembered; those given count instead, and none where there are none", async () => {
  expect(run.statistics().overall.ccHalf).toBe(run.statistics({ halves }).overall.ccHalf);
  expect(run.statistics({ halves: halves.slice(0, 1) }).overall.ccHalfError).toBeNaN();
  const fresh = await train(false, { steps: 5 });
  const { overall, repeats } = fresh.statistics();
  expect([overall.ccHalf, overall.ccAnomalous, overall.anomalousCompleteness, repeats]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    0,
  ]);
});

test("the fit: steps, kernels, B, and means of the last 100 steps", () => {
  const { fit } = run.statistics();
  const last = (term: string) => Array.from(run.history.steps.column(term)).slice(-100);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(fit).toMatchObject({ state: "finished", step: 150, stoppedEarly: false, variant: engine.variant });
  expect(fit.nll).toBeCloseTo(mean(last("nll")), 12);
  expect(fit.kl).toBeCloseTo(mean(last("kl")), 12);
  expect(fit.nllTest).toBe(run.history.evaluations.column("nllTest").at(-1));
  expect([fit.bFactor, fit.bFactorFitted]).toEqual([run.model.bFactor, true]);
});

test("with an early stop, the fit is that of the best evaluation", async () => {
  const stopped = await train(true, {
    evaluateEvery: 10,
    earlyStop: { metric: "distance", patience: 2 },
    metrics: { distance: (step: number) => Math.abs(step - 40) },
  });
  const { fit } = stopped.statistics();
  expect(fit).toMatchObject({ step: 40, stoppedEarly: true });
  expect(fit.nllTest).toBe(stopped.history.evaluations.column("nllTest")[3]);
  const upTo = Array.from(stopped.history.steps.column("nll")).slice(0, 40);
  expect(fit.nll).toBeCloseTo(upTo.reduce((sum, value) => sum + value, 0) / 40, 12);
});

describe("a fit that failed has no statistics", () => {
  test("training throws instead of giving a run", async () => {
    await expect(train(true, { learningRate: 1e12, posteriorLearningRate: 1e12 })).rejects.toThrow(
      /diverged|cannot start/,
    );
  });

  test("parameters that are not finite, and a history that ends in failure, are refused", async () => {
    const broken = await train(true, { steps: 3 });
    const { posterior } = broken.parameters;
    const before = posterior[7];
    posterior[7] = Number.NaN;
    expect(() => broken.statistics()).toThrow(FriedelError);
    expect(() => broken.statistics()).toThrow(/posterior\[7\] NaN .* the fit has failed/);
    posterior[7] = before;
    expect(broken.statistics().overall.observations).toBeGreaterThan(0);
    expect(broken.history).toBeInstanceOf(History);
    broken.history.end = { state: "failed", step: 3, reason: "training diverged at step 3" };
    expect(() => broken.statistics()).toThrow(/got a fit that failed \(training diverged at step 3\)/);
  });
});

test("a wrong number of shells is an error of the caller", () => {
  expect(() => run.statistics({ shells: 0 })).toThrow(InputError);
});

test("JSON: undefined is null, all else as in the object", async () => {
  const statistics = run.statistics({ shells, halves: [] });
  const json = JSON.parse(JSON.stringify(statistics));
  expect(json.overall.ccHalf).toBeNull();
  expect(json.overall.ccPredTest).toBe(statistics.overall.ccPredTest);
  expect(json.shells).toHaveLength(shells);
  expect(json.fit.step).toBe(150);
  expect(json.model.metadata).toContain("dHKL");
  expect(json.spaceGroup).toBe("P 21 21 21");
  expect(JSON.stringify(statistics)).not.toMatch(/NaN|Infinity/);
});

test("a notebook cell shows the text, `show` the table", () => {
  const statistics = run.statistics();
  expect(inspect(statistics)).toBe(String(statistics));
  const bundle = mimeBundle(statistics);
  expect(bundle["text/plain"]).toBe(String(statistics));
  expect(bundle["text/html"]).toBe(statistics.toHtml());
});
