/** Half data sets: whole images, nothing in common but the scale, the same to the bit when made again. */
import { beforeAll, describe, expect, test } from "vitest";
import { HklIndex } from "../../../lib/crystal/index.js";
import { FriedelError, InputError } from "../../../lib/errors.js";
import { type MergingRun, merge, priors } from "../../../lib/models/index.js";
import { halfMergeStatistics, type MergedHalves } from "../../../lib/statistics/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { type Row, rotation, unmerged } from "./tables.js";
import { withObservations } from "./trained.js";

const model = merge(rotation().observations, { anomalous: true, testFraction: 0.1 });
const { data } = model;
const steps = 30;

let run: MergingRun;
let halves: MergedHalves;

beforeAll(async () => {
  run = await model.train({ steps: 100, evaluateEvery: 1000 });
  [halves] = await run.halfDatasets({ steps });
});

const columns = (table: ReflectionTable) =>
  Object.fromEntries(table.labels.map((label) => [label, Array.from(table.values(label), String)]));

test("both halves have every observation once, those held out too", () => {
  const counts = new Map<string, number>();
  for (const table of [halves.first, halves.second]) {
    const hkl = table.hkl();
    const centric = table.spaceGroup.centricFlags(hkl);
    for (const mate of ["(+)", "(-)"])
      table.values(`N${mate}`).forEach((n, row) => {
        if (mate === "(-)" && centric[row]) return;
        const key = hkl.subarray(3 * row, 3 * row + 3).join() + mate;
        counts.set(key, (counts.get(key) ?? 0) + n);
      });
  }
  for (let g = 0; g < data.groups.count; g++) {
    const h = data.groups.reflection[g];
    const key =
      data.observations.hkl.subarray(3 * h, 3 * h + 3).join() + (data.groups.minus[g] ? "(-)" : "(+)");
    expect(counts.get(key)).toBe(data.reflection.filter((of) => of === g).length);
  }
  const of = (table: ReflectionTable) =>
    Float64Array.from(table.values("N(+)")).reduce((sum, n) => sum + n, 0);
  expect(of(halves.first) / of(halves.second)).toBeGreaterThan(0.8);
  expect(of(halves.first) / of(halves.second)).toBeLessThan(1.25);
});

test("an image is in one half, and the other half does not know of it", async () => {
  const before = [halves.first, halves.second].map(columns);
  const halfOf: number[] = [];
  for (const image of [0, 17, 80, 101, 150, 179]) {
    const wild = withObservations(run, {
      intensity: data.observations.intensity.map((old, i) =>
        data.image[i] === image ? -1e4 * Math.abs(old) - 1e5 : old,
      ),
    });
    const [{ first, second }] = await wild.halfDatasets({ steps });
    const same = [first, second].map(
      (table, which) => JSON.stringify(columns(table)) === JSON.stringify(before[which]),
    );
    expect(same.filter((is) => is).length, `image ${image}`).toBe(1);
    halfOf.push(same.indexOf(false));
  }
  expect(new Set(halfOf).size).toBe(2);
});

test("the scale is frozen: it is the run's, whatever the halves are", async () => {
  // all intensities twice as large, the scale as before: amplitudes √2 times as large
  const { intensity, sigma } = data.observations;
  const doubled = withObservations(run, {
    intensity: intensity.map((x) => 2 * x),
    sigma: sigma.map((x) => 2 * x),
  });
  const [{ first }] = await doubled.halfDatasets({ steps });
  const [f, g] = [halves.first.values("F(+)"), first.values("F(+)")];
  f.forEach((value, row) => {
    if (!Number.isNaN(value)) expect(g[row] / value).toBeCloseTo(Math.SQRT2, 1);
  });
});

describe("repeats", () => {
  test("are other divisions, the same for the same seed", async () => {
    const told: [number, number][] = [];
    const two = await run.halfDatasets({
      ...{ repeats: 2, steps, seed: 0 },
      progress: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect(columns(two[0].first)).toEqual(columns(halves.first));
    expect(columns(two[1].first)["N(+)"]).not.toEqual(columns(halves.first)["N(+)"]);
    const [other] = await run.halfDatasets({ steps, seed: 1 });
    expect(columns(other.first)["N(+)"]).not.toEqual(columns(halves.first)["N(+)"]);
  });

  test.each([0, -1, 1.5, Number.NaN])("of %d are refused", async (repeats) => {
    await expect(run.halfDatasets({ repeats })).rejects.toThrow(
      `half data sets: got ${repeats} repeats, expected a whole number of at least 1`,
    );
  });
});

test("halves of good data agree, and take half of the run's steps unless told otherwise", async () => {
  const [half] = await run.halfDatasets();
  const { overall } = halfMergeStatistics([half]);
  expect(overall.ccHalf).toBeGreaterThan(0.97);
  expect(columns(half.first)).toEqual(columns((await run.halfDatasets({ steps: 50 }))[0].first));
});

test("a parent that a half has seen its mate of alone starts there, not at the prior", async () => {
  const tied = merge(rotation().observations, {
    anomalous: true,
    prior: priors.doubleWilson({ mates: 0.99 }),
  });
  const trained = await tied.train({ steps: 100, evaluateEvery: 1000 });
  const [{ first, second }] = await trained.halfDatasets({ steps: 1 });
  const whole = trained.merged;
  const rowOf = new HklIndex(Int32Array.from(whole.hkl()));
  const ratios: number[] = [];
  for (const half of [first, second]) {
    const hkl = half.hkl();
    const [of, mate] = [half.values("F(-)"), half.values("N(+)")];
    of.forEach((f, row) => {
      if (Number.isNaN(f) || mate[row] > 0) return;
      const [h, k, l] = hkl.subarray(3 * row, 3 * row + 3);
      ratios.push(f / whole.values("F(-)")[rowOf.find(h, k, l)]);
    });
  }
  expect(ratios.length).toBeGreaterThan(20);
  const off = ratios.map((ratio) => Math.abs(Math.log(ratio))).sort((a, b) => a - b);
  expect(off[off.length >> 1]).toBeLessThan(0.1);
});

test("a signal stops them, and nothing is given", async () => {
  const controller = new AbortController();
  const error = await run
    .halfDatasets({ steps, repeats: 3, signal: controller.signal, progress: () => controller.abort() })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FriedelError);
});

test("data of a single image are refused: one sentence", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i): Row => ({ hkl: [1 + (i % 5), 1 + (i % 4), 1 + (i % 3)], intensity: 10 + i }),
  );
  const single = await merge(unmerged(rows), { metadata: ["dHKL"] }).train({ steps: 5 });
  const error = await single.halfDatasets().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  expect(error).toHaveProperty(
    "message",
    "half data sets: got data of a single image, expected at least two images to divide; is there a batch column?",
  );
});
