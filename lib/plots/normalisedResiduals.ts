/**
 * Histogram of residuals in units of the errors that a trained likelihood takes them to have (σ refined by its error model,
 * the uncertainty of the prediction counted in), with the density of that likelihood as a line: where they agree, its errors
 * and its tails are right. On a logarithmic axis, which shows the tails.
 */
import type { Distribution } from "../distributions/index.js";
import { InputError } from "../errors.js";
import { grouped } from "./numberText.js";
import { residualHistogram } from "./residuals.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** Residuals and the density they follow where the likelihood is right; `run.residuals()` gives them. */
export interface NormalisedResidualsData {
  readonly residuals: ArrayLike<number>;
  readonly density: Pick<Distribution, "name" | "logProbability">;
  readonly part: "test" | "train" | "all";
}

export interface NormalisedResidualsOptions extends PlotOptions {
  /** Residuals beyond this many are counted, not drawn. Default 6. */
  readonly limit?: number;
  /** A logarithmic axis and points, or a linear one and bars. Default true. */
  readonly logarithmic?: boolean;
}

const words = {
  test: "observations held out",
  train: "observations fitted to",
  all: "observations",
} as const;

/** Histogram beside the density. @throws InputError where there are no residuals, or one is not a number */
export function normalisedResiduals(
  { residuals, density, part }: NormalisedResidualsData,
  options: NormalisedResidualsOptions = {},
): VegaLiteSpec {
  const n = residuals.length;
  if (n === 0) throw new InputError("plot of normalised residuals: got none, expected some");
  const wrong = Array.from(residuals).findIndex(Number.isNaN);
  if (wrong >= 0)
    throw new InputError(
      `plot of normalised residuals: got NaN for residual ${wrong}, expected numbers; is a sigma missing?`,
    );
  return residualHistogram(
    Float64Array.from(residuals),
    {
      title: "Residuals under the error model",
      part: `${grouped(n)} ${words[part]}`,
      xTitle: "Residual / its error in the model",
      description:
        "Histogram of observed minus predicted intensities over the errors that the trained likelihood has for them, with its " +
        "density as a line.",
      density,
    },
    { logarithmic: true, ...options },
  );
}
