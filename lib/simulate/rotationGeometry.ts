/**
 * Geometry of the rotation method: where and when each reflection of a rotating crystal is recorded.
 * Laboratory frame as in CCP4 batch headers (the "Cambridge" frame): x along the beam from source to detector, z along
 * the rotation axis. q(φ) = R_z(φ) U B h, s0 = (1/λ, 0, 0); h diffracts where |s0 + q| = 1/λ, that is
 * 2 s0·q(φ) + q² = 0, so q_x(φ) = −λ q²/2: two angles φ, or none (the blind region about the axis).
 * Lorentz factor 1/L = |e·(s1 × s0)|/(|s1||s0|); polarisation P = (1 − 2p)(1 − (n·ŝ1)²) + p (1 + (ŝ1·ŝ0)²); spot width
 * in φ = mosaicity/|ζ|, ζ = e·(s1 × s0)/|s1 × s0|.
 * Sources: Arndt & Wonacott, The Rotation Method in Crystallography (1977), chapter 7; Kabsch, Acta Cryst. D66 (2010)
 * 133, sections 2.1 to 2.3 (ζ, L, P).
 */
import { rotationMatrix } from "../crystal/rotationMatrix.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { normal, type RandomStream } from "../random/index.js";

/** Everything about beam, spindle and detector. Lengths of the detector in mm, angles in degrees. */
export interface RotationGeometry {
  /** Å */
  readonly wavelength: number;
  /** Degrees: where the first image starts. */
  readonly startAngle: number;
  /** Degrees of each image. */
  readonly imageWidth: number;
  readonly imageCount: number;
  /** Crystal to detector, mm; the detector is flat and perpendicular to the beam. */
  readonly distance: number;
  /** mm */
  readonly pixelSize: number;
  /** Pixels of the detector along x (the laboratory y) and y (the laboratory z). */
  readonly detectorSize: readonly [number, number];
  /** Where the direct beam meets the detector, pixels. */
  readonly beamCentre: readonly [number, number];
  /** p: ½ for an unpolarised beam, 1 for one polarised in the plane that holds beam and rotation axis. */
  readonly polarizationFraction: number;
  /** Standard deviation of the mosaic spread, degrees. */
  readonly mosaicity: number;
  /** Reflections whose |ζ| is below this pass so close to the axis that nobody can integrate them. */
  readonly minimumZeta: number;
  /** Reflections of which a smaller part is recorded, at the ends of the rotation, are left out. */
  readonly minimumFraction: number;
}

/** Recorded reflections: one entry per observation in every array. */
export interface PredictedReflections {
  readonly length: number;
  /** Which row of the Miller indices given. */
  readonly row: Int32Array;
  /** Degrees. */
  readonly phi: Float64Array;
  /** 1 for the first image. */
  readonly image: Int32Array;
  /** Unit vectors of the diffracted beam in the laboratory, 3n. */
  readonly diffracted: Float64Array;
  /** Pixels. */
  readonly xDetector: Float64Array;
  readonly yDetector: Float64Array;
  readonly lorentz: Float64Array;
  readonly polarization: Float64Array;
  readonly zeta: Float64Array;
  /** Part of the spot that lies within the rotation range. */
  readonly fraction: Float64Array;
}

const DEGREE = Math.PI / 180;

/** A rotation matrix (9, row-major) drawn evenly from all orientations: Shoemake, Graphics Gems III (1992) 124. */
export function randomOrientation(stream: RandomStream): Float64Array {
  const q = Float64Array.from({ length: 4 }, (_, i) => normal(stream, i));
  const length = Math.sqrt(q.reduce((sum, value) => sum + value * value, 0));
  const [w, x, y, z] = q.map((value) => value / length);
  return rotationMatrix([x, y, z, w]);
}

/** U B (9, row-major): Miller index → reciprocal-space vector (Å⁻¹) at φ = 0; B is the transposed fractionalisation. */
export function settingMatrix(cell: UnitCell, orientation: ArrayLike<number>): Float64Array {
  const f = cell.fractionalization;
  const ub = new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) ub[3 * i + j] += orientation[3 * i + k] * f[3 * j + k];
    }
  }
  return ub;
}

