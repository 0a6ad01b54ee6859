/**
 * The Debye–Waller factor: how the displacement of an atom weakens its scattering.
 *
 * Isotropic:   exp(−B s²/4) = exp(−B (sin θ/λ)²), s = 1/d, B = 8π² ⟨u²⟩
 * Anisotropic: exp(−2π² hᵀ U* h), U* = F U Fᵀ with F the matrix from Cartesian to fractional coordinates
 * Source: International Tables B, section 1.2.10; Trueblood et al. (1996), Acta Cryst. A52, 770.
 */
import type { UnitCell } from "../crystal/index.js";

const eightPiSquared = 8 * Math.PI ** 2;

/** U = B / 8π² of an isotropic B, both Å². */
export function isotropicU(bFactor: number): number {
  return bFactor / eightPiSquared;
}

/** B = 8π² (U11 + U22 + U33)/3, the equivalent isotropic B of Cartesian U11 U22 U33 U12 U13 U23, all Å². */
export function equivalentB(anisotropicU: ArrayLike<number>): number {
  return (eightPiSquared * (anisotropicU[0] + anisotropicU[1] + anisotropicU[2])) / 3;
}

/**
 * exp(−B s²/4)
 * @param bFactor Å²
 * @param sSquared 1/d², Å⁻²
 */
export function isotropicDebyeWaller(bFactor: number, sSquared: number): number {
  return Math.exp(-0.25 * bFactor * sSquared);
}

/**
 * 2π² U*, so that the exponent of reflection h k l is
 * −(β11 h² + β22 k² + β33 l² + 2 β12 hk + 2 β13 hl + 2 β23 kl): β11 β22 β33 β12 β13 β23, no unit.
 * @param anisotropicU Cartesian U11 U22 U33 U12 U13 U23, Å²
 */
export function betaOfU(anisotropicU: ArrayLike<number>, cell: UnitCell): Float64Array {
  const f = cell.fractionalization;
  const [u11, u22, u33, u12, u13, u23] = Array.from(anisotropicU);
  const u = [u11, u12, u13, u12, u22, u23, u13, u23, u33];
  const element = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      for (let l = 0; l < 3; l++) sum += f[3 * i + k] * u[3 * k + l] * f[3 * j + l];
    }
    return 2 * Math.PI ** 2 * sum;
  };
  return Float64Array.of(
    element(0, 0),
    element(1, 1),
    element(2, 2),
    element(0, 1),
    element(0, 2),
    element(1, 2),
  );
}

/** exp(−hᵀ β h) with β of {@link betaOfU}. */
export function anisotropicDebyeWaller(beta: ArrayLike<number>, h: number, k: number, l: number): number {
  return Math.exp(
    -(
      beta[0] * h * h +
      beta[1] * k * k +
      beta[2] * l * l +
      2 * (beta[3] * h * k + beta[4] * h * l + beta[5] * k * l)
    ),
  );
}
