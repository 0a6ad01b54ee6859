/**
 * Radiation damage as a relative B factor, which grows with the dose, here the rotation or the image:
 *   log Σ += −B(x)/(2d²),   B = 0 at the start of each table:   B(x) = Σ_k (w_k(x) − w_k(x_0)) b_k   or   b (x − x_0)/(x_1 − x_0),
 * with the Gaussian-weighted knots of alongRotation.ts, or a straight line to b at the end x_1. B is an ordinary B factor: of
 * intensities, the Debye–Waller factor is exp(−2B sin²θ/λ²) = exp(−B/(2d²)). Evans, Acta Cryst. D62 (2006) 72, section 2, has
 * such a relative B. What is trained is b in units of 10 Å², with a prior normal(0, spread²).
 */
import { checkCount, checkNumber } from "../../../nn/options.js";
import { alongRotation, gaussianKnots, ofTables, ranges } from "./alongRotation.js";
import type { ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";

/** Options of {@link radiationDamage}. */
export interface RadiationDamageOptions {
  /** What dose is proportional to: rotation angle, frame, "image" (default as of `smoothRotation`). */
  readonly column?: string;
  /** Intervals between knots (default 5). */
  readonly intervals?: number;
  /** B grows in proportion (default false). */
  readonly linear?: boolean;
  /** Standard deviation of the prior of B, Å² (default 20: weak). */
  readonly spread?: number;
}

/** Å² that stand for 1 of what is trained. */
const UNIT = 10;

/** @throws InputError for intervals that are no whole number from 1, a spread that is not above 0 */
export function radiationDamage({
  column,
  intervals = 5,
  linear = false,
  spread = 20,
}: RadiationDamageOptions = {}): ScaleTermSpec {
  checkCount("intervals of radiationDamage", intervals);
  checkNumber("spread of radiationDamage, Å²", spread, { low: 0, openLow: true });
  return {
    description: { name: "radiationDamage", column: column ?? null, intervals, linear, spread },
    build: (data) => {
      const { label, position } = alongRotation(data, column);
      const name = `radiationDamage/${label}`;
      const dose = ranges(position, data).map((range) =>
        linear ? fraction(range) : sinceStart(range, intervals),
      );
      const basis = ofTables(data, withResolution(dose, position, data));
      const n = basis.width;
      return {
        columns: { [name]: basis },
        parameters: { [name]: { values: new Float32Array(n) } },
        logScale: (source) => source.sum(source.parameter(name, n).mul(source.column(name, n))),
        penalty: (source) => source.sum(source.parameter(name, n).square()).mul(0.5 * (UNIT / spread) ** 2),
      };
    },
  };
}

/** Of one table: what B is a linear function of, 0 at the start. */
interface Dose {
  readonly count: number;
  readonly at: (x: number) => Float64Array;
}

function fraction([from, to]: readonly [number, number]): Dose {
  return { count: 1, at: (x) => Float64Array.of(to > from ? (x - from) / (to - from) : 0) };
}

function sinceStart(range: readonly [number, number], intervals: number): Dose {
  const { count, weights } = gaussianKnots(range, intervals);
  const start = weights(range[0]);
  return { count, at: (x) => weights(x).map((weight, k) => weight - start[k]) };
}

function withResolution(doses: readonly Dose[], position: Float64Array, { inverseDSquared }: ScaleTermData) {
  return doses.map(({ count, at }) => ({
    count,
    of: (i: number) => at(position[i]).map((value) => -0.5 * UNIT * inverseDSquared[i] * value),
  }));
}
