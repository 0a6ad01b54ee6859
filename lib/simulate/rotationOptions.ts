/** Options of a simulated rotation data set: what each means, in which unit, and its default. */
import { InputError } from "../errors.js";
import type { AnomalousFactor, Structure } from "../structure/index.js";
import { checkCounts, checkFromZero, checkPositive, checkShares, givenOptions } from "./optionChecks.js";
import type { RandomStructureOptions } from "./randomStructure.js";
import type { RotationGeometry } from "./rotationGeometry.js";
import {
  type CountedOptions,
  centreOf,
  checkCounted,
  checkGoniometer,
  countedDefaults,
  distanceOf,
  type GoniometerOptions,
  goniometerDefaults,
} from "./sharedOptions.js";

/** Options of `simulateRotation`. Every one has a default; the whole default set takes about a second. */
export interface RotationOptions extends CountedOptions, GoniometerOptions {
  /** The model; default: random atoms. */
  readonly structure?: Structure;
  /** How to strew random atoms where no structure is given: cell, space group, heavy atoms. */
  readonly randomAtoms?: RandomStructureOptions;
  /** f′ and f″ by element symbol, electrons; default: Cromer–Liberman values at the wavelength. An empty object: no anomalous scattering. */
  readonly anomalous?: Readonly<Record<string, AnomalousFactor>>;
  /** High-resolution limit, Å. Default 2. */
  readonly dMin?: number;
  /** Low-resolution limit (the beam stop), Å. Default 30. */
  readonly dMax?: number;
  /** Å. Default 1.54178, copper Kα, where xenon has f″ = 7.4 electrons. */
  readonly wavelength?: number;
  /** Degrees in all. Default 180. */
  readonly rotationRange?: number;
  /** Degrees of each image. Default 1. */
  readonly imageWidth?: number;
  /** Crystal to detector, mm. Default: dMin falls on the nearer edge of the detector. */
  readonly detectorDistance?: number;
  /** mm. Default 0.172. */
  readonly pixelSize?: number;
  /** Pixels across and up. Default [1475, 1679]. */
  readonly detectorSize?: readonly [number, number];
  /** ½ is unpolarised, 1 fully polarised in the plane of beam and spindle. Default 0.5. */
  readonly polarizationFraction?: number;
  /** Standard deviation of the mosaic spread, degrees. Default 0.1. */
  readonly mosaicity?: number;
  /** Reflections of |ζ| below this are not integrated. Default 0.05. */
  readonly minimumZeta?: number;
  /** Smallest recorded part of a spot, 0 to 1. Default 0.95. */
  readonly minimumFraction?: number;

  /** Standard deviation of ln(scale) from image to image. Default 0.03. */
  readonly imageJitter?: number;
  /** Root mean square over the sphere of ln(absorption factor). Default 0.1. */
  readonly absorption?: number;
  /** Highest degree of the spherical harmonics of absorption. Default 4. */
  readonly absorptionOrder?: number;
  /** ΔB at the end of the rotation, Å². Default 4. */
  readonly radiationDamage?: number;
  /** Root mean square over the detector of ln(sensitivity). Default 0. */
  readonly detectorSensitivity?: number;

  /** Mean number of photons in a spot. Default 400. */
  readonly meanCounts?: number;
  /** Mean number of background photons under a spot. Default 60. */
  readonly meanBackground?: number;
  /** Photons of ice beneath a spot in the middle of the strongest powder ring. Default 0. */
  readonly iceRings?: number;
  /** Part of those that the background beside the spot does not show, and that stays in I, 0 to 1. Default 0.2. */
  readonly iceResidue?: number;

  /** SIGI as written over what it ought to be. Default 1. */
  readonly sigmaFactor?: number;
  /** Standard deviation of ln(SIGI) about that. Default 0. */
  readonly sigmaScatter?: number;

  /** True: a spot cut by the borders of images has a row for each of its parts, not summed. Default false. */
  readonly partials?: boolean;
  /** Numbers (from 1) of images that are lost. Default none. */
  readonly missingImages?: readonly number[];

