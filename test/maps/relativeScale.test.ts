/** Oracle: NumPy (reference/maps/differenceMap.json), and scales that are put in. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { relativeScale } from "../../lib/maps/relativeScale.js";
import reference from "../reference/maps/differenceMap.json";

const { dark, light, inverseDSquared } = reference;

function largestDifference(one: ArrayLike<number>, two: ArrayLike<number>): number {
  expect(one.length).toBe(two.length);
  return Math.max(...Array.from(one, (x, i) => Math.abs(x - two[i]) / Math.abs(two[i])));
}

describe("relativeScale", () => {
  test("overall: the ratio of the sums, for all alike", () => {
    const scale = relativeScale(dark, light, inverseDSquared);
    expect(scale.overall / reference.overall.k).toBeCloseTo(1, 12);
    expect(scale.bFactor).toBeUndefined();
    expect(new Set(scale.factors)).toEqual(new Set([scale.overall]));
  });

  test("bFactor: the line through the shells, as NumPy fits it", () => {
    const scale = relativeScale(dark, light, inverseDSquared, { kind: "bFactor" });
    expect(scale.overall / reference.bFactor.k).toBeCloseTo(1, 10);
    expect(scale.bFactor).toBeCloseTo(reference.bFactor.b, 8);
    expect(largestDifference(scale.factors, reference.bFactor.factors)).toBeLessThan(1e-11);
  });

  test("shells: linear between their means, as NumPy interpolates", () => {
    const scale = relativeScale(dark, light, inverseDSquared, { kind: "shells" });
    expect(largestDifference(scale.factors, reference.shells.factors)).toBeLessThan(1e-12);
  });

  test("finds the scale and B that were put in, up to the width of a shell", () => {
    const d2 = Array.from({ length: 4000 }, (_, i) => 0.0005 + i / 10000);
    const first = d2.map((_, i) => 50 + (i % 7));
    const second = first.map((f, i) => f / (1.4 * Math.exp((-6 * d2[i]) / 4)));
    const { overall, bFactor, factors } = relativeScale(first, second, d2, { kind: "bFactor" });
    expect(overall).toBeCloseTo(1.4, 3);
    expect(bFactor).toBeCloseTo(6, 2);
    expect(factors[4000 - 1]).toBeCloseTo(1.4 * Math.exp((-6 * d2[3999]) / 4), 3);
    const shells = relativeScale(first, second, d2, { kind: "shells" });
    expect(shells.factors[2000]).toBeCloseTo(1.4 * Math.exp((-6 * d2[2000]) / 4), 3);
  });

  test("sums that are not positive and too few reflections are refused", () => {
    expect(() => relativeScale([1, 2], [0, 0], [0.1, 0.2])).toThrow(
      "scale of two sets of amplitudes: got sums of 3 and 0 over 2 reflections, expected both positive",
    );
    expect(() => relativeScale([1, 2], [1, 2], [0.1, 0.2], { kind: "bFactor" })).toThrow(
      /got 2 reflections, expected at least 100; use the overall scale/,
    );
    expect(() => relativeScale(dark, light, inverseDSquared, { kind: "shells", shells: 1 })).toThrow(
      InputError,
    );
  });
});
