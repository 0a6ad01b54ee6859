/**
 * Geometry of the Laue method: which reflections of a crystal at rest a polychromatic beam makes diffract, at which
 * wavelength, and where. Laboratory frame as in rotationGeometry.ts: x along the beam, z along the rotation axis. With
 * q = R_z(φ) U B h, |x̂/λ + q| = 1/λ gives
 *   λ = −2 q_x/q²  (which is 2 d sin θ),  ŝ1 = x̂ + λ q,
 * so every point of reciprocal space on the source's side (q_x < 0) diffracts at one wavelength. n h gives λ/n and the
 * same ŝ1: the harmonics of a ray fall on one spot. The spot is indexed as the lowest of those in the beam.
 * Sources: Helliwell, Macromolecular Crystallography with Synchrotron Radiation (1992), chapter 7; Cruickshank, Helliwell
 * & Moffat, Acta Cryst. A43 (1987) 656.
 */
import { HklIndex } from "../crystal/millerIndex.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { settingMatrix } from "./rotationGeometry.js";

/** Beam, crystal steps and detector. Lengths of the detector in mm, angles in degrees. */
export interface LaueGeometry {
  /** Shortest and longest wavelength of the beam, Å. */
  readonly wavelengthRange: readonly [number, number];
  /** Degrees of the first image. */
  readonly startAngle: number;
  /** Degrees between images; the crystal rests during each. */
  readonly imageStep: number;
  readonly imageCount: number;
  /** Crystal to detector, mm; the detector is flat and perpendicular to the beam. */
  readonly distance: number;
  /** mm */
  readonly pixelSize: number;
  /** Pixels of the detector along x (the laboratory y) and y (the laboratory z). */
  readonly detectorSize: readonly [number, number];
  /** Where the direct beam meets the detector, pixels. */
  readonly beamCentre: readonly [number, number];
  /** Radius of the beam stop's shadow on the detector, mm. */
  readonly beamStop: number;
  /** p: ½ for an unpolarised beam, 1 for one polarised in the plane that holds beam and rotation axis. */
  readonly polarizationFraction: number;
  /** A spot is recorded where the reflection it is indexed as has at least this d, Å. */
  readonly spotDMin: number;
}

/** Recorded spots, n, with the reflections that add up in each: those of spot i are the terms start[i] … start[i + 1] − 1. */
export interface LaueSpots {
  readonly length: number;
  /** 1 for the first image. */
  readonly image: Int32Array;
  /** Pixels. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** sin θ, the same for all harmonics. */
  readonly sinTheta: Float64Array;
  /** Unit vectors of the diffracted beam in the laboratory, 3n. */
  readonly diffracted: Float64Array;
  /** n + 1. */
  readonly start: Int32Array;
  /** Row of each term in the Miller indices given, m: by ascending order n, so that the first is the one observed. */
  readonly row: Int32Array;
  /** The harmonic order n of each term, m. */
  readonly order: Int32Array;
  /** Wavelength of each term, Å, m. */
  readonly wavelength: Float64Array;
}

/** Miller indices sorted into rays. */
interface Rays {
  /** Primitive indices, 3r. */
  readonly primitive: Int32Array;
  /** Those of ray i are rows[start[i]] … rows[start[i + 1] − 1], by ascending order. */
  readonly start: Int32Array;
  readonly rows: Int32Array;
  /** Order of each of these rows. */
  readonly order: Int32Array;
}

const DEGREE = Math.PI / 180;

/**
 * Every spot of every image.
 * @param hkl Miller indices, 3 each: all that may diffract, symmetry mates and Friedel mates each on its own
 * @param orientation U, 9 numbers row-major: crystal Cartesian axes (a along x, c* along z) → laboratory at φ = 0
 */
export function predictLaueSpots(
  cell: UnitCell,
  orientation: ArrayLike<number>,
  hkl: Int32Array,
  geometry: LaueGeometry,
): LaueSpots {
  const rays = sortIntoRays(hkl);
  const resolution = cell.dSpacings(rays.primitive);
  const ub = settingMatrix(cell, orientation);
  const found = new SpotList(rays, resolution, geometry);
  for (let image = 1; image <= geometry.imageCount; image++) {
    const angle = (geometry.startAngle + (image - 1) * geometry.imageStep) * DEGREE;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let ray = 0, j = 0; ray < resolution.length; ray++, j += 3) {
      const [h, k, l] = [rays.primitive[j], rays.primitive[j + 1], rays.primitive[j + 2]];
      const x = ub[0] * h + ub[1] * k + ub[2] * l;
      const y = ub[3] * h + ub[4] * k + ub[5] * l;
      const z = ub[6] * h + ub[7] * k + ub[8] * l;
      found.ray(image, ray, x * cos - y * sin, x * sin + y * cos, z);
    }
  }
  return found.finish();
}

