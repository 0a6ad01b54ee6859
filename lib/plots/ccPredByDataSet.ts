/**
 * CCpred of each data set of a merge, of the observations fitted to and of those held out, from a table of predictions: a
 * data set well below the others does not belong to them, or its scale is not like theirs.
 */
import { MissingColumnError } from "../errors.js";
import { ccPredBy, predictionLabels } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { type PlotOptions, plotNumber, plotSpec, seriesEncoding } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

export interface CcPredByDataSetOptions extends PlotOptions {
  /** Which correlation: of ranks (default), with weights 1/σ², or Pearson's. */
  readonly correlation?: "spearman" | "weighted" | "pearson";
  /** Names of the data sets in the order of their numbers. Default: the numbers. */
  readonly names?: readonly string[];
}

const series = { train: "training", test: "test" } as const;

/** CCpred against data set. @throws MissingColumnError, InputError where no prediction can be used */
export function ccPredByDataSet(table: ReflectionTable, options: CcPredByDataSetOptions = {}): VegaLiteSpec {
  const { correlation = "spearman", names = [] } = options;
  const label = predictionLabels.dataset;
  if (!table.has(label)) throw new MissingColumnError(label, table.labels, table.name);
  const sets = ccPredBy(table, label);
  const rows: PlotRow[] = sets.flatMap((set) =>
    (["train", "test"] as const)
      .filter((part) => Number.isFinite(set[part][correlation]))
      .map((part) => ({
        dataSet: names[set.value] ?? String(set.value),
        series: series[part],
        value: plotNumber(set[part][correlation]),
        observations: set[part].observations,
      })),
  );
  const shown = Object.values(series).filter((name) => rows.some((row) => row.series === name));
  const order = sets.map(({ value }) => names[value] ?? String(value));
  return plotSpec(
    {
      title: "CCpred by data set",
      description:
        "Correlation of the observed intensities of a data set with those that the model predicts, fitted to and held out.",
      rows,
      layers: [
        {
          mark: { type: "point" },
          encoding: {
            x: {
              field: "dataSet",
              type: "ordinal",
              title: "Data set",
              sort: order,
              axis: { labelAngle: names.length > 0 ? -30 : 0 },
            },
            y: axis("value", `CCpred (${correlation})`),
            ...seriesEncoding(shown, options),
            tooltip: [
              tip("dataSet", "data set"),
              tip("series", "observations"),
              tip("value", "CCpred", ".4f"),
              tip("observations", "number", ",.0f"),
            ],
          },
        },
      ],
    },
    options,
  );
}
