/** What holds for every likelihood: a density, with the gradient of its value, in float32 too, and finite far out. */
import { describe, expect, test } from "vitest";
import { runRowProgramReference } from "../../../../lib/kernels/index.js";
import type { Likelihood } from "../../../../lib/models/index.js";
import { expectGradients } from "../../../kernels/gradients.js";
import { engines, expectAgreement } from "../../../kernels/wasm/agreement.js";
import reference from "../../../reference/models/likelihoods.json";
import {
  likelihoodInputs,
  likelihoodProgram,
  logProbabilities,
  type Row,
  type TrainedValues,
} from "./rows.js";

/** A likelihood with values of what it trains. */
export interface LikelihoodCase {
  readonly name: string;
  readonly likelihood: Likelihood;
  readonly values?: TrainedValues;
  /** Whether the density has a kink at the prediction, where differences know nothing of the gradient. */
  readonly kinked?: boolean;
}

const row = (predicted: number, z: number, sigma: number): Row => ({
  predicted,
  observed: predicted + z * sigma,
  sigma,
});
const steps = [-7, -2.2, -0.6, 0, 0.3, 1.4, 5];
const groups: Readonly<Record<string, readonly Row[]>> = {
  weak: steps.flatMap((z) => [-0.4, 1e-3, 0.3, 2].map((predicted) => row(predicted, z, 1.3))),
  strong: steps.flatMap((z) => [-900, -40, 25, 310, 4100].map((predicted) => row(predicted, z, 2.1))),
  outlying: [-900, -40, 60, 3000].flatMap((z) => [0.2, 70].map((predicted) => row(predicted, z, 0.7))),
};

/** Far from what ever happens: a million σ off, σ tiny, I negative, Î tiny, or 0, or as observed. */
const extremes: readonly Row[] = [
  ...[1e6, -1e6].flatMap((z) => [1e-3, 1, 1e3].flatMap((s) => [0, 1e-20, 1, 1e5].map((p) => row(p, z, s)))),
  ...[1e-10, 1e-5].flatMap((sigma) => [
    { predicted: 1, observed: 100, sigma },
    { predicted: 100, observed: -1, sigma },
    { predicted: -100, observed: -1, sigma },
    { predicted: 1e-30, observed: 1e-30, sigma },
    { predicted: 1e4, observed: 1e4, sigma },
  ]),
  { predicted: 0, observed: 0, sigma: 1 },
  { predicted: 1e-30, observed: -1e6, sigma: 1e-3 },
  { predicted: -1e6, observed: 1e6, sigma: 1 },
];

const SIGMA = 1.3;

/** ∫ p(I) dI by Simpson's rule in u, I = centre + σ sinh u: fine steps about 0 and the prediction, long ones far out. */
function integral(subject: LikelihoodCase, predicted: number): number {
  const [lower, middle, upper] = [0, predicted / 2, predicted].sort((a, b) => a - b);
  return (
    panel(subject, predicted, lower, -Infinity, lower) +
    panel(subject, predicted, lower, lower, middle) +
    panel(subject, predicted, upper, middle, upper) +
    panel(subject, predicted, upper, upper, Infinity)
  );
}

/** Reach of u, and its greatest step. */
const [FAR, STEP] = [100, 0.01];

function panel(
  { likelihood, values }: LikelihoodCase,
  predicted: number,
  centre: number,
  from: number,
  to: number,
): number {
  const [low, high] = [from, to].map((x) => Math.max(-FAR, Math.min(FAR, Math.asinh((x - centre) / SIGMA))));
  if (low === high) return 0;
  const n = 2 * Math.ceil((high - low) / STEP / 2);
  const u = Array.from({ length: n + 1 }, (_, k) => low + ((high - low) * k) / n);
  const rows = u.map((x) => ({ predicted, observed: centre + SIGMA * Math.sinh(x), sigma: SIGMA }));
  const simpson = (k: number) => (k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2) / 3;
  return logProbabilities(likelihood, rows, values).reduce(
    (sum, value, k) => sum + (simpson(k) * Math.exp(value) * SIGMA * Math.cosh(u[k]) * (high - low)) / n,
    0,
  );
}

export function describeLikelihood(subject: LikelihoodCase): void {
  const { name, likelihood, values } = subject;
  const program = likelihoodProgram(likelihood);
  const inputs = (rows: readonly Row[]) => likelihoodInputs(likelihood, rows, values);

  describe(name, () => {
    test.each([-3, 0, 0.2, 8, 400])("is a density of the observation: predicted %d of σ 1.3", (predicted) => {
      expect(integral(subject, predicted)).toBeCloseTo(1, 8);
    });

    test.each(Object.keys(groups))("has the gradient of its value: %s", (group) => {
      for (const single of groups[group])
        if (!subject.kinked || single.observed !== single.predicted)
          expectGradients(program, inputs([single]));
    });

    test.each(Object.keys(groups))("is the same in float32 to 1e-5: %s", (group) => {
      expectAgreement(program, inputs(groups[group]));
    });

    test("is finite, and so is its gradient, far from what ever happens", () => {
      const given = inputs(extremes);
      const results = [
        runRowProgramReference(program, given),
        ...engines().map((engine) => {
          const prepared = engine.prepare(program, given);
          const result = prepared.run(given.parameters);
          prepared.release();
          return result;
        }),
      ];
      for (const { perRow, gradients } of results) {
        perRow.out.forEach((value, i) => {
          expect(Number.isFinite(value), `${value} at ${JSON.stringify(extremes[i])}`).toBe(true);
        });
        for (const [parameter, gradient] of Object.entries(gradients))
          gradient.forEach((value, i) => {
            expect(
              Number.isFinite(value),
              `d/d ${parameter}: ${value} at ${JSON.stringify(extremes[i])}`,
            ).toBe(true);
          });
      }
    });
  });
}

/** Holds a likelihood to the values of SciPy and mpmath; returns how many cases there were. */
export function expectReference(
  name: string,
  make: (options: never) => Likelihood,
  errors: "none" | "proportional" | "evans" = "none",
): number {
  const cases = reference.cases.filter(({ name: of, options }) => {
    const model = "errorModel" in options ? options.errorModel : "none";
    return of === name && (typeof model === "string" ? model : model?.name) === errors;
  });
  for (const { options, parameters, head, logProbability } of cases) {
    const given = Object.fromEntries(
      Object.entries(options).map(([key, value]) => [key, value === "Infinity" ? Infinity : value]),
    );
    const found = logProbabilities(make(given as never), reference.observations, {
      parameters: parameters as Record<string, number>,
      heads: head === null ? [] : [head],
    });
    found.forEach((value, i) => {
      const scale = Math.max(1, Math.abs(logProbability[i]));
      const where = `${name} ${JSON.stringify(options)} at ${JSON.stringify(reference.observations[i])}`;
      expect(Math.abs(value - logProbability[i]) / scale, where).toBeLessThan(1e-11);
    });
  }
  return cases.length;
}
