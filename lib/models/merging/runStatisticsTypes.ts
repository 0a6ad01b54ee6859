/** What the statistics of a variational merge are: numbers by shell, the fit, and what they are of. */
import type {
  DroppedObservations,
  MergedHalves,
  PartialReport,
  ShellBinningOptions,
} from "../../statistics/index.js";
import type { JsonObject } from "../../training/index.js";
import type { LaueSummary } from "./laue/laueText.js";

/** What to compute, in which shells. */
export interface RunStatisticsOptions extends ShellBinningOptions {
  /** Half data sets of the run, a pair for each repeat. Default: those that `run.halfDatasets` made last, if it did. */
  readonly halves?: readonly MergedHalves[];
  /** Which data set's, numbered from 0, where they are merged apart (default 0): counts, predictions and merged table. */
  readonly dataSet?: number;
}

/** Statistics of one shell, or of all; NaN is "undefined". Completeness is a fraction. */
export interface RunShell {
  /** Resolution limits, Å. */
  readonly dMax: number;
  readonly dMin: number;
  /** Observations fitted to; a sum of harmonics counts in the shell of each of its reflections, and once overall. */
  readonly observations: number;
  /** Unique reflections merged, Friedel mates together. */
  readonly reflections: number;
  /** Unique reflections that exist. */
  readonly possible: number;
  /** Observations of a reflection, in the mean. */
  readonly multiplicity: number;
  readonly completeness: number;
  /** Acentric reflections of which both mates were merged, of those that exist; NaN where mates are together. */
  readonly anomalousCompleteness: number;
  readonly meanFOverSigma: number;
  readonly meanIOverSigma: number;
  /** CCpred of observations fitted to: of ranks (Spearman's), and Pearson's weighted by 1/σ². */
  readonly ccPredTrain: number;
  readonly ccPredTrainWeighted: number;
  /** Observations held out, and their CCpred. */
  readonly testObservations: number;
  readonly ccPredTest: number;
  readonly ccPredTestWeighted: number;
  /** Means over the repeats of the half data sets, and the standard errors of those means. */
  readonly ccHalf: number;
  readonly ccHalfError: number;
  /** Of the same half data sets: a fraction, and its error. */
  readonly rSplit: number;
  readonly rSplitError: number;
  /** Numbers correlated: mean over the repeats; NaN without half data sets. */
  readonly pairs: number;
  readonly anomalousPairs: number;
  readonly ccAnomalous: number;
  readonly ccAnomalousError: number;
}

/** The fit that the statistics are of. */
export interface RunFit {
  readonly state: "finished" | "stopped";
  /** The step whose state was taken: the last one done, or the best with an early stop. */
  readonly step: number;
  readonly stoppedEarly: boolean;
  readonly seconds: number;
  /** Which kernels computed. */
  readonly variant: string;
  /** Per observation, over the last 100 steps. NLL is up to a constant of the data's scale. */
  readonly nll: number;
  readonly kl: number;
  /** Per observation held out; NaN where none was. */
  readonly nllTest: number;
  /** Of the prior's fall-off, Å², and whether it was fitted to the data. */
  readonly bFactor: number;
  readonly bFactorFitted: boolean;
}

/** The values that {@link RunStatistics} is made of. */
export interface RunStatisticsValues {
  /** Name of the data set, where several are merged apart. */
  readonly dataSet?: string;
  readonly overall: RunShell;
  /** From low to high resolution. */
  readonly shells: readonly RunShell[];
  readonly fit: RunFit;
  /** What the model is made of: recipe, metadata, scale, likelihood, prior … */
  readonly model: JsonObject;
  readonly anomalous: boolean;
  readonly spaceGroup: string;
  /** Å and degrees. */
  readonly cell: readonly number[];
  /** Å, where known. */
  readonly wavelength: number | undefined;
  readonly dropped: DroppedObservations;
  /** Parts of spots, and what became of them. */
  readonly partials: PartialReport;
  /** Of Laue data, all data sets together. */
  readonly laue?: LaueSummary;
  /** Repeats of the half data sets; 0 where there are none. */
  readonly repeats: number;
  /** Why half data sets that were made are withheld, and CC1/2, Rsplit and CCanom with them. */
  readonly halvesWithheld?: string;
}

/** JSON of a shell: as {@link RunShell}, null for what is undefined. */
export type RunShellJson = { readonly [key in keyof RunShell]: number | null };

/** Statistics as JSON. */
export interface RunStatisticsJson
  extends Omit<RunStatisticsValues, "overall" | "shells" | "fit" | "wavelength"> {
  readonly overall: RunShellJson;
  readonly shells: readonly RunShellJson[];
  readonly fit: { readonly [key in keyof RunFit]: RunFit[key] | (RunFit[key] extends number ? null : never) };
  readonly wavelength: number | null;
}
