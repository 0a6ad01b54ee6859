/**
 * CCpred by resolution shell, of the observations a model was trained on and of those held out: paper 002, section 6.3. A
 * test line well below the training line is overfitting.
 */
import { type ShellLimits, shellLines } from "./shellLines.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of each shell; what `ccPred` gives has it. */
export interface PredictionShell extends ShellLimits {
  readonly train: PredictionValues;
  readonly test: PredictionValues;
}

/** The correlations of one part of a shell. */
export interface PredictionValues {
  readonly spearman: number;
  readonly weighted: number;
  readonly pearson: number;
}

export interface CcPredOptions extends PlotOptions {
  /** Which correlation: of ranks, with weights 1/σ², or Pearson's. Default "spearman". */
  readonly correlation?: keyof PredictionValues;
}

const words: Readonly<Record<keyof PredictionValues, string>> = {
  spearman: "Spearman's rank correlation",
  weighted: "Pearson's correlation, weights 1/σ²",
  pearson: "Pearson's correlation",
};

/** CCpred against resolution. @throws InputError where there are no shells */
export function ccPred(
  statistics: { readonly shells: readonly PredictionShell[] },
  options: CcPredOptions = {},
): VegaLiteSpec {
  const { correlation = "spearman" } = options;
  const values = statistics.shells.flatMap(({ train, test }) => [train[correlation], test[correlation]]);
  const lowest = Math.min(1, ...values.filter(Number.isFinite));
  return shellLines(
    {
      shells: statistics.shells,
      series: [
        { name: "training", value: (shell) => shell.train[correlation] },
        { name: "test", value: (shell) => shell.test[correlation] },
      ],
      title: "Correlation of predictions with observations",
      subtitle: words[correlation],
      description:
        "Correlation of observed intensities with those that the model predicts, for observations it was trained on " +
        "and for observations held out, against resolution.",
      yTitle: "CCpred",
      // The last fifth, or as many as it takes.
      domain: [Math.min(0.8, Math.floor(lowest * 5) / 5), 1],
    },
    options,
  );
}
