/** `friedel stats`: the merging statistics of unmerged reflections, as Table 1 and by resolution shell. */
import { writeFileAtomic } from "../node/writeFile.js";
import { mergingStatistics, table1 } from "../statistics/index.js";
import type { Command } from "./command.js";
import { observationOptions, readUnmerged, statisticsOptions, statisticsOptionsOf } from "./mergeOptions.js";

/** The command. */
export const statsCommand: Command = {
  name: "stats",
  summary: "merging statistics of unmerged reflections: Table 1, by resolution shell",
  operands: "in.mtz [more.mtz …]",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    Reads unmerged, scaled intensities (as Aimless, DIALS or XDS with pointless write them) and prints what a paper's
    Table 1 holds: completeness, multiplicity, mean I/σ(I), Rmerge, Rmeas, Rpim, CC1/2 and the anomalous correlation
    CCanom, overall and by resolution shell, with the Wilson B factor. Nothing is written unless asked for.

    To judge them: CC1/2 tells how far data reach better than any R factor does; where it is no longer above zero by a
    few times its ± there is no signal left. Rpim falls with multiplicity, Rmerge rises with it. CCanom above about 0.3
    in the low-resolution shells means a usable anomalous signal.
  `,
  options: [
    ...observationOptions,
    ...statisticsOptions,
    {
      name: "json",
      type: "text",
      value: "FILE",
      help: "Write all statistics as JSON too, undefined ones as null. A dash prints the JSON instead of the table.",
    },
  ],
  examples: [
    ["friedel stats scaled.mtz", "Table 1 of all observations."],
    ["friedel stats scaled.mtz --d-min 1.8 --shells 20", "Up to 1.8 Å, in twenty shells."],
    ["friedel stats scaled.mtz --json - | jq .overall.ccHalf", "One number for a script."],
  ],
  async run(args, output) {
    const json = args.text("json");
    const tables = await readUnmerged(args, json === "-" ? output.error : output.out);
    const table = table1(mergingStatistics(tables, statisticsOptionsOf(args)));
    const jsonText = `${JSON.stringify(table, null, 2)}\n`;
    if (json === "-") {
      output.out(jsonText);
      return;
    }
    output.out(`${table}\n`);
    if (json !== undefined) {
      await writeFileAtomic(json, jsonText);
      output.out(`\nwrote ${json}\n`);
    }
  },
};
