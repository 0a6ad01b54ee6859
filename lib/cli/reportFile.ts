/** `--report` of `friedel merge` and `friedel laue`: all plots and tables of a scaling report, as one HTML file for each data set. */
import { basename } from "node:path";
import { reportPage, runReport } from "../displays/index.js";
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
    const sections = runReport(run, { dataSet: set, ...(shells === undefined ? {} : { shells }) });
    await writeText(path, reportPage(name, factsOf(run, set), sections), tell);
  }
}

function factsOf(run: MergingRun, set: number): string {
  const merged = run.mergedTables[set];
  const cell = merged.cell.toArray().map((value) => String(Number(value.toFixed(3))));
  return `friedel ${version}: ${merged.length} reflections, ${merged.spaceGroup}, cell ${cell.join(" ")}; step ${run.result.step}`;
}
