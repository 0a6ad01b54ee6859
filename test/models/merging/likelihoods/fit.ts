/** What a likelihood trains, found by maximum likelihood with the predictions known: Adam on the engine that merges. */
import { type Distribution, randomStream } from "../../../../lib/distributions/index.js";
import { RowEngine } from "../../../../lib/kernels/index.js";
import type { Likelihood } from "../../../../lib/models/index.js";
import { likelihoodInputs, likelihoodProgram, type Row } from "./rows.js";

/** @returns what `fitted` of the likelihood makes of the parameters after so many steps, from its own start */
export function fitted(likelihood: Likelihood, rows: readonly Row[], steps = 400): Record<string, number> {
  const start = likelihoodInputs(likelihood, rows);
  const prepared = new RowEngine({ variant: "plain" }).prepare(likelihoodProgram(likelihood), start);
  const names = Object.keys(likelihood.parameters ?? {});
  const values = names.map((name) => likelihood.parameters?.[name] ?? 0);
  const [first, second] = [values.map(() => 0), values.map(() => 0)];
  for (let step = 1; step <= steps; step++) {
    const parameters = { ...start.parameters };
    for (const [k, name] of names.entries()) parameters[`likelihood/${name}`] = Float64Array.of(values[k]);
    const { gradients } = prepared.run(parameters);
    const rate = 0.05 * (1 + Math.cos((Math.PI * step) / steps)) + 1e-3;
    for (const [k, name] of names.entries()) {
      const gradient = gradients[`likelihood/${name}`][0];
      first[k] += 0.1 * (gradient - first[k]);
      second[k] += 0.01 * (gradient ** 2 - second[k]);
      const corrected = first[k] / (1 - 0.9 ** step) / Math.sqrt(second[k] / (1 - 0.99 ** step));
      values[k] += rate * corrected;
    }
  }
  return { ...likelihood.fitted?.(Object.fromEntries(names.map((name, k) => [name, values[k]]))) };
}

/** Observations from 0.05 to 1,000 whose residuals follow a distribution. @param observe makes one of a residual */
export function simulated(
  residuals: Distribution,
  observe: (predicted: number, sigma: number, residual: number) => number,
  count = 3000,
): Row[] {
  const stream = randomStream(11, "residuals");
  return Array.from({ length: count }, (_, i) => {
    const predicted = 0.05 * 20_000 ** (i / count);
    const sigma = (0.3 + 0.3 * Math.sqrt(predicted)) * (1 + 0.5 * Math.sin(i));
    return { predicted, sigma, observed: observe(predicted, sigma, residuals.sample(stream, i)) };
  });
}