/**
 * The two angles φ (radians, in [0, 2π)) at which q = (x, y, z) Å⁻¹ crosses the Ewald sphere, or undefined where it
 * never does. At the first (q_y > 0) the point goes into the sphere, at the second (q_y < 0) it comes out.
 */
export function crossingAngles(
  x: number,
  y: number,
  z: number,
  wavelength: number,
): [number, number] | undefined {
  const fromAxis = Math.hypot(x, y);
  const along = -0.5 * wavelength * (x * x + y * y + z * z);
  if (!(Math.abs(along) < fromAxis)) return undefined;
  const azimuth = Math.atan2(y, x);
  const half = Math.acos(along / fromAxis);
  return [turn(half - azimuth), turn(-half - azimuth)];
}

function turn(angle: number): number {
  const turned = angle % (2 * Math.PI);
  return turned < 0 ? turned + 2 * Math.PI : turned;
}

/** Kabsch's polarisation factor for a diffracted direction ŝ1 (unit vector): normal of the polarisation plane along y. */
export function polarizationFactor(s1x: number, s1y: number, fraction: number): number {
  return (1 - 2 * fraction) * (1 - s1y * s1y) + fraction * (1 + s1x * s1x);
}

/** Probability that a standard normal number is below z; absolute error below 2e-7 (Abramowitz & Stegun 26.2.17). */
export function normalProbability(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp(-0.5 * z * z) * polynomial;
  return z < 0 ? tail : 1 - tail;
}

/**
 * Every crossing of the Ewald sphere by the given reflections that the detector records during the rotation.
 * @param hkl Miller indices, h k l interleaved: all that may diffract, symmetry mates and Friedel mates each on its own
 * @param orientation U, 9 numbers row-major: crystal Cartesian axes (a along x, c* along z) → laboratory at φ = 0
 * @throws InputError where the geometry is impossible
 */
export function predictReflections(
  cell: UnitCell,
  orientation: ArrayLike<number>,
  hkl: Int32Array,
  geometry: RotationGeometry,
): PredictedReflections {
  checkGeometry(geometry);
  const ub = settingMatrix(cell, orientation);
  const found = new Recorder(geometry, hkl.length / 3);
  for (let row = 0, j = 0; j < hkl.length; row++, j += 3) {
    const [h, k, l] = [hkl[j], hkl[j + 1], hkl[j + 2]];
    const x = ub[0] * h + ub[1] * k + ub[2] * l;
    const y = ub[3] * h + ub[4] * k + ub[5] * l;
    const z = ub[6] * h + ub[7] * k + ub[8] * l;
    const angles = crossingAngles(x, y, z, geometry.wavelength);
    if (angles === undefined) continue;
    for (const angle of angles) found.crossing(row, x, y, z, angle);
  }
  return found.finish();
}

/** Numbers kept of each crossing. */
const FIELDS = 11;

/** Collects the crossings that are recorded. */
class Recorder {
  private readonly numbers: number[] = [];

  constructor(
    private readonly geometry: RotationGeometry,
    readonly rows: number,
  ) {}

