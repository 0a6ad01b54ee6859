/** m and s of amplitudes that hang on others, found again from the moments that they have (relatedMoments.ts). */
import { describe, expect, test } from "vitest";
import { relatedMoments } from "../../../lib/models/merging/relatedMoments.js";
import { relatedStart } from "../../../lib/models/merging/relatedStart.js";

/** Families of three: the second hangs on the first, the third on the second. */
const families = [
  { first: [1.4, 0.1], second: [0.8, 0.4], third: [-0.6, 0.7], centric: 0 },
  { first: [0.7, 0.3], second: [-0.4, 0.9], third: [0.3, 1.1], centric: 1 },
  { first: [0.2, 0.3], second: [1.2, 0.5], third: [2, 0.3], centric: 0 },
  // at the cut at 0, where the moments hardly tell m from s
  { first: [-0.3, 0.4], second: [-0.5, 0.8], third: [0.5, 0.6], centric: 1 },
];

const flat = (of: number) =>
  Float32Array.from(families.flatMap(({ first, second, third }) => [first[of], second[of], third[of]]));
const n = 3 * families.length;
const centric = Uint8Array.from({ length: n }, (_, g) => families[Math.floor(g / 3)].centric);
const relations = {
  parent: Int32Array.from({ length: n }, (_, g) => (g % 3 === 0 ? -1 : g - 1)),
  relation: new Int32Array(n),
  depth: 2,
  first: Float32Array.of(0),
  learned: false,
};

describe.each([0.9, 0.99])("r = %d", (r) => {
  const parts = { centric, relations, variance: [1 - r * r] };
  const [location, scale] = [flat(0), flat(1)];
  const { mean, standardDeviation: deviation } = relatedMoments({ ...parts, location, scale });
  const all = new Uint8Array(n).fill(1);

  /** Moments with the children that were found. */
  const momentsWith = (values: Float32Array) =>
    relatedMoments({
      ...parts,
      location: location.map((value, g) => (g % 3 === 0 ? value : values[2 * g])),
      scale: scale.map((value, g) => (g % 3 === 0 ? value : Math.exp(values[2 * g + 1]))),
    });

  test("m and s of children, which have the moments again", () => {
    const values = relatedStart({ isKnown: all, mean, deviation }, { location, scale }, parts);
    const found = momentsWith(values);
    found.mean.forEach((value, g) => {
      expect(Math.abs(value - mean[g])).toBeLessThan(1e-3);
      // at the cut the search for s is slow, and s of little weight beside the parent's spread; found: 0.047 for r = 0.99
      const within = g < 9 ? 0.001 : 0.06;
      expect(Math.abs(found.standardDeviation[g] / deviation[g] - 1)).toBeLessThan(within);
    });
    for (let g = 0; g < n; g++) {
      if (g % 3 === 0) expect([values[2 * g], values[2 * g + 1]]).toEqual([0, 0]);
      else if (g < 9) {
        expect(values[2 * g], `m of ${g}`).toBeCloseTo(location[g], 2);
        expect(Math.exp(values[2 * g + 1]), `s of ${g}`).toBeCloseTo(scale[g], 2);
      }
    }
  });

  test("of those that are not known it stays at the prior", () => {
    const isKnown = all.map((_, g) => (g === 1 ? 0 : 1));
    const values = relatedStart({ isKnown, mean, deviation }, { location, scale }, parts);
    expect([values[2], values[3]]).toEqual([0, 0]);
    expect(values[4]).not.toBe(0);
  });

  test("narrower than the parent leaves room for: the mean is kept", () => {
    const narrow = deviation.map((value) => value / 10);
    const values = relatedStart({ isKnown: all, mean, deviation: narrow }, { location, scale }, parts);
    expect(values.every((value, k) => k % 2 === 0 || value >= Math.fround(Math.log(0.05)))).toBe(true);
    momentsWith(values).mean.forEach((value, g) => {
      expect(Math.abs(value - mean[g])).toBeLessThan(1e-3);
    });
  });
});
