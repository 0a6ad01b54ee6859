/**
 * Absorption as a surface about the crystal, in real spherical harmonics:
 *   log Σ += Σ_lm c_lm ½ (Y_lm(ŝ1) + Y_lm(−ŝ0)),   l = 1 … degree,   c_lm ~ normal(0, spread²),
 * ŝ1 the direction in which the diffracted beam leaves the crystal and −ŝ0 that to the source, both in a frame that turns with
 * the crystal: Blessing, Acta Cryst. A51 (1995) 33; the half-and-half form is that of Beilsten-Edmonds et al., Acta Cryst. D76
 * (2020) 385, section 2. l = 0 is the overall scale. Where the tables do not know the crystal's orientation, Y_lm(ŝ1) of the
 * direction to the detector: that stays with the detector, and tells of its sensitivity more than of the crystal.
 * DIALS's surface_weight W adds W c² to −2 log p: it is spread = 1/√W, 0.0014 for its default of 5 × 10⁵.
 */
import { InputError } from "../../../errors.js";
import { checkCount, checkNumber } from "../../../nn/options.js";
import { harmonicCount, realHarmonics } from "../../../simulate/sphericalHarmonics.js";
import { ofTables } from "./alongRotation.js";
import { beamDirections } from "./beamDirections.js";
import type { ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";

/** Options of {@link absorption}. */
export interface AbsorptionOptions {
  /** Highest degree l (default 4). */
  readonly degree?: number;
  /** Highest odd degree: coefficients of higher odd ones are pegged at 0 (default: as `degree`). */
  readonly oddDegree?: number;
  /** Standard deviation of the prior of each coefficient (default 0.1: surfaces of some 14 % for degree 4). */
  readonly spread?: number;
  /** One surface for all tables, where they are of one crystal (default false: one for each). */
  readonly shared?: boolean;
}

/** @throws InputError for degrees that are no whole numbers, a spread that is not above 0 */
export function absorption({
  degree = 4,
  oddDegree = degree,
  spread = 0.1,
  shared = false,
}: AbsorptionOptions = {}): ScaleTermSpec {
  checkCount("degree of absorption", degree);
  checkCount("oddDegree of absorption", oddDegree, 0);
  checkNumber("spread of absorption", spread, { low: 0, openLow: true });
  const kept = keptHarmonics(degree, oddDegree);
  const name = "absorption";
  return {
    description: { name, degree, oddDegree, spread, shared },
    build: (data) => {
      const surface = { count: kept.length, of: harmonics(data, degree, kept) };
      const basis = shared
        ? ofTables({ table: new Int32Array(data.row.length) }, [surface])
        : ofTables(
            data,
            data.tables.map(() => surface),
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

/** Places of the harmonics that are not pegged at 0. */
function keptHarmonics(degree: number, oddDegree: number): number[] {
  const kept: number[] = [];
  for (let l = 1; l <= degree; l++)
    if (l % 2 === 0 || l <= oddDegree) for (let i = l * l - 1; i < (l + 1) * (l + 1) - 1; i++) kept.push(i);
  return kept;
}

function harmonics(
  data: ScaleTermData,
  degree: number,
  kept: readonly number[],
): (i: number) => Float64Array {
  const directions = beamDirections(data);
  if (directions === undefined)
    throw new InputError(
      `absorption: got no direction of the diffracted beams from ${data.tables.map(({ name }) => name).join(", ")}, expected the orientation of the crystal (batch headers with U), or a place on the detector (XDET, YDET) and the wavelength; leave the term out`,
    );
  const { diffracted, crystal } = directions;
  const y = new Float64Array(harmonicCount(degree));
  const at = (vectors: Float64Array, i: number) => {
    realHarmonics(vectors[3 * i], vectors[3 * i + 1], vectors[3 * i + 2], degree, y);
    return Float64Array.from(kept, (k) => y[k]);
  };
  if (crystal === undefined) return (i) => at(diffracted, i);
  return (i) => {
    const toSource = at(crystal.source, i);
    return at(crystal.diffracted, i).map((value, k) => 0.5 * (value + toSource[k]));
  };
}
