/**
 * Coefficients of a weighted difference map of two states of a crystal, "dark" and "light" (or native and bound), with
 * phases of a model of the dark state:
 *
 *   w ΔF exp(iφ_dark),   ΔF = k F_light − F_dark,   σ² = σ_dark² + (k σ_light)²
 *
 * A negative w ΔF is written as its amplitude at φ + 180°. The map shows about half of the difference in density, since
 * its phase is that of one state: Henderson & Moffat, Acta Cryst. B27 (1971) 1414–1420. The weights w are those of
 * differenceWeights.ts, k is from relativeScale.ts.
 */
import { UnitCell, type UnitCellLike } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import {
  type DifferenceWeighting,
  type DifferenceWeightOptions,
  differenceWeights,
} from "./differenceWeights.js";
import { type RelativeScale, type RelativeScaleOptions, relativeScale } from "./relativeScale.js";

/** Amplitudes of both states and phases of a model of the dark one, n of each; NaN where one is missing. */
export interface DifferenceData {
  /** 3n Miller indices, interleaved, each reflection once. */
  readonly hkl: Int32Array;
  readonly dark: ArrayLike<number>;
  readonly sigmaDark: ArrayLike<number>;
  readonly light: ArrayLike<number>;
  readonly sigmaLight: ArrayLike<number>;
  /** Phase of the model's structure factor at h k l, degrees. */
  readonly phase: ArrayLike<number>;
}

/** Options of {@link differenceCoefficients}. */
export interface DifferenceOptions extends DifferenceWeightOptions {
  /** Of the dark state. */
  readonly cell: UnitCellLike;
  /** How the light amplitudes are brought to the scale of the dark ones (default: one factor). */
  readonly scale?: RelativeScaleOptions;
}

/** Coefficients of a difference map: m reflections. */
export interface DifferenceCoefficients {
  /** 3m Miller indices. */
  readonly hkl: Int32Array;
  /** |w ΔF|. */
  readonly amplitude: Float64Array;
  /** Degrees, in [0, 360): of the model where ΔF ≥ 0, opposite where it is negative. */
  readonly phase: Float64Array;
  /** w. */
  readonly weight: Float64Array;
  /** ΔF = k F_light − F_dark, not weighted, with its sign. */
  readonly difference: Float64Array;
  /** σ of ΔF. */
  readonly sigma: Float64Array;
  readonly scale: RelativeScale;
  readonly weighting: DifferenceWeighting;
  /** Pearson correlation of F_dark and F_light. */
  readonly correlation: number;
  /** Σ|k F_light − F_dark| / ΣF_dark. */
  readonly rIso: number;
  /** Pairs that were left out, by the first reason that holds. */
  readonly leftOut: { readonly missing: number; readonly sigmaNotPositive: number; readonly noPhase: number };
}

/**
 * Coefficients of the difference map. A pair that lacks an amplitude, a positive σ or a phase is left out and counted.
 * @throws InputError for arrays of different lengths, weights that cannot be had ({@link differenceWeights}), no usable
 *   pair, or two sets that are the same
 */
export function differenceCoefficients(
  data: DifferenceData,
  options: DifferenceOptions,
): DifferenceCoefficients {
  const { hkl, dark, light, sigmaDark, sigmaLight, phase } = data;
  const { rows, leftOut } = usableRows(data);
  const cell = UnitCell.of(options.cell);
  const used = Int32Array.from(rows.flatMap((i) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]]));
  const sSquared = rows.map((i) => cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]));
  const [first, second] = [dark, light].map((values) => rows.map((i) => values[i]));
  const scale = relativeScale(first, second, sSquared, options.scale);
  const difference = scale.factors.map((k, j) => k * second[j] - first[j]);
  const sigma = scale.factors.map((k, j) => Math.hypot(sigmaDark[rows[j]], k * sigmaLight[rows[j]]));
  if (difference.every((value) => value === 0)) {
    throw new InputError(
      `difference of two states: got the same amplitudes in both for all ${rows.length} reflections, expected two different data sets`,
    );
  }
  const { weight, weighting } = differenceWeights(
    { hkl: used, inverseDSquared: sSquared, difference, sigma },
    options,
  );
  return {
    hkl: used,
    amplitude: difference.map((value, j) => Math.abs(weight[j] * value)),
    phase: difference.map((value, j) => {
      const turned = phase[rows[j]] + (value < 0 ? 180 : 0);
      return turned - 360 * Math.floor(turned / 360);
    }),
    weight,
    difference,
    sigma,
    scale,
    weighting,
    correlation: pearson(first, second),
    rIso: difference.reduce((sum, value) => sum + Math.abs(value), 0) / first.reduce((sum, f) => sum + f, 0),
    leftOut,
  };
}

function usableRows(data: DifferenceData): { rows: number[]; leftOut: DifferenceCoefficients["leftOut"] } {
  const { hkl, dark, light, sigmaDark, sigmaLight, phase } = data;
  const count = hkl.length / 3;
  for (const [name, values] of Object.entries({ dark, light, sigmaDark, sigmaLight, phase })) {
    if (values.length !== count)
      throw new InputError(`difference data, ${name}: got ${values.length} values, expected ${count}`);
  }
  const leftOut = { missing: 0, sigmaNotPositive: 0, noPhase: 0 };
  const rows: number[] = [];
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(dark[i] + light[i])) leftOut.missing++;
    else if (!(sigmaDark[i] > 0 && sigmaLight[i] > 0 && Number.isFinite(sigmaDark[i] + sigmaLight[i])))
      leftOut.sigmaNotPositive++;
    else if (!Number.isFinite(phase[i])) leftOut.noPhase++;
    else rows.push(i);
  }
  if (rows.length === 0) {
    throw new InputError(
      `difference of two states: got ${count} common reflections and none that can be used ` +
        `(${leftOut.missing} without an amplitude, ${leftOut.sigmaNotPositive} without a positive sigma, ${leftOut.noPhase} without a phase)`,
    );
  }
  return { rows, leftOut };
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
