/** What DIALS files hold: reflection tables (.refl) and the experiments (.expt) they belong to. Lengths in mm, wavelengths in Å. */
import type { MsgpackBinary } from "./msgpack.js";

/** Values of a column: rows × components. `std::size_t` becomes Float64Array, exact below 2⁵³. */
export type DialsData = Float64Array | Int32Array | Uint8Array | readonly string[];

/** A column that was read. */
export interface DialsColumn {
  readonly name: string;
  /** As the file names it, e.g. "vec3<double>". */
  readonly type: string;
  /** Numbers in each row: 3 of a vector, 6 of a bounding box. */
  readonly components: number;
  readonly data: DialsData;
}

/** A column that was not read: its type is unknown or it holds pixels. */
export interface DialsUnread {
  readonly name: string;
  readonly type: string;
  /** Where its bytes lie in the file, for those who know what they mean. */
  readonly place: MsgpackBinary | undefined;
}

/** A reflection table. */
export interface DialsReflections {
  /** What errors call it: usually the path. */
  readonly name: string;
  readonly version: number;
  readonly rowCount: number;
  /** Identifiers of the experiments by their number in the column `id`; empty in old files. */
  readonly identifiers: ReadonlyMap<number, string>;
  /** Names of all columns in the file. */
  readonly columnNames: readonly string[];
  readonly columns: ReadonlyMap<string, DialsColumn>;
  /** Columns with pixels (`Shoebox<>`): left where they are. */
  readonly shoeboxes: readonly DialsUnread[];
  /** Columns whose type is not one of DIALS's as known here. */
  readonly unknown: readonly DialsUnread[];
}

/** Three numbers. */
export type Vector = readonly [number, number, number];

/** A crystal: its axes in the laboratory frame when the goniometer is at zero. */
export interface DialsCrystal {
  /** a, b, c: 9 numbers, an axis after the other, Å. */
  readonly axes: readonly number[];
  /** Hall symbol of the space group. */
  readonly hall: string;
}

/** The beam. */
export interface DialsBeam {
  /** From the sample to the source, of length 1. */
  readonly direction: Vector;
  /** Å; undefined of a polychromatic beam. */
  readonly wavelength: number | undefined;
  /** Å; of a polychromatic beam. */
  readonly wavelengthRange: readonly [number, number] | undefined;
}

/** A detector panel in the laboratory frame. */
export interface DialsPanel {
  readonly name: string;
  /** Unit vectors along a row and down a column of pixels. */
  readonly fast: Vector;
  readonly slow: Vector;
  /** The corner of the first pixel, mm. */
  readonly origin: Vector;
  /** mm, along fast and slow. */
  readonly pixelSize: readonly [number, number];
  readonly imageSize: readonly [number, number];
}

/** A detector. */
export interface DialsDetector {
  readonly panels: readonly DialsPanel[];
}

/** A scan. One of oscillation 0 is a still. */
export interface DialsScan {
  /** First and last image, from 1. */
  readonly imageRange: readonly [number, number];
  /** What the batch number of image 0 is. */
  readonly batchOffset: number;
  /** Angle where the first image starts, and width of an image, degrees. */
  readonly oscillation: readonly [number, number];
}

/** The images of an experiment: a template with "#" for digits, or paths. */
export interface DialsImages {
  readonly template: string | undefined;
  readonly paths: readonly string[];
  /** Of a file with several images: which. */
  readonly indices: readonly number[];
}

/** One crystal in one beam on one detector, still or rotating. Models are shared between experiments. */
export interface DialsExperiment {
  readonly identifier: string;
  readonly crystal: DialsCrystal | undefined;
  readonly beam: DialsBeam | undefined;
  readonly detector: DialsDetector | undefined;
  /** Undefined of a still. */
  readonly scan: DialsScan | undefined;
  readonly images: DialsImages | undefined;
}

/** The experiments of a file. */
export interface DialsExperiments {
  /** What errors call it: usually the path. */
  readonly name: string;
  readonly experiments: readonly DialsExperiment[];
}
