/** What a report is made from, and what it is: data in, sections out. */
import type { MergedHalves } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import type { NormalisedResidualsData } from "./normalisedResiduals.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What is known of a merge; what is left out is worked out from the rest, or said to be missing. */
export interface ReportData {
  /** Observations on one scale. Default: the predictions, divided by the scale of the model. */
  readonly unmerged?: ReflectionTable;
  /** Merged reflections. Default: the observations, merged classically. */
  readonly merged?: ReflectionTable;
  /** What was observed and what a model predicts of it. */
  readonly predictions?: ReflectionTable;
  /** Half data sets merged apart, for CC1/2 and CCanom. Default: random halves of the observations. */
  readonly halves?: readonly MergedHalves[];
  /** Why half data sets of the merge are withheld, such as `run.halvesWithheld()`: its scale is not used either. */
  readonly halvesWithheld?: string;
  /** Residuals under the trained likelihood, such as `run.residuals()`: a section of their own. */
  readonly residuals?: NormalisedResidualsData;
  /** Statistics by shell of the merge itself, such as `run.statistics()`: a section of their own before Table 1. */
  readonly statistics?: ShellStatisticsTable;
}

/** Numbers by shell with a row over all: a table that `show` draws. */
export interface ShellStatisticsTable {
  readonly shells: readonly object[];
  readonly overall: object;
}

/** How it is worked out and drawn. */
export interface ReportOptions extends Pick<PlotOptions, "width" | "fontSize" | "font" | "colours"> {
  /** Number of resolution shells. Default 10. */
  readonly shells?: number;
  /** Random divisions into halves for CC1/2 and CCanom. Default 10. */
  readonly repeats?: number;
}

/** A part of a report: a plot, a table, or the sentence why there is none. */
export interface ReportSection {
  /** Names it, e.g. for a link. */
  readonly key: string;
  readonly title: string;
  /** What is seen in it, by which formula, and what to look for. */
  readonly help: string;
  readonly spec?: VegaLiteSpec;
  readonly statistics?: ShellStatisticsTable;
  /** What is said below it. */
  readonly notes: readonly string[];
  /** Why there is neither plot nor table. */
  readonly missing?: string;
}

/** A section that is not drawn yet. */
export interface ReportStep {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  draw(): ReportSection;
}
