/** `friedel merge`: from unmerged to merged reflections, written as an MTZ file that other programs take. */
import { resolve } from "node:path";
import { writeReflections } from "../node/reflectionFiles.js";
import { writeFileAtomic } from "../node/writeFile.js";
import { classicalMerge, mergingStatistics, table1 } from "../statistics/index.js";
import { version } from "../version.js";
import { type Command, type CommandArguments, UsageError } from "./command.js";
import { observationOptions, readUnmerged, statisticsOptions, statisticsOptionsOf } from "./mergeOptions.js";

/** The command. */
export const mergeCommand: Command = {
  name: "merge",
  summary: "merge unmerged reflections into one MTZ file of intensities and amplitudes",
  operands: "in.mtz [more.mtz …]",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    With --classical: scaled observations of each reflection are averaged with weights 1/σ², after outliers are rejected;
    amplitudes and their standard deviations come from the intensities by the method of French & Wilson (1978), which
    makes good use of weak and negative ones. The intensities must be on one scale already. Table 1 of what was merged is
    printed.

    The file has the columns F SIGF I SIGI N, or, with --anomalous, F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-)
    N(+) N(-), as Phenix, CCP4 and Coot know them; N counts observations. It appears under its name only when it is
    complete; a file of that name is replaced.
  `,
  options: [
    {
      name: "classical",
      type: "flag",
      help: "Merge by the weighted mean. Merging by variational inference, which will be the default, is not in this version: until then this flag is required.",
    },
    { name: "out", type: "text", value: "FILE", help: "The MTZ file to write. Required." },
    {
      name: "anomalous",
      type: "flag",
      help: "Keep Friedel mates apart, for phasing from anomalous scatterers or to see where they are.",
    },
    {
      name: "french-wilson",
      type: "flag",
      default: true,
      help: "Add French–Wilson amplitudes F. Without them the file holds intensities alone.",
    },
    ...observationOptions,
    ...statisticsOptions,
    { name: "table1", type: "text", value: "FILE", help: "Write Table 1 as text to this file too." },
    { name: "json", type: "text", value: "FILE", help: "Write all statistics as JSON to this file." },
  ],
  examples: [
    ["friedel merge scaled.mtz --classical --out merged.mtz", "Mean intensities and amplitudes."],
    [
      "friedel merge scaled.mtz --classical --anomalous --out merged.mtz --table1 table1.txt",
      "Friedel mates apart, and Table 1 for the paper.",
    ],
    ["friedel merge a.mtz b.mtz --classical --d-min 1.9 --out both.mtz", "Two crystals together, to 1.9 Å."],
  ],
  async run(args, output) {
    const out = checkedOutput(args);
    const tables = await readUnmerged(args);
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
  },
};

/** The output file, after the checks that need no data, so that nothing is computed in vain. */
function checkedOutput(args: CommandArguments): string {
  if (!args.flag("classical")) {
    throw new UsageError(
      "friedel merge: got no --classical, and merging by variational inference is not in this version yet; add --classical",
    );
  }
  const out = args.text("out");
  if (out === undefined || out === "") {
    throw new UsageError("friedel merge: got no --out, expected the MTZ file to write (--out merged.mtz)");
  }
  const clash = args.operands.find((path) => resolve(path) === resolve(out));
  if (clash !== undefined) {
    throw new UsageError(`--out ${out}: it is an input file, expected another name so that no data are lost`);
  }
  return out;
}

async function writeText(
  path: string | undefined,
  text: string,
  tell: (line: string) => void,
): Promise<void> {
  if (path === undefined) return;
  await writeFileAtomic(path, text);
  tell(`wrote ${path}\n`);
}
