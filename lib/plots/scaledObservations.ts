/**
 * Observations on one scale, from a model's predictions: I = Iobs/scale and σ = SigIobs/scale, so that the statistics of
 * merging can be had of data that were never scaled by another program.
 */
import { MissingColumnError } from "../errors.js";
import { predictionLabels } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";

/**
 * The unmerged table: I SIGI BATCH (the image's number), and what else the predictions have.
 * @throws MissingColumnError where the predictions say nothing of the scale, as careless's do
 */
export function scaledObservations(predictions: ReflectionTable): ReflectionTable {
  const { observed, sigma, predicted, predictedSigma, image } = predictionLabels;
  if (!predictions.has("scale")) throw new MissingColumnError("scale", predictions.labels, predictions.name);
  const scale = predictions.values("scale");
  // What has no scale cannot be put on it, and is left out later as missing.
  const scaled = (label: string) =>
    Float64Array.from(predictions.values(label), (value, i) =>
      scale[i] > 0 ? value / scale[i] : Number.NaN,
    );
  const others = [observed, sigma, predicted, predictedSigma, "I", "SIGI", "BATCH"].filter((label) =>
    predictions.has(label),
  );
  const batch = predictions.has(image)
    ? Int32Array.from(predictions.values(image))
    : new Int32Array(predictions.length);
  return predictions
    .without(...others)
    .with(
      { label: "I", type: "J", data: scaled(observed) },
      { label: "SIGI", type: "Q", data: scaled(sigma) },
      { label: "BATCH", type: "B", data: batch },
    );
}
