/**
 * The Lorentz and polarisation factor as a fixed part of the scale, for intensities that are not corrected for it, or not so:
 *   log Σ += log(L P),   nothing is trained.
 * From a column, or computed. Where the directions of the beams are known (beamDirections.ts, orientation of the crystal), for
 * rotation about an axis e across the beam and a beam polarised by p in the plane of beam and axis,
 *   1/L = |e · (ŝ1 × ŝ0)|,   P = (1 − 2p) (1 − (n·ŝ1)²) + p (1 + cos² 2θ),   n across both beam and axis,
 * that is Kahn et al., J. Appl. Cryst. 15 (1982) 330, P = ½ (1 + cos² 2θ − ξ cos 2ρ sin² 2θ) with ξ = 2p − 1 and ρ
 * the azimuth of ŝ1 from the plane of polarisation; Kabsch, Acta Cryst. D66 (2010) 133, section 2.3. Else, from θ alone, the
 * unpolarised P = ½ (1 + cos² 2θ) and L = 1/sin 2θ, right for reflections on the equator of the rotation only.
 */
import { InputError, MissingColumnError } from "../../../errors.js";
import { checkNumber } from "../../../nn/options.js";
import { beamDirections, wavelengths } from "./beamDirections.js";
import type { ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";

/** Options of {@link lorentzPolarisation}. */
export interface LorentzPolarisationOptions {
  /** Column of the factor (default: computed). */
  readonly column?: string;
  /**
   * What the column holds: "correction", what intensities are to be multiplied by, 1/(LP) (default; XDS's RLP, the LP of
   * integration programs), or "factor", what they were multiplied by: LP itself, or a correction that is to be undone.
   */
  readonly as?: "correction" | "factor";
  /** p: ½ (default) unpolarised, 1 fully polarised in the plane of beam and rotation axis. */
  readonly polarisationFraction?: number;
  /** Which of the two computed factors count (default both). */
  readonly lorentz?: boolean;
  readonly polarisation?: boolean;
}

/** Smallest |e · (ŝ1 × ŝ0)|: nearer to the axis nothing is integrated. */
const SMALLEST = 1e-3;

/** @throws InputError for a fraction of polarisation out of 0 to 1, or where neither factor is asked for */
export function lorentzPolarisation({
  column,
  as = "correction",
  polarisationFraction = 0.5,
  lorentz = true,
  polarisation = true,
}: LorentzPolarisationOptions = {}): ScaleTermSpec {
  checkNumber("polarisationFraction of lorentzPolarisation", polarisationFraction, { low: 0, high: 1 });
  if (as !== "correction" && as !== "factor")
    throw new InputError(`lorentzPolarisation, as: got ${String(as)}, expected "correction" or "factor"`);
  if (!lorentz && !polarisation)
    throw new InputError("lorentzPolarisation: got neither factor, expected lorentz, polarisation or both");
  const name = `lorentzPolarisation/${column ?? "computed"}`;
  return {
    description: {
      name: "lorentzPolarisation",
      column: column ?? null,
      ...(column === undefined ? { polarisationFraction, lorentz, polarisation } : { as }),
    },
    build: (data) => {
      const logFactor =
        column === undefined
          ? computed(data, { polarisationFraction, lorentz, polarisation })
          : logColumn(data, column).map((value) => (as === "factor" ? value : -value));
      return {
        columns: { [name]: { width: 1, values: Float32Array.from(logFactor) } },
        parameters: {},
        logScale: (source) => source.column(name),
      };
    },
  };
}

function logColumn({ tables, table, row }: ScaleTermData, label: string): Float64Array {
  const lacking = tables.find((of) => !of.has(label));
  if (lacking !== undefined) throw new MissingColumnError(label, lacking.labels, lacking.name);
  const columns = tables.map((of) => of.values(label));
  return Float64Array.from(row, (r, i) => {
    const value = columns[table[i]][r];
    if (!(value > 0 && Number.isFinite(value)))
      throw new InputError(
        `lorentzPolarisation, column ${label}, row ${r} of ${tables[table[i]].name}: got ${value}, expected a factor above 0`,
      );
    return Math.log(value);
  });
}

function computed(
  data: ScaleTermData,
  {
    polarisationFraction: p,
    lorentz,
    polarisation,
  }: Required<Pick<LorentzPolarisationOptions, "polarisationFraction" | "lorentz" | "polarisation">>,
): Float64Array {
  const directions = beamDirections(data);
  if (directions?.crystal !== undefined) {
    const { diffracted } = directions;
    return Float64Array.from(data.row, (_, i) => {
      const [x, y] = [diffracted[3 * i], diffracted[3 * i + 1]];
      const inverseL = lorentz ? Math.max(SMALLEST, Math.abs(y)) : 1;
      const P = polarisation ? (1 - 2 * p) * (1 - y * y) + p * (1 + x * x) : 1;
      return Math.log(P / inverseL);
    });
  }
  const lambda = wavelengths(data);
  if (lambda === undefined || (polarisation && p !== 0.5))
    throw new InputError(
      lambda === undefined
        ? "lorentzPolarisation: got tables without a wavelength, expected one to compute θ by; give the column of the factor"
        : `lorentzPolarisation: got a polarisationFraction of ${p} and tables that do not know the crystal's orientation, expected batch headers with U, or 0.5 (unpolarised)`,
    );
  return Float64Array.from(data.row, (_, i) => {
    const twoTheta = 2 * Math.asin(Math.min(1, (lambda[i] * Math.sqrt(data.inverseDSquared[i])) / 2));
    const P = polarisation ? (1 + Math.cos(twoTheta) ** 2) / 2 : 1;
    return Math.log(P / (lorentz ? Math.max(SMALLEST, Math.sin(twoTheta)) : 1));
  });
}
