/**
 * What stands between a true intensity and the one recorded, apart from noise: scale drift of beam and crystal,
 * absorption, radiation damage, the detector's sensitivity (detectorSensitivity.ts). Each is a positive factor on the intensity; their product is the scale that a scaling
 * program looks for.
 * - scale of an image: g = exp(Σ_k (a_k cos kx + b_k sin kx) + jitter), x = π φ/range, k = 1 … 3;
 * - absorption: A = exp(½ Σ_lm c_lm (Y_lm(ŝ1) + Y_lm(−ŝ0))), both directions in the frame of the crystal: Blessing, Acta
 *   Cryst. A51 (1995) 33; the half-and-half form is that of Beilsten-Edmonds et al., Acta Cryst. D76 (2020) 385;
 * - radiation damage: D = exp(−ΔB/(2 d²)), ΔB growing in proportion to the dose, here the angle rotated through.
 */
import type { UnitCell } from "../crystal/unitCell.js";
import { fillNormal, type RandomStream, randomStream } from "../random/index.js";
import { sensitivities, sensitivityCoefficients } from "./detectorSensitivity.js";
import type { PredictedReflections, RotationGeometry } from "./rotationGeometry.js";
import { harmonicCount, realHarmonics } from "./sphericalHarmonics.js";

/** The systematic factors of a simulation. */
export interface ImposedScales {
  /** g, one per observation. */
  readonly image: Float64Array;
  /** A, one per observation. */
  readonly absorption: Float64Array;
  /** D, one per observation. */
  readonly decay: Float64Array;
  /** S, one per observation. */
  readonly sensitivity: Float64Array;
  /** g A D S, one per observation. */
  readonly total: Float64Array;
  /** g at the middle of each image. */
  readonly ofImages: Float64Array;
  /** c_lm. */
  readonly absorptionCoefficients: Float64Array;
  /** a_jk of the detector. */
  readonly sensitivityCoefficients: Float64Array;
}

/** How strong the systematic errors are: see `RotationOptions`. */
export interface ScaleOptions {
  readonly seed: number;
  readonly scaleDrift: number;
  readonly imageJitter: number;
  readonly absorption: number;
  readonly absorptionOrder: number;
  readonly radiationDamage: number;
  readonly detectorSensitivity: number;
}

const DEGREE = Math.PI / 180;
const DRIFT_TERMS = 3;

/**
 * The systematic factors of every recorded reflection.
 * @param recorded reflections with the row of each in `hkl` (3 numbers a row)
 */
export function imposeScales(
  recorded: { readonly predicted: PredictedReflections; readonly unique: Int32Array },
  hkl: Int32Array,
  cell: UnitCell,
  orientation: ArrayLike<number>,
  geometry: RotationGeometry,
  options: ScaleOptions,
): ImposedScales {
  const { predicted, unique } = recorded;
  const { seed, absorptionOrder: order } = options;
  const drift = smoothDrift(seed, options.scaleDrift);
  const jitter = imageJitter(seed, options.imageJitter, geometry.imageCount);
  // The beam and the shutter know images, not angles: the drift is taken at the middle of each.
  const ofImages = jitter.map((z, i) => Math.exp(z + drift((i + 0.5) / geometry.imageCount)));
  const image = Float64Array.from(predicted.image, (number) => ofImages[number - 1]);
  const coefficients = absorptionCoefficients(randomStream(seed, "absorption"), options.absorption, order);
  const absorption = absorptionFactors(coefficients, order, orientation, predicted.diffracted, predicted.phi);
  const range = geometry.imageCount * geometry.imageWidth;
  const dose = predicted.phi.map((phi) => (phi - geometry.startAngle) / range);
  const inverseDSquared = Float64Array.from(unique, (row) =>
    cell.inverseDSquared(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2]),
  );
  const decay = decayFactors(dose, inverseDSquared, options.radiationDamage);
  const surface = sensitivityCoefficients(
    randomStream(seed, "detector sensitivity"),
    options.detectorSensitivity,
  );
  const { xDetector, yDetector } = predicted;
  const sensitivity = sensitivities(surface, xDetector, yDetector, geometry.detectorSize);
  return {
    image,
    absorption,
    decay,
    sensitivity,
    total: image.map((g, i) => g * absorption[i] * decay[i] * sensitivity[i]),
    ofImages,
    absorptionCoefficients: coefficients,
    sensitivityCoefficients: surface,
  };
}

