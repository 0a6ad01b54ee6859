/** Options of a simulated Laue data set: what each means, in which unit, and its default. */
import { InputError } from "../errors.js";
import type { AnomalousFactor } from "../structure/index.js";
import type { LaueGeometry } from "./laueGeometry.js";
import { checkCounts, checkFromZero, checkPositive, checkShares, givenOptions } from "./optionChecks.js";
import type { CrystalOptions } from "./simulatedCrystal.js";
import { pinkBeamSpectrum, type Spectrum } from "./spectrum.js";

/** Options of `simulateLaue`. Every one has a default; with the defaults a third of the spots hold harmonics. */
export interface LaueSimulationOptions extends CrystalOptions {
  /** Everything random follows from it. Default 1. */
  readonly seed?: number;
  /** f′ and f″ by element symbol, electrons, the same at all wavelengths. Default none: mates are equal. */
  readonly anomalous?: Readonly<Record<string, AnomalousFactor>>;
  /** How far the crystal scatters, Å: harmonics to here add to the spots. Default 2.5. */
  readonly dMin?: number;
  /**
   * Resolution limit of the spots, Å: of the reflection that a spot is indexed as, its lowest harmonic in the beam.
   * Beyond this spots are taken for too weak to be found. Default 1.55 × dMin. The nearer to dMin, the fewer of the spots
   * hold harmonics: an eighth at most where both are equal.
   */
  readonly spotDMin?: number;
  /** Shortest and longest wavelength, Å. Default [0.5, 2]. */
  readonly wavelengthRange?: readonly [number, number];
  /** Photons per dλ, relative. Default `pinkBeamSpectrum()`. */
  readonly spectrum?: Spectrum;
  /** Degrees of the first image. Default 0. */
  readonly startAngle?: number;
  /** Degrees between images. Default 3. */
  readonly imageStep?: number;
  /** Default 60. */
  readonly imageCount?: number;
  /** U, 9 numbers row-major, from the crystal's Cartesian axes to the laboratory. Default: random. */
  readonly orientation?: ArrayLike<number>;
  /** Crystal to detector, mm. Default 100. */
  readonly detectorDistance?: number;
  /** mm. Default 0.08. */
  readonly pixelSize?: number;
  /** Pixels across and up. Default [2048, 2048]. */
  readonly detectorSize?: readonly [number, number];
  /** Pixels. Default: the middle. */
  readonly beamCentre?: readonly [number, number];
  /** Radius of the beam stop's shadow on the detector, mm. Default 3. */
  readonly beamStop?: number;
  /** ½ is unpolarised, 1 fully polarised in the plane of beam and spindle. Default 0.95. */
  readonly polarizationFraction?: number;

  /** Root mean square of the smooth drift of ln(scale) over the images. Default 0.2. */
  readonly scaleDrift?: number;
  /** Standard deviation of ln(scale) from image to image. Default 0.1. */
  readonly imageJitter?: number;
  /** Mean of −ln(absorption factor) at the longest wavelength; it goes with λ³. Default 0.3. */
  readonly absorption?: number;
  /** Root mean square over the detector of ln(path), on which absorption depends. Default 0.3. */
  readonly pathVariation?: number;
  /** ΔB at the last image, Å². Default 2. */
  readonly radiationDamage?: number;
  /** Root mean square over the detector of ln(sensitivity). Default 0.05. */
  readonly detectorSensitivity?: number;

  /** False: exact intensities, none spoilt, with the σ that counting would have given. Default true. */
  readonly noise?: boolean;
  /** Mean number of photons in a spot. Default 5000. */
  readonly meanCounts?: number;
  /** Mean number of background photons under a spot. Default 200. */
  readonly meanBackground?: number;
  /** Relative error of each intensity beyond counting. Default 0.02. */
  readonly instrumentError?: number;
  /** False: SigI knows of counting alone. Default true. */
  readonly instrumentErrorInSigma?: boolean;
  /** Part of the observations that are spoilt. Default 0.002. */
  readonly outlierFraction?: number;
  /** How far spoilt observations are pushed up, in σ. Default 20. */
  readonly outlierMagnitude?: number;
}

