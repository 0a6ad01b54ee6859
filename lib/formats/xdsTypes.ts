/** What a reflection file of XDS holds, in the words of XDS (xds.mr.mpg.de, "xds_files"). Å, degrees, mm, pixels. */
import type { SpaceGroup, UnitCell } from "../crystal/index.js";

/** One of the data sets that XSCALE put into one file. */
export interface XdsSet {
  /** ISET of its reflections. */
  readonly id: number;
  /** File that it came from; "" where not stated. */
  readonly inputFile: string;
  /** Å */
  readonly wavelength?: number;
  /** a, b, c, alpha, beta, gamma */
  readonly cell?: readonly number[];
}

/** What the header says of the experiment; absent where it does not. Vectors in the laboratory frame of XDS. */
export interface XdsExperiment {
  readonly rotationAxis?: readonly number[];
  readonly incidentBeam?: readonly number[];
  /** Spindle angle at the start of image `startingFrame`, degrees. */
  readonly startingAngle?: number;
  readonly startingFrame?: number;
  /** Degrees an image. */
  readonly oscillationRange?: number;
  /** a, b, c of the crystal at spindle angle 0: 9 numbers, an axis a row. */
  readonly cellAxes?: readonly number[];
  /** REFLECTING_RANGE_E.S.D., degrees. */
  readonly mosaicity?: number;
  /** mm */
  readonly detectorDistance?: number;
  /** NX, NY: pixels. */
  readonly detectorSize?: readonly number[];
  /** QX, QY: mm. */
  readonly pixelSize?: readonly number[];
  /** ORGX, ORGY: pixels. */
  readonly origin?: readonly number[];
  /** NAME_TEMPLATE_OF_DATA_FRAMES */
  readonly template?: string;
}

/** The reflections of XDS_ASCII.HKL, INTEGRATE.HKL or an unmerged file of XSCALE: n of them. */
export interface XdsReflections {
  /** What errors call the file. */
  readonly name: string;
  /** INTEGRATE, CORRECT or XSCALE; "" where not stated. */
  readonly program: string;
  readonly merged: boolean;
  /** FRIEDEL'S_LAW; undefined where not stated. */
  readonly friedelsLaw?: boolean;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Å */
  readonly wavelength?: number;
  readonly experiment: XdsExperiment;
  /** Those of XSCALE; else none. */
  readonly sets: readonly XdsSet[];
  /** Miller indices as observed, 3n numbers. */
  readonly hkl: Int32Array;
  /**
   * The other items, n numbers each, by XDS's name: IOBS, SIGMA, XD or XCAL, ZD or ZCAL, RLP, PEAK, CORR, PSI …
   * ZD and ZCAL are in double precision, so that angles can be computed from them.
   */
  readonly columns: Readonly<Record<string, Float32Array | Float64Array>>;
  /** Reflections left out because CORRECT marked them as misfits, by a negative SIGMA. */
  readonly misfits: number;
  /** Reflections left out because IOBS or SIGMA is no number. */
  readonly unmeasured: number;
  /** One sentence for each doubt. */
  readonly warnings: readonly string[];
}
