/** Oracle: the definitions in International Tables B 1.2.10 on Cartesian scattering vectors, and isotropy as a limit. */
import { describe, expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import {
  anisotropicDebyeWaller,
  betaOfU,
  equivalentB,
  isotropicDebyeWaller,
  isotropicU,
} from "../../lib/structure/index.js";

const cell = new UnitCell(21, 34, 18, 81, 104, 97);

describe("Debye–Waller factors", () => {
  test("isotropic: exp(−B (sin θ/λ)²)", () => {
    expect(isotropicDebyeWaller(20, 1 / 4)).toBeCloseTo(Math.exp(-20 / 16), 14);
  });

  test("anisotropic: exp(−2π² sᵀ U s) with s the Cartesian scattering vector", () => {
    const u = [0.21, 0.32, 0.18, 0.05, -0.07, 0.02];
    const matrix = [u[0], u[3], u[4], u[3], u[1], u[5], u[4], u[5], u[2]];
    const beta = betaOfU(u, cell);
    for (const [h, k, l] of [
      [1, 0, 0],
      [3, -5, 2],
      [-4, 7, 6],
    ]) {
      const f = cell.fractionalization;
      const s = [0, 1, 2].map((j) => h * f[j] + k * f[3 + j] + l * f[6 + j]);
      let exponent = 0;
      for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) exponent += s[i] * matrix[3 * i + j] * s[j];
      expect(anisotropicDebyeWaller(beta, h, k, l)).toBeCloseTo(Math.exp(-2 * Math.PI ** 2 * exponent), 12);
    }
  });

  test("U of equal axes is a B of 8π² U", () => {
    const u = isotropicU(25);
    const beta = betaOfU([u, u, u, 0, 0, 0], cell);
    const expected = isotropicDebyeWaller(25, cell.inverseDSquared(4, -3, 5));
    expect(anisotropicDebyeWaller(beta, 4, -3, 5)).toBeCloseTo(expected, 14);
    expect(equivalentB([u, u, u, 0.1, 0, 0])).toBeCloseTo(25, 12);
  });
});