function sortIntoRays(hkl: Int32Array): Rays {
  const n = hkl.length / 3;
  const primitive = new Int32Array(hkl.length);
  const orders = new Int32Array(n);
  for (let i = 0, j = 0; i < n; i++, j += 3) {
    let divisor = Math.max(Math.abs(hkl[j]), Math.abs(hkl[j + 1]), Math.abs(hkl[j + 2]));
    while (hkl[j] % divisor !== 0 || hkl[j + 1] % divisor !== 0 || hkl[j + 2] % divisor !== 0) divisor--;
    orders[i] = divisor;
    for (let axis = 0; axis < 3; axis++) primitive[j + axis] = hkl[j + axis] / divisor;
  }
  const { unique, groups, size } = new HklIndex(primitive);
  const rows = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => groups[a] - groups[b] || orders[a] - orders[b],
  );
  const start = new Int32Array(size + 1);
  for (const ray of groups) start[ray + 1]++;
  for (let ray = 0; ray < size; ray++) start[ray + 1] += start[ray];
  return { primitive: unique, start, rows, order: rows.map((row) => orders[row]) };
}

/** Collects the spots that are recorded. */
class SpotList {
  private readonly image: number[] = [];
  /** x, y, sin θ and ŝ1 of each spot. */
  private readonly numbers: number[] = [];
  private readonly start: number[] = [0];
  private readonly row: number[] = [];
  private readonly order: number[] = [];
  private readonly wavelength: number[] = [];
  private readonly hidden: number;

  constructor(
    private readonly rays: Rays,
    private readonly resolution: Float64Array,
    private readonly geometry: LaueGeometry,
  ) {
    this.hidden = geometry.beamStop / geometry.pixelSize;
  }

  /** The spot of a ray whose primitive index is at (x, y, z) Å⁻¹ in the laboratory, if it makes one. */
  ray(image: number, ray: number, x: number, y: number, z: number): void {
    const { geometry: g, rays } = this;
    const [shortest, longest] = g.wavelengthRange;
    const ofRay = (-2 * x) / (x * x + y * y + z * z);
    if (!(ofRay >= shortest)) return;
    const [s1x, s1y, s1z] = [1 + ofRay * x, ofRay * y, ofRay * z];
    if (s1x <= 0) return;
    const right = (g.distance * s1y) / (s1x * g.pixelSize);
    const up = (g.distance * s1z) / (s1x * g.pixelSize);
    const xDetector = g.beamCentre[0] + right;
    const yDetector = g.beamCentre[1] + up;
    if (xDetector < 0 || yDetector < 0 || xDetector > g.detectorSize[0] || yDetector > g.detectorSize[1])
      return;
    if (Math.hypot(right, up) < this.hidden) return;
    const before = this.row.length;
    for (let at = rays.start[ray]; at < rays.start[ray + 1]; at++) {
      const wavelength = ofRay / rays.order[at];
      if (wavelength < shortest || wavelength > longest) continue;
      if (this.row.length === before && this.resolution[ray] / rays.order[at] < g.spotDMin) return;
      this.row.push(rays.rows[at]);
      this.order.push(rays.order[at]);
      this.wavelength.push(wavelength);
    }
    if (this.row.length === before) return;
    this.start.push(this.row.length);
    this.image.push(image);
    this.numbers.push(xDetector, yDetector, ofRay / (2 * this.resolution[ray]), s1x, s1y, s1z);
  }

  /** By image, from left to right. */
  finish(): LaueSpots {
    const { image, numbers, start } = this;
    const sorted = Int32Array.from(image, (_, i) => i).sort(
      (a, b) =>
        image[a] - image[b] || numbers[6 * a] - numbers[6 * b] || numbers[6 * a + 1] - numbers[6 * b + 1],
    );
    const field = (offset: number): Float64Array => Float64Array.from(sorted, (i) => numbers[6 * i + offset]);
    const starts = new Int32Array(sorted.length + 1);
    sorted.forEach((from, to) => {
      starts[to + 1] = starts[to] + start[from + 1] - start[from];
    });
    const terms = new Int32Array(this.row.length);
    sorted.forEach((from, to) => {
      for (let k = 0; k < start[from + 1] - start[from]; k++) terms[starts[to] + k] = start[from] + k;
    });
    return {
      length: sorted.length,
      image: sorted.map((i) => image[i]),
      x: field(0),
      y: field(1),
      sinTheta: field(2),
      diffracted: Float64Array.from(
        { length: 3 * sorted.length },
        (_, i) => numbers[6 * sorted[Math.trunc(i / 3)] + 3 + (i % 3)],
      ),
      start: starts,
      row: terms.map((t) => this.row[t]),
      order: terms.map((t) => this.order[t]),
      wavelength: Float64Array.from(terms, (t) => this.wavelength[t]),
    };
  }
}
