// Oracles: the run whose weights are taken over; parameters that must not have moved, to the bit.
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import {
  type MergeOptions,
  type MergingModel,
  type MergingRun,
  merge,
  priors,
} from "../../../lib/models/index.js";
import { initialScale } from "../../../lib/models/merging/scale/scaleModel.js";
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

  test("of new images stays as it was for the known ones, standardised as then; what new ones have is trained", async () => {
    const batch = Int32Array.from(observations.values("BATCH"));
    const scale = { imageEmbedding: 2, imageTerms: true };
    const first = await merge(
      observations.filter((row) => batch[row] <= 90),
      { ...options, scale },
    ).train(short);
    const { weights } = first;
    const model = merge(
      observations.filter((row) => batch[row] > 60),
      { ...options, scale, initial: { scale: weights }, freeze: "scale" },
    );
    const { mean, deviation } = model.data.metadata;
    expect([mean, deviation]).toEqual([weights.metadata.mean, weights.metadata.deviation]);
    expect(model.takenOver?.counts).toMatchObject({ images: 120, knownImages: 30 });
    expect(model.takenOver?.text).toEqual([
      "scale taken over and frozen, with what 30 of 120 images have of their own; that of 90 new images is trained",
    ]);
    expect(String(model)).toContain(`weights     ${model.takenOver?.text[0]}`);
    const next = await model.train(short);
    const own = Object.keys(weights.rowWidths);
    expect(own).toEqual(expect.arrayContaining(["image/scales", "imageEmbedding/features", "imageTerms"]));
    for (const [name, values] of others(next)) {
      const old = weights.parameters[name];
      if (!own.includes(name)) expect(values, name).toEqual(old);
      else {
        const width = weights.rowWidths[name];
        expect(values.subarray(0, 30 * width), name).toEqual(old.subarray(60 * width));
        for (let image = 30; image < 120; image++)
          expect(values.subarray(width * image, width * (image + 1)), `${name}, ${image}`).not.toEqual(
            startOf(model, name).subarray(width * image, width * (image + 1)),
          );
      }
    }
    expect(next.ccPred().overall.test.spearman).toBeGreaterThan(0.9);
  });

  test("of new images alone: they start at the mean of the old ones, the first is no longer the unit", async () => {
    const batch = Int32Array.from(observations.values("BATCH"));
    const scale = { imageEmbedding: 2 };
    const first = await merge(
      observations.filter((row) => batch[row] <= 90),
      { ...options, scale },
    ).train(short);
    const later = observations.filter((row) => batch[row] > 90);
    const model = merge(later, { ...options, scale, initial: { scale: first.weights }, freeze: "scale" });
    const features = startOf(model, "imageEmbedding/features");
    const known = first.weights.parameters["imageEmbedding/features"];
    for (const j of [0, 1]) {
      const mean = known.filter((_, k) => k % 2 === j).reduce((sum, x) => sum + x / 90, 0);
      expect(features[2 * 17 + j]).toBeCloseTo(mean, 6);
    }
    const average = (values: Float32Array) => values.reduce((sum, x) => sum + x / values.length, 0);
    const factors = startOf(model, "image/scales");
    expect(average(factors)).toBeCloseTo(average(first.weights.parameters["image/scales"]), 5);
    const next = await model.train(short);
    expect(next.parameters["image/scales"][0]).not.toBe(factors[0]);
    expect(next.ccPred().overall.test.spearman).toBeGreaterThan(0.9);
  });

  test("with a warm-up: it brings what new images have of their own to the data, and nothing else", async () => {
    const batch = Int32Array.from(observations.values("BATCH"));
    const log = { scale: { link: "log", imageScales: false, imageEmbedding: 2, imageTerms: true } } as const;
    const first = await merge(
      observations.filter((row) => batch[row] <= 90),
      { ...options, ...log },
    ).train({ ...short, warmUpSteps: 60 });
    const { weights } = first;
    const later = observations.filter((row) => batch[row] > 60);
    const model = merge(later, { ...options, ...log, initial: { scale: weights }, freeze: "scale" });
    const still = { ...short, steps: 1, learningRate: 1e-12 };
    const next = await model.train({ ...still, warmUpSteps: 40 });
    for (const [name, values] of others(next)) {
      const old = weights.parameters[name];
      const width = weights.rowWidths[name];
      if (width === undefined) expect(values, name).toEqual(old);
      else {
        expect(values.subarray(0, 30 * width), name).toEqual(old.subarray(60 * width));
        expect(values.subarray(30 * width), name).not.toEqual(startOf(model, name).subarray(30 * width));
      }
    }
    // the rough merge that the posteriors start from is better for it
    const cold = await model.train({ ...still, warmUpSteps: 0 });
    const loss = ({ history }: MergingRun) => history.steps.column("nll")[0];
    expect(loss(next)).toBeLessThan(loss(cold));
  });
});

/** Where a parameter of the scale starts. */
function startOf(model: MergingModel, name: string): Float32Array {
  const initial = initialScale(model.scale, 0, model.beginning.rough.imageScale);
  return (model.takenOver?.scale(initial) ?? initial)[name];
}

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

describe("amplitudes that hang together", () => {
  const prior = priors.doubleWilson({ mates: 0.98 });
  const strong = (mine: ArrayLike<number>, theirs: ArrayLike<number>) =>
    Array.from(mine, (f, i) => f / theirs[i]).filter(Number.isFinite);

  test("come from a run of that prior and stay, frozen, what they were, with their errors", async () => {
    const tied = await merge(observations, { ...options, prior }).train({ ...short, steps: 150 });
    const next = await again({ prior, initial: { amplitudes: tied.weights }, freeze: "amplitudes" });
    for (const label of ["F(+)", "F(-)"])
      for (const ratio of strong(next.merged.values(label), tied.merged.values(label)))
        expect(Math.abs(ratio - 1)).toBeLessThan(2e-3);
    for (const label of ["SIGF(+)", "SIGF(-)"])
      for (const ratio of strong(next.merged.values(label), tied.merged.values(label)))
        expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
  });

  test("come from a run in which each stood by itself: F stays", async () => {
    const next = await again({ prior, initial: { amplitudes: run.weights }, freeze: "amplitudes" });
    for (const label of ["F(+)", "F(-)"])
      for (const ratio of strong(next.merged.values(label), run.merged.values(label)))
        expect(Math.abs(ratio - 1)).toBeLessThan(5e-3);
  });

  test("go to one in which each stands by itself: F and SIGF stay", async () => {
    const tied = await merge(observations, { ...options, prior }).train(short);
    const next = await again({ initial: { amplitudes: tied.weights }, freeze: "amplitudes" });
    for (const label of ["F(+)", "SIGF(+)", "F(-)", "SIGF(-)"])
      for (const ratio of strong(next.merged.values(label), tied.merged.values(label)))
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-4);
  });
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
    await expect(again({ initial: { scale: weights }, scale: { layers: 3 } })).rejects.toThrow(
      /^weights, scale\/3\/weights: got \d+ numbers, expected none; they are of another scale model/,
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
  });
});
