/**
 * The MIME types of Friedel's own, and what stands under each: plain JSON that the extension of JupyterLab draws. Beside
 * it in the same bundle there is always a form for pages without the extension: HTML or Vega-Lite, and plain text. Names
 * end in the version of their payload; a payload is read by what it has, so that fields may be added.
 */
import type { ColumnType } from "../table/index.js";
import type { ControlRecord, JsonObject, Preparation, TrainingProgress } from "../training/index.js";

/** A training as it stands: a {@link TrainingSnapshot}. */
export const trainingMime: string = "application/vnd.friedel.training.v1+json";

/** The plot that goes with a training's line where there is no extension; beside the extension's panel it is hidden. */
export const trainingPlotMime: string = "application/vnd.friedel.training-plot.v1+json";

/** Reflections, drawn in reciprocal space or as a table: a {@link ReflectionsPayload}. */
export const reflectionsMime: string = "application/vnd.friedel.reflections.v1+json";

/** A table of numbers by shell, with a line over all: a {@link StatisticsPayload}. */
export const statisticsMime: string = "application/vnd.friedel.statistics.v1+json";

/** What goes with a plot, whose specification stands beside it as Vega-Lite: a {@link PlotPayload}. */
export const plotMime: string = "application/vnd.friedel.plot.v1+json";

/** A line of a training: values against steps, both of one length; thinned, in ascending order of the steps. */
export interface TrainingSeries {
  /** The name of the term or value in the history, e.g. "nll", "ccPredTest". */
  readonly name: string;
  /** Where it comes from: every step, or an evaluation. */
  readonly of: "step" | "evaluation";
  readonly steps: readonly number[];
  /** null where the value is not finite. */
  readonly values: readonly (number | null)[];
}

/** Which training, and where it stands. */
export interface TrainingStatus {
  /** Tells trainings apart; a page names its training by it when it sends a control. */
  readonly run?: string;
  readonly kind: string;
  readonly state: TrainingProgress["state"];
  readonly step: number;
  readonly steps: number;
  /** Where a new model still prepares its first step: how far it is. */
  readonly preparation?: Preparation;
  readonly seconds: number;
  /** Steps per second, and seconds to go; null while they are not known. */
  readonly rate: number | null;
  readonly remaining: number | null;
  /** Why it failed, in a sentence. */
  readonly reason?: string;
}

/** What a training is and where it stands, in bounded size. */
export interface TrainingSnapshot extends TrainingStatus {
  readonly version: 1;
  /** The run folder, from the folder that the kernel runs in (that of the notebook), with "/"; absent: nothing is saved. */
  readonly folder?: string;
  /** The last value of each term and of each value of an evaluation. */
  readonly last: Readonly<Record<string, number | null>>;
  readonly series: readonly TrainingSeries[];
  /** The controls applied, the last 200 of them. */
  readonly controls: readonly ControlRecord[];
  readonly warnings: readonly string[];
  /** What made the model, as `config.json` of its run folder has it. */
  readonly config?: JsonObject;
  /** What it runs on: kernels and threads in words, and the resident memory of the process in bytes. */
  readonly device?: string;
  readonly memory?: number;
}

/** The payload under {@link trainingPlotMime}. */
export interface TrainingPlotPayload {
  readonly version: 1;
  readonly run?: string;
}

/** A column of a {@link ReflectionsPayload}: little-endian numbers in base64. */
export interface ReflectionsColumn {
  readonly label: string;
  readonly type: ColumnType;
  readonly dtype: "int16" | "int32" | "float32";
  readonly base64: string;
}

/** How reflections are to be drawn; every field may be changed in the page. */
export interface ReflectionsView {
  /** What is shown first. Default "cloud". */
  readonly show?: "cloud" | "section" | "table";
  /** A column, or an expression of columns such as "F/SIGF". */
  readonly colour?: string;
  readonly size?: string;
  readonly scale?: "linear" | "log" | "quantile" | "diverging";
  /** Whether symmetry mates are drawn too. */
  readonly expand?: boolean;
  /** A section such as "hk0", "h0l" or "hk3". */
  readonly section?: string;
}

/** Reflections, all of them or an even sample. */
export interface ReflectionsPayload {
  readonly version: 1;
  readonly name: string;
  /** a, b, c in Å, α, β, γ in degrees. */
  readonly cell: readonly number[];
  /** Hermann-Mauguin symbol, and the operations as triplets such as "-x,y+1/2,-z". */
  readonly spaceGroup: string;
  readonly operations: readonly string[];
  readonly merged: boolean;
  /** Rows of the table, and how many of them stand here: fewer where the table is large. */
  readonly rows: number;
  readonly shown: number;
  /** h, k, l first. */
  readonly columns: readonly ReflectionsColumn[];
  readonly view: ReflectionsView;
  /** The MTZ that holds all of them, from the folder that the kernel runs in; absent where there is none. */
  readonly file?: string;
}

/** A column of a {@link StatisticsPayload}. */
export interface StatisticsColumn {
  readonly label: string;
  /** What it is and by which formula: shown where the pointer rests on its head. */
  readonly help?: string;
  /** Digits after the point; left out: as needed. */
  readonly digits?: number;
}

/** A table of statistics. */
export interface StatisticsPayload {
  readonly version: 1;
  readonly title: string;
  readonly columns: readonly StatisticsColumn[];
  /** One row a shell. */
  readonly rows: readonly (readonly (number | string | null)[])[];
  /** The row over all shells. */
  readonly overall?: readonly (number | string | null)[];
  /** What is said beside the table. */
  readonly notes: readonly string[];
}

/** The payload under {@link plotMime}. */
export interface PlotPayload {
  readonly version: 1;
  readonly title: string;
  /** What the plot means and which formula it uses. */
  readonly help: string;
}
