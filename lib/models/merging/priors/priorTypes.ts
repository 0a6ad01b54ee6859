/** What a prior is: what is believed of an amplitude before its reflection is measured. */
import type { SpaceGroup, UnitCell } from "../../../crystal/index.js";
import type { RowValue } from "../../../kernels/index.js";
import type { JsonObject } from "../../../training/index.js";
import type { PosteriorValues } from "../surrogatePosterior.js";

/** What a prior may depend on besides the amplitude. */
export interface PriorReflection {
  /** 1 for centric reflections, else 0. */
  readonly centric: RowValue;
  /** A number of the reflection's that the prior provides ({@link Prior.columns}), by name. */
  readonly column: (name: string) => RowValue;
}

/** What a prior may compute numbers of reflections from: g reflections, Friedel mates apart where they are merged apart. */
export interface PriorData {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly anomalous: boolean;
  /** Indices in the asymmetric unit, 3g. */
  readonly hkl: Int32Array;
  /** 1 for an F(−), g. */
  readonly minus: Uint8Array;
  readonly centric: Uint8Array;
}

/** Numbers of reflections by name, g each. */
export type PriorColumns = Readonly<Record<string, Float64Array>>;

/**
 * Log density of normalised amplitudes E = F/√(εΣ); write it with `op` or the values' own methods. The Kullback–Leibler
 * divergence is then estimated from the sample that the step draws.
 */
export type PriorFunction = (amplitude: RowValue, reflection: PriorReflection) => RowValue;

/** How amplitudes hang together: which reflection is another's parent, and how strongly (priors/doubleWilson.ts). */
export interface PriorRelations {
  /** By data set: the one it hangs on, or null. Undefined: data sets have nothing to do with each other. */
  readonly parents: readonly (number | null)[] | undefined;
  /** By data set: operator that brings its indices to its parent's, as "k,h,-l"; null: none. */
  readonly reindex: readonly (string | null)[];
  /** Whether F(−) hangs on F(+) of the same data set. */
  readonly mates: boolean;
  /** r of each relation at the start: one for each data set, then that of mates. */
  readonly correlations: readonly number[];
  /** Whether r is learned. */
  readonly learned: boolean;
}

/** What there is to be related. */
export interface RelatedDataSets {
  readonly dataSets: number;
  readonly anomalous: boolean;
}

/** Of normalised amplitudes, g each. */
export interface PriorMoments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

export interface Prior {
  /** Name and options: what the run folder records, and what a resume compares. */
  readonly description: JsonObject;
  /**
   * B of the fall-off Σ = exp(−B/(2d²)) of what amplitudes are normalised by, Å²; "fitted": to a rough merge of the
   * training observations.
   */
  readonly bFactor: number | "fitted";
  /**
   * A fall-off that depends on the direction, exp(−½ sᵀBs) (anisotropicFallOff.ts): "fitted" with B, or the tensor, Å²: 11,
   * 22, 33, 12, 13, 23 (default: none).
   */
  readonly anisotropy?: "fitted" | readonly number[];
  /** KL(q‖p) of normalised amplitudes, a row each: in closed form, or log q − log p of the sample. */
  readonly divergence: (posterior: PosteriorValues, reflection: PriorReflection) => RowValue;
  /** Numbers of each reflection that the divergence reads; of the prior's own, never of the data that are merged. */
  readonly columns?: (data: PriorData) => PriorColumns;
  /** Mean and standard deviation of E under the prior, g each: where nothing was measured (default: Wilson's). */
  readonly moments?: (columns: PriorColumns, centric: Uint8Array) => PriorMoments;
  /** Relations between amplitudes; where there are some, `divergence` is that of those without a parent. */
  readonly relations?: (data: RelatedDataSets) => PriorRelations;
}
