/**
 * The programs of merging: gradients against central differences in float64 (relative 1e-6), WASM against the reference
 * (1e-5 of scale), and the objective against its formula written out with lib/distributions.
 */
import { describe, expect, test } from "vitest";
import { klDivergence, normal, truncatedNormal, wilsonAmplitude } from "../../../lib/distributions/index.js";
import { type RowInputs, runRowProgramReference } from "../../../lib/kernels/index.js";
import { type Likelihood, likelihoods } from "../../../lib/models/merging/likelihoods/index.js";
import type { ScaleOptions } from "../../../lib/models/merging/mergingOptions.js";
import { columnNames, trainingProgram } from "../../../lib/models/merging/mergingProgram.js";
import { type Prior, priors } from "../../../lib/models/merging/priors/index.js";
import { initialScale, type ScaleModel, scaleProgram } from "../../../lib/models/merging/scale/scaleModel.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { expectGradients } from "../../kernels/gradients.js";
import { expectAgreement } from "../../kernels/wasm/agreement.js";
import { made, madeInputs, smallScale } from "./made.js";

const everyLikelihood: Record<string, Likelihood> = {
  ...Object.fromEntries(Object.entries(likelihoods).map(([name, make]) => [name, make()])),
  "studentT of 16": likelihoods.studentT({ degreesOfFreedom: 16 }),
};
// priors/empirical.test.ts has the columns that the empirical one reads
const everyPrior: Record<Exclude<keyof typeof priors, "empirical">, Prior> = {
  wilson: priors.wilson(),
  // without relations it is Wilson's: relatedPosterior.test.ts has those
  doubleWilson: priors.doubleWilson(),
  custom: priors.custom((e, { centric }) => centric.where(e.square().mul(-0.5), e.log().sub(e.square()))),
};
const scales: Record<string, Partial<ScaleOptions> | "frozen"> = {
  "network and image scales": {},
  network: { imageScales: false },
  "image scales": { network: false },
  "scale 1": { network: false, imageScales: false },
  "log link, residual layers, images as features": {
    link: "log",
    imageScales: false,
    residual: true,
    imageEmbedding: 2,
  },
  "log link, one-hot images, layers of each image": {
    link: "log",
    imageScales: false,
    oneHotImages: true,
    imageLayers: 1,
  },
  frozen: "frozen",
};
const scaleFor = (options: Partial<ScaleOptions> | "frozen", heads: readonly number[] = []) =>
  options === "frozen" ? options : smallScale(options, { heads });
const everyScale = Object.fromEntries(
  Object.entries(scales).map(([name, options]) => [name, scaleFor(options)]),
);
const cases = Object.entries(everyLikelihood).flatMap(([likelihoodName, likelihood]) =>
  Object.entries(everyPrior).flatMap(([priorName, prior]) =>
    Object.entries(scales).map(([scaleName, options]) => {
      const scale = scaleFor(options, likelihood.heads);
      return {
        name: `${likelihoodName}, ${priorName}, ${scaleName}`,
        program: trainingProgram({ likelihood, prior }, scale),
        inputs: madeInputs(scale, { likelihood }),
      };
    }),
  ),
);

describe.each(cases)("$name", ({ program, inputs }) => {
  const options = { seed: 5, step: 3, outputGradients: { nll: 0.9, kl: 1.3 } };

  test("gradients are the slopes of the objective", () => {
    const names = program.parameters.map(({ name }) => name);
    expect(names).toContain(posteriorNames.parameter);
    expectGradients(program, inputs, options, { step: 1e-4 });
  });

  test("WASM agrees with the reference", () => {
    expectAgreement(program, inputs, options);
  });
});

describe("posteriors far below 0, and sharp ones far above it", () => {
  const program = trainingProgram({ likelihood: likelihoods.studentT(), prior: priors.wilson() }, "frozen");

  test.each([
    { lowest: -40, highest: -4 },
    { lowest: 30, highest: 1000 },
  ])("gradients: $lowest to $highest widths", (range) => {
    expectGradients(program, madeInputs("frozen", range), { step: 3 }, { step: 1e-4 });
  });

  // farther below, float32 cannot hold a sample as location + scale z: the Wilson prior keeps posteriors from there
  test.each([
    { lowest: -10, highest: -4 },
    { lowest: 30, highest: 1000 },
  ])("WASM agrees: $lowest to $highest widths", (range) => {
    expectAgreement(program, madeInputs("frozen", range), { step: 3 });
  });
});

/** The posteriors of `inputs`, of each row. */
function posteriors({ columns = {}, indices = {}, parameters }: RowInputs) {
  const start = columns[posteriorNames.start];
  const trained = parameters[posteriorNames.parameter];
  const pairs = Array.from(indices[posteriorNames.index], (g, row) => [
    start[2 * row] + start[2 * row + 1] * trained[2 * g],
    start[2 * row + 1] * Math.exp(trained[2 * g + 1]),
  ]);
  return truncatedNormal({
    location: pairs.map(([location]) => location),
    scale: pairs.map(([, scale]) => scale),
  });
}

