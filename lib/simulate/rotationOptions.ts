/** Options of a simulated rotation data set: what each means, in which unit, and its default. */
import { InputError } from "../errors.js";
import type { AnomalousFactor, Structure } from "../structure/index.js";
import { checkCounts, checkFromZero, checkPositive, checkShares, givenOptions } from "./optionChecks.js";
import type { RandomStructureOptions } from "./randomStructure.js";
import type { RotationGeometry } from "./rotationGeometry.js";

/** Options of `simulateRotation`. Every one has a default; the whole default set takes about a second. */
export interface RotationOptions {
  /** Everything random follows from it. Default 1. */
  readonly seed?: number;
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
  /** Degrees at the start of the first image. Default 0. */
  readonly startAngle?: number;
  /** Degrees in all. Default 180. */
  readonly rotationRange?: number;
  /** Degrees of each image. Default 1. */
  readonly imageWidth?: number;
  /** U, 9 numbers row-major, from the crystal's Cartesian axes to the laboratory. Default: random. */
  readonly orientation?: ArrayLike<number>;
  /** Crystal to detector, mm. Default: dMin falls on the nearer edge of the detector. */
  readonly detectorDistance?: number;
  /** mm. Default 0.172. */
  readonly pixelSize?: number;
  /** Pixels across and up. Default [1475, 1679]. */
  readonly detectorSize?: readonly [number, number];
  /** Pixels. Default: the middle. */
  readonly beamCentre?: readonly [number, number];
  /** ½ is unpolarised, 1 fully polarised in the plane of beam and spindle. Default 0.5. */
  readonly polarizationFraction?: number;
  /** Standard deviation of the mosaic spread, degrees. Default 0.1. */
  readonly mosaicity?: number;
  /** Reflections of |ζ| below this are not integrated. Default 0.05. */
  readonly minimumZeta?: number;
  /** Smallest recorded part of a spot, 0 to 1. Default 0.95. */
  readonly minimumFraction?: number;

  /** Root mean square of the smooth drift of ln(scale) over the rotation. Default 0.2. */
  readonly scaleDrift?: number;
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

  /** False: exact intensities, none spoilt, with the σ that counting would have given. Default true. */
  readonly noise?: boolean;
  /** Mean number of photons in a spot. Default 400. */
  readonly meanCounts?: number;
  /** Mean number of background photons under a spot. Default 60. */
  readonly meanBackground?: number;
  /** Relative error of each intensity beyond counting (shutter, detector, profile). Default 0.02. */
  readonly instrumentError?: number;
  /** Part of the observations that are spoilt. Default 0.002. */
  readonly outlierFraction?: number;
  /** How far spoilt observations are pushed up, in σ. Default 20. */
  readonly outlierMagnitude?: number;
  /** Photons of ice beneath a spot in the middle of the strongest powder ring. Default 0. */
  readonly iceRings?: number;
  /** Part of those that the background beside the spot does not show, and that stays in I, 0 to 1. Default 0.2. */
  readonly iceResidue?: number;

  /** SIGI as written over what it ought to be. Default 1. */
  readonly sigmaFactor?: number;
  /** Standard deviation of ln(SIGI) about that. Default 0. */
  readonly sigmaScatter?: number;
  /** False: SIGI knows of counting alone, so that strong intensities have too small ones. Default true. */
  readonly instrumentErrorInSigma?: boolean;

  /** True: a spot cut by the borders of images has a row for each of its parts, not summed. Default false. */
  readonly partials?: boolean;
  /** Numbers (from 1) of images that are lost. Default none. */
  readonly missingImages?: readonly number[];

  /** True: the systematic errors are taken out again, as a scaling program would, but for `scaleError`. Default false. */
  readonly scaled?: boolean;
  /** Standard deviation of ln(scale) per image that scaling leaves. Default 0.01. */
  readonly scaleError?: number;
}

/** Defaults of {@link RotationOptions} that are plain values. */
export const rotationDefaults = {
  seed: 1,
  dMin: 2,
  dMax: 30,
  wavelength: 1.54178,
  startAngle: 0,
  rotationRange: 180,
  imageWidth: 1,
  pixelSize: 0.172,
  detectorSize: [1475, 1679],
  polarizationFraction: 0.5,
  mosaicity: 0.1,
  minimumZeta: 0.05,
  minimumFraction: 0.95,
  scaleDrift: 0.2,
  imageJitter: 0.03,
  absorption: 0.1,
  absorptionOrder: 4,
  radiationDamage: 4,
  detectorSensitivity: 0,
  noise: true,
  meanCounts: 400,
  meanBackground: 60,
  instrumentError: 0.02,
  outlierFraction: 0.002,
  outlierMagnitude: 20,
  iceRings: 0,
  iceResidue: 0.2,
  sigmaFactor: 1,
  sigmaScatter: 0,
  instrumentErrorInSigma: true,
  partials: false,
  missingImages: [],
  scaled: false,
  scaleError: 0.01,
} as const;

/** Options with the plain defaults filled in. */
export type FilledRotationOptions = RotationOptions & {
  readonly [Name in keyof typeof rotationDefaults]: Exclude<RotationOptions[Name], undefined>;
};

/** Fills in defaults and checks ranges. @throws InputError */
export function fillRotationOptions(options: RotationOptions): FilledRotationOptions {
  const filled: FilledRotationOptions = { ...rotationDefaults, ...givenOptions(options) };
  checkFromZero(filled, [
    "scaleDrift",
    "imageJitter",
    "absorption",
    "radiationDamage",
    "detectorSensitivity",
    "iceRings",
    "sigmaScatter",
    "meanBackground",
    "instrumentError",
    "outlierMagnitude",
    "scaleError",
  ]);
  checkPositive(filled, ["dMin", "rotationRange", "imageWidth", "meanCounts", "sigmaFactor"]);
  if (!(filled.dMax > 0)) {
    throw new InputError(`dMax of the simulation: got ${filled.dMax}, expected a positive number`);
  }
  if (filled.dMin >= filled.dMax) {
    throw new InputError(
      `resolution of the simulation: got dMin ${filled.dMin} Å and dMax ${filled.dMax} Å, expected dMin below dMax`,
    );
  }
  checkShares(filled, ["outlierFraction", "iceResidue"]);
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
  const { wavelength, dMin, pixelSize, detectorSize } = options;
  const twoTheta = 2 * Math.asin(wavelength / (2 * dMin));
  if (options.detectorDistance === undefined && twoTheta > 1.4) {
    throw new InputError(
      `dMin of the simulation: got ${dMin} Å at a wavelength of ${wavelength} Å, a scattering angle of ` +
        `${((twoTheta * 180) / Math.PI).toFixed(0)}°, expected one below 80°; use a shorter wavelength`,
    );
  }
  const halfEdge = (Math.min(...detectorSize) * pixelSize) / 2;
  return {
    wavelength,
    startAngle: options.startAngle,
    imageWidth: options.imageWidth,
    imageCount: Math.max(1, Math.round(options.rotationRange / options.imageWidth)),
    distance: options.detectorDistance ?? halfEdge / Math.tan(twoTheta),
    pixelSize,
    detectorSize,
    beamCentre: options.beamCentre ?? [detectorSize[0] / 2, detectorSize[1] / 2],
    polarizationFraction: options.polarizationFraction,
    mosaicity: options.mosaicity,
    minimumZeta: options.minimumZeta,
    minimumFraction: options.minimumFraction,
  };
}
