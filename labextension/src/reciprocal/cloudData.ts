/**
 * The points of the cloud as the graphics card takes them, in the random order of the levels of detail: indices as 16-bit
 * integers (h k l and a filler), of which the card makes positions by a matrix of each equivalent, so that symmetry costs
 * no memory; and beside them two 16-bit codes of colour and size. 12 bytes a reflection in all.
 */
import {
  encodePositions,
  makeScale,
  missingCode,
  type Scale,
  type ScaleKind,
  sortedFinite,
} from "./scales.js";

/** Indices in order: 4n integers. */
export function packIndices(hkl: ArrayLike<number>, order: ArrayLike<number>): Int16Array {
  const out = new Int16Array(4 * order.length);
  for (let i = 0; i < order.length; i++) {
    const from = 3 * order[i];
    out[4 * i] = hkl[from];
    out[4 * i + 1] = hkl[from + 1];
    out[4 * i + 2] = hkl[from + 2];
  }
  return out;
}

/** Codes of colour and size in order: 2n numbers. */
export function packCodes(colour: Uint16Array, size: Uint16Array, order: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(2 * order.length);
  for (let i = 0; i < order.length; i++) {
    out[2 * i] = colour[order[i]];
    out[2 * i + 1] = size[order[i]];
  }
  return out;
}

/** Values as the view draws them. */
export interface EncodedValues {
  readonly values: Float32Array;
  readonly scale: Scale;
  readonly codes: Uint16Array;
}

/** Values with their scale and codes. */
export function encode(values: Float32Array, kind: ScaleKind): EncodedValues {
  const scale = makeScale(values, kind);
  return { values, scale, codes: encodePositions(scale, values) };
}

/** Codes of points that are all of one size: the middle. */
export function evenCodes(count: number): Uint16Array {
  return new Uint16Array(count).fill(32_767);
}

/** The code below which a share of the values lies; 0 hides nothing. */
export function codeOfShare(codes: Uint16Array, share: number): number {
  if (!(share > 0)) return 0;
  const known = codes.filter((code) => code !== missingCode);
  if (known.length === 0) return 0;
  const ascending = sortedFinite(known);
  return ascending[Math.min(known.length - 1, Math.floor(share * known.length))];
}

/**
 * The usual radius of points in pixels: large where they are few, so that together they fill about as much of the picture,
 * but never so small that they vanish.
 */
export function usualRadius(points: number, height: number): number {
  return Math.min(7, Math.max(1.1, (0.42 * height) / Math.cbrt(Math.max(1, points)) / 2.6));
}

/** Radius in pixels at the depth of the origin: points grow slower than the picture when one goes nearer. */
export function zoomedRadius(radius: number, wholeSpan: number, span: number): number {
  return radius * Math.max(1, wholeSpan / span) ** 0.7;
}

/** The least and the greatest radius as parts of the usual one. */
export const sizeRange: readonly [number, number] = [0.45, 1.6];
