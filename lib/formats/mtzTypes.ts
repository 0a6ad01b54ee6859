/**
 * What an MTZ file holds, in the words of its format. Source: CCP4's "MTZ format" documentation and the names of the
 * batch header's words in CCP4's C library (mtzdata.h). Lengths in Å, angles in degrees.
 */

/** The CCP4 column types. What each means: table's `columnTypeMeanings`. */
export type ColumnType =
  | "H"
  | "J"
  | "F"
  | "D"
  | "Q"
  | "G"
  | "L"
  | "K"
  | "M"
  | "E"
  | "P"
  | "W"
  | "A"
  | "B"
  | "Y"
  | "I"
  | "R";

/** What the header says of one column. */
export interface MtzColumn {
  readonly label: string;
  /** A letter that is no CCP4 type is read as R; the file keeps it. */
  readonly type: ColumnType;
  /** Least and greatest value as the header states them; NaN where it does not. */
  readonly min: number;
  readonly max: number;
  readonly datasetId: number;
  /** What made the column (COLSRC), one word. */
  readonly source?: string;
}

/** A data set, with the crystal and the project it belongs to. */
export interface MtzDataset {
  readonly id: number;
  readonly project: string;
  readonly crystal: string;
  readonly name: string;
  /** a, b, c (Å), alpha, beta, gamma (degrees); the file's cell where the data set states none. */
  readonly cell: readonly number[];
  /** Å; 0 where unknown. */
  readonly wavelength: number;
}

/**
 * One batch (image) of an unmerged file. The named fields are words of `integers` and `reals`; where they differ, as
 * in `{ ...batch, datasetId: 2 }`, the named field is what is written.
 */
export interface MtzBatch {
  readonly number: number;
  readonly title: string;
  readonly datasetId: number;
  /** Names of the goniostat axes, at most three. */
  readonly axes: readonly string[];
  /** a, b, c (Å), alpha, beta, gamma (degrees). */
  readonly cell: readonly number[];
  /** The orientation matrix U, 9 numbers, row-major. */
  readonly uMatrix: readonly number[];
  /** PHIXYZ: missetting angles at the start and at the end of the batch, 6 numbers, degrees. */
  readonly missettingAngles: readonly number[];
  /** Degrees. */
  readonly mosaicity: number;
  /** Rotation about the scan axis, degrees. */
  readonly phiStart: number;
  readonly phiEnd: number;
  readonly phiRange: number;
  /** The scan axis in the laboratory frame, 3 numbers. */
  readonly scanAxis: readonly number[];
  readonly timeStart: number;
  readonly timeEnd: number;
  /** Batch scale and temperature factor (Å²). */
  readonly scale: number;
  readonly bFactor: number;
  /** Source vector S0 in the laboratory frame, 3 numbers. */
  readonly beam: readonly number[];
  /** Å */
  readonly wavelength: number;
  /** Crystal to detector, mm. */
  readonly detectorDistance: number;
  /** Least and greatest detector coordinates in pixels: x, x, y, y. */
  readonly detectorLimits: readonly number[];
  /** The 29 integers of the orientation block. */
  readonly integers: Int32Array;
  /** The 156 reals of the orientation block. */
  readonly reals: Float32Array;
  /** The BH, TITLE and BHCH records as read. */
  readonly records?: readonly string[];
}

/** The symmetry of a file as its SYMINF and SYMM records say it. */
export interface MtzSymmetry {
  /** Hermann-Mauguin symbol, e.g. "P 21 21 21". */
  readonly name: string;
  readonly number: number;
  /** All operations, centring included, primitive ones first. M/ISYM counts in this order. */
  readonly operations: readonly string[];
  /** Without centring translations. */
  readonly primitiveCount: number;
  /** P, A, B, C, I, F, R or H. */
  readonly lattice: string;
  /** E.g. "222". */
  readonly pointGroup: string;
}

/** What the header of an MTZ file says. */
export interface MtzHeader {
  /** What errors call it: usually the path. */
  readonly name: string;
  /** E.g. "MTZ:V1.1". */
  readonly version: string;
  readonly title: string;
  readonly rowCount: number;
  /** The columns, in file order. */
  readonly columnInfos: readonly MtzColumn[];
  /** a, b, c (Å), alpha, beta, gamma (degrees), as written: not checked. */
  readonly cell: readonly number[];
  /** Numbers (from 1) of the columns that the rows are sorted by; 0 for none. */
  readonly sortOrder: readonly number[];
  readonly symmetry: MtzSymmetry;
  /** Least and greatest 1/d² (Å⁻²) as the header states them; NaN where it does not. */
  readonly inverseDSquaredLimits: readonly [number, number];
  /** Low and high resolution limit in Å as the header states them; NaN where it does not. */
  readonly resolutionLimits: readonly [number, number];
  /** What stands for a missing value in the file (VALM); NaN by default. Columns give NaN either way. */
  readonly missingValue: number;
  readonly datasets: readonly MtzDataset[];
  readonly batches: readonly MtzBatch[];
  readonly history: readonly string[];
  readonly bigEndian: boolean;
  /** Whether each Miller index stands once: no batches, no M/ISYM (type Y) and no batch number (type B) column. */
  readonly merged: boolean;
}