/** ln of the smooth part of the scale at a fraction (0 … 1) of the rotation; its root mean square is `amplitude`. */
export function smoothDrift(seed: number, amplitude: number): (fraction: number) => number {
  const a = fillNormal(randomStream(seed, "scale drift"), new Float64Array(2 * DRIFT_TERMS));
  for (let k = 1; k <= DRIFT_TERMS; k++) {
    a[2 * k - 2] /= k;
    a[2 * k - 1] /= k;
  }
  const raw = (fraction: number): number => {
    let sum = 0;
    for (let k = 1; k <= DRIFT_TERMS; k++) {
      const angle = Math.PI * k * fraction;
      sum += a[2 * k - 2] * Math.cos(angle) + a[2 * k - 1] * Math.sin(angle);
    }
    return sum;
  };
  const points = Float64Array.from({ length: 1000 }, (_, i) => raw((i + 0.5) / 1000));
  const mean = points.reduce((sum, value) => sum + value, 0) / points.length;
  const variance = points.reduce((sum, value) => sum + (value - mean) ** 2, 0) / points.length;
  return (fraction) => (amplitude * (raw(fraction) - mean)) / Math.sqrt(variance);
}

/** ln of the erratic part of each image's scale: independent normal numbers of standard deviation `amplitude`. */
export function imageJitter(seed: number, amplitude: number, imageCount: number): Float64Array {
  const jitter = fillNormal(randomStream(seed, "image jitter"), new Float64Array(imageCount));
  return jitter.map((z) => amplitude * z);
}

/**
 * c_lm of the absorption surface, falling off as 1/l, scaled so that Σ c_lm Y_lm has root mean square `amplitude` over
 * the sphere (Σ c² = 4π amplitude², since the harmonics are orthonormal).
 */
export function absorptionCoefficients(stream: RandomStream, amplitude: number, order: number): Float64Array {
  const c = fillNormal(stream, new Float64Array(harmonicCount(order)));
  for (let l = 1; l <= order; l++) {
    for (let i = l * l - 1; i < (l + 1) * (l + 1) - 1; i++) c[i] /= l;
  }
  const sum = c.reduce((total, value) => total + value * value, 0);
  return sum > 0 ? c.map((value) => value * amplitude * Math.sqrt((4 * Math.PI) / sum)) : c;
}

/**
 * Absorption factors, one per observation.
 * @param diffracted unit vectors ŝ1 in the laboratory, 3n
 * @param phi degrees, n; turned back by φ about z and by U⁻¹, a laboratory direction becomes one of the crystal
 */
export function absorptionFactors(
  coefficients: Float64Array,
  order: number,
  orientation: ArrayLike<number>,
  diffracted: Float64Array,
  phi: Float64Array,
): Float64Array {
  const y = new Float64Array(coefficients.length);
  const u = orientation;
  const surface = (x: number, yLab: number, z: number, angle: number): number => {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const p = x * cos + yLab * sin;
    const q = -x * sin + yLab * cos;
    realHarmonics(
      u[0] * p + u[3] * q + u[6] * z,
      u[1] * p + u[4] * q + u[7] * z,
      u[2] * p + u[5] * q + u[8] * z,
      order,
      y,
    );
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += coefficients[i] * y[i];
    return sum;
  };
  return phi.map((degrees, i) => {
    const angle = degrees * DEGREE;
    const out = surface(diffracted[3 * i], diffracted[3 * i + 1], diffracted[3 * i + 2], angle);
    return Math.exp(0.5 * (out + surface(-1, 0, 0, angle)));
  });
}

/** Radiation damage exp(−ΔB dose/(2 d²)). @param dose 0 … 1, n @param inverseDSquared Å⁻², n @param deltaB Å² */
export function decayFactors(
  dose: Float64Array,
  inverseDSquared: Float64Array,
  deltaB: number,
): Float64Array {
  return dose.map((d, i) => Math.exp(-0.5 * deltaB * d * inverseDSquared[i]));
}
