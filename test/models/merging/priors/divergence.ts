/** KL divergences of a prior for a few posteriors, as a training program has them. */
import { type Distribution, truncatedNormal } from "../../../../lib/distributions/index.js";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import type { Prior } from "../../../../lib/models/index.js";
import {
  posteriorNames,
  posteriorValues,
  priorColumn,
  priorReflection,
} from "../../../../lib/models/merging/surrogatePosterior.js";

/** Each stands once as an acentric reflection and once as a centric one. */
export const posteriors: readonly { location: number; scale: number; centric: number }[] = [
  [-1, 0.1],
  [-0.5, 0.3],
  [0, 1],
  [0.886, 0.463],
  [1.5, 0.2],
  [3, 0.01],
].flatMap(([location, scale]) => [0, 1].map((centric) => ({ location, scale, centric })));

/** The posteriors as a distribution. */
export const q: Distribution = truncatedNormal({
  location: posteriors.map(({ location }) => location),
  scale: posteriors.map(({ scale }) => scale),
});

/** KL of each posterior, with the noise of a step. @param columns what the prior provides, for each posterior */
export function divergences(
  prior: Prior,
  step = 0,
  columns: Readonly<Record<string, Float64Array>> = {},
): number[] {
  const program = traceRowProgram((b) => ({
    kl: perRow(prior.divergence(posteriorValues(b), priorReflection(b))),
  }));
  const n = posteriors.length;
  const inputs = {
    columns: {
      [posteriorNames.start]: Float64Array.from(
        posteriors.flatMap(({ location, scale }) => [location, scale]),
      ),
      centric: Float64Array.from(posteriors, ({ centric }) => centric),
      ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [priorColumn(name), values])),
    },
    indices: { [posteriorNames.index]: Int32Array.from({ length: n }, (_, i) => i) },
    parameters: { [posteriorNames.parameter]: new Float64Array(2 * n) },
  };
  return Array.from(runRowProgramReference(program, inputs, { step, gradient: false }).perRow.kl);
}
