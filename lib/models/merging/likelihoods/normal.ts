/**
 * Errors of measurement as the sigmas have them: log p(I) = −z²/2 − log σ − ½ log 2π, z = (I − Î)/σ. Paper 002, section 5;
 * careless's default. One wild observation can spoil its reflection: prefer Student's t.
 */
import type { Likelihood } from "./likelihoodTypes.js";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export function normal(): Likelihood {
  return {
    description: { name: "normal" },
    logProbability: (predicted, observed, sigma) => {
      const z = observed.sub(predicted).div(sigma);
      return z.square().mul(-0.5).sub(sigma.log()).sub(HALF_LOG_TWO_PI);
    },
  };
}
