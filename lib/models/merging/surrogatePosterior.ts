/**
 * The surrogate posterior of normalised amplitudes E ≥ 0: a normal distribution of location µ and scale s cut to E > 0
 * (paper 002, section 5). With α = µ/s and λ = φ(α)/Φ(α):
 *   sample   E = µ + s z,  z = −Φ⁻¹(v Φ(α)),  v uniform: differentiable in µ and s at fixed v
 *   entropy  H = log(√(2πe) s Φ(α)) − αλ/2
 *   E[E] = µ + sλ,   E[E²] = µ² + s² + µsλ,   E[(E − c)²] = (µ − c)² + 2(µ − c)sλ + s²(1 − αλ),
 *   E[E⁴] = µ⁴ + 6µ²s² + 3s⁴ + sλ(µ³ + 5µs²),   E[log E] = log s + g(α),
 * g(α) the mean of log t for t ~ normal(α, 1) cut to t > 0. Logarithms of Φ keep both tails.
 *
 * What is trained are a and b of µ = µ₀ + s₀ a, s = s₀ exp b, from the starting posterior's µ₀ and s₀: a step of Adam is
 * then as long for a sharp posterior as for a broad one, measured in its own width.
 */
import { normalReversedHazard } from "../../distributions/specialFunctionsError.js";
import type { RowValue } from "../../kernels/index.js";
import type { PriorReflection } from "./priors/priorTypes.js";
import type { RowSource } from "./rowSource.js";

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** Keeps samples off 0, where log E of a prior would be −∞. */
const SMALLEST = 1e-6;

/** A posterior per row, with a sample of it. */
export interface PosteriorValues {
  readonly sample: RowValue;
  /** log q of the sample. */
  readonly logProbabilityOfSample: RowValue;
  readonly entropy: RowValue;
  /** E[E²] and E[log E]. */
  readonly meanSquare: RowValue;
  readonly meanLog: RowValue;
  /** E[(E − c)²]. */
  readonly meanSquareFrom: (center: RowValue) => RowValue;
}

/** Columns and parameter that the rows of a program read the posterior from. */
export const posteriorNames = {
  /** Gathered, two numbers for each reflection: a and b. */
  parameter: "posterior",
  index: "reflection",
  /** By observation: µ₀ and s₀ of its reflection. */
  start: "posteriorStart",
} as const;

/** Location and scale of the posterior of each row's reflection. */
export function posteriorLocationScale(builder: RowSource): { location: RowValue; scale: RowValue } {
  const trained = builder.gather(posteriorNames.parameter, posteriorNames.index, 2);
  const start = builder.column(posteriorNames.start, 2);
  const startScale = start.slice(1);
  return {
    location: start.slice(0).add(startScale.mul(trained.slice(0))),
    scale: startScale.mul(trained.slice(1).exp()),
  };
}

/** The posterior of each row's reflection, sampled anew for each row. */
export function posteriorValues(builder: RowSource): PosteriorValues {
  const { location, scale } = posteriorLocationScale(builder);
  return truncatedNormalValues(builder, location, scale);
}

/** Name of a column of numbers that the prior provides. */
export function priorColumn(name: string): string {
  return `prior/${name}`;
}

/** What the prior reads of each row's reflection. */
export function priorReflection(source: RowSource): PriorReflection {
  return { centric: source.column("centric"), column: (name) => source.column(priorColumn(name)) };
}

/** A normal distribution cut to E > 0, sampled anew for each row. */
export function truncatedNormalValues(
  builder: RowSource,
  location: RowValue,
  scale: RowValue,
): PosteriorValues {
  const alpha = location.div(scale);
  const logMass = alpha.logNormalCdf();
  const hazard = alpha.normalReversedHazard();
  const z = builder.noise("uniform").log().add(logMass).apply("normalQuantileOfLog").neg();
  const logScale = scale.log();
  return {
    sample: location.add(scale.mul(z)).max(SMALLEST),
    logProbabilityOfSample: z.square().mul(-0.5).sub(LOG_ROOT_TWO_PI).sub(logScale).sub(logMass),
    entropy: logScale
      .add(logMass)
      .add(LOG_ROOT_TWO_PI + 0.5)
      .sub(alpha.mul(hazard).mul(0.5)),
    meanSquare: location.square().add(scale.square()).add(location.mul(scale).mul(hazard)),
    meanLog: logScale.add(alpha.truncatedNormalMeanLog()),
    meanSquareFrom: (center) => {
      const away = location.sub(center);
      const spread = alpha.mul(hazard).neg().add(1).mul(scale.square());
      return away.square().add(away.mul(scale).mul(hazard).mul(2)).add(spread);
    },
  };
}

/** Moments of the truncated normals of location µ and scale s. */
export interface AmplitudeMoments {
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  /** E[E²] and its standard deviation √(E[E⁴] − E[E²]²). */
  readonly meanSquare: Float64Array;
  readonly squareDeviation: Float64Array;
}

/** The moments of many posteriors, in float64. */
export function amplitudeMoments(location: ArrayLike<number>, scale: ArrayLike<number>): AmplitudeMoments {
  const n = location.length;
  const moments = {
    mean: new Float64Array(n),
    standardDeviation: new Float64Array(n),
    meanSquare: new Float64Array(n),
    squareDeviation: new Float64Array(n),
  };
  for (let i = 0; i < n; i++) {
    const [m, s] = [location[i], scale[i]];
    const alpha = m / s;
    const hazard = normalReversedHazard(alpha);
    const square = m * m + s * s + m * s * hazard;
    const fourth = m ** 4 + 6 * m * m * s * s + 3 * s ** 4 + s * hazard * (m ** 3 + 5 * m * s * s);
    moments.mean[i] = m + s * hazard;
    moments.standardDeviation[i] = s * Math.sqrt(Math.max(0, 1 - hazard * (alpha + hazard)));
    moments.meanSquare[i] = square;
    moments.squareDeviation[i] = Math.sqrt(Math.max(0, fourth - square * square));
  }
  return moments;
}
