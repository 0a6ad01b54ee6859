/**
 * The Lorentz factor of Laue spots as a fixed part of the scale, term by term of a spot's harmonics:
 *   log Σ += log(λ⁴/sin²θ) − its mean,   λ⁴/sin²θ = 4 λ² d²,   nothing is trained.
 * A crystal at rest in a white beam: Zachariasen's integrated intensity over a spectrum, International Tables C (2004), section
 * 2.2.1. It is what varies most with resolution, and steepest where spots are fewest: a network that has to learn it bends at
 * low resolution, and F with it. The mean is taken off so that amplitudes keep the units of the intensities.
 */
import { InputError } from "../../../errors.js";
import type { ScaleTermSpec } from "./scaleTermTypes.js";

const NAME = "laueLorentz";

/** Of polychromatic data. */
export function laueLorentz(): ScaleTermSpec {
  return {
    description: { name: NAME },
    build: ({ wavelength, inverseDSquared }) => {
      if (wavelength === undefined)
        throw new InputError(
          "laueLorentz: got data of one wavelength, expected Laue data; leave the term out or merge with laue: true",
        );
      const factor = wavelength.map((lambda, t) => Math.log((4 * lambda ** 2) / inverseDSquared[t]));
      const mean = factor.reduce((sum, value) => sum + value, 0) / Math.max(1, factor.length);
      const values = Float32Array.from(factor, (value) => value - mean);
      return {
        columns: { [NAME]: { width: 1, values } },
        parameters: {},
        logScale: (source) => source.column(NAME),
      };
    },
  };
}
