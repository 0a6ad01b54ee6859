/** Oracles: the likelihood itself, p(I) = f(q) dq/dI; simulated observations; a residual worked out by hand. */
import { describe, expect, test } from "vitest";
import { type Distribution, normal, randomStream, studentT } from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import {
  type Likelihood,
  likelihoods,
  normalisedResiduals,
  residualDensity,
  type TrainedLikelihood,
} from "../../../../lib/models/index.js";
import { normalProbability } from "../../../../lib/plots/index.js";
import { logProbabilities, type Row } from "./rows.js";

const { laplace, asinh } = likelihoods;
const network = { name: "proportional", b: "network" } as const;

interface Case {
  readonly name: string;
  readonly likelihood: Likelihood;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly heads?: readonly number[];
}

const errors = { logA: 0.4, logB: -1.1 };
const evans = { SdFac: 0.9, SdB: -0.7, SdAdd: -2.2 };
const cases: readonly Case[] = [
  { name: "normal", likelihood: likelihoods.normal() },
  { name: "Student's t", likelihood: likelihoods.studentT({ degreesOfFreedom: 5 }) },
  { name: "Laplace", likelihood: laplace() },
  {
    name: "normal, proportional",
    likelihood: likelihoods.normal({ errorModel: "proportional" }),
    parameters: errors,
  },
  {
    name: "learned t, b of the network",
    likelihood: likelihoods.studentT({ degreesOfFreedom: "learned", errorModel: network }),
    parameters: { logA: 0.4, degreesOfFreedom: 4.5 },
    heads: [-1.7],
  },
  { name: "Laplace, Evans", likelihood: laplace({ errorModel: "evans" }), parameters: evans },
  { name: "t, Evans", likelihood: likelihoods.studentT({ errorModel: "evans" }), parameters: evans },
  { name: "asinh", likelihood: asinh(), parameters: { logK: 0.3 }, heads: [-0.5] },
  {
    name: "asinh, normal, learned",
    likelihood: asinh({ width: "learned", degreesOfFreedom: Number.POSITIVE_INFINITY }),
    parameters: { width: 0.2, logK: -0.4 },
  },
  { name: "asinh, fixed", likelihood: asinh({ width: 0.3, sigmaFactor: 1.2, degreesOfFreedom: 6 }) },
];

/** As a run folder has it, for so many observations. */
function trained({ likelihood, parameters = {}, heads = [] }: Case, count: number): TrainedLikelihood {
  return {
    description: JSON.parse(JSON.stringify(likelihood.description)),
    fitted: likelihood.fitted?.(parameters),
    heads: heads.map((value) => new Float64Array(count).fill(value)),
  };
}

const columns = (rows: readonly Row[]) => ({
  observed: rows.map(({ observed }) => observed),
  predicted: rows.map(({ predicted }) => predicted),
  sigma: rows.map(({ sigma }) => sigma),
});

describe.each(cases)("$name", (given) => {
  test("the density at the residual, times its slope, is the likelihood", () => {
    const rows: Row[] = [-1.5, 0.4, 6, 90].flatMap((predicted) =>
      [-3, 0.2, 5, 88].map((observed) => ({ predicted, observed, sigma: 1.7 })),
    );
    const of = trained(given, rows.length);
    const shifted = (by: number) =>
      normalisedResiduals(of, columns(rows.map((row) => ({ ...row, observed: row.observed + by }))));
    const [at, above, below] = [0, 1e-4, -1e-4].map(shifted);
    const expected = logProbabilities(given.likelihood, rows, given);
    rows.forEach((_, i) => {
      const slope = (above[i] - below[i]) / 2e-4;
      const found = residualDensity(of).logProbability(at[i]) + Math.log(slope);
      expect(found).toBeCloseTo(expected[i], 7);
    });
  });
});

/** Greatest distance of the distribution of values from a cumulative one (Kolmogorov & Smirnov), times √n. */
function distance(values: Float64Array, distribution: Pick<Distribution, "cdf">): number {
  const n = values.length;
  const apart = values.sort().map((value, k) => Math.abs(distribution.cdf(value) - (k + 0.5) / n));
  return Math.max(...apart) * Math.sqrt(n);
}

