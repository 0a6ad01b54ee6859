/** Oracles: NumPy with gemmi's multiplicities (reference/maps/differenceWeights.json); differences whose truth is known. */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { type DifferenceWeightOptions, differenceWeights } from "../../lib/maps/differenceWeights.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import reference from "../reference/maps/differenceWeights.json";

const { spaceGroup } = reference;
const differences = {
  hkl: Int32Array.from(reference.hkl),
  inverseDSquared: reference.inverseDSquared,
  difference: Float64Array.from(reference.difference),
  sigma: Float64Array.from(reference.sigma),
};

function furthest(options: DifferenceWeightOptions, expected: readonly number[]): number {
  const { weight } = differenceWeights(differences, options);
  expect(weight).toHaveLength(expected.length);
  return Math.max(...expected.map((w, i) => Math.abs(weight[i] - w)));
}

describe("differenceWeights", () => {
  test.each([0, 0.05, 1])("k with alpha %s is NumPy's, and 0.05 is the default", (alpha) => {
    const expected = reference.k[String(alpha) as keyof typeof reference.k];
    expect(furthest({ weights: "k", alpha }, expected)).toBeLessThan(1e-13);
    const isDefault = furthest({}, expected) < 1e-13;
    expect(isDefault).toBe(alpha === 0.05);
    expect(differenceWeights(differences, {}).weighting).toMatchObject({ kind: "k", alpha: 0.05 });
  });

  test("q is NumPy's, in shells whose errors explain all of the differences too", () => {
    expect(furthest({ weights: "q", spaceGroup }, reference.q.weight)).toBeLessThan(1e-13);
    const { weighting } = differenceWeights(differences, { weights: "q", spaceGroup });
    const { shells, shellsAtLimit } = reference.q;
    expect(weighting).toEqual({ kind: "q", alpha: undefined, shells, shellsAtLimit });
  });

  test("q depends on centric reflections and multiplicities", () => {
    expect(furthest({ weights: "q", spaceGroup: "P 1" }, reference.q.weight)).toBeGreaterThan(0.05);
  });

  test("sigma goes with 1/σ² and none is 1", () => {
    expect(furthest({ weights: "sigma" }, reference.sigmaWeight)).toBeLessThan(1e-13);
    expect(new Set(differenceWeights(differences, { weights: "none" }).weight)).toEqual(new Set([1]));
  });

  test("q ΔF is nearer to the truth than ΔF, and than with twice or half its share", () => {
    const n = 2000;
    const normal = (name: string) => fillNormal(randomStream(5, name), new Float64Array(n));
    const hkl = Int32Array.from({ length: 3 * n }, (_, i) => 1 + (i % 3 === 0 ? Math.floor(i / 3) : i % 3));
    const sigma = Float64Array.from({ length: n }, (_, i) => 1 + (i % 5));
    const inverseDSquared = Float64Array.from({ length: n }, (_, i) => i);
    const truth = normal("truth").map((z) => 3 * z);
    const difference = normal("error").map((z, i) => truth[i] + sigma[i] * z);
    const { weight } = differenceWeights(
      { hkl, inverseDSquared, difference, sigma },
      { weights: "q", spaceGroup: SpaceGroup.fromName("P 1") },
    );
    const error = (w: (q: number) => number) =>
      difference.reduce((sum, d, i) => sum + (w(weight[i]) * d - truth[i]) ** 2, 0);
    const best = error((q) => q);
    for (const other of [(q: number) => q / (2 - q), (q: number) => (2 * q) / (1 + q), () => 1])
      expect(error(other)).toBeGreaterThan(1.02 * best);
    // Σ(q ΔF − ΔF_true)² of a normal prior and normal errors is Σ v σ²/(v + σ²), and v is 3² here.
    const expected = sigma.reduce((sum, s) => sum + (9 * s * s) / (9 + s * s), 0);
    expect(best / expected).toBeGreaterThan(0.9);
    expect(best / expected).toBeLessThan(1.1);
  });

  test("what cannot be had is refused in one sentence", () => {
    const refused = (options: DifferenceWeightOptions) => () => differenceWeights(differences, options);
    expect(refused({ weights: "q" })).toThrow(
      "q weights of differences: got no spaceGroup, expected that of the dark state",
    );
    expect(refused({ weights: "sigma", alpha: 0.05 })).toThrow(
      'alpha of difference weights: got 0.05 with weights "sigma", expected it with "k" alone',
    );
    expect(refused({ alpha: -1 })).toThrow(InputError);
    const wrong = JSON.parse('{ "weights": "variance" }');
    expect(refused(wrong)).toThrow('weights of differences: got "variance", expected k, q, sigma or none');
  });
});
