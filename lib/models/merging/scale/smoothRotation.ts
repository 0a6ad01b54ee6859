/**
 * A scale that changes smoothly as the crystal turns (beam, illuminated volume):
 *   log Σ += Σ_k w_k(x) p_k,   p_k ~ normal(0, spread²),
 * with Gaussian-weighted knots along the rotation (alongRotation.ts) of each table. Scaling programs put a knot every 5 to
 * 15°: Evans & Murshudov, Acta Cryst. D69 (2013) 1204; Beilsten-Edmonds et al., Acta Cryst. D76 (2020) 385, section 2.
 */
import { checkNumber } from "../../../nn/options.js";
import { alongRotation, gaussianKnots, ofTables, ranges } from "./alongRotation.js";
import type { ScaleTermSpec } from "./scaleTermTypes.js";

/** Options of {@link smoothRotation}. */
export interface SmoothRotationOptions {
  /** Rotation angle, frame, or "image" (default: ROT, PHI, rotation, ZD, ZCAL, as the tables have it, else the image). */
  readonly column?: string;
  /** Between knots, in the column's unit: degrees, or images (default 5). */
  readonly spacing?: number;
  /** Standard deviation of the knots' prior, in log scale (default 1: weak). */
  readonly spread?: number;
}

/** Of one table at most: the columns of a row are as many. */
const MOST_INTERVALS = 1000;

/** @throws InputError for a spacing or spread that is not above 0 */
export function smoothRotation({
  column,
  spacing = 5,
  spread = 1,
}: SmoothRotationOptions = {}): ScaleTermSpec {
  checkNumber("spacing of smoothRotation", spacing, { low: 0, openLow: true });
  checkNumber("spread of smoothRotation", spread, { low: 0, openLow: true });
  return {
    description: { name: "smoothRotation", column: column ?? null, spacing, spread },
    build: (data) => {
      const { label, position } = alongRotation(data, column);
      const name = `smoothRotation/${label}`;
      const basis = ofTables(
        data,
        ranges(position, data).map(([from, to]) => {
          const intervals = Math.min(MOST_INTERVALS, Math.max(1, Math.ceil((to - from) / spacing)));
          const { count, weights } = gaussianKnots([from, to], intervals);
          return { count, of: (i) => weights(position[i]) };
        }),
      );
      const n = basis.width;
      return {
        columns: { [name]: basis },
        parameters: { [name]: { values: new Float32Array(n) } },
        logScale: (source) => source.sum(source.parameter(name, n).mul(source.column(name, n))),
        penalty: (source) => source.sum(source.parameter(name, n).square()).mul(0.5 / (spread * spread)),
      };
    },
  };
}