/** Defaults of {@link LaueSimulationOptions} that are plain values. */
export const laueSimulationDefaults = {
  seed: 1,
  anomalous: {},
  dMin: 2.5,
  wavelengthRange: [0.5, 2],
  startAngle: 0,
  imageStep: 3,
  imageCount: 60,
  detectorDistance: 100,
  pixelSize: 0.08,
  detectorSize: [2048, 2048],
  beamStop: 3,
  polarizationFraction: 0.95,
  scaleDrift: 0.2,
  imageJitter: 0.1,
  absorption: 0.3,
  pathVariation: 0.3,
  radiationDamage: 2,
  detectorSensitivity: 0.05,
  noise: true,
  meanCounts: 5000,
  meanBackground: 200,
  instrumentError: 0.02,
  instrumentErrorInSigma: true,
  outlierFraction: 0.002,
  outlierMagnitude: 20,
} as const;

/** spotDMin over dMin, by default. */
const SPOT_LIMIT = 1.55;

/** Options with the defaults filled in, but those of the crystal and its orientation. */
export type FilledLaueSimulationOptions = LaueSimulationOptions & {
  readonly [Name in keyof typeof laueSimulationDefaults | "spotDMin" | "spectrum" | "beamCentre"]: Exclude<
    LaueSimulationOptions[Name],
    undefined
  >;
};

/** Fills in defaults and checks ranges. @throws InputError */
export function fillLaueOptions(options: LaueSimulationOptions): FilledLaueSimulationOptions {
  const given = { ...laueSimulationDefaults, ...givenOptions(options) };
  const [width, height] = given.detectorSize;
  const filled: FilledLaueSimulationOptions = {
    ...given,
    spotDMin: given.spotDMin ?? SPOT_LIMIT * given.dMin,
    spectrum: given.spectrum ?? pinkBeamSpectrum(),
    beamCentre: given.beamCentre ?? [width / 2, height / 2],
  };
  checkFromZero(filled, [
    "beamStop",
    "scaleDrift",
    "imageJitter",
    "absorption",
    "pathVariation",
    "radiationDamage",
    "detectorSensitivity",
    "meanBackground",
    "instrumentError",
    "outlierMagnitude",
  ]);
  checkPositive(filled, ["dMin", "spotDMin", "detectorDistance", "pixelSize", "meanCounts"]);
  checkShares(filled, ["polarizationFraction", "outlierFraction"]);
  checkCounts(filled, ["imageCount"]);
  for (const name of ["startAngle", "imageStep"] as const) {
    if (!Number.isFinite(filled[name])) {
      throw new InputError(`${name} of the simulation: got ${filled[name]}, expected degrees`);
    }
  }
  const [shortest, longest] = filled.wavelengthRange;
  if (!(shortest > 0 && longest > shortest && Number.isFinite(longest))) {
    throw new InputError(
      `wavelengthRange of the simulation: got ${shortest} to ${longest}, expected the shortest and then the longest wavelength in Å`,
    );
  }
  if (!(filled.spotDMin >= filled.dMin)) {
    throw new InputError(
      `spotDMin of the simulation: got ${filled.spotDMin} Å, expected at least dMin, ${filled.dMin} Å`,
    );
  }
  checkSpectrum(filled.spectrum, shortest, longest);
  return filled;
}

/** @throws InputError where a spectrum is negative, or not finite, or 0 all over the range */
function checkSpectrum(spectrum: Spectrum, shortest: number, longest: number): void {
  const steps = 100;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const wavelength = shortest + ((longest - shortest) * i) / steps;
    const photons = spectrum(wavelength);
    if (!(photons >= 0 && Number.isFinite(photons))) {
      throw new InputError(
        `spectrum of the simulation: got ${photons} at ${wavelength} Å, expected a number from 0 up`,
      );
    }
    total += photons;
  }
  if (total === 0) {
    throw new InputError(
      `spectrum of the simulation: got 0 from ${shortest} to ${longest} Å, expected photons in the wavelength range`,
    );
  }
}

/** Beam, crystal steps and detector. */
export function laueGeometry(options: FilledLaueSimulationOptions): LaueGeometry {
  return {
    wavelengthRange: options.wavelengthRange,
    startAngle: options.startAngle,
    imageStep: options.imageStep,
    imageCount: options.imageCount,
    distance: options.detectorDistance,
    pixelSize: options.pixelSize,
    detectorSize: options.detectorSize,
    beamCentre: options.beamCentre,
    beamStop: options.beamStop,
    polarizationFraction: options.polarizationFraction,
    spotDMin: options.spotDMin,
  };
}
