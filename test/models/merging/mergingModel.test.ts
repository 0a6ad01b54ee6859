/** The model of a merge: what it is made of, what it starts from, that its training is a function of its seed alone. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { likelihoods, merge, priors } from "../../../lib/models/index.js";
import { sharedEngine } from "../../../lib/models/platform.js";
import { DivergenceError, memoryStore } from "../../../lib/training/index.js";
import { changed, rotation } from "./tables.js";
import { bits } from "./trained.js";

const { observations } = rotation();
const short = { steps: 40, batchSize: 500, evaluateEvery: 20 };

describe("a model", () => {
  test("describes itself as JSON", () => {
    const model = merge(observations, {
      anomalous: true,
      metadata: ["dHKL", "ROT"],
      scale: { layers: 2, imageScales: false },
      likelihood: likelihoods.normal(),
      prior: priors.wilson({ bFactor: 12 }),
      testFraction: 0.25,
      seed: 7,
      dMin: 4.2,
    });
    const { observations: n, testObservations, ...rest } = model.description;
    expect(rest).toEqual({
      recipe: "default",
      anomalous: true,
      metadata: ["dHKL", "ROT"],
      scale: {
        layers: 2,
        width: 10,
        activation: "leakyRelu",
        initialiser: "identity",
        imageScales: false,
        network: true,
        link: "linear",
        residual: false,
        imageEmbedding: 0,
        oneHotImages: false,
        imageLayers: 0,
        imageTerms: false,
        laueLorentz: false,
        positionalEncoding: null,
        terms: [],
      },
      dataSets: 1,
      likelihood: { name: "normal" },
      prior: { name: "wilson", bFactor: 12 },
      bFactor: 12,
      dMin: 4.2,
      dMax: undefined,
      testFraction: 0.25,
      reflections: model.data.groups.count,
      images: 180,
      seed: 7,
    });
    expect(n).toBe(model.data.test.length);
    expect(testObservations).toBe(model.data.test.filter((flag) => flag === 1).length);
    expect(JSON.parse(JSON.stringify(model.description))).toMatchObject({ prior: { bFactor: 12 } });
  });

  test("counts the mates of a reflection together or apart", () => {
    const [together, apart] = [false, true].map((anomalous) => merge(observations, { anomalous }));
    expect(apart.data.groups.count).toBeGreaterThan(together.data.groups.count);
    expect(merge(observations).data.anomalous).toBe(false);
  });

  test("normalises amplitudes by the fitted fall-off: ⟨E²⟩ is near 1 at every resolution", () => {
    const { data, beginning } = merge(observations, { anomalous: true });
    const halves = [0, 0, 0, 0];
    const middle = 1 / 5 ** 2;
    data.inverseDSquared.forEach((x, g) => {
      const far = x > middle ? 2 : 0;
      halves[far] += beginning.rough.intensity[g] / beginning.expected[g];
      halves[far + 1]++;
    });
    expect(halves[0] / halves[1]).toBeCloseTo(1, 0);
    expect(halves[2] / halves[3]).toBeCloseTo(1, 0);
  });

  test("without image scales does not fit any for its start", () => {
    const { beginning } = merge(observations, { scale: { imageScales: false } });
    expect(beginning.rough.imageScale.every((scale) => scale === 1)).toBe(true);
    expect(merge(observations).beginning.rough.imageScale.some((scale) => scale !== 1)).toBe(true);
  });
});

describe("bits", () => {
  const model = merge(observations, { anomalous: true, testFraction: 0.1 });

  test("are the same for the same seed", async () => {
    const [first, second] = [
      await model.train({ ...short, seed: 3 }),
      await model.train({ ...short, seed: 3 }),
    ];
    expect(bits(second)).toEqual(bits(first));
    const again = merge(observations, { anomalous: true, testFraction: 0.1 });
    expect(bits(await again.train({ ...short, seed: 3 }))).toEqual(bits(first));
  });

  test("are others for another seed", async () => {
    const [first, second] = [
      await model.train({ ...short, seed: 3 }),
      await model.train({ ...short, seed: 4 }),
    ];
    expect(bits(second).parameters.posterior).not.toEqual(bits(first).parameters.posterior);
  });

  test("do not depend on evaluations, checkpoints or reports", async () => {
    const plain = await model.train({ steps: 40, batchSize: 500, evaluateEvery: 1000 });
    let reports = 0;
    const watched = await model.train({
      ...{ steps: 40, batchSize: 500, evaluateEvery: 3, checkpointEvery: 7, folder: memoryStore() },
      reporters: [() => reports++],
      metrics: { mine: (step) => step },
    });
    expect(reports).toBeGreaterThan(0);
    expect(watched.parameters).toEqual(plain.parameters);
  });

  test("of several trainings at a time are those of one after the other", async () => {
    const make = () => merge(observations, { anomalous: true });
    const alone = await make().train(short);
    const [first, second] = await Promise.all([make().train(short), make().train({ ...short, seed: 9 })]);
    expect(bits(first)).toEqual(bits(alone));
    expect(second.parameters.posterior).not.toEqual(first.parameters.posterior);
  });
});

describe("training", () => {
  test("gives the engine its memory back, whatever comes of it", async () => {
    const { memory } = sharedEngine();
    const model = merge(observations);
    await model.train({ steps: 2 });
    const { arenaStart, generation } = memory;
    for (let k = 0; k < 10; k++) {
      await model.train({ steps: 2 });
      await expect(model.train({ steps: 5, learningRate: 1e30 })).rejects.toThrow(DivergenceError);
      await expect(model.train({ steps: 5, evaluateEvery: 0 })).rejects.toThrow(InputError);
    }
    expect(memory.arenaStart).toBe(arenaStart);
    expect(memory.generation).toBe(generation);
  });

  test("follows careless's recipe: full batches at a constant rate from the prior", async () => {
    const model = merge(observations, { recipe: "careless", scale: { layers: 2 } });
    const { history, result } = await model.train({ steps: 30 });
    expect(result.step).toBe(30);
    expect(new Set(history.steps.column("learningRate"))).toEqual(new Set([0.001]));
    const nll = history.steps.column("nll");
    expect(nll[29]).toBeLessThan(nll[0]);
    // the start is the prior's: nothing is known, so nothing is far from it
    expect(history.steps.column("kl")[0]).toBeLessThan(0.1);
  });

  test("starts from the rough merge unless told otherwise", async () => {
    const model = merge(observations, { anomalous: true });
    const [rough, prior] = [
      await model.train({ steps: 1, start: "roughMerge" }),
      await model.train({ steps: 1, start: "prior" }),
    ];
    const first = ({ history }: typeof rough) => history.steps.column("nll")[0];
    expect(first(rough)).toBeLessThan(first(prior) - 1);
    expect(first(await model.train({ steps: 1 }))).toBe(first(rough));
  });

  test("of units ten thousand times as large gives the same amplitudes, a hundred times as large", async () => {
    const large = changed(
      changed(observations, "I", (x) => 1e4 * x),
      "SIGI",
      (x) => 1e4 * x,
    );
    const [one, other] = await Promise.all(
      [observations, large].map((table) => merge(table, { anomalous: true }).train(short)),
    );
    const [f, g] = [one.merged.values("F(+)"), other.merged.values("F(+)")];
    f.forEach((value, row) => {
      if (!Number.isNaN(value)) expect(g[row] / value / 100).toBeCloseTo(1, 1);
    });
  });

  test("takes data of several crystals, each with its images", async () => {
    const other = rotation({ seed: 2 }).observations.derive({ cell: observations.cell });
    const model = merge([observations, other], { anomalous: true, allowMixed: true });
    expect(model.data.images.length).toBe(360);
    const run = await model.train(short);
    expect(new Set(run.predictions.values("file_id"))).toEqual(new Set([0, 1]));
  });
});
