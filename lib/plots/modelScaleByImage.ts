/**
 * The scale that a model gives each image: the mean of the scales of its observations, over the mean of all, from the column
 * `scale` of a table of predictions. It follows beam, illuminated volume, absorption and decay; a jump is a jump of the
 * experiment, or of the model.
 */
import { MissingColumnError } from "../errors.js";
import { predictionLabels } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { imagePoints } from "./imageLine.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** Scale against image number of a table of predictions. @throws MissingColumnError where it has no scale or image */
export function modelScaleByImage(table: ReflectionTable, options: PlotOptions = {}): VegaLiteSpec {
  for (const label of ["scale", predictionLabels.image])
    if (!table.has(label)) throw new MissingColumnError(label, table.labels, table.name);
  const scale = table.values("scale");
  const image = table.values(predictionLabels.image);
  const [observed, sigma] = [predictionLabels.observed, predictionLabels.sigma].map((l) => table.values(l));
  const images = new Map<number, { n: number; scale: number; strength: number }>();
  let [total, count] = [0, 0];
  for (let i = 0; i < table.length; i++) {
    if (!Number.isFinite(scale[i])) continue;
    const found = images.get(image[i]) ?? { n: 0, scale: 0, strength: 0 };
    found.n++;
    found.scale += scale[i];
    found.strength += observed[i] / sigma[i];
    images.set(image[i], found);
    total += scale[i];
    count++;
  }
  const mean = total / count;
  const points = [...images]
    .sort(([a], [b]) => a - b)
    .map(([batch, sums]) => ({
      batch,
      value: sums.scale / sums.n / mean,
      observations: sums.n,
      meanIOverSigma: sums.strength / sums.n,
    }));
  return imagePoints(
    points,
    {
      title: "Scale of the model by image",
      description:
        "Mean scale that the model gives to the observations of an image, over the mean of all, against image number.",
      xTitle: "Image (number in the merge)",
      yTitle: "Scale / mean scale",
      format: ".3~f",
      reference: { value: 1, label: "" },
    },
    options,
  );
}
