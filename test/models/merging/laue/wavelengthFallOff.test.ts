/** B of made-up Laue intensities whose spectrum, Lorentz factor and fall-off are known. */
import { describe, expect, test } from "vitest";
import { wavelengthFallOff } from "../../../../lib/models/merging/laue/wavelengthFallOff.js";
import { fillUniform, randomStream } from "../../../../lib/random/index.js";

const n = 60_000;
const uniform = (name: string) => fillUniform(randomStream(4, name), new Float64Array(n));
const wavelength = uniform("wavelength").map((u) => 0.9 + 0.3 * u);
const inverseDSquared = uniform("resolution").map((u) => 0.01 + 0.24 * u);
const epsilon = uniform("epsilon").map((u) => (u < 0.1 ? 2 : 1));
const wilson = uniform("intensity").map((u) => -Math.log(u));
/** A spectrum with a peak, forty to one. */
const spectrum = (lambda: number) => Math.exp(-(((lambda - 1.02) / 0.05) ** 2) / 2) + 0.025;

function made(bFactor: number) {
  const intensity = wilson.map((e, i) => {
    const [lambda, x] = [wavelength[i], inverseDSquared[i]];
    return e * epsilon[i] * spectrum(lambda) * ((4 * lambda ** 2) / x) * Math.exp((-bFactor / 2) * x);
  });
  return { intensity, wavelength, inverseDSquared, epsilon };
}

describe("B of a Wilson plot for each band of wavelengths", () => {
  // the slope of 12 × 10 cells of 500 exponential intensities has a standard error of about 0.12 Å²
  test.each([5, 20, 45])("%d Å² comes out", (bFactor) => {
    expect(Math.abs((wavelengthFallOff(made(bFactor)) ?? 0) - bFactor)).toBeLessThan(0.6);
  });

  test("stays within 0 to 100 Å²", () => {
    expect(wavelengthFallOff(made(-30))).toBe(0);
    expect(wavelengthFallOff(made(150))).toBe(100);
  });

  test("is unknown where there are too few observations, or no intensity", () => {
    const data = made(20);
    const few = { ...data, intensity: data.intensity.slice(0, 30) };
    expect(wavelengthFallOff(few)).toBeUndefined();
    expect(wavelengthFallOff({ ...data, intensity: data.intensity.map((i) => -i) })).toBeUndefined();
  });
});
