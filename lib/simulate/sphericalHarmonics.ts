/**
 * Real spherical harmonics Y_lm of a direction, orthonormal on the sphere (∫ Y_lm Y_l'm' dΩ = δ δ), without the
 * Condon–Shortley phase. Recurrences of the normalised associated Legendre functions: Press et al., Numerical Recipes
 * (2007), section 6.7, written for x, y, z so that no angle is needed and the poles are not special.
 */

/** Number of harmonics of degree 1 to `order`: (order + 1)² − 1. */
export function harmonicCount(order: number): number {
  return (order + 1) * (order + 1) - 1;
}

/**
 * Writes Y_lm(x, y, z) for l = 1 … `order`, m = −l … l to `out`, at position l² − 1 + l + m; (x, y, z) is a unit vector.
 */
export function realHarmonics(x: number, y: number, z: number, order: number, out: Float64Array): void {
  // sine and cosine of mϕ times sin^m θ are the imaginary and real part of (x + iy)^m.
  let real = 1;
  let imaginary = 0;
  let sectoral = Math.sqrt(1 / (4 * Math.PI)); // normalised P_mm without its sin^m θ
  for (let m = 0; m <= order; m++) {
    const factor = m === 0 ? 1 : Math.SQRT2;
    let below = 0;
    let value = sectoral;
    for (let l = m; l <= order; l++) {
      if (l > m) {
        const a = Math.sqrt((4 * l * l - 1) / (l * l - m * m));
        const b = l === m + 1 ? 0 : Math.sqrt(((l - 1) * (l - 1) - m * m) / (4 * (l - 1) * (l - 1) - 1));
        const next = a * (z * value - b * below);
        below = value;
        value = next;
      }
      if (l === 0) continue;
      const centre = l * l - 1 + l;
      out[centre + m] = factor * value * real;
      if (m > 0) out[centre - m] = factor * value * imaginary;
    }
    sectoral *= Math.sqrt((2 * m + 3) / (2 * m + 2));
    const r = real * x - imaginary * y;
    imaginary = real * y + imaginary * x;
    real = r;
  }
}
