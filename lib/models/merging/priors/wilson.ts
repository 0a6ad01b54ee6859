/**
 * Wilson's prior: atoms placed at random. Of normalised amplitudes E = F/√(εΣ),
 *   acentric  p(E) = 2E exp(−E²),      centric  p(E) = √(2/π) exp(−E²/2)
 * (Wilson, 1949; paper 002, section 5), with Σ = exp(−B/(2d²)). KL(q‖p) of a truncated normal q in closed form:
 *   acentric  −H(q) − log 2 − E[log E] + E[E²],      centric  −H(q) + ½ log(π/2) + ½ E[E²].
 * careless estimates it from one sample instead.
 */
import { InputError } from "../../../errors.js";
import type { Prior } from "./priorTypes.js";

/** Options of {@link wilson}. */
export interface WilsonOptions {
  /** Fall-off with resolution, Å², or "fitted" to the data (default). 0: flat, as careless has it by default. */
  readonly bFactor?: number | "fitted";
}

const HALF_LOG_HALF_PI = 0.5 * Math.log(Math.PI / 2);

/** @throws InputError unless B is finite or "fitted" */
export function wilson({ bFactor = "fitted" }: WilsonOptions = {}): Prior {
  if (bFactor !== "fitted" && !Number.isFinite(bFactor))
    throw new InputError(`Wilson prior: got a B factor of ${bFactor}, expected a number in Å² or "fitted"`);
  return {
    description: { name: "wilson", bFactor },
    bFactor,
    divergence: ({ entropy, meanSquare, meanLog }, { centric }) => {
      const acentric = meanSquare.sub(meanLog).sub(Math.LN2);
      return centric.where(meanSquare.mul(0.5).add(HALF_LOG_HALF_PI), acentric).sub(entropy);
    },
  };
}
