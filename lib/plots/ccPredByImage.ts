/**
 * CCpred of each image: the correlation of its observed intensities with those that a model predicts, from a table of
 * predictions (careless 0.5.4, `careless.image_cc`). Images far below their neighbours are of another crystal, split, indexed
 * wrongly, or weak.
 */
import { InputError, MissingColumnError } from "../errors.js";
import { ccPredBy, predictionLabels } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { imagePoints } from "./imageLine.js";
import type { PredictionPart } from "./predictionPart.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

export interface CcPredByImageOptions extends PlotOptions {
  /** Which observations. Default all, as an image has few that were held out. */
  readonly part?: PredictionPart;
  /** Which correlation: of ranks (default), with weights 1/σ², or Pearson's. */
  readonly correlation?: "spearman" | "weighted" | "pearson";
  /** Images of fewer observations are left out. Default 10. */
  readonly minimumObservations?: number;
}

const partNames: Readonly<Record<PredictionPart, string>> = {
  all: "all observations",
  test: "observations held out",
  train: "observations fitted to",
};

/** CCpred against image number. @throws MissingColumnError; InputError where there are fewer than two such images */
export function ccPredByImage(table: ReflectionTable, options: CcPredByImageOptions = {}): VegaLiteSpec {
  const { part = "all", correlation = "spearman", minimumObservations = 10 } = options;
  const label = predictionLabels.image;
  if (!table.has(label)) throw new MissingColumnError(label, table.labels, table.name);
  const strength = meanStrengths(table);
  const images = ccPredBy(table, label);
  const judged = images.filter(
    (image) => image[part].observations >= minimumObservations && Number.isFinite(image[part][correlation]),
  );
  if (judged.length < 2)
    throw new InputError(
      `CCpred by image of ${table.name}: got ${judged.length} with at least ${minimumObservations} of ${partNames[part]}, expected two or more`,
    );
  return imagePoints(
    judged.map((image) => ({
      batch: image.value,
      value: image[part][correlation],
      observations: image[part].observations,
      meanIOverSigma: strength.get(image.value) ?? Number.NaN,
    })),
    {
      title: "CCpred by image",
      description:
        "Correlation of the observed intensities of an image with those that the model predicts, against image number.",
      xTitle: "Image (number in the merge)",
      yTitle: `CCpred (${correlation}, ${partNames[part]})`,
      format: ".3~f",
    },
    options,
  );
}

/** ⟨I/σ(I)⟩ of each image. */
function meanStrengths(table: ReflectionTable): Map<number, number> {
  const [image, observed, sigma] = [
    predictionLabels.image,
    predictionLabels.observed,
    predictionLabels.sigma,
  ].map((label) => table.values(label));
  const sums = new Map<number, { n: number; sum: number }>();
  for (let i = 0; i < table.length; i++) {
    const ratio = observed[i] / sigma[i];
    if (!Number.isFinite(ratio)) continue;
    const found = sums.get(image[i]) ?? { n: 0, sum: 0 };
    found.n++;
    found.sum += ratio;
    sums.set(image[i], found);
  }
  return new Map(Array.from(sums, ([value, { n, sum }]) => [value, sum / n]));
}
