/**
 * Residuals of a trained merge's observations in units of their errors as its likelihood has them, refined by what was
 * trained with it (likelihoods/normalisedResiduals.ts), beside the density that they follow where it is right. Of the
 * observations held out whose reflections have others, where there are any: those fitted to are always nearer. The
 * uncertainty of the prediction is counted in unless told otherwise, since it is no part of the error of an observation.
 */
import { InputError } from "../../errors.js";
import type { ResidualDensity } from "./likelihoods/errorModelTypes.js";
import { normalisedResiduals, residualDensity, type TrainedLikelihood } from "./likelihoods/index.js";
import { likelihoodParameter } from "./mergingProgram.js";
import type { MergingRun } from "./mergingRun.js";

/** Which residuals. */
export interface RunResidualsOptions {
  /** Of which observations (default: those held out, or all where none was). */
  readonly part?: "test" | "train" | "all";
  /** Whether the uncertainty of the prediction is counted into the error (default true). */
  readonly includePredicted?: boolean;
  /** Of one data set alone, by its number: of its table (default: of all). */
  readonly dataSet?: number;
}

/** Normalised residuals and what they are compared with; `plots.normalisedResiduals` draws it. */
export interface RunResiduals {
  readonly residuals: Float64Array;
  /** Rows of `run.predictions`, one for each residual. */
  readonly rows: Int32Array;
  readonly part: "test" | "train" | "all";
  readonly density: ResidualDensity;
}

/** @throws InputError for a likelihood of one's own, of which nothing is known, or where no observation is of the part */
export function runResiduals(run: MergingRun, options: RunResidualsOptions = {}): RunResiduals {
  const { includePredicted = true, dataSet } = options;
  const { predictions, model } = run;
  const [test, others] = ["test", "N"].map((label) => predictions.values(label));
  const isHeldOut = (row: number) => test[row] !== 0 && others[row] > 0;
  const file = dataSet === undefined ? undefined : predictions.values("file_id");
  const all = Array.from(test.keys()).filter((row) => file === undefined || file[row] === dataSet);
  const part = options.part ?? (all.some(isHeldOut) ? "test" : "all");
  const rows = Int32Array.from(
    all.filter((row) => part === "all" || (part === "test" ? isHeldOut(row) : test[row] === 0)),
  );
  if (rows.length === 0)
    throw new InputError(
      `normalised residuals${dataSet === undefined ? "" : ` of data set ${dataSet}`}: got no observation ${part === "test" ? "held out whose reflection has others" : "fitted to"}, expected some`,
    );
  const likelihood = trainedLikelihood(run, rows);
  const column = (label: string) => {
    const values = predictions.values(label);
    return Float64Array.from(rows, (row) => values[row]);
  };
  const residuals = normalisedResiduals(likelihood, {
    observed: column("Iobs"),
    predicted: column("Ipred"),
    sigma: column("SigIobs"),
    ...(includePredicted ? { predictedSigma: column("SigIpred") } : {}),
    level: model.beginning.fallOff.level,
  });
  return { residuals, rows, part, density: residualDensity(likelihood) };
}

/** The likelihood with what was trained, and what the scale network gave for the observations of these rows. */
function trainedLikelihood({ model, parameters, scales }: MergingRun, rows: Int32Array): TrainedLikelihood {
  const { likelihood, data } = model;
  const trained = Object.fromEntries(
    Object.keys(likelihood.parameters ?? {}).map((name) => [name, parameters[likelihoodParameter(name)][0]]),
  );
  return {
    description: likelihood.description,
    fitted: likelihood.fitted?.(trained) ?? {},
    // a sum of harmonics has the heads of its first
    heads: scales.heads.map((values) => Float64Array.from(rows, (row) => values[data.terms.start[row]])),
  };
}
