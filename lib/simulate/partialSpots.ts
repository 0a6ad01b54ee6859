/**
 * Spots cut by the borders of images, each part a record of its own, as an integration program writes them before the
 * parts are summed. A spot centred at φ has a normal distribution in φ of standard deviation σ = mosaicity/|ζ|, and an
 * image from φ1 to φ2 records the part Φ((φ2 − φ)/σ) − Φ((φ1 − φ)/σ) of it.
 */
import {
  normalProbability,
  type PredictedReflections,
  type RotationGeometry,
  takePredicted,
} from "./rotationGeometry.js";

/** Parts below this are lost in the background, and are not written. */
const SMALLEST_PART = 0.005;

/** Recorded parts: whole spots are parts of 1. */
export interface SpotParts {
  /** One entry per part; `image` and `fraction` are the part's own, all else is the spot's. */
  readonly predicted: PredictedReflections;
  /** Which spot each part belongs to, numbered from 0. */
  readonly spot: Int32Array;
  /** 1 where the spot lies on more than one image. */
  readonly partial: Uint8Array;
}

/** Each spot as one record, its whole recorded part being taken as on the image of its centre. */
export function wholeSpots(predicted: PredictedReflections): SpotParts {
  return {
    predicted,
    spot: Int32Array.from({ length: predicted.length }, (_, i) => i),
    partial: new Uint8Array(predicted.length),
  };
}

/** Each spot cut at the borders of images, its parts one after the other. */
export function cutSpots(predicted: PredictedReflections, geometry: RotationGeometry): SpotParts {
  const rows: number[] = [];
  const image: number[] = [];
  const fraction: number[] = [];
  const partial: number[] = [];
  for (let i = 0; i < predicted.length; i++) {
    const parts = partsOf(predicted.phi[i], geometry.mosaicity / Math.abs(predicted.zeta[i]), geometry);
    for (const part of parts) {
      rows.push(i);
      image.push(part.image);
      fraction.push(part.fraction);
      partial.push(parts.length > 1 ? 1 : 0);
    }
  }
  return {
    predicted: {
      ...takePredicted(predicted, Uint32Array.from(rows)),
      image: Int32Array.from(image),
      fraction: Float64Array.from(fraction),
    },
    spot: Int32Array.from(rows),
    partial: Uint8Array.from(partial),
  };
}

/** The images on which a spot centred at `phi` lies, and the part on each. @param width σ, degrees */
function partsOf(
  phi: number,
  width: number,
  { startAngle, imageWidth, imageCount }: RotationGeometry,
): { image: number; fraction: number }[] {
  const imageAt = (angle: number): number =>
    Math.min(imageCount, Math.max(1, 1 + Math.floor((angle - startAngle) / imageWidth)));
  if (!(width > 0)) return [{ image: imageAt(phi), fraction: 1 }];
  const parts: { image: number; fraction: number }[] = [];
  for (let image = imageAt(phi - 5 * width); image <= imageAt(phi + 5 * width); image++) {
    const start = startAngle + (image - 1) * imageWidth;
    const fraction =
      normalProbability((start + imageWidth - phi) / width) - normalProbability((start - phi) / width);
    if (fraction >= SMALLEST_PART) parts.push({ image, fraction });
  }
  return parts;
}
