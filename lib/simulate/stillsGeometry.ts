/**
 * Geometry of serial stills: how near each reflection of a crystal at rest is to the Ewald sphere. Laboratory frame as in
 * rotationGeometry.ts: x along the beam. With q = R B h, R the orientation of the image, the signed Ewald offset is
 *   ε = |x̂/λ + q| − 1/λ   (Å⁻¹; above 0 outside the sphere),
 * and a reciprocal lattice point is smeared along it with a standard deviation of
 *   σ = w √(σ_p² + (η q cos θ)² + (β q sin θ)²),
 * σ_p its size, η the mosaic spread (a turn by η moves q by ηq, of which cos θ is along ε), β the relative bandwidth (from
 * dε/d(1/λ) = cos 2θ − 1), w the image's own. Recorded is the part that the sphere cuts: a Gaussian of ε, whose peak falls
 * as 1/σ (the Lorentz factor of a still): p = exp(−ε²/(2σ²)), L = σ_p/σ.
 * Sources: Sauter, Acta Cryst. D70 (2014) 3299 (mosaic spread and domain size of XFEL stills); White, Phil. Trans. R. Soc. B
 * 369 (2014) 20130330 (bandwidth); Dalton, Greisman & Hekstra, Nature Communications 13 (2022) 7764 (the offset as metadata).
 */
import type { UnitCell } from "../crystal/unitCell.js";
import { settingMatrix } from "./rotationGeometry.js";

/** Beam, crystals and detector. Lengths of the detector in mm. */
export interface StillsGeometry {
  /** Å */
  readonly wavelength: number;
  /** β: standard deviation of λ over λ. */
  readonly bandwidth: number;
  /** η: standard deviation of the mosaic spread, degrees. */
  readonly mosaicity: number;
  /** σ_p: standard deviation of the size of a reciprocal lattice point, Å⁻¹; about 0.38/(size of a domain). */
  readonly pointSize: number;
  /** Reflections farther than so many σ from the sphere are not integrated. */
  readonly maximumOffset: number;
  /** Crystal to detector, mm; the detector is flat and perpendicular to the beam. */
  readonly distance: number;
  /** mm across and up. */
  readonly detectorSize: readonly [number, number];
  /** Where the direct beam meets the detector, mm. */
  readonly beamCentre: readonly [number, number];
  /** p: ½ for an unpolarised beam, 1 for one polarised in the xz plane. */
  readonly polarizationFraction: number;
}

/** Reflections near enough to the Ewald sphere, one entry per observation in every array. */
export interface PredictedStills {
  readonly length: number;
  /** 1 for the first image. */
  readonly image: Int32Array;
  /** Which row of the Miller indices given. */
  readonly row: Int32Array;
  /** ε, Å⁻¹. */
  readonly offset: Float64Array;
  /** σ, Å⁻¹. */
  readonly width: Float64Array;
  /** p. */
  readonly partiality: Float64Array;
  /** L. */
  readonly lorentz: Float64Array;
  /** mm. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Unit vectors of the diffracted beam in the laboratory, 3n. */
  readonly diffracted: Float64Array;
}

const DEGREE = Math.PI / 180;
/** Numbers kept of each observation. */
const FIELDS = 9;

/**
 * The reflections that each image records.
 * @param hkl Miller indices, 3 each: all that may diffract, symmetry mates and Friedel mates each on its own
 * @param orientations U of each image, 9 numbers row-major each: crystal Cartesian axes → laboratory
 * @param widths w of each image
 */
export function predictStills(
  cell: UnitCell,
  hkl: Int32Array,
  orientations: Float64Array,
  widths: Float64Array,
  geometry: StillsGeometry,
): PredictedStills {
  const { wavelength, bandwidth, mosaicity, pointSize, maximumOffset } = geometry;
  const radius = 1 / wavelength;
  const n = hkl.length / 3;
  const image: number[] = [];
  const rows: number[] = [];
  const numbers: number[] = [];
  const lengths = cell.dSpacings(hkl).map((d) => 1 / d);
  // σ without w, which is a matter of resolution alone
  const sigma = lengths.map((q) => {
    const sine = Math.min(1, 0.5 * wavelength * q);
    return Math.hypot(pointSize, mosaicity * DEGREE * q * Math.sqrt(1 - sine * sine), bandwidth * q * sine);
  });
  for (let still = 0; still < widths.length; still++) {
    const ub = settingMatrix(cell, orientations.subarray(9 * still, 9 * still + 9));
    for (let row = 0, j = 0; row < n; row++, j += 3) {
      const along = ub[0] * hkl[j] + ub[1] * hkl[j + 1] + ub[2] * hkl[j + 2];
      const width = widths[still] * sigma[row];
      // most are far: ε (ε + 2/λ) = 2 q_x/λ + q² tells before anything else is known
      const farthest = maximumOffset * width;
      if (Math.abs(2 * radius * along + lengths[row] ** 2) > farthest * (farthest + 2 * radius)) continue;
      const x = radius + along;
      const y = ub[3] * hkl[j] + ub[4] * hkl[j + 1] + ub[5] * hkl[j + 2];
      const z = ub[6] * hkl[j] + ub[7] * hkl[j + 1] + ub[8] * hkl[j + 2];
      const length = Math.sqrt(x * x + y * y + z * z);
      const offset = length - radius;
      if (Math.abs(offset) > farthest || x <= 0) continue;
      const xDetector = geometry.beamCentre[0] + (geometry.distance * y) / x;
      const yDetector = geometry.beamCentre[1] + (geometry.distance * z) / x;
      if (xDetector < 0 || yDetector < 0) continue;
      if (xDetector > geometry.detectorSize[0] || yDetector > geometry.detectorSize[1]) continue;
      image.push(still + 1);
      rows.push(row);
      const partiality = Math.exp(-0.5 * (offset / width) ** 2);
      numbers.push(offset, width, partiality, pointSize / width, xDetector, yDetector);
      numbers.push(x / length, y / length, z / length);
    }
  }
  const length = rows.length;
  const field = (at: number): Float64Array =>
    Float64Array.from({ length }, (_, i) => numbers[FIELDS * i + at]);
  return {
    length,
    image: Int32Array.from(image),
    row: Int32Array.from(rows),
    offset: field(0),
    width: field(1),
    partiality: field(2),
    lorentz: field(3),
    x: field(4),
    y: field(5),
    diffracted: Float64Array.from(
      { length: 3 * length },
      (_, i) => numbers[FIELDS * Math.trunc(i / 3) + 6 + (i % 3)],
    ),
  };
}
