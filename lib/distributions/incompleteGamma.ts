/**
 * The regularised incomplete gamma functions P(a, x) = 1 − Q(a, x) = ∫₀ˣ t^(a−1) e^(−t) dt / Γ(a), their logarithms,
 * and −(∂P/∂a)/p(x), the derivative of a gamma variate with respect to its shape by implicit reparameterisation
 * (Figurnov, Mohamed & Mnih, Adv. Neural Inf. Process. Syst. 31 (2018), equation 4).
 *
 * With t = x e^(−y) below and t = x e^y above x,
 *   P/(x p) = ∫₀^∞ exp(−a y + x (1 − e^(−y))) dy,     Q/(x p) = ∫₀^∞ exp(a y − x (e^y − 1)) dy,
 * and since ∂ log p(t)/∂a = log t − ψ(a), the derivative is the same integral with the factor ψ(a) − log x + y (below)
 * or log x − ψ(a) + y (above). On the side of x that is taken every factor is positive but for shapes below 1, where
 * little cancels; so the tails and the derivative keep their relative accuracy, in logarithms also where P or Q
 * underflow.
 */
import { integrateHalfLine } from "./quadrature.js";
import { digamma, log1pMinus, stirlingCorrection } from "./specialFunctionsGamma.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** log(x p(x)) = a log x − x − log Γ(a), in a form without large terms near x = a. */
export function logGammaKernel(a: number, x: number): number {
  const u = (x - a) / a;
  const deviation = Math.abs(u) < 0.5 ? log1pMinus(u) : Math.log(x / a) - u;
  return a * deviation + 0.5 * Math.log(a) - HALF_LOG_TWO_PI - stirlingCorrection(a);
}

/** log P(a, x) and log Q(a, x). @param a > 0 @param x ≥ 0 */
export function logIncompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (!(x > 0)) return x === 0 ? { lower: -Infinity, upper: 0 } : { lower: Number.NaN, upper: Number.NaN };
  if (x === Infinity) return { lower: 0, upper: -Infinity };
  const below = isBelow(a, x);
  const integral = below
    ? integrateHalfLine((y) => Math.exp(-a * y - x * Math.expm1(-y)), width(a, x, a))
    : integrateHalfLine((y) => Math.exp(a * y - x * Math.expm1(y)), width(a, x, x));
  const tail = Math.min(0, logGammaKernel(a, x) + Math.log(integral));
  const rest = Math.log1p(-Math.exp(tail));
  return below ? { lower: tail, upper: rest } : { lower: rest, upper: tail };
}

/** dx/da of a gamma variate x of shape a and scale 1, at fixed P(a, x). */
export function gammaShapeDerivative(a: number, x: number): number {
  if (!(x > 0)) return x === 0 ? 0 : Number.NaN;
  const offset = digamma(a) - Math.log(x);
  if (isBelow(a, x))
    return x * integrateHalfLine((y) => (offset + y) * Math.exp(-a * y - x * Math.expm1(-y)), width(a, x, a));
  return x * integrateHalfLine((y) => (y - offset) * Math.exp(a * y - x * Math.expm1(y)), width(a, x, x));
}

/** Whether P is the one to integrate: x below exp(ψ(a)) ≈ a − ½, or small in any case. */
function isBelow(a: number, x: number): boolean {
  return x < Math.max(1, a - 0.5);
}

/** Over what y the integrand falls off: by its slope and curvature at 0, but never faster than exp(−rate y). */
function width(a: number, x: number, rate: number): number {
  return 1 / Math.min(rate, Math.abs(a - x) + Math.sqrt(x));
}
