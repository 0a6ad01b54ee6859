// Oracles: the run whose weights are taken over; parameters that must not have moved, to the bit.
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { type MergeOptions, type MergingRun, merge, priors } from "../../../lib/models/index.js";
import { pearson } from "../../../lib/statistics/index.js";
import { memoryStore } from "../../../lib/training/index.js";
import { changed, rotation } from "./tables.js";
import { bits } from "./trained.js";

const { observations } = rotation();
const options = { anomalous: true, testFraction: 0.1 } as const;
const short = { steps: 40, evaluateEvery: 20, reporters: [] };

let run: MergingRun;
beforeAll(async () => {
  run = await merge(observations, options).train({ ...short, steps: 150 });
});

const others = (of: MergingRun) => Object.entries(of.parameters).filter(([name]) => name !== "posterior");
const again = (more: MergeOptions, table = observations) =>
  merge(table, { ...options, ...more }).train(short);

describe("a frozen scale", () => {
  test("is the same to the bit, and so are the scales of all observations; amplitudes are trained", async () => {
    const next = await again({ initial: { scale: run.weights }, freeze: "scale" });
    expect(others(next)).toEqual(expect.arrayContaining(others(run)));
    expect(next.scales.mean).toEqual(run.scales.mean);
    expect(next.parameters.posterior.some((value) => value !== 0)).toBe(true);
    expect(next.ccPred().overall.test.spearman).toBeGreaterThan(0.9);
  });

  test("with the amplitudes too gives the same predictions before it has learned anything", async () => {
    const both = { scale: run.weights, amplitudes: run.weights };
    const next = await again({ initial: both, freeze: "amplitudes" });
    expect(next.merged.values("F(+)").every((f, i) => same(f, run.merged.values("F(+)")[i]))).toBe(true);
    const model = merge(observations, { ...options, initial: both, freeze: "scale" });
    const still = await model.train({ ...short, steps: 1, posteriorLearningRate: 1e-12 });
    const [mine, theirs] = [still, run].map(({ predictions }) => predictions.values("Ipred"));
    mine.forEach((value, i) => {
      expect(Math.abs(value / theirs[i] - 1)).toBeLessThan(1e-5);
    });
  });

  test("of new images keeps what all share, standardised as then, and trains what each image has", async () => {
    const batch = Int32Array.from(observations.values("BATCH"));
    const first = await merge(
      observations.filter((row) => batch[row] <= 90),
      options,
    ).train(short);
    const { weights } = first;
    const model = merge(
      observations.filter((row) => batch[row] > 60),
      { ...options, initial: { scale: weights }, freeze: "scale" },
    );
    const { mean, deviation } = model.data.metadata;
    expect([mean, deviation]).toEqual([weights.metadata.mean, weights.metadata.deviation]);
    expect(model.takenOver?.counts).toMatchObject({ images: 120, knownImages: 30 });
    const next = await model.train(short);
    for (const [name, values] of others(next)) {
      if (name === "image/scales") expect(values).not.toEqual(weights.parameters[name]);
      else expect(values).toEqual(weights.parameters[name]);
    }
  });
});

const same = (a: number, b: number) => (Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a / b - 1) < 1e-5);

