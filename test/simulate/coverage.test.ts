// The coverage study (bench/coverage.mjs): its arithmetic on rows made by hand, and the study itself on few sets. Oracle:
// the truth that the simulation keeps.
import { beforeAll, describe, expect, test } from "vitest";
import { coverage, probabilities, runSet, studiesOf } from "../../bench/coverage.mjs";
import { comparedSet, kinds, shellTable } from "../../bench/coverageByShell.mjs";
import { besideTruth, fitScale, rTruth, simulate, small } from "../../bench/simulatedTruth.mjs";
import * as friedel from "../../lib/index.js";

const rows = Array.from({ length: 400 }, (_, i) => {
  const d = 2 + (i % 20) / 5;
  const truth = 10 + (i % 37);
  return { d, truth, sigma: 0.5, f: 1.7 * Math.exp(-3 / (4 * d * d)) * truth };
});

test("k and B are found exactly where nothing is wrong, and nearly where every tenth amplitude is", () => {
  const { k, b } = fitScale(rows);
  expect(k).toBeCloseTo(1.7, 10);
  expect(b).toBeCloseTo(3, 9);
  const spoilt = fitScale(rows.map((row, i) => (i % 10 === 7 ? { ...row, f: 5 * row.f } : row)));
  expect(Math.abs(spoilt.k / 1.7 - 1)).toBeLessThan(0.01);
  expect(Math.abs(spoilt.b - 3)).toBeLessThan(0.2);
});

test("coverage counts truths within the bounds, R adds up differences", () => {
  const made = [1, 2, 3, 4].map((truth) => ({
    truth,
    f: 2,
    bounds: [
      [2, 2],
      [2, 3.5],
      [0, 5],
    ],
  }));
  expect(coverage(made)).toEqual([0.25, 0.5, 1]);
  expect(rTruth(made)).toBeCloseTo(0.4, 12);
});

test("shells of Laue data beside the truth: means over the sets, harmonics apart; stills have none apart", async () => {
  const set = (kind: typeof kinds.laue | typeof kinds.stills, seed: number, data: object) =>
    comparedSet(friedel, kind, seed, { data, training: { steps: 5, warmUpSteps: 5 } });
  const laue = [1, 2].map((seed) => set(kinds.laue, seed, { dMin: 4, imageCount: 8 }));
  const sets = await Promise.all(laue);
  const [header, , ...lines] = shellTable(sets);
  expect(header).toMatch(/^\| d, Å \| CC\(E\) \| 1σ \| 2σ \| CC\(E\), harmonics only \|/);
  expect(lines).toHaveLength(6);
  const shares = sets.map(({ all }) => all.withinTwoSigma.overall);
  const meanShare = (100 * (shares[0] + shares[1])) / 2;
  const spread = (100 * Math.abs(shares[0] - shares[1])) / 2;
  expect(lines[5].split(" | ")[3]).toBe(`${meanShare.toFixed(1)} ± ${spread.toFixed(1)}`);
  const still = await set(kinds.stills, 1, { dMin: 4, imageCount: 40 });
  expect(shellTable([still, still])[0]).toBe("| d, Å | CC(E) | 1σ | 2σ |");
});

test("Gaussian errors are what SIGI says, and nothing else", () => {
  const { observations, truthOfObservations } = simulate(friedel, "gaussian", { ...small, dMin: 3 });
  const sigma = observations.values("SIGI");
  const z = Float64Array.from(
    observations.values("I"),
    (value, i) => (value - truthOfObservations.expectedIntensity[i]) / sigma[i],
  );
  const n = z.length;
  const mean = z.reduce((sum, value) => sum + value, 0) / n;
  const square = z.reduce((sum, value) => sum + value * value, 0) / n;
  // four standard errors
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
});

describe("merged with the defaults", () => {
  const engine = friedel.nodeRowEngine({ threads: 1 });
  const studies = studiesOf(friedel);
  const found: Record<string, Awaited<ReturnType<typeof runSet>>> = {};

  beforeAll(async () => {
    found.default = await runSet(friedel, studies.default, 1, engine);
    found.all = await runSet(friedel, studies.all, 1, engine);
    found.wrong = await runSet(
      friedel,
      { ...studies.default, sigmas: 0.4, training: { steps: 500 } },
      1,
      engine,
    );
  });

  test("every reflection measured stands beside its truth, on one scale", () => {
    const set = found.default.rows;
    expect(set.length).toBeGreaterThan(1400);
    expect(found.default.observations / set.length).toBeGreaterThan(4);
    expect(set.every(({ truth }) => truth > 0)).toBe(true);
    expect(rTruth(set)).toBeLessThan(0.03);
  });

  test.each(["default", "all"])("%s: 50, 90 and 95 %% intervals cover within 5 points", (name) => {
    const shares = coverage(found[name].rows);
    probabilities.forEach((p, k) => {
      expect(Math.abs(shares[k] - p), `${100 * p} %`).toBeLessThan(0.05);
    });
  });

  test("where sigmas are 0.4 of what they should be, intervals are much too narrow", () => {
    const [half, most] = coverage(found.wrong.rows);
    expect(half).toBeLessThan(0.3);
    expect(most).toBeLessThan(0.65);
  });

  test("mates apart: a row for each mate, a centric once", async () => {
    const data = friedel.simulateRotation({ ...small, dMin: 3.5, randomAtoms: small.randomAtoms });
    const run = await friedel
      .merge(data.observations, { anomalous: true, engine })
      .train({ steps: 30, evaluateEvery: 30, reporters: [] });
    const both = besideTruth(friedel, run, data);
    const key = ({ row, mate }: { row: number; mate: string }) => `${row}${mate}`;
    expect(new Set(both.map(key)).size).toBe(both.length);
    expect(both.length).toBe(run.model.data.groups.count);
    expect(both.filter(({ centric }) => centric).every(({ mate }) => mate === "(+)")).toBe(true);
  });
});
