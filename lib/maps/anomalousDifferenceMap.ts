/**
 * The anomalous (Bijvoet) difference map, which has its peaks at the anomalous scatterers: coefficients
 *
 *   |ΔF| exp(i(φ − 90°))  where ΔF = F(+) − F(−) ≥ 0,     |ΔF| exp(i(φ + 90°))  where ΔF < 0,
 *
 * with φ the phase of a model, over the acentric reflections of which both Friedel mates were measured (Strahs & Kraut,
 * J. Mol. Biol. 35 (1968) 503–512; International Tables F, section 9.2 of the first edition on anomalous differences).
 * A centric reflection has no Bijvoet difference: what is measured there is noise.
 */
import { SpaceGroup, type SpaceGroupLike } from "../crystal/spaceGroup.js";
import type { UnitCellLike } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import type { Grid } from "./grid.js";
import type { GridShape } from "./realFft3.js";
import { mapFromCoefficients } from "./structureFactorMap.js";

/** Measured amplitudes of both Friedel mates and the model's phases, n of each; NaN where one is missing. */
export interface AnomalousData {
  /** 3n Miller indices, interleaved. */
  readonly hkl: Int32Array;
  /** F(+), of h k l. */
  readonly plus: ArrayLike<number>;
  /** F(−), of −h −k −l. */
  readonly minus: ArrayLike<number>;
  /** σ of F(+) and F(−): where given, pairs with one that is missing, zero or negative are left out. */
  readonly sigmaPlus?: ArrayLike<number>;
  readonly sigmaMinus?: ArrayLike<number>;
  /** Phase of the model's structure factor at h k l, degrees. */
  readonly phase: ArrayLike<number>;
}

/** Options of {@link anomalousDifferenceMap}. */
export interface AnomalousMapOptions {
  readonly cell: UnitCellLike;
  readonly spaceGroup: SpaceGroupLike;
  /** Grid points per dMin (default 3). */
  readonly sampleRate?: number;
  /** Sizes of the grid instead of those chosen from the resolution. */
  readonly shape?: GridShape;
}

/** Coefficients of an anomalous difference map: m reflections. */
export interface AnomalousCoefficients {
  /** 3m Miller indices. */
  readonly hkl: Int32Array;
  /** |F(+) − F(−)|. */
  readonly amplitude: Float64Array;
  /** Degrees, in [0, 360). */
  readonly phase: Float64Array;
}

/** An anomalous difference map and how many pairs of Friedel mates it is made of. */
export interface AnomalousMap {
  /** In units of σ: mean 0, σ 1. */
  readonly grid: Grid;
  readonly pairs: number;
  readonly coefficients: AnomalousCoefficients;
}

/**
 * Coefficients of the anomalous difference map.
 * @throws InputError for arrays of different lengths, or no acentric pair of Friedel mates with a phase
 */
export function anomalousCoefficients(data: AnomalousData, spaceGroup: SpaceGroup): AnomalousCoefficients {
  const { hkl, plus, minus, sigmaPlus, sigmaMinus, phase } = data;
  const count = hkl.length / 3;
  for (const [name, values] of Object.entries({ plus, minus, sigmaPlus, sigmaMinus, phase })) {
    if (values !== undefined && values.length !== count) {
      throw new InputError(`anomalous data, ${name}: got ${values.length} values, expected ${count}`);
    }
  }
  const usable = (i: number) =>
    Number.isFinite(plus[i] - minus[i]) &&
    Number.isFinite(phase[i]) &&
    (sigmaPlus === undefined || sigmaPlus[i] > 0) &&
    (sigmaMinus === undefined || sigmaMinus[i] > 0) &&
    !spaceGroup.isCentric(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]);
  const used: number[] = [];
  for (let i = 0; i < count; i++) if (usable(i)) used.push(i);
  if (used.length === 0) {
    throw new InputError(
      `anomalous data: got ${count} reflections, of which none is acentric with both Friedel mates and a phase`,
    );
  }
  return {
    hkl: Int32Array.from(used.flatMap((i) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]])),
    amplitude: Float64Array.from(used, (i) => Math.abs(plus[i] - minus[i])),
    phase: Float64Array.from(used, (i) => {
      const turned = phase[i] + (plus[i] < minus[i] ? 90 : -90);
      return turned - 360 * Math.floor(turned / 360);
    }),
  };
}

/**
 * The anomalous difference map in units of σ.
 * @throws InputError as {@link anomalousCoefficients}
 */
export function anomalousDifferenceMap(data: AnomalousData, options: AnomalousMapOptions): AnomalousMap {
  const spaceGroup = SpaceGroup.of(options.spaceGroup);
  const coefficients = anomalousCoefficients(data, spaceGroup);
  const { cell, sampleRate, shape } = options;
  const { hkl, amplitude, phase } = coefficients;
  const grid = mapFromCoefficients(
    hkl,
    { amplitude, phase },
    { cell, spaceGroup, sampleRate, shape, normalize: true },
  );
  return { grid, pairs: amplitude.length, coefficients };
}
