/**
 * The report of what a notebook has in its hands: a trained merge with its half data sets, or a table, unmerged, merged or of
 * predictions. The sections are those of plots/report.ts.
 */
import { InputError } from "../errors.js";
import { MergingRun } from "../models/index.js";
import { type ReportData, type ReportOptions, type ReportSection, report } from "../plots/index.js";
import { hasPredictions } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";

/** What a report can be made of. */
export type Reported = MergingRun | ReflectionTable | ReportData;

/** Options of {@link runReport}. */
export interface RunReportOptions extends ReportOptions {
  /** Where data sets are merged apart, the number of the one that the report is of (default: 0, the first). */
  readonly dataSet?: number;
}

/**
 * All plots and tables of a scaling report, in order. Of data sets that are merged apart it is of one of them.
 * @throws InputError where nothing is given, or for a data set that is not there; what single sections lack is said in them
 */
export function runReport(of: Reported, { dataSet, ...options }: RunReportOptions = {}): ReportSection[] {
  return report(reportData(of, dataSet), options);
}

/** What a report is made from: of one data set its own reflections, observations, residuals and halves. */
export function reportData(of: Reported, dataSet = 0): ReportData {
  if (of instanceof MergingRun) {
    const statistics = of.statistics({ dataSet });
    const apart = of.model.data.dataSets > 1;
    const residuals = residualsOf(of, apart ? dataSet : undefined);
    const halvesWithheld = of.halvesWithheld(dataSet);
    const file = apart ? of.predictions.values("file_id") : undefined;
    return {
      ...{ merged: of.mergedTables[dataSet], halves: of.halvesOf(dataSet), statistics },
      predictions:
        file === undefined ? of.predictions : of.predictions.filter((row) => file[row] === dataSet),
      ...(halvesWithheld === undefined ? {} : { halvesWithheld }),
      ...(residuals === undefined ? {} : { residuals }),
    };
  }
  if (!isTable(of)) return of;
  if (hasPredictions(of)) return { predictions: of };
  return of.merged ? { merged: of } : { unmerged: of };
}

/** Undefined for a likelihood of the user's own, of whose errors nothing is known. */
function residualsOf(run: MergingRun, dataSet: number | undefined): ReportData["residuals"] {
  try {
    return run.residuals({ dataSet });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function isTable(of: ReflectionTable | ReportData): of is ReflectionTable {
  return "columns" in of;
}
