/** The scale of each image: its intensities over the mean ones of the same reflections, ΣI/Σ⟨I⟩. Scaled data lie at 1. */
import { collectObservations } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { imageLine } from "./imageLine.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** Scale against image number of an unmerged table. @throws InputError for merged tables, MissingColumnError */
export function scaleByImage(table: ReflectionTable, options: PlotOptions = {}): VegaLiteSpec {
  return imageLine(
    collectObservations(table),
    {
      value: (image) => image.relativeScale,
      title: "Scale by image",
      description:
        "Sum of the intensities of an image over that of the mean intensities of the same reflections, against image number.",
      yTitle: "ΣI / Σ⟨I⟩",
      format: ".3~f",
      reference: { value: 1, label: "" },
    },
    options,
  );
}
