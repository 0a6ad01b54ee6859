/** Options of simulated serial stills: what each means, in which unit, and its default. */
import type { AnomalousFactor } from "../structure/index.js";
import { checkCounts, checkFromZero, checkPositive, checkShares, givenOptions } from "./optionChecks.js";
import { type CountedOptions, centreOf, checkCounted, countedDefaults, distanceOf } from "./sharedOptions.js";
import type { CrystalOptions } from "./simulatedCrystal.js";
import type { StillsGeometry } from "./stillsGeometry.js";

/** Options of `simulateStills`. Every one has a default; observations of one reflection then scatter by about 100 %. */
export interface StillsSimulationOptions extends CrystalOptions, CountedOptions {
  /** f′ and f″ by element symbol, electrons; default: Cromer–Liberman values at the wavelength. An empty object: no anomalous scattering. */
  readonly anomalous?: Readonly<Record<string, AnomalousFactor>>;
  /** High-resolution limit, Å. Default 2.5. */
  readonly dMin?: number;
  /** Crystals, each on one image. Default 1200. */
  readonly imageCount?: number;
  /** Å. Default 1.3. */
  readonly wavelength?: number;
  /** Standard deviation of λ over λ. Default 0.001. */
  readonly bandwidth?: number;
  /** Standard deviation of the mosaic spread, degrees. Default 0.03. */
  readonly mosaicity?: number;
  /** Standard deviation of the size of a reciprocal lattice point, Å⁻¹. Default 0.0002, domains of 1900 Å. */
  readonly pointSize?: number;
  /** Reflections farther than so many σ from the Ewald sphere are not integrated. Default 2.5. */
  readonly maximumOffset?: number;
  /** Crystal to detector, mm. Default: dMin falls on the nearer edge of the detector. */
  readonly detectorDistance?: number;
  /** mm across and up. Default [195, 195]. */
  readonly detectorSize?: readonly [number, number];
  /** mm. Default: the middle. */
  readonly beamCentre?: readonly [number, number];
  /** ½ is unpolarised, 1 fully polarised in the plane of beam and z. Default 1, as an XFEL's beam is. */
  readonly polarizationFraction?: number;

  /** Standard deviation of ln(scale) from image to image. Default 0.7. */
  readonly scaleSpread?: number;
  /** Standard deviation of the images' B factors about that of the structure, Å². Default 4. */
  readonly bFactorSpread?: number;
  /** Standard deviation of ln(width of the Ewald offset) from image to image. Default 0.2. */
  readonly widthSpread?: number;
  /** Standard deviation, relative, of a log-normal error of each observation (spikes of the spectrum, profiles). Default 0.5. */
  readonly intensityScatter?: number;

  /** Mean number of photons in a spot. Default 300. */
  readonly meanCounts?: number;
  /** Mean number of background photons under a spot. Default 60. */
  readonly meanBackground?: number;
}

const ownDefaults = {
  dMin: 2.5,
  imageCount: 1200,
  wavelength: 1.3,
  bandwidth: 0.001,
  mosaicity: 0.03,
  pointSize: 0.0002,
  maximumOffset: 2.5,
  detectorSize: [195, 195],
  polarizationFraction: 1,
  scaleSpread: 0.7,
  bFactorSpread: 4,
  widthSpread: 0.2,
  intensityScatter: 0.5,
  meanCounts: 300,
  meanBackground: 60,
} as const;

/** Defaults of {@link StillsSimulationOptions} that are plain values. */
export const stillsSimulationDefaults: typeof countedDefaults & typeof ownDefaults = {
  ...countedDefaults,
  ...ownDefaults,
};

/** Options with the plain defaults filled in. */
export type FilledStillsSimulationOptions = StillsSimulationOptions & {
  readonly [Name in keyof typeof stillsSimulationDefaults]: Exclude<StillsSimulationOptions[Name], undefined>;
};

/** Fills in defaults and checks ranges. @throws InputError */
export function fillStillsOptions(options: StillsSimulationOptions): FilledStillsSimulationOptions {
  const filled: FilledStillsSimulationOptions = { ...stillsSimulationDefaults, ...givenOptions(options) };
  checkCounted(filled);
  checkFromZero(filled, [
    "bandwidth",
    "mosaicity",
    "scaleSpread",
    "bFactorSpread",
    "widthSpread",
    "intensityScatter",
  ]);
  checkPositive(filled, ["dMin", "wavelength", "pointSize", "maximumOffset"]);
  checkShares(filled, ["polarizationFraction"]);
  checkCounts(filled, ["imageCount"]);
  return filled;
}

/** Beam, crystals and detector. @throws InputError where dMin cannot reach a flat detector without a distance given */
export function stillsGeometry(options: FilledStillsSimulationOptions): StillsGeometry {
  const { wavelength, detectorSize } = options;
  const distance = distanceOf(options, Math.min(...detectorSize) / 2);
  checkPositive({ detectorDistance: distance }, ["detectorDistance"]);
  return {
    wavelength,
    bandwidth: options.bandwidth,
    mosaicity: options.mosaicity,
    pointSize: options.pointSize,
    maximumOffset: options.maximumOffset,
    distance,
    detectorSize,
    beamCentre: centreOf(options),
    polarizationFraction: options.polarizationFraction,
  };
}
