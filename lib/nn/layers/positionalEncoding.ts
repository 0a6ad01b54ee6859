/**
 * Positional encoding (Mildenhall et al., arXiv:2003.08934, equation 4; careless's --positional-encoding-keys): features
 * p in −1 … 1 become cos(2ᵏ π p) of all features and k = 0 … L − 1, then sin(2ᵏ π p), so that a network resolves fine
 * detail, down to 2¹⁻ᴸ of the range. In careless's order: feature by feature, k fastest.
 *
 * As a layer it is for features that come from other layers; metadata are better encoded once (`encodePositions`) and
 * given as a column.
 */
import { InputError } from "../../errors.js";
import type { Layer } from "../layerTypes.js";
import type { Numbers } from "../optimisers/optimiserTypes.js";
import { checkCount, readOptions } from "../options.js";

export interface PositionalEncodingOptions {
  readonly inputs: number;
  /** L (default 4). */
  readonly frequencies: number;
}

const defaults: PositionalEncodingOptions = { inputs: Number.NaN, frequencies: 4 };

/**
 * A layer without parameters: its input is p, in −1 … 1.
 * @throws InputError for an option that is unknown or out of range
 */
export function positionalEncoding(
  options: Pick<PositionalEncodingOptions, "inputs"> & Partial<PositionalEncodingOptions>,
): Layer {
  const { inputs, frequencies } = readOptions("positional encoding", options, defaults);
  checkCount("inputs of the positional encoding", inputs);
  checkCount("frequencies of the positional encoding", frequencies);
  return {
    inputs,
    outputs: 2 * inputs * frequencies,
    parameters: [],
    initialise: () => ({}),
    apply(builder, input) {
      const angles = Array.from({ length: inputs * frequencies }, (_, i) =>
        builder.slice(input, Math.floor(i / frequencies)).mul(Math.PI * 2 ** (i % frequencies)),
      );
      const all = builder.concat(...angles);
      return builder.concat(all.cos(), all.sin());
    },
  };
}

/** Of each feature. */
export interface PositionRange {
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
}

/**
 * The least and the greatest value of each of `width` features.
 * @throws InputError where a value is not finite, or there is none
 */
export function positionRange(values: Numbers, width: number): PositionRange {
  const lowest = new Array<number>(width).fill(Infinity);
  const highest = new Array<number>(width).fill(-Infinity);
  checkRows(values, width);
  values.forEach((value, i) => {
    if (!Number.isFinite(value))
      throw new InputError(`positions, row ${Math.floor(i / width)}: got ${value}, expected a finite number`);
    lowest[i % width] = Math.min(lowest[i % width], value);
    highest[i % width] = Math.max(highest[i % width], value);
  });
  return { lowest, highest };
}

/**
 * Encodes rows of `width` features as careless does: each feature is brought to −1 … 1 by its least and greatest value
 * (one that is constant to 0), then encoded.
 * @param values row-major
 * @param range of the features (default: of these rows); give that of the first data to encode others alike
 * @returns row-major, 2 × width × frequencies numbers for each row
 */
export function encodePositions(
  values: Numbers,
  {
    width = 1,
    frequencies = defaults.frequencies,
    range = positionRange(values, width),
  }: { width?: number; frequencies?: number; range?: PositionRange } = {},
): Float64Array {
  checkRows(values, width);
  const stride = 2 * width * frequencies;
  const encoded = new Float64Array((values.length / width) * stride);
  writeEncoded(values, { width, frequencies, range }, { values: encoded, offset: 0, stride });
  return encoded;
}

/** Where encoded rows are to stand: that of row r from `offset + r × stride` on. */
export interface EncodedPlace {
  readonly values: Float32Array | Float64Array;
  readonly offset: number;
  readonly stride: number;
}

/** {@link encodePositions} into an array that has them among other numbers. */
export function writeEncoded(
  values: Numbers,
  { width, frequencies, range }: { width: number; frequencies: number; range: PositionRange },
  { values: encoded, offset, stride }: EncodedPlace,
): void {
  checkRows(values, width);
  checkCount("frequencies of the positional encoding", frequencies);
  if (range.lowest.length !== width || range.highest.length !== width)
    throw new InputError(
      `range of positions: got ${range.lowest.length} features, expected ${width} as the positions have`,
    );
  const half = width * frequencies;
  values.forEach((value, i) => {
    const [row, j] = [Math.floor(i / width), i % width];
    const [lowest, highest] = [range.lowest[j], range.highest[j]];
    const p = highest > lowest ? (2 * (value - lowest)) / (highest - lowest) - 1 : 0;
    for (let k = 0; k < frequencies; k++) {
      const to = offset + row * stride + j * frequencies + k;
      encoded[to] = Math.cos(Math.PI * 2 ** k * p);
      encoded[to + half] = Math.sin(Math.PI * 2 ** k * p);
    }
  });
}

function checkRows(values: Numbers, width: number): void {
  checkCount("width of positions", width);
  if (values.length === 0 || values.length % width !== 0)
    throw new InputError(`positions: got ${values.length} numbers, expected rows of ${width}, at least one`);
}
