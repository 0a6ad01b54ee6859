/**
 * Powder rings of hexagonal ice: background photons that stand on a narrow ridge at each ring, so that the background
 * measured beside a spot is lower than that beneath it, and the difference stays in the intensity.
 * Rings of the cell a = 4.497, c = 7.321 Å: 1/d² = 4(h² + hk + k²)/(3a²) + l²/c² (Röttger et al., Acta Cryst. B50 (1994)
 * 644). Strength of each: m |F|² d², with the oxygens at ⅓ ⅔ 0.0625 of P 63/m m c (multiplicity m; the Lorentz factor of
 * a powder ring goes as 1/sin²θ, which is d²), against the strongest.
 */

const A = 4.497;
const C = 7.321;
/** Half of the width of a ring: standard deviation of 1/d, Å⁻¹. */
const RING_WIDTH = 0.0025;

/** Rings to 1.7 Å: Miller index of ice, and strength against the strongest. */
export const iceRingTable: readonly {
  readonly hkl: readonly [number, number, number];
  readonly strength: number;
}[] = [
  { hkl: [1, 0, 0], strength: 1 },
  { hkl: [0, 0, 2], strength: 0.56 },
  { hkl: [1, 0, 1], strength: 0.62 },
  { hkl: [1, 0, 2], strength: 0.32 },
  { hkl: [1, 1, 0], strength: 0.72 },
  { hkl: [1, 0, 3], strength: 0.67 },
  { hkl: [2, 0, 0], strength: 0.1 },
  { hkl: [1, 1, 2], strength: 0.38 },
  { hkl: [2, 0, 1], strength: 0.08 },
  { hkl: [2, 0, 2], strength: 0.06 },
];

/** d of a ring of ice, Å. */
export function iceSpacing([h, k, l]: readonly [number, number, number]): number {
  return 1 / Math.sqrt((4 * (h * h + h * k + k * k)) / (3 * A * A) + (l * l) / (C * C));
}

/** Photons of ice beneath a spot, 1 in the middle of the strongest ring. @param s 1/d of the spot, Å⁻¹ */
export function iceProfile(s: number): number {
  let sum = 0;
  for (const { hkl, strength } of iceRingTable) {
    sum += strength * Math.exp(-0.5 * ((s - 1 / iceSpacing(hkl)) / RING_WIDTH) ** 2);
  }
  return sum;
}