test("kl is Σ share KL(q ‖ Wilson)", () => {
  const inputs = madeInputs("frozen");
  const { columns = {} } = inputs;
  const objective = { likelihood: likelihoods.normal(), prior: priors.wilson() };
  const { sums } = runRowProgramReference(trainingProgram(objective, "frozen"), inputs);
  const q = posteriors(inputs);
  const p = wilsonAmplitude({ centric: columns[columnNames.centric] });
  const expected = Array.from(columns[columnNames.share], (share, row) => share * klDivergence(q, p, row));
  expect(sums.kl).toBeCloseTo(
    expected.reduce((sum, kl) => sum + kl, 0),
    8,
  );
});

// E[(I − Î)²] = (I − E Î)² + var Î, with E Î = ⟨Σ⟩ c ⟨E²⟩ and ⟨Î²⟩ = ⟨Σ²⟩ c² ⟨E⁴⟩; ⟨E⁴⟩ by quadrature
test.each(["frozen", "network and image scales"])("nll is unbiased for E_q[−log p], scale: %s", (kind) => {
  const scale = everyScale[kind];
  const inputs = madeInputs(scale);
  const { columns = {} } = inputs;
  const moments = scaleMoments(scale, inputs);
  const q = posteriors(inputs);
  const [intensity, sigma, c] = [columnNames.intensity, columnNames.sigma, columnNames.expected].map(
    (name) => columns[name],
  );
  let expected = 0;
  for (let row = 0; row < made.rows; row++) {
    const [square, fourth] = [2, 4].map((power) => momentOf(q, row, power));
    const [mean, deviation] = moments.map((values) => values[row]);
    const predicted = mean * c[row] * square;
    const variance = (mean ** 2 + deviation ** 2) * c[row] ** 2 * fourth - predicted ** 2;
    expected -= normal({ location: predicted, scale: sigma[row] }).logProbability(intensity[row]);
    expected += variance / (2 * sigma[row] ** 2);
  }
  const program = trainingProgram({ likelihood: likelihoods.normal(), prior: priors.wilson() }, scale);
  const draws = Float64Array.from(
    { length: 1000 },
    (_, step) => runRowProgramReference(program, inputs, { step, gradient: false }).sums.nll,
  );
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / draws.length));
});

function scaleMoments(scale: ScaleModel | "frozen", inputs: RowInputs): ArrayLike<number>[] {
  if (scale === "frozen") {
    const frozen = inputs.columns?.[columnNames.scale] ?? [];
    return [0, 1].map((k) => Float64Array.from({ length: made.rows }, (_, row) => frozen[2 * row + k]));
  }
  const { perRow } = runRowProgramReference(scaleProgram(scale), inputs, { gradient: false });
  return [perRow.mean, perRow.deviation];
}

/** E[E^power] of an element by the trapezium rule over its quantiles' range. */
function momentOf(q: ReturnType<typeof truncatedNormal>, i: number, power: number): number {
  const [low, high] = [q.quantile(1e-14, i), q.quantile(1 - 1e-14, i)];
  const n = 4000;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const x = low + ((high - low) * k) / n;
    sum += (k === 0 || k === n ? 0.5 : 1) * x ** power * Math.exp(q.logProbability(x, i));
  }
  return (sum * (high - low)) / n;
}

describe("the scale at the start", () => {
  test("is 1, with a small deviation, times the image's", () => {
    const scale = everyScale["network and image scales"] as ScaleModel;
    const imageScale = [1, 0.8, 1.1, 2, 0.5];
    const inputs = { ...madeInputs(scale), parameters: initialScale(scale, 3, imageScale) };
    const [mean, deviation] = scaleMoments(scale, inputs);
    const image = inputs.indices?.[columnNames.image] ?? [];
    for (let row = 0; row < made.rows; row++) {
      expect(mean[row]).toBeCloseTo(imageScale[image[row]], 6);
      expect(deviation[row]).toBeCloseTo(Math.log1p(Math.exp(-4)) * imageScale[image[row]], 6);
    }
  });

  test("depends on the seed in its weights", () => {
    const scale = smallScale({ initialiser: "lecunNormal" });
    const weights = (seed: number) => initialScale(scale, seed, [1, 1, 1, 1, 1])["scale/0/weights"];
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  test("has no parameters where it is 1", () => {
    const scale = everyScale["scale 1"] as ScaleModel;
    expect(initialScale(scale, 1, [])).toEqual({});
    const { perRow } = runRowProgramReference(
      scaleProgram(scale),
      { parameters: {} },
      { rowCount: 3, gradient: false },
    );
    expect(perRow.mean).toEqual(Float64Array.of(1, 1, 1));
    expect(perRow.deviation).toEqual(Float64Array.of(0, 0, 0));
  });
});
