/** Options of a simulated Laue data set: what each means, in which unit, and its default. */
import { InputError } from "../errors.js";
import type { AnomalousFactor } from "../structure/index.js";
import type { LaueGeometry } from "./laueGeometry.js";
import { checkCounts, checkDegrees, checkFromZero, checkPositive, givenOptions } from "./optionChecks.js";
import {
  type CountedOptions,
  centreOf,
  checkCounted,
  checkGoniometer,
  countedDefaults,
  type GoniometerOptions,
  goniometerDefaults,
} from "./sharedOptions.js";
import type { CrystalOptions } from "./simulatedCrystal.js";
import { pinkBeamSpectrum, type Spectrum } from "./spectrum.js";

/** Options of `simulateLaue`. Every one has a default; with the defaults a third of the spots hold harmonics. */
export interface LaueSimulationOptions extends CrystalOptions, CountedOptions, GoniometerOptions {
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
  /** Degrees between images. Default 3. */
  readonly imageStep?: number;
  /** Default 60. */
  readonly imageCount?: number;
  /** Crystal to detector, mm. Default 100. */
  readonly detectorDistance?: number;
  /** mm. Default 0.08. */
  readonly pixelSize?: number;
  /** Pixels across and up. Default [2048, 2048]. */
  readonly detectorSize?: readonly [number, number];
  /** Radius of the beam stop's shadow on the detector, mm. Default 3. */
  readonly beamStop?: number;
  /** ½ is unpolarised, 1 fully polarised in the plane of beam and spindle. Default 0.95. */
  readonly polarizationFraction?: number;

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

  /** Mean number of photons in a spot. Default 5000. */
  readonly meanCounts?: number;
  /** Mean number of background photons under a spot. Default 200. */
  readonly meanBackground?: number;
}

const ownDefaults = {
  anomalous: {},
  dMin: 2.5,
  wavelengthRange: [0.5, 2],
  imageStep: 3,
  imageCount: 60,
  detectorDistance: 100,
  pixelSize: 0.08,
  detectorSize: [2048, 2048],
  beamStop: 3,
  polarizationFraction: 0.95,
  imageJitter: 0.1,
  absorption: 0.3,
  pathVariation: 0.3,
  radiationDamage: 2,
  detectorSensitivity: 0.05,
  meanCounts: 5000,
  meanBackground: 200,
} as const;

/** Defaults of {@link LaueSimulationOptions} that are plain values. */
export const laueSimulationDefaults: typeof countedDefaults & typeof goniometerDefaults & typeof ownDefaults =
  {
    ...countedDefaults,
    ...goniometerDefaults,
    ...ownDefaults,
  };

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
  const filled: FilledLaueSimulationOptions = {
    ...given,
    spotDMin: given.spotDMin ?? SPOT_LIMIT * given.dMin,
    spectrum: given.spectrum ?? pinkBeamSpectrum(),
    beamCentre: centreOf(given),
  };
  checkCounted(filled);
  checkGoniometer(filled);
  checkDegrees(filled, ["imageStep"]);
  checkFromZero(filled, ["beamStop", "pathVariation"]);
  checkPositive(filled, ["dMin", "spotDMin", "detectorDistance"]);
  checkCounts(filled, ["imageCount"]);
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
