/** The Lorentz factor of Laue spots beside the simulation's, and where it is part of the scale by default. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.js";
import { type MergeOptions, merge } from "../../../../lib/models/index.js";
import { laueLorentz } from "../../../../lib/models/merging/scale/laueLorentz.js";
import { simulateLaue } from "../../../../lib/simulate/index.js";
import { rotation } from "../tables.js";
import { dataOf, farthest, termValues } from "./termRows.js";

/** Nothing but the spectrum, flat, and λ⁴/sin²θ scale the spots. */
const plain = simulateLaue({
  imageCount: 2,
  spectrum: () => 1,
  polarizationFraction: 0.5,
  detectorSensitivity: 0,
  absorption: 0,
  radiationDamage: 0,
  imageJitter: 0,
  scaleDrift: 0,
});
const laue = { range: [0.5, 2] as const, dMin: 2.5 };

describe("the Lorentz factor of Laue spots", () => {
  const data = dataOf(plain.observations, { laue });
  const term = laueLorentz().build(data);
  const { logScale } = termValues(term, data);

  test("is the simulation's, harmonic by harmonic, up to polarisation and one factor", () => {
    const { start, scale, harmonicCount } = plain.truthOfObservations;
    expect(Math.max(...harmonicCount)).toBeGreaterThan(2);
    let k = 0;
    const off = Array.from(logScale, (value, t) => {
      k = t > 0 && data.row[t] === data.row[t - 1] ? k + 1 : 0;
      const lambda = data.wavelength?.[t] ?? Number.NaN;
      const cosTwoTheta = 1 - (lambda ** 2 * data.inverseDSquared[t]) / 2;
      return Math.log(scale[start[data.row[t]] + k]) - Math.log((1 + cosTwoTheta ** 2) / 2) - value;
    });
    expect(off).toHaveLength(scale.length);
    expect(farthest(off, new Array(off.length).fill(off[0]))).toBeLessThan(1e-4);
  });

  test("is a column that nothing trains", () => {
    expect(term.parameters).toEqual({});
    expect(Object.keys(term.columns)).toEqual(["laueLorentz"]);
    const mean = logScale.reduce((sum, value) => sum + value, 0) / logScale.length;
    expect(mean).toBeCloseTo(0, 5);
  });
});

describe("which merges have it", () => {
  const terms = (options: MergeOptions) => merge(plain.observations, options).scale.terms.length;

  test("those of Laue data by the recipe laue", () => {
    expect(terms({ laue })).toBe(1);
    expect(terms({ laue, scale: { laueLorentz: false } })).toBe(0);
    expect(terms({ laue, recipe: "careless" })).toBe(0);
    expect(terms({ laue, recipe: "careless", scale: { laueLorentz: true } })).toBe(1);
    expect(merge(rotation().observations, { recipe: "laue" }).scale.terms).toHaveLength(0);
  });

  test("a scale that is taken over has it as it was trained", async () => {
    const scale = { layers: 1, laueLorentz: false };
    const without = await merge(plain.observations, { laue, scale }).train({ steps: 2, reporters: [] });
    const again = { laue, scale: { layers: 1 }, initial: { scale: without.weights } };
    expect(terms(again)).toBe(0);
    const { description, ...rest } = without.weights;
    const { laueLorentz: _absent, ...older } = description.scale as { [key: string]: number };
    expect(
      terms({ ...again, initial: { scale: { ...rest, description: { ...description, scale: older } } } }),
    ).toBe(0);
  });

  test("monochromatic data have none", () => {
    const { observations } = rotation();
    expect(() => merge(observations, { scale: { laueLorentz: true } })).toThrow(InputError);
    expect(() => merge(observations, { scale: { laueLorentz: true } })).toThrow(/laueLorentz of the scale/);
    expect(() => laueLorentz().build(dataOf(observations))).toThrow(/data of one wavelength/);
  });
});
