/**
 * Derivatives of the digamma function, for x > 0, to about 1e-15 relative:
 *   ψ′(x) = 1/x + 1/(2x²) + 1/(6x³) − 1/(30x⁵) + …   (Abramowitz & Stegun 6.4.12),
 * from x = 16 on, below that by the recurrence ψ′(x) = ψ′(x + 1) + 1/x². The half step of Student's t,
 * d/dx (ψ(x + ½) − ψ(x) − 1/(2x)), has a series of its own, because as a difference it would lose its digits.
 */

const FAR = 16;

/** ψ′(x), x > 0. */
export function trigamma(x: number): number {
  let shift = 0;
  while (x < FAR) {
    shift += 1 / (x * x);
    x++;
  }
  const r = 1 / (x * x);
  const series =
    1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - r * (691 / 2730 - r * (7 / 6))))));
  return (1 + 0.5 / x + r * series) / x + shift;
}

/** d/dx of `digammaHalfStepExcess`, x > 0: negative, → −1/(4x³). */
export function digammaHalfStepExcessSlope(x: number): number {
  let shift = 0;
  while (x < FAR) {
    const step = 1 / (2 * x * (x + 1) * (2 * x + 1));
    shift += step * (1 / x + 1 / (x + 1) + 2 / (2 * x + 1));
    x++;
  }
  const r = 1 / (x * x);
  const series =
    1 / 8 -
    r *
      (1 / 32 - r * (3 / 128 - r * (17 / 512 - r * (155 / 2048 - r * (2073 / 8192 - r * (38227 / 32768))))));
  return (-2 * r * series) / x - shift;
}
