/** Oracle: NumPy in float64 (reference/maps/differenceMap.json). */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { differenceCoefficients } from "../../lib/maps/differenceCoefficients.js";
import reference from "../reference/maps/differenceMap.json";

const { cell, dark, sigmaDark, light, sigmaLight, phaseModel: phase } = reference;
const data = { hkl: Int32Array.from(reference.hkl), dark, sigmaDark, light, sigmaLight, phase };
const missing = Number.NaN;

/** Largest difference, angles around the circle. */
function apart(one: ArrayLike<number>, two: readonly number[], period = Number.POSITIVE_INFINITY): number {
  expect(one.length).toBe(two.length);
  return Math.max(
    ...two.map((y, i) => {
      const d = Math.abs(one[i] - y);
      return period < Number.POSITIVE_INFINITY ? Math.abs(d - period * Math.round(d / period)) : d;
    }),
  );
}

function changed(values: readonly number[], at: number, value: number): number[] {
  return values.map((old, i) => (i === at ? value : old));
}

describe("differenceCoefficients", () => {
  test("weights, amplitudes and phases are NumPy's", () => {
    const found = differenceCoefficients(data, { cell });
    expect(Array.from(found.hkl)).toEqual(reference.hkl);
    for (const key of ["weight", "difference", "sigma", "amplitude"] as const)
      expect(apart(found[key], reference.overall[key])).toBeLessThan(1e-10);
    expect(apart(found.phase, reference.overall.phase, 360)).toBeLessThan(1e-10);
    expect(Math.min(...found.phase)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...found.phase)).toBeLessThan(360);
    expect(found.correlation).toBeCloseTo(reference.correlation, 12);
    expect(found.rIso).toBeCloseTo(reference.rIso, 12);
    expect(found.leftOut).toEqual({ missing: 0, sigmaNotPositive: 0, noPhase: 0 });
  });

  test("alpha 1 weighs large differences down more, as Šrajer's weight does", () => {
    const found = differenceCoefficients(data, { cell, alpha: 1 });
    expect(apart(found.weight, reference.alpha1.weight)).toBeLessThan(1e-12);
    const { weight } = differenceCoefficients(data, { cell });
    expect(found.weight.every((w, i) => w <= weight[i])).toBe(true);
  });

  test("weights of all kinds make amplitudes; q weights are those of the dark state's space group", () => {
    const found = differenceCoefficients(data, { cell, weights: "q", spaceGroup: "P 1 2 1" });
    expect(found.weighting).toMatchObject({ kind: "q", shells: 4 });
    const general = differenceCoefficients(data, { cell, weights: "q", spaceGroup: "P 1" });
    const centric = Array.from(found.weight, (_, i) => reference.hkl[3 * i + 1] === 0);
    expect(found.weight.some((w, i) => centric[i] && w > general.weight[i])).toBe(true);
    for (const { amplitude, weight, difference } of [
      found,
      differenceCoefficients(data, { cell, weights: "sigma" }),
    ])
      expect(
        apart(
          amplitude,
          Array.from(weight, (w, i) => Math.abs(w * difference[i])),
        ),
      ).toBeLessThan(1e-12);
  });

  test("without weights the amplitudes are the differences", () => {
    const { weight, amplitude } = differenceCoefficients(data, { cell, weights: "none" });
    expect(new Set(weight)).toEqual(new Set([1]));
    expect(
      apart(
        amplitude,
        reference.overall.difference.map((x) => Math.abs(x)),
      ),
    ).toBeLessThan(1e-10);
  });

  test("the sigma of the light amplitudes is scaled with them", () => {
    const { sigma, scale } = differenceCoefficients(data, { cell, scale: { kind: "bFactor" } });
    expect(sigma[7]).toBeCloseTo(Math.hypot(sigmaDark[7], scale.factors[7] * sigmaLight[7]), 12);
    expect(scale.factors[7]).toBeCloseTo(reference.bFactor.factors[7], 9);
  });

  test("what cannot be used is left out and counted", () => {
    const bad = {
      ...data,
      dark: changed(dark, 0, missing),
      light: changed(light, 1, missing),
      sigmaDark: changed(sigmaDark, 2, 0),
      sigmaLight: changed(sigmaLight, 3, missing),
      phase: changed(phase, 4, missing),
    };
    const { leftOut, hkl, amplitude } = differenceCoefficients(bad, { cell });
    expect(leftOut).toEqual({ missing: 2, sigmaNotPositive: 2, noPhase: 1 });
    expect(Array.from(hkl)).toEqual(reference.hkl.slice(15));
    expect(amplitude.every((value) => value >= 0)).toBe(true);
  });

  test("nothing to go by, arrays that do not fit, the same data twice: one sentence each", () => {
    expect(() => differenceCoefficients({ ...data, dark: [1] }, { cell })).toThrow(
      "difference data, dark: got 1 values, expected 240",
    );
    const none = phase.map(() => missing);
    expect(() => differenceCoefficients({ ...data, phase: none }, { cell })).toThrow(
      "got 240 common reflections and none that can be used (0 without an amplitude, 0 without a positive sigma, 240 without a phase)",
    );
    expect(() => differenceCoefficients({ ...data, light: dark }, { cell })).toThrow(
      "got the same amplitudes in both for all 240 reflections, expected two different data sets",
    );
    expect(() => differenceCoefficients(data, { cell, alpha: -1 })).toThrow(InputError);
  });
});