  crossing(row: number, x: number, y: number, z: number, angle: number): void {
    const g = this.geometry;
    const s1x = 1 + g.wavelength * (x * Math.cos(angle) - y * Math.sin(angle));
    const s1y = g.wavelength * (x * Math.sin(angle) + y * Math.cos(angle));
    const s1z = g.wavelength * z;
    if (s1x <= 0) return;
    const zeta = s1y / Math.hypot(s1y, s1z);
    if (Math.abs(zeta) < g.minimumZeta) return;
    const xDetector = g.beamCentre[0] + (g.distance * s1y) / (s1x * g.pixelSize);
    const yDetector = g.beamCentre[1] + (g.distance * s1z) / (s1x * g.pixelSize);
    if (xDetector < 0 || yDetector < 0) return;
    if (xDetector > g.detectorSize[0] || yDetector > g.detectorSize[1]) return;
    const end = g.startAngle + g.imageWidth * g.imageCount;
    const width = g.mosaicity / Math.abs(zeta);
    const firstTurn = Math.ceil((g.startAngle - angle / DEGREE) / 360);
    for (let phi = angle / DEGREE + 360 * firstTurn; phi < end; phi += 360) {
      const fraction =
        width > 0
          ? normalProbability((end - phi) / width) - normalProbability((g.startAngle - phi) / width)
          : 1;
      if (fraction < g.minimumFraction) continue;
      const polarization = polarizationFactor(s1x, s1y, g.polarizationFraction);
      this.numbers.push(row, phi, s1x, s1y, s1z, xDetector, yDetector, 1 / Math.abs(s1y), polarization);
      this.numbers.push(zeta, fraction);
    }
  }

  finish(): PredictedReflections {
    const length = this.numbers.length / FIELDS;
    const field = (offset: number): Float64Array =>
      Float64Array.from({ length }, (_, i) => this.numbers[FIELDS * i + offset]);
    const phi = field(1);
    const { startAngle, imageWidth, imageCount } = this.geometry;
    return {
      length,
      row: Int32Array.from(field(0)),
      phi,
      image: Int32Array.from(phi, (angle) =>
        Math.min(imageCount, 1 + Math.floor((angle - startAngle) / imageWidth)),
      ),
      diffracted: Float64Array.from(
        { length: 3 * length },
        (_, i) => this.numbers[FIELDS * Math.floor(i / 3) + 2 + (i % 3)],
      ),
      xDetector: field(5),
      yDetector: field(6),
      lorentz: field(7),
      polarization: field(8),
      zeta: field(9),
      fraction: field(10),
    };
  }
}

/** The observations `rows` of `predicted`, in that order. */
export function takePredicted(predicted: PredictedReflections, rows: Uint32Array): PredictedReflections {
  const real = (data: Float64Array): Float64Array => Float64Array.from(rows, (i) => data[i]);
  const diffracted = new Float64Array(3 * rows.length);
  rows.forEach((from, to) => {
    diffracted.set(predicted.diffracted.subarray(3 * from, 3 * from + 3), 3 * to);
  });
  return {
    length: rows.length,
    row: Int32Array.from(rows, (i) => predicted.row[i]),
    phi: real(predicted.phi),
    image: Int32Array.from(rows, (i) => predicted.image[i]),
    diffracted,
    xDetector: real(predicted.xDetector),
    yDetector: real(predicted.yDetector),
    lorentz: real(predicted.lorentz),
    polarization: real(predicted.polarization),
    zeta: real(predicted.zeta),
    fraction: real(predicted.fraction),
  };
}

function checkGeometry(geometry: RotationGeometry): void {
  const positive = ["wavelength", "imageWidth", "imageCount", "distance", "pixelSize"] as const;
  for (const name of positive) {
    if (!(geometry[name] > 0 && Number.isFinite(geometry[name]))) {
      throw new InputError(`${name} of the simulation: got ${geometry[name]}, expected a positive number`);
    }
  }
  for (const name of ["polarizationFraction", "minimumZeta", "minimumFraction"] as const) {
    if (!(geometry[name] >= 0 && geometry[name] <= 1)) {
      throw new InputError(`${name} of the simulation: got ${geometry[name]}, expected a number from 0 to 1`);
    }
  }
  if (!Number.isInteger(geometry.imageCount)) {
    throw new InputError(`number of images: got ${geometry.imageCount}, expected a whole number`);
  }
  if (!(geometry.mosaicity >= 0)) {
    throw new InputError(`mosaicity: got ${geometry.mosaicity}, expected degrees from 0 up`);
  }
  if (!Number.isFinite(geometry.startAngle)) {
    throw new InputError(`start angle: got ${geometry.startAngle}, expected degrees`);
  }
}
