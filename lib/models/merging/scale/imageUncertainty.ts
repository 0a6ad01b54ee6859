/**
 * What an image has of its own (coefficients, features) is told by its spots alone, ten or some hundreds, and so known only
 * within errors. Each such number c has a prior, normal(µ, w), and a surrogate posterior, normal(m, s), m and s trained:
 *   −ELBO = … + Σ KL(normal(m, s) ‖ normal(µ, w)),   KL = ½(((m − µ)/w)² + (s/w)² − 1) − log(s/w).
 * A number that nothing tells goes back to its prior instead of following the noise of a few spots, and the errors that
 * scales are left with are in the error model, and so in the amplitudes' posteriors. Every row draws a sample of its own: the
 * expectation of a sum over rows is the same as with one sample for the image, and of less noise. (Kingma & Welling, 2013,
 * arXiv:1312.6114; Kingma, Salimans & Welling, 2015, arXiv:1506.02557.)
 */
import type { RowValue } from "../../../kernels/index.js";
import { type RowSource, renamedSource } from "../rowSource.js";

/** Names of parameters, gathered by image, that hold log s, by the names of those that hold m. */
export type UncertainNumbers = Readonly<Record<string, string>>;

/** The source with samples in place of what is known within errors. */
export function sampledImages(source: RowSource, uncertain: UncertainNumbers): RowSource {
  return {
    ...renamedSource(source, (name) => name),
    gather: (vector, index, width = 1) => {
      const mean = source.gather(vector, index, width);
      if (!Object.hasOwn(uncertain, vector)) return mean;
      const deviation = source.gather(uncertain[vector], index, width).exp();
      return mean.add(deviation.mul(source.noise("normal", { width })));
    },
  };
}

/** KL of numbers each, from z = (m − µ)/w and log(s/w). */
export function normalDivergence(z: RowValue, logRatio: RowValue): RowValue {
  return z.square().add(logRatio.mul(2).exp()).sub(1).mul(0.5).sub(logRatio);
}
