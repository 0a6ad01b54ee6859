/**
 * Uneven sensitivity of a detector: ln S(x, y) = Σ_jk a_jk cos(πjx) cos(πky), x and y from 0 to 1 across the detector,
 * 1 ≤ j + k ≤ 3, the coefficients falling off as 1/(j + k). The cosines are orthogonal over the detector, with a mean
 * square of ½ for each index above 0, so that Σ a_jk² (mean square) = amplitude² gives the root mean square asked for.
 * XDS finds such a surface when it scales (its MODULATION images: Kabsch, Acta Cryst. D66 (2010) 125).
 */
import { fillNormal, type RandomStream } from "../random/index.js";

/** j and k of each coefficient, in order. */
export const sensitivityTerms: readonly (readonly [j: number, k: number])[] = [1, 2, 3].flatMap((degree) =>
  Array.from({ length: degree + 1 }, (_, k) => [degree - k, k] as const),
);

/** a_jk of a surface whose root mean square over the detector is `amplitude`, in the order of the terms. */
export function sensitivityCoefficients(stream: RandomStream, amplitude: number): Float64Array {
  const a = fillNormal(stream, new Float64Array(sensitivityTerms.length));
  let power = 0;
  sensitivityTerms.forEach(([j, k], i) => {
    a[i] /= j + k;
    power += a[i] ** 2 * (j > 0 ? 0.5 : 1) * (k > 0 ? 0.5 : 1);
  });
  return a.map((value) => (value * amplitude) / Math.sqrt(power));
}

/**
 * S where each spot lies.
 * @param xDetector pixels, n @param yDetector pixels, n @param detectorSize pixels across and up
 */
export function sensitivities(
  coefficients: Float64Array,
  xDetector: Float64Array,
  yDetector: Float64Array,
  detectorSize: readonly [number, number],
): Float64Array {
  return xDetector.map((pixel, i) => {
    const x = (Math.PI * pixel) / detectorSize[0];
    const y = (Math.PI * yDetector[i]) / detectorSize[1];
    let sum = 0;
    sensitivityTerms.forEach(([j, k], term) => {
      sum += coefficients[term] * Math.cos(j * x) * Math.cos(k * y);
    });
    return Math.exp(sum);
  });
}