  /** True: the systematic errors are taken out again, as a scaling program would, but for `scaleError`. Default false. */
  readonly scaled?: boolean;
  /** Standard deviation of ln(scale) per image that scaling leaves. Default 0.01. */
  readonly scaleError?: number;
}

const ownDefaults = {
  dMin: 2,
  dMax: 30,
  wavelength: 1.54178,
  rotationRange: 180,
  imageWidth: 1,
  pixelSize: 0.172,
  detectorSize: [1475, 1679],
  polarizationFraction: 0.5,
  mosaicity: 0.1,
  minimumZeta: 0.05,
  minimumFraction: 0.95,
  imageJitter: 0.03,
  absorption: 0.1,
  absorptionOrder: 4,
  radiationDamage: 4,
  detectorSensitivity: 0,
  meanCounts: 400,
  meanBackground: 60,
  iceRings: 0,
  iceResidue: 0.2,
  sigmaFactor: 1,
  sigmaScatter: 0,
  partials: false,
  missingImages: [],
  scaled: false,
  scaleError: 0.01,
} as const;

/** Defaults of {@link RotationOptions} that are plain values. */
export const rotationDefaults: typeof countedDefaults & typeof goniometerDefaults & typeof ownDefaults = {
  ...countedDefaults,
  ...goniometerDefaults,
  ...ownDefaults,
};

/** Options with the plain defaults filled in. */
export type FilledRotationOptions = RotationOptions & {
  readonly [Name in keyof typeof rotationDefaults]: Exclude<RotationOptions[Name], undefined>;
};

/** Fills in defaults and checks ranges. @throws InputError */
export function fillRotationOptions(options: RotationOptions): FilledRotationOptions {
  const filled: FilledRotationOptions = { ...rotationDefaults, ...givenOptions(options) };
  checkCounted(filled);
  checkGoniometer(filled);
  checkFromZero(filled, ["iceRings", "sigmaScatter", "scaleError"]);
  checkPositive(filled, ["dMin", "rotationRange", "imageWidth", "sigmaFactor"]);
  if (!(filled.dMax > 0)) {
    throw new InputError(`dMax of the simulation: got ${filled.dMax}, expected a positive number`);
  }
  if (filled.dMin >= filled.dMax) {
    throw new InputError(
      `resolution of the simulation: got dMin ${filled.dMin} Å and dMax ${filled.dMax} Å, expected dMin below dMax`,
    );
  }
  checkShares(filled, ["iceResidue"]);
  checkCounts(filled, ["absorptionOrder"]);
  if (filled.dMin <= filled.wavelength / 2) {
    throw new InputError(
      `dMin of the simulation: got ${filled.dMin} Å, expected more than half the wavelength of ${filled.wavelength} Å`,
    );
  }
  return filled;
}

/** @throws InputError where an image that is to be lost is none of the sweep's, or all are to be lost */
export function checkMissingImages(missing: readonly number[], imageCount: number): void {
  const wrong = missing.find((image) => !Number.isInteger(image) || image < 1 || image > imageCount);
  if (wrong !== undefined) {
    throw new InputError(
      `missingImages of the simulation: got ${wrong}, expected whole numbers from 1 to ${imageCount}, the last image`,
    );
  }
  if (new Set(missing).size === imageCount) {
    throw new InputError(
      `missingImages of the simulation: got all ${imageCount} images, expected some to be left`,
    );
  }
}

/** Beam, spindle and detector. @throws InputError where dMin cannot reach a flat detector without a distance given */
export function rotationGeometry(options: FilledRotationOptions): RotationGeometry {
  const { wavelength, pixelSize, detectorSize } = options;
  return {
    wavelength,
    startAngle: options.startAngle,
    imageWidth: options.imageWidth,
    imageCount: Math.max(1, Math.round(options.rotationRange / options.imageWidth)),
    distance: distanceOf(options, (Math.min(...detectorSize) * pixelSize) / 2),
    pixelSize,
    detectorSize,
    beamCentre: centreOf(options),
    polarizationFraction: options.polarizationFraction,
    mosaicity: options.mosaicity,
    minimumZeta: options.minimumZeta,
    minimumFraction: options.minimumFraction,
  };
}
