/** Oracle: gemmi's IT92 coefficients for atoms, cctbx's for ions (test/reference/structure/scatteringFactors.py). */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { evaluateFormFactor, formFactor, hasFormFactor } from "../../lib/structure/index.js";
import reference from "../reference/structure/scatteringFactors.json" with { type: "json" };

describe("form factors", () => {
  test("every atom and ion is what gemmi and cctbx say, at six resolutions", () => {
    let worst = 0;
    for (const [label, values] of Object.entries(reference.formFactors)) {
      const [, element, size = "0", sign = "+"] = /^([A-Za-z]+)(\d)?([+-])?$/.exec(label)!;
      const factor = formFactor(element.toUpperCase(), Number(`${sign}${size}`));
      expect(factor.label).toBe(label);
      reference.sSquared.forEach((sSquared, i) => {
        const f = evaluateFormFactor(factor, sSquared);
        // a part of f0: gemmi's coefficients are single precision
        worst = Math.max(worst, Math.abs(f - values[i]) / Math.max(1, Math.abs(f)));
      });
    }
    expect(Object.keys(reference.formFactors)).toHaveLength(210);
    expect(worst).toBeLessThan(1e-6);
  });

  test("at the origin f0 is the number of electrons, to the 0.5 % of the tables", () => {
    for (const [element, electrons] of [
      ["C", 6],
      ["S", 16],
      ["Fe", 26],
      ["Xe", 54],
      ["U", 92],
    ] as const) {
      expect(Math.abs(evaluateFormFactor(formFactor(element), 0) - electrons)).toBeLessThan(
        0.005 * electrons,
      );
    }
  });

  test("deuterium scatters as hydrogen", () => {
    expect(formFactor("D")).toBe(formFactor("H"));
  });

  test("what the tables lack is an error that says what they have", () => {
    expect(() => formFactor("Fe", 5)).toThrow(
      new InputError("form factor: got Fe5+, expected one of Fe, Fe2+, Fe3+"),
    );
    expect(() => formFactor("X")).toThrow(/got X, expected an element from hydrogen to californium/);
    expect(() => formFactor("Fee")).toThrow(/element: got "Fee", .*did you mean Fe\?/);
    expect(hasFormFactor("O", -1)).toBe(true);
    expect(hasFormFactor("O", -3)).toBe(false);
  });
});
