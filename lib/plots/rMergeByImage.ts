/** Rmerge of each image against all: Σ|I − ⟨I⟩|/ΣI over the image's observations, Friedel mates apart. */
import { collectObservations } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { imageLine } from "./imageLine.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** Rmerge against image number of an unmerged table. @throws InputError for merged tables, MissingColumnError */
export function rMergeByImage(table: ReflectionTable, options: PlotOptions = {}): VegaLiteSpec {
  return imageLine(
    collectObservations(table),
    {
      value: (image) => image.rMerge,
      title: "Rmerge by image",
      description: "Rmerge of the observations of an image, against image number.",
      yTitle: "Rmerge (%)",
      format: ".3~p",
      zero: true,
    },
    options,
  );
}
