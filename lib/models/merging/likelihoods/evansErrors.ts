/**
 * The error model of SCALA and Aimless, its three numbers trained (Evans, 2011, Acta Cryst. D67, 282; Evans, 2006, D62, 72):
 *   σ'² = SdFac² (σ² + SdB ⟨I⟩ + (SdAdd ⟨I⟩)²).
 * SdFac and SdAdd are pure numbers, SdB is in units of the intensity, here those of the model. For the mean of the
 * equivalents ⟨I⟩ stands the predicted intensity, and 0 in the SdB term where that is negative. Each is the softplus of
 * what is trained and starts at 1, as careless 0.5.4 has it; careless instead takes the softplus of the predicted intensity
 * in both terms, and trains the factor of ⟨I⟩² itself, the square of SdAdd.
 */
import type { ErrorModel } from "./errorModelTypes.js";
import { softplus, softplusInverse } from "./transforms.js";

const START = softplusInverse(1);

export function evansErrors(): ErrorModel {
  return {
    description: { name: "evans" },
    parameters: { SdFac: START, SdB: START, SdAdd: START },
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
