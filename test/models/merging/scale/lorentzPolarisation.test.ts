/** Lorentz and polarisation factors beside the simulation's, the formula of Kahn et al., and a column. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../../lib/errors.js";
import { type LorentzPolarisationOptions, scaleTerms } from "../../../../lib/models/index.js";
import { beamDirections } from "../../../../lib/models/merging/scale/beamDirections.js";
import { changed, rotation } from "../tables.js";
import { dataOf, farthest, termValues } from "./termRows.js";

const { observations } = rotation({ seed: 4, polarizationFraction: 0.95 });
const data = dataOf(observations);
const logOf = (options: LorentzPolarisationOptions, of = data) =>
  Array.from(termValues(scaleTerms.lorentzPolarisation(options).build(of), of).logScale);
const lp = observations.values("LP");
const truth = Array.from(data.row, (r) => -Math.log(lp[r]));

describe("computed where the orientation is known", () => {
  test("is what the simulation multiplied by", () => {
    expect(farthest(logOf({ polarisationFraction: 0.95 }), truth)).toBeLessThan(1e-4);
    expect(farthest(logOf({ polarisationFraction: 0.5 }), truth)).toBeGreaterThan(0.05);
  });

  test("polarisation is that of Kahn et al. (1982)", () => {
    const s1 = beamDirections(data)?.diffracted ?? new Float64Array();
    const expected = Array.from(data.row, (_, i) => {
      const [x, y, z] = s1.subarray(3 * i, 3 * i + 3);
      const [twoTheta, rho] = [Math.acos(x), Math.atan2(y, z)];
      const kahn = Math.cos(twoTheta) ** 2 - 0.9 * Math.cos(2 * rho) * Math.sin(twoTheta) ** 2;
      return Math.log(0.5 * (1 + kahn));
    });
    expect(farthest(logOf({ polarisationFraction: 0.95, lorentz: false }), expected)).toBeLessThan(1e-5);
  });

  test("the two factors make the whole", () => {
    const [l, p] = [logOf({ polarisation: false }), logOf({ lorentz: false })];
    expect(
      farthest(
        logOf({}),
        l.map((value, i) => value + p[i]),
      ),
    ).toBeLessThan(1e-5);
  });
});

describe("computed from θ alone", () => {
  const headless = observations.derive({ columns: observations.columns, batches: [] });
  const alone = dataOf(headless);

  test("is ½ (1 + cos² 2θ)/sin 2θ", () => {
    const expected = Array.from(alone.inverseDSquared, (inverse) => {
      const twoTheta = 2 * Math.asin((1.54178 * Math.sqrt(inverse)) / 2);
      return Math.log((1 + Math.cos(twoTheta) ** 2) / 2 / Math.sin(twoTheta));
    });
    expect(farthest(logOf({}, alone), expected)).toBeLessThan(1e-6);
  });

  test("polarised beams need the orientation, and θ a wavelength", () => {
    expect(() => logOf({ polarisationFraction: 0.9 }, alone)).toThrow(/polarisationFraction of 0.9/);
    const dark = headless.derive({ columns: headless.columns, batches: [], datasets: [] });
    expect(() => logOf({}, { ...alone, tables: [dark] })).toThrow(/without a wavelength/);
  });
});

describe("from a column", () => {
  test("of corrections, or of factors", () => {
    expect(farthest(logOf({ column: "LP" }), truth)).toBeLessThan(1e-6);
    expect(
      farthest(
        logOf({ column: "LP", as: "factor" }),
        truth.map((value) => -value),
      ),
    ).toBeLessThan(1e-6);
  });

  test("that is not there, or not above 0, is told", () => {
    expect(() => logOf({ column: "RLP" })).toThrow(MissingColumnError);
    const spoilt = { ...data, tables: [changed(observations, "LP", () => 0)] };
    expect(() => logOf({ column: "LP" }, spoilt)).toThrow(/column LP, row \d+ of .*: got 0/);
  });
});

test("options that make no sense are refused", () => {
  expect(() => scaleTerms.lorentzPolarisation({ polarisationFraction: 2 })).toThrow(InputError);
  expect(() => scaleTerms.lorentzPolarisation({ lorentz: false, polarisation: false })).toThrow(/neither/);
  expect(() => scaleTerms.lorentzPolarisation(JSON.parse('{"as":"x"}'))).toThrow(/got x/);
});

test("nothing is trained, and there is no prior", () => {
  const term = scaleTerms.lorentzPolarisation().build(data);
  expect(term.parameters).toEqual({});
  expect(term.penalty).toBeUndefined();
});