describe("residuals of simulated observations", () => {
  const count = 2000;
  const noise = normal({ location: 0, scale: 1 });
  const t = studentT({ location: 0, scale: 1, degreesOfFreedom: 8 });
  const predicted = Float64Array.from({ length: count }, (_, i) => 0.05 * 1.005 ** i);
  const sigma = predicted.map((value) => 0.5 + 0.1 * Math.sqrt(value));
  const draw = (of: Distribution) => {
    const stream = randomStream(7, of.name);
    return Float64Array.from({ length: count }, (_, i) => of.sample(stream, i));
  };
  const trulyNormal = draw(noise);
  const trulyT = draw(t);

  test("are normal where errors are proportional and taken so; with sigmas as they are, they are not", () => {
    const observed = predicted.map(
      (value, i) => value + Math.hypot(1.3 * sigma[i], 0.2 * value) * trulyNormal[i],
    );
    const observations = { observed, predicted, sigma };
    const { description } = likelihoods.normal({ errorModel: "proportional" });
    const fitted = { a: 1.3, b: 0.2 };
    expect(distance(normalisedResiduals({ description, fitted }, observations), noise)).toBeLessThan(1.36);
    const plain = normalisedResiduals({ description: { name: "normal" } }, observations);
    expect(distance(plain, noise)).toBeGreaterThan(5);
  });

  test("follow Student's t where the observations scatter so on the asinh scale, each with a width of its own", () => {
    const heads = [predicted.map((_, i) => -1 + 2 * Math.sin(i))];
    const observed = predicted.map((value, i) => {
      const [a, s] = [Math.log1p(Math.exp(heads[0][i])) + 0.01, 1.4 * sigma[i]];
      return (s / a) * Math.sinh(Math.asinh((a * value) / s) + a * trulyT[i]);
    });
    const found = normalisedResiduals(
      { description: asinh().description, fitted: { k: 1.4 }, heads },
      { observed, predicted, sigma },
    );
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(trulyT[i], 8);
    });
    expect(distance(found, t)).toBeLessThan(1.36);
  });

  test("can be plotted", () => {
    const observed = predicted.map((value, i) => value + sigma[i] * trulyNormal[i]);
    const found = normalisedResiduals(
      { description: likelihoods.normal().description },
      { observed, predicted, sigma },
    );
    const title = JSON.stringify(normalProbability(found).title);
    expect(title).toMatch(/2,000 deviations, slope (0.9[89]|1.0[0-2]) in the middle/);
    expect(residualDensity({ description: laplace().description }).name).toBe("Laplace's distribution");
  });
});

test("a residual by hand: (9 − 5)/√((2·3)² + (0.5·5)²)", () => {
  const { description } = likelihoods.studentT({ errorModel: "proportional" });
  const [found] = normalisedResiduals(
    { description, fitted: { a: 2, b: 0.5 } },
    { observed: [9], predicted: [5], sigma: [3] },
  );
  expect(found).toBeCloseTo(4 / Math.sqrt(36 + 6.25), 14);
});

test("the uncertainty of predictions can be counted in: those 3 σ' off by it are normal again", () => {
  const noise = normal({ location: 0, scale: 1 });
  const [first, second] = ["error", "prediction"].map((name) => randomStream(3, name));
  const rows = Array.from({ length: 2000 }, (_, i) => {
    const [truth, sigma] = [40 + i / 20, 2];
    const predictedSigma = 1 + (i % 7);
    const predicted = truth + predictedSigma * noise.sample(second, i);
    return { predicted, observed: truth + 1.5 * sigma * noise.sample(first, i), sigma, predictedSigma };
  });
  const predictedSigma = rows.map((row) => row.predictedSigma);
  const { description } = likelihoods.normal({ errorModel: "proportional" });
  const of = { description, fitted: { a: 1.5, b: 1e-9 } };
  expect(distance(normalisedResiduals(of, { ...columns(rows), predictedSigma }), noise)).toBeLessThan(1.36);
  expect(distance(normalisedResiduals(of, columns(rows)), noise)).toBeGreaterThan(3);
});

test("counted in on the asinh scale: strong, s(Î)/(a Î) beside 1", () => {
  const { description } = asinh({ width: 0.5, sigmaFactor: 1 });
  const row = { observed: [3e5], predicted: [1e5], sigma: [1] };
  const [plain] = normalisedResiduals({ description }, row);
  const [counted] = normalisedResiduals({ description }, { ...row, predictedSigma: [2e4] });
  expect(plain).toBeCloseTo(2 * Math.log(3), 6);
  expect(counted / plain).toBeCloseTo(1 / Math.hypot(1, 0.2 / 0.5), 8);
});

test("SdB is in the units of the model, the level of the intensities", () => {
  const { description } = likelihoods.normal({ errorModel: "evans" });
  const trained = { description, fitted: { SdFac: 2, SdB: 0.5, SdAdd: 0.1 } };
  const level = 200;
  const [found] = normalisedResiduals(trained, { observed: [900], predicted: [500], sigma: [30], level });
  const variance = 4 * (30 ** 2 + 0.5 * level * 500 + (0.1 * 500) ** 2);
  expect(found).toBeCloseTo(400 / Math.sqrt(variance), 12);
});

test("of a likelihood of the user's own nothing is known", () => {
  const compute = () => normalisedResiduals({ description: { name: "huber" } }, columns([]));
  expect(compute).toThrow(InputError);
  expect(compute).toThrow(
    "normalised residuals: got likelihood huber, expected normal, laplace, studentT or asinh; of another one compute them yourself",
  );
});
