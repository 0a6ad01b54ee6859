/**
 * French–Wilson: intensities and amplitudes that are never negative, from intensities that may be.
 *
 * The measured intensity I is normal about the true J ≥ 0 with standard deviation σ; before the measurement J has the
 * Wilson distribution of mean Σ (the local mean intensity times epsilon):
 *   acentric  p(J) = exp(−J/Σ) / Σ,              centric  p(J) = exp(−J/2Σ) / √(2πΣJ).
 * In units of σ, with t = J/σ, the posterior is
 *   p(t | I) ∝ t^(−c/2) exp(−(t − h)²/2), t ≥ 0,  h = I/σ − σ/Σ (acentric, c = 0) or I/σ − σ/(2Σ) (centric, c = 1),
 * a function of h alone. Its mean and standard deviation give J and σ(J) = σ·(…), those of √t give F and σ(F) = √σ·(…).
 * Source: French, S. & Wilson, K. (1978) Acta Cryst. A34, 517–525, equations 7–19.
 *
 * The paper tabulates −4 ≤ h ≤ 3 and drops what is below. Here there is no table: with x = √t the posterior is
 *   p(x) ∝ x^(1−c) exp(−(x² − h)²/2),
 * analytic in x, and 48 Gauss–Legendre nodes over the interval where it exceeds e⁻³² of its height give all four moments
 * to about 1e-11 for every h. Moments are taken about √h (large h) and variances about the mean just found, as sums of
 * positive terms, so that nothing cancels at either end. (In closed form they are ratios of parabolic cylinder
 * functions D_{−1/2} … D_{−3}, which do cancel.)
 */
import { InputError } from "../errors.js";
import { gaussLegendre, type Quadrature } from "./gaussLegendre.js";

const NODES = 48;
/** ln of how far below its maximum the posterior is cut off. */
const DEPTH = 32;

let quadrature: Quadrature | undefined;
const position = new Float64Array(NODES);
const mass = new Float64Array(NODES);

/** Posterior means and standard deviations, one per reflection; `intensity` J and `amplitude` F. */
export interface FrenchWilson {
  readonly intensity: Float64Array;
  readonly intensitySigma: Float64Array;
  readonly amplitude: Float64Array;
  readonly amplitudeSigma: Float64Array;
}

/**
 * Posterior means and standard deviations of intensity and amplitude under the Wilson prior.
 * @param intensity measured intensities I, length n; any sign
 * @param sigma their standard deviations, > 0
 * @param meanIntensity Σ of each reflection, > 0: the mean intensity at its resolution times its epsilon
 * @param centric 1 for centric, 0 for acentric reflections
 * @returns NaN where I, σ or Σ is NaN or not finite, or where σ ≤ 0 or Σ ≤ 0
 * @throws InputError if the lengths differ
 */
export function frenchWilson(
  intensity: ArrayLike<number>,
  sigma: ArrayLike<number>,
  meanIntensity: ArrayLike<number>,
  centric: ArrayLike<number | boolean>,
): FrenchWilson {
  const n = intensity.length;
  if (sigma.length !== n || meanIntensity.length !== n || centric.length !== n) {
    throw new InputError(
      `frenchWilson: got ${n} intensities, ${sigma.length} sigmas, ${meanIntensity.length} mean intensities and ` +
        `${centric.length} centric flags, expected as many of each`,
    );
  }
  const result = {
    intensity: new Float64Array(n).fill(Number.NaN),
    intensitySigma: new Float64Array(n).fill(Number.NaN),
    amplitude: new Float64Array(n).fill(Number.NaN),
    amplitudeSigma: new Float64Array(n).fill(Number.NaN),
  };
  for (let i = 0; i < n; i++) {
    const s = sigma[i];
    const wilson = meanIntensity[i];
    const isCentric = Boolean(centric[i]);
    const h = intensity[i] / s - s / (isCentric ? 2 * wilson : wilson);
    if (!(s > 0) || !(wilson > 0) || !Number.isFinite(h)) continue;
    const moments = standardMoments(h, isCentric);
    const root = Math.sqrt(s);
    result.intensity[i] = s * moments.intensity;
    result.intensitySigma[i] = s * moments.intensitySigma;
    result.amplitude[i] = root * moments.amplitude;
    result.amplitudeSigma[i] = root * moments.amplitudeSigma;
  }
  return result;
}

/** The four posterior moments in units where σ = 1, as functions of h (any finite number). */
export function standardMoments(
  h: number,
  centric: boolean,
): { intensity: number; intensitySigma: number; amplitude: number; amplitudeSigma: number } {
  quadrature ??= gaussLegendre(NODES);
  const { nodes, weights } = quadrature;
  const origin = h > 0 ? Math.sqrt(h) : 0; // positions are kept as x − origin
  const [from, to] = window(h, origin);
  const half = (to - from) / 2;
  const middle = (to + from) / 2;
  let total = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < NODES; k++) {
    const y = middle + half * nodes[k];
    const square = y * (2 * origin + y); // x² − origin²
    const exponent = h > 0 ? -0.5 * square * square : square * (h - 0.5 * square);
    const p = weights[k] * Math.exp(exponent) * (centric ? 1 : origin + y);
    position[k] = y;
    mass[k] = p;
    total += p;
    first += p * y;
    second += p * square;
  }
  const meanY = first / total;
  const meanSquare = second / total;
  let varianceF = 0;
  let varianceI = 0;
  for (let k = 0; k < NODES; k++) {
    const y = position[k];
    const f = y - meanY;
    const i = y * (2 * origin + y) - meanSquare;
    varianceF += mass[k] * f * f;
    varianceI += mass[k] * i * i;
  }
  return {
    intensity: Math.max(h, 0) + meanSquare,
    intensitySigma: Math.sqrt(varianceI / total),
    amplitude: origin + meanY,
    amplitudeSigma: Math.sqrt(varianceF / total),
  };
}

/** Where the posterior is worth summing, in x − origin: |x² − h| ≤ √(2·DEPTH) for h > 0, the same depth below x = 0 else. */
function window(h: number, origin: number): [number, number] {
  if (h <= 0) {
    const a = Math.abs(h);
    return [0, Math.sqrt((2 * DEPTH) / (a + Math.sqrt(a * a + 2 * DEPTH)))];
  }
  const reach = Math.sqrt(2 * DEPTH);
  const to = reach / (Math.sqrt(h + reach) + origin);
  const from = h > reach ? -reach / (Math.sqrt(h - reach) + origin) : -origin;
  return [from, to];
}
