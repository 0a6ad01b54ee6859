/**
 * What a term of the scale is: a contribution to log Σ of known form, which multiplies the network's scale. Physical
 * corrections and coefficients of each image are such terms; they compose, with each other and with the network.
 */
import type { SpaceGroup } from "../../../crystal/index.js";
import type { RowValue } from "../../../kernels/index.js";
import type { ReflectionTable } from "../../../table/reflectionTable.js";
import type { JsonObject } from "../../../training/index.js";
import type { RowSource } from "../rowSource.js";
import type { UncertainNumbers } from "./imageUncertainty.js";

/** What a term may be computed from: t rows, one for each observation (each harmonic of one). */
export interface ScaleTermData {
  readonly tables: readonly ReflectionTable[];
  readonly spaceGroup: SpaceGroup;
  /** Which table and which of its rows, t. */
  readonly table: Int32Array;
  readonly row: Int32Array;
  /** Number of the image, t, and how many there are. */
  readonly image: Int32Array;
  readonly images: number;
  /** 1/d², Å⁻², t. */
  readonly inverseDSquared: Float64Array;
  /** Å, t; of each harmonic. Undefined where the data are of one wavelength. */
  readonly wavelength: Float64Array | undefined;
}

/** A term, ready for the rows of its data. */
export interface ScaleTerm {
  /** Columns it reads, by name: width numbers for each of the t rows, row-major. */
  readonly columns: Readonly<Record<string, { readonly width: number; readonly values: Float32Array }>>;
  /** First values of what is trained, by name; `rowWidth`, where it is gathered by "image": numbers of an image. */
  readonly parameters: Readonly<
    Record<string, { readonly values: Float32Array; readonly rowWidth?: number }>
  >;
  /** Which of them are known within errors, their log standard deviations being others (default none). */
  readonly uncertain?: UncertainNumbers;
  /** The contribution to log Σ. */
  readonly logScale: (source: RowSource) => RowValue;
  /** −log of the prior of an image's coefficients, counted once for each image. */
  readonly imagePenalty?: (source: RowSource) => RowValue;
  /** −log of the prior of what all rows share, counted once in all. */
  readonly penalty?: (source: RowSource) => RowValue;
}

/** A term before it has seen data. */
export interface ScaleTermSpec {
  /** Name and options: what the run folder records, and what a resume compares. */
  readonly description: JsonObject;
  /** @throws InputError, MissingColumnError where the data have not what it needs */
  readonly build: (data: ScaleTermData) => ScaleTerm;
}
