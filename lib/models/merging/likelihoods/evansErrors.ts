/**
 * The error model of SCALA and Aimless, its three numbers trained (Evans, 2011, Acta Cryst. D67, 282; Evans, 2006, D62, 72):
 *   σ'² = SdFac² (σ² + SdB ⟨I⟩ + (SdAdd ⟨I⟩)²).
 * SdFac and SdAdd are pure numbers, SdB is in units of the intensity, here those of the model. For the mean of the
 * equivalents ⟨I⟩ stands the predicted intensity, and 0 in the SdB term where that is negative. Each is the softplus of
 * what is trained, as in careless 0.5.4, which instead takes the softplus of the predicted intensity in both terms, and
 * trains the factor of ⟨I⟩² itself, the square of SdAdd. SdFac starts at 1, SdB and SdAdd at 0.02; careless starts all
 * three at 1, errors as large as the intensities: with the normal likelihood a fit to PYP's Laue data then explained its
 * observations by errors, and predicted nothing (CCpred 0.07).
 */
import type { ErrorModel } from "./errorModelTypes.js";
import { softplus, softplusInverse } from "./transforms.js";

const START_FACTOR = softplusInverse(1);
const START_REST = softplusInverse(0.02);

export function evansErrors(): ErrorModel {
  return {
    description: { name: "evans" },
    parameters: { SdFac: START_FACTOR, SdB: START_REST, SdAdd: START_REST },
    heads: [],
    inflation: (predicted, sigma, { parameter }) => {
      const [factor, b, add] = ["SdFac", "SdB", "SdAdd"].map((name) => parameter(name).softplus());
      const counting = b.mul(predicted.max(0).div(sigma).div(sigma));
      const relative = add.mul(predicted.div(sigma)).square();
      return factor.square().mul(counting.add(relative).add(1));
    },
    fitted: ({ SdFac, SdB, SdAdd }) => ({
      SdFac: softplus(SdFac),
      SdB: softplus(SdB),
      SdAdd: softplus(SdAdd),
    }),
    inflationOf: (predicted, sigma, { SdFac, SdB, SdAdd }) =>
      SdFac ** 2 * (1 + (SdB * Math.max(predicted, 0)) / sigma / sigma + ((SdAdd * predicted) / sigma) ** 2),
  };
}
