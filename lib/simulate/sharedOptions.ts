/**
 * What the options of several simulations have in common, each with its default and its check: counting and spoiling (all
 * of them), and goniometer, pixel detector and instrument (rotation and Laue). A simulation's options extend these; what
 * has another default in each of them is said there.
 */
import { InputError } from "../errors.js";
import { randomStream } from "../random/index.js";
import { checkDegrees, checkFromZero, checkPositive, checkShares } from "./optionChecks.js";
import { randomOrientation } from "./rotationGeometry.js";

/** How observations are counted and spoilt. */
export interface CountedOptions {
  /** Everything random follows from it. Default 1. */
  readonly seed?: number;
  /** False: exact intensities, none spoilt, with the σ that counting would have given. Default true. */
  readonly noise?: boolean;
  /** Part of the observations that are spoilt. Default 0.002. */
  readonly outlierFraction?: number;
  /** How far spoilt observations are pushed up, in σ. Default 20. */
  readonly outlierMagnitude?: number;
}

/** Defaults of {@link CountedOptions}. */
export const countedDefaults = {
  seed: 1,
  noise: true,
  outlierFraction: 0.002,
  outlierMagnitude: 20,
} as const;

/** @throws InputError where one of the numbers of counting is out of range */
export function checkCounted(
  filled: Readonly<Record<"meanCounts" | "meanBackground" | "outlierFraction" | "outlierMagnitude", number>>,
): void {
  checkPositive(filled, ["meanCounts"]);
  checkFromZero(filled, ["meanBackground", "outlierMagnitude"]);
  checkShares(filled, ["outlierFraction"]);
}

/** A crystal on a goniometer before a pixel detector. */
export interface GoniometerOptions {
  /** Degrees at the start of the first image. Default 0. */
  readonly startAngle?: number;
  /** U, 9 numbers row-major, from the crystal's Cartesian axes to the laboratory. Default: random. */
  readonly orientation?: ArrayLike<number>;
  /** Pixels. Default: the middle. */
  readonly beamCentre?: readonly [number, number];
  /** Root mean square of the smooth drift of ln(scale) over the images. Default 0.2. */
  readonly scaleDrift?: number;
  /** Relative error of each intensity beyond counting (shutter, detector, profile). Default 0.02. */
  readonly instrumentError?: number;
  /** False: the σ written know of counting alone, so that strong intensities have too small ones. Default true. */
  readonly instrumentErrorInSigma?: boolean;
}

/** Defaults of {@link GoniometerOptions} that are plain values. */
export const goniometerDefaults = {
  startAngle: 0,
  scaleDrift: 0.2,
  instrumentError: 0.02,
  instrumentErrorInSigma: true,
} as const;

/** @throws InputError where one of the numbers of the goniometer's experiment is out of range */
export function checkGoniometer(
  filled: Readonly<
    Record<
      | "startAngle"
      | "pixelSize"
      | "polarizationFraction"
      | "scaleDrift"
      | "imageJitter"
      | "absorption"
      | "radiationDamage"
      | "detectorSensitivity"
      | "instrumentError",
      number
    >
  >,
): void {
  checkDegrees(filled, ["startAngle"]);
  checkPositive(filled, ["pixelSize"]);
  checkShares(filled, ["polarizationFraction"]);
  checkFromZero(filled, [
    "scaleDrift",
    "imageJitter",
    "absorption",
    "radiationDamage",
    "detectorSensitivity",
    "instrumentError",
  ]);
}

/** U of the options, or one that follows from the seed. @throws InputError where it has not 9 numbers */
export function orientationOf({
  seed,
  orientation,
}: {
  readonly seed: number;
  readonly orientation?: ArrayLike<number>;
}): Float64Array {
  if (orientation === undefined) return randomOrientation(randomStream(seed, "orientation"));
  const u = Float64Array.from(orientation);
  if (u.length !== 9)
    throw new InputError(`orientation: got ${u.length} numbers, expected the 9 of a rotation matrix`);
  return u;
}

/** The beam centre of the options, or the middle of the detector, in the unit of its size. */
export function centreOf({
  beamCentre,
  detectorSize,
}: {
  readonly beamCentre?: readonly [number, number];
  readonly detectorSize: readonly [number, number];
}): readonly [number, number] {
  return beamCentre ?? [detectorSize[0] / 2, detectorSize[1] / 2];
}

/** Largest 2θ that the default distance serves, radians: a flat detector does not reach 90°. */
const LARGEST_ANGLE = 1.4;

/**
 * The distance of the options, or that at which dMin falls on the nearer edge of the detector, mm.
 * @param halfEdge from the middle of the detector to that edge, mm
 * @throws InputError where dMin cannot reach a flat detector
 */
export function distanceOf(
  {
    detectorDistance,
    dMin,
    wavelength,
  }: { readonly detectorDistance?: number; readonly dMin: number; readonly wavelength: number },
  halfEdge: number,
): number {
  if (detectorDistance !== undefined) return detectorDistance;
  const twoTheta = 2 * Math.asin(wavelength / (2 * dMin));
  if (!(twoTheta <= LARGEST_ANGLE)) {
    throw new InputError(
      `dMin of the simulation: got ${dMin} Å at a wavelength of ${wavelength} Å, expected a scattering angle below 80°; ` +
        "use a shorter wavelength or give the detector's distance",
    );
  }
  return halfEdge / Math.tan(twoTheta);
}
