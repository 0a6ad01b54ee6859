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

/**
 * All plots and tables of a scaling report, in order.
 * @throws InputError where nothing is given; what single sections lack is said in them
 */
export function runReport(of: Reported, options: ReportOptions = {}): ReportSection[] {
  return report(reportData(of), options);
}

/** What a report is made from. */
export function reportData(of: Reported): ReportData {
  if (of instanceof MergingRun) {
    const { merged, predictions } = of;
    const residuals = residualsOf(of);
    const halvesWithheld = of.halvesWithheld();
    return {
      ...{ merged, predictions, halves: of.halves, statistics: of.statistics() },
      ...(halvesWithheld === undefined ? {} : { halvesWithheld }),
      ...(residuals === undefined ? {} : { residuals }),
    };
  }
  if (!isTable(of)) return of;
  if (hasPredictions(of)) return { predictions: of };
  return of.merged ? { merged: of } : { unmerged: of };
}

/** Undefined for a likelihood of the user's own, of whose errors nothing is known. */
function residualsOf(run: MergingRun): ReportData["residuals"] {
  try {
    return run.residuals();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function isTable(of: ReflectionTable | ReportData): of is ReflectionTable {
  return "columns" in of;
}