describe("frozen amplitudes", () => {
  test("do not change, though the data do; the scale learns", async () => {
    const noisy = changed(observations, "I", (old, row) => (row % 3 === 0 ? 1.3 * old + 20 : old));
    const next = await again({ initial: { amplitudes: run.weights }, freeze: "amplitudes" }, noisy);
    const [mine, theirs] = [next, run].map(({ merged }) => merged.values("F(+)"));
    const ratios = Array.from(mine, (f, i) => f / theirs[i]).filter(Number.isFinite);
    expect(ratios.length).toBeGreaterThan(200);
    // B of the new data is another, and E are brought to it: F keeps its shape, up to the level
    for (const ratio of ratios) expect(ratio / ratios[0]).toBeCloseTo(1, 4);
    expect(next.parameters["scale/0/weights"]).not.toEqual(run.parameters["scale/0/weights"]);
  });

  test("of reflections that the weights do not have stay at the prior", async () => {
    const part = observations.filter((row) => row % 5 !== 0 && observations.values("H")[row] !== 2);
    const few = await merge(part, options).train(short);
    const next = await again({ initial: { amplitudes: few.weights }, freeze: "amplitudes" });
    const { reflections, knownReflections } = next.model.takenOver?.counts ?? {
      reflections: 0,
      knownReflections: 0,
    };
    expect(knownReflections).toBeGreaterThan(0);
    expect(knownReflections).toBeLessThan(reflections);
    const { start } = next.context;
    const { groups, centric, observations: data } = next.model.data;
    const unknown = Array.from({ length: groups.count }, (_, g) => g).filter(
      (g) => data.hkl[3 * groups.reflection[g]] === 2 && !centric[g],
    );
    expect(unknown.length).toBeGreaterThan(0);
    for (const g of unknown) expect(start.location[g]).toBe(Math.fround(Math.sqrt(Math.PI) / 2));
  });

  test("that are not frozen are where the next training starts", async () => {
    const next = merge(observations, { ...options, initial: { amplitudes: run.weights } });
    const still = await next.train({ ...short, steps: 1, posteriorLearningRate: 1e-12 });
    const [mine, theirs] = [still, run].map(({ merged }) => Array.from(merged.values("F(+)")));
    const both = mine.flatMap((f, i) => (Number.isFinite(f + theirs[i]) ? [i] : []));
    const correlation = pearson(
      both.map((i) => mine[i]),
      both.map((i) => theirs[i]),
    );
    expect(correlation).toBeGreaterThan(0.999999);
  });
});

test("a run that was stopped goes on to the same bits", async () => {
  const initial = { scale: run.weights, amplitudes: run.weights };
  const model = () => merge(observations, { ...options, initial, freeze: "scale" });
  const folder = memoryStore();
  const controller = new AbortController();
  const watch = (stop: number) => ({
    metrics: {
      watched: (done: number) => {
        if (done === stop) controller.abort();
        return done;
      },
    },
  });
  const stopped = await model().train({ ...short, ...watch(20), folder, signal: controller.signal });
  expect(stopped.result.state).toBe("stopped");
  const resumed = await model().train({ ...short, ...watch(-1), folder, resume: true });
  expect(bits(resumed)).toEqual(bits(await model().train({ ...short, ...watch(-1) })));
  const other = merge(observations, { ...options, initial: { scale: run.weights } });
  await expect(other.train({ ...short, folder, resume: true })).rejects.toThrow(InputError);
});

describe("bad input: one sentence", () => {
  test.each([
    [
      { freeze: "scale" },
      "freeze: got scale without weights, expected initial: { scale: run.weights } with it",
    ],
    [{ freeze: "all" }, "freeze: got all, expected scale or amplitudes"],
  ])("%o", (more, message) => {
    expect(() => merge(observations, { ...options, ...(more as MergeOptions) })).toThrow(InputError);
    expect(() => merge(observations, { ...options, ...(more as MergeOptions) })).toThrow(message);
  });

  test("metadata, widths, cells and mates that do not fit", async () => {
    const { weights } = run;
    expect(() =>
      merge(observations, { ...options, initial: { scale: weights }, metadata: ["dHKL"] }),
    ).toThrow(/^metadata: got dHKL, expected .* in this order, which the scale taken over was trained with/);
    await expect(again({ initial: { scale: weights }, scale: { width: 7 } })).rejects.toThrow(
      /^weights, scale\/0\/weights: got \d+ numbers, expected \d+; they are of another scale model/,
    );
    const { cell } = observations;
    const wide = observations.derive({ cell: [1.2 * cell.a, cell.b, cell.c, 90, 90, 90] });
    expect(() => merge(wide, { ...options, initial: { amplitudes: weights } })).toThrow(
      /^weights: got amplitudes of the cell 30 .*expected edges within 1 % and angles within 1° of 36 /,
    );
    const none = {
      ...weights,
      amplitudes: { ...weights.amplitudes, dataSet: weights.amplitudes.dataSet.map(() => 5) },
    };
    expect(() => merge(observations, { ...options, initial: { amplitudes: none } })).toThrow(
      /^weights: got amplitudes of none of the reflections/,
    );
    expect(() =>
      merge([observations, observations], {
        ...{ separate: true, initial: { amplitudes: weights } },
        prior: priors.doubleWilson({ parents: [undefined, 0] as never, r: 0.9 } as never),
      }),
    ).toThrow(InputError);
  });
});
