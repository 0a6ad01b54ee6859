/** `friedel merge --classical`: the weighted mean of scaled observations. */
import { writeReflections } from "../node/reflectionFiles.js";
import { classicalMerge, mergingStatistics, table1 } from "../statistics/index.js";
import { version } from "../version.js";
import type { CommandArguments, Output } from "./command.js";
import { readUnmerged, statisticsOptionsOf } from "./mergeOptions.js";
import { writeText } from "./outputFiles.js";

/** Reads, merges, prints Table 1 and writes the file `out`. */
export async function mergeClassical(args: CommandArguments, out: string, output: Output): Promise<void> {
  const tables = await readUnmerged(args, output.out);
  const anomalous = args.flag("anomalous");
  const options = statisticsOptionsOf(args, anomalous);
  const merged = classicalMerge(tables, {
    ...options,
    anomalous,
    frenchWilson: args.flag("french-wilson") ? undefined : false,
  });
  // The observations that were merged, not the tables again: collecting and rejecting are done once.
  const statistics = mergingStatistics(merged.observations, { ...options, outliers: false });
  const table = table1({ ...statistics, outliers: merged.outliers });
  output.out(`${table}\n\n`);
  const history = `friedel ${version} merge --classical${anomalous ? " --anomalous" : ""}`;
  await writeReflections(merged.table.derive({ history: [history, ...merged.table.history] }), out);
  const columns = merged.table.labels.slice(3).join(" ");
  output.out(`wrote ${out}: ${merged.table.length} reflections, ${columns}\n`);
  await writeText(args.text("table1"), `${table}\n`, output.out);
  await writeText(args.text("json"), `${JSON.stringify(table, null, 2)}\n`, output.out);
}
