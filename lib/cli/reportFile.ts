/** `--report` of `friedel merge` and `friedel laue`: all plots and tables of a scaling report, as one HTML file for each data set. */
import { basename } from "node:path";
import { type Reported, reportData, reportPage, runReport } from "../displays/index.js";
import type { MergingRun } from "../models/index.js";
import { version } from "../version.js";
import type { CommandArguments } from "./command.js";
import { numberedPaths, writeText } from "./outputFiles.js";

/** The files of the reports, one for each data set that is merged apart; none where none is asked for. */
export function reportPaths(args: CommandArguments, dataSets: number): string[] {
  const path = args.text("report");
  if (path === undefined) return [];
  return args.flag("separate-files") ? numberedPaths(path, dataSets) : [path];
}

/** Writes the reports that were asked for. */
export async function writeReports(
  run: MergingRun,
  args: CommandArguments,
  tell: (line: string) => void,
): Promise<void> {
  const { tables, dataSets } = run.model.data;
  for (const [set, path] of reportPaths(args, dataSets).entries()) {
    const files = dataSets === 1 ? tables : [tables[set]];
    const name = files.map((table) => basename(table.name)).join(", ");
    const shells = args.number("shells");
    const sections = runReport(reported(run, set), shells === undefined ? {} : { shells });
    await writeText(path, reportPage(name, factsOf(run, set), sections), tell);
  }
}

/** What a report of one data set is made from: its own reflections, observations and halves. */
function reported(run: MergingRun, set: number): Reported {
  if (run.model.data.dataSets === 1) return run;
  const { predictions } = run;
  const file = predictions.values("file_id");
  const { halvesWithheld: _, ...ofAll } = reportData(run);
  const halvesWithheld = run.halvesWithheld(set);
  return {
    ...ofAll,
    ...(halvesWithheld === undefined ? {} : { halvesWithheld }),
    merged: run.mergedTables[set],
    predictions: predictions.filter((row) => file[row] === set),
    halves: run.halvesOf(set),
    statistics: run.statistics({ dataSet: set }),
  };
}

function factsOf(run: MergingRun, set: number): string {
  const merged = run.mergedTables[set];
  const cell = merged.cell.toArray().map((value) => String(Number(value.toFixed(3))));
  return `friedel ${version}: ${merged.length} reflections, ${merged.spaceGroup}, cell ${cell.join(" ")}; step ${run.result.step}`;
}
