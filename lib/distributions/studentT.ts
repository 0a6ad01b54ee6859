/**
 * Student's t of ν degrees of freedom, with location and scale σ: the likelihood that forgives outliers.
 *   p(x) = Γ((ν + 1)/2) / (Γ(ν/2) √(νπ) σ) (1 + t²/ν)^(−(ν + 1)/2),  t = (x − location)/σ.
 * With t = √ν sinh y the tails are ∫ p dt = √ν p(0) ∫ cosh^(−ν) y dy, integrated numerically with relative accuracy.
 * A sample is normal over a root of gamma (lib/random); its derivative with respect to ν is the one at fixed cdF,
 *   dt/dν = −(∂F/∂ν)/p,  ∂F/∂ν = ½ ∫ g p dt,
 *   g = ψ((ν + 1)/2) − ψ(ν/2) − 1/ν − log cosh² y + (1 + 1/ν) tanh² y,
 * taken over [0, t] or [t, ∞), whichever side g keeps its sign on (it changes once, and F(0) = ½ for every ν).
 */
import { studentT as drawStudentT } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { invertCdf, type LogTails } from "./invertCdf.js";
import { integrateHalfLine, integrateInterval } from "./quadrature.js";
import { digammaHalfStepExcess, logGammaHalfStep } from "./specialFunctionsGamma.js";

const HALF_LOG_PI = 0.5723649429247001;

export type StudentTParameter = "location" | "scale" | "degreesOfFreedom";

/** log p(0) of scale 1. */
function logPeak(nu: number): number {
  return logGammaHalfStep(0.5 * nu) - HALF_LOG_PI - 0.5 * Math.log(nu);
}

/** log(cosh(y0 + v)/cosh y0) with T = tanh y0; accurate for small v. */
function logCoshRise(v: number, tanh: number): number {
  return v + Math.log1p(0.5 * (1 - tanh) * Math.expm1(-2 * v));
}

/** Over what v cosh^(−ν)(y0 + v) falls off. */
function fallOff(nu: number, tanh: number): number {
  return 1 / (nu * tanh + Math.sqrt(nu * (1 - tanh * tanh)));
}

/** log ∫ from |t| to ∞ of the density of scale 1, over p(|t|) and √ν cosh y: t = √ν sinh y. */
function tails(y: number, nu: number): LogTails {
  const a = Math.abs(y);
  const tanh = Math.tanh(a);
  const logCosh = a + Math.log1p(0.5 * Math.expm1(-2 * a));
  const density = logPeak(nu) + 0.5 * Math.log(nu) - nu * logCosh; // per unit of y
  const tail =
    density + Math.log(integrateHalfLine((v) => Math.exp(-nu * logCoshRise(v, tanh)), fallOff(nu, tanh)));
  const outer = Math.min(tail, -Math.LN2);
  const rest = Math.log1p(-Math.exp(outer));
  return y > 0 ? { lower: rest, upper: outer, density } : { lower: outer, upper: rest, density };
}

function tailsAt(x: number, p: Float64Array): LogTails {
  return tails(Math.asinh((x - p[0]) / (p[1] * Math.sqrt(p[2]))), p[2]);
}

/** dt/dν at fixed cdf, of scale 1. */
function degreesDerivative(t: number, nu: number): number {
  if (t === 0) return 0;
  const y0 = Math.asinh(Math.abs(t) / Math.sqrt(nu));
  const constant = digammaHalfStepExcess(0.5 * nu);
  const tanh0 = Math.tanh(y0);
  const logCosh0 = y0 + Math.log1p(0.5 * Math.expm1(-2 * y0));
  const g = (logCosh: number, tanh: number) => constant - 2 * logCosh + (1 + 1 / nu) * tanh * tanh;
  const front = -0.5 * Math.sign(t) * Math.sqrt(nu) * Math.cosh(y0);
  if (g(logCosh0, tanh0) > 0)
    return (
      front *
      integrateInterval((y) => {
        const logCosh = y + Math.log1p(0.5 * Math.expm1(-2 * y));
        return g(logCosh, Math.tanh(y)) * Math.exp(nu * (logCosh0 - logCosh));
      }, y0)
    );
  return (
    -front *
    integrateHalfLine(
      (v) => {
        const rise = logCoshRise(v, tanh0);
        return g(logCosh0 + rise, Math.tanh(y0 + v)) * Math.exp(-nu * rise);
      },
      fallOff(nu, tanh0),
    )
  );
}

export const studentTFamily: Family<StudentTParameter> = {
  name: "studentT",
  parameters: ["location", "scale", "degreesOfFreedom"],
  constants: [],
  requirements: { location: "finite", scale: "positive", degreesOfFreedom: "positive" },
  support: () => [-Infinity, Infinity],
  logProbability(x, p) {
    const t = (x - p[0]) / p[1];
    return logPeak(p[2]) - Math.log(p[1]) - 0.5 * (p[2] + 1) * Math.log1p((t * t) / p[2]);
  },
  logProbabilityGradient(x, p, out) {
    const t = (x - p[0]) / p[1];
    const nu = p[2];
    const r = (t * t) / nu;
    const slope = ((nu + 1) * t) / (nu * (1 + r));
    out[0] = -slope / p[1];
    out[1] = slope / p[1];
    out[2] = (t * slope - 1) / p[1];
    out[3] = 0.5 * (digammaHalfStepExcess(0.5 * nu) - Math.log1p(r) + ((1 + 1 / nu) * r) / (1 + r));
  },
  cdf: (x, p) => Math.exp(tailsAt(x, p).lower),
  survival: (x, p) => Math.exp(tailsAt(x, p).upper),
  quantile(u, p) {
    if (u === 0.5) return p[0];
    const root = Math.sqrt(p[2]);
    return (
      p[0] + p[1] * root * Math.sinh(invertCdf((y) => tails(y, p[2]), u, u < 0.5 ? -1 / root : 1 / root))
    );
  },
  mean: (p) => (p[2] > 1 ? p[0] : Number.NaN),
  variance: (p) => (p[2] > 2 ? (p[1] * p[1] * p[2]) / (p[2] - 2) : p[2] > 1 ? Infinity : Number.NaN),
  entropy: (p) =>
    Math.log(p[1]) - logPeak(p[2]) + 0.5 * (p[2] + 1) * (digammaHalfStepExcess(0.5 * p[2]) + 1 / p[2]),
  sample: (stream, index, p) => p[0] + p[1] * drawStudentT(stream, index, p[2]),
  sampleGradient(x, p, out) {
    const t = (x - p[0]) / p[1];
    out[0] = 1;
    out[1] = t;
    out[2] = p[1] * degreesDerivative(t, p[2]);
  },
};

/**
 * A Student-t distribution. Its mean exists for more than 1, its variance for more than 2 degrees of freedom.
 * @param parameters location, scale σ > 0 and degreesOfFreedom ν > 0
 * @throws InputError for a scale or ν ≤ 0 or a number that is not finite
 */
export function studentT(parameters: ParameterValues<StudentTParameter>): Distribution<StudentTParameter> {
  return new Distribution(studentTFamily, parameters);
}
