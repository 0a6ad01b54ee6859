/**
 * `friedel merge` by variational inference, and `friedel laue`: reads, trains with a progress bar, writes the merged file, then predictions,
 * half data sets and statistics. A fit that fails, or is stopped, writes nothing but its run folder; half data sets that tell
 * nothing of each other are not written, nor is a CC1/2 of them.
 */
import { basename } from "node:path";
import { FriedelError, InputError } from "../errors.js";
import {
  type MergeOptions,
  type MergingModel,
  type MergingRun,
  merge,
  NoSignalError,
} from "../models/index.js";
import { laueSummary, laueText } from "../models/merging/laue/laueText.js";
import { folderStore } from "../node/folderStore.js";
import { writeReflections } from "../node/reflectionFiles.js";
import { nodeRowEngine } from "../node/workers.js";
import type { MergedHalves } from "../statistics/index.js";
import { partialText } from "../statistics/table1.js";
import { concat } from "../table/concat.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type ProgressNumbers, progressBar } from "../training/index.js";
import { readConfig } from "../training/runConfig.js";
import { version } from "../version.js";
import { type CommandArguments, type CommandOption, Interrupted, type Output } from "./command.js";
import { restOfImages } from "./imageFilter.js";
import { type StopRequest, stoppable } from "./interrupt.js";
import { readUnmerged } from "./mergeOptions.js";
import { checkFiles, inputFiles, numberedPaths, writeText } from "./outputFiles.js";
import { readReference } from "./priorSettings.js";
import { reportPaths, writeReports } from "./reportFile.js";
import { optionsWithoutEffect } from "./variationalOptions.js";
import { checkVariationalUsage, mergeOptionsOf, trainingOptionsOf } from "./variationalSettings.js";
import { keepWeights, takenOverOf } from "./weightSettings.js";

/** The command that merges: its options are in the order in which the file's history names what was given. */
export interface MergingCommand {
  readonly name: "merge" | "laue";
  readonly options: readonly CommandOption[];
}

/** What the stages of the command share. */
interface Job {
  readonly args: CommandArguments;
  readonly command: MergingCommand;
  /** Of the merged data, one for each data set. */
  readonly outs: readonly string[];
  /** Of half data sets, one for each data set, where they are to be written. */
  readonly halves: readonly string[] | undefined;
  readonly output: Output;
  /** Options of `merge`. */
  readonly options: MergeOptions;
}

/** Merges into the file `out`, or with --separate-files into one for each file. */
export async function mergeVariational(
  args: CommandArguments,
  command: MergingCommand,
  out: string,
  output: Output,
): Promise<void> {
  checkVariationalUsage(args, command.name);
  await checkRunFolder(args);
  const takenOver = await takenOverOf(args);
  const tables = await readUnmerged(args, output.out);
  const files = await filesOfDataSets(args, out, tables.length);
  const threads = args.number("threads");
  const engine = nodeRowEngine(threads === undefined ? {} : { threads });
  try {
    const options = {
      ...mergeOptionsOf(args, engine, command.name, await readReference(args)),
      ...takenOver,
    };
    const job: Job = { args, command, ...files, output, options };
    const said = "friedel: stopping after this step (Ctrl-C again to end at once)";
    await stoppable(output, said, (stop) => trainAndWrite(tables, job, stop));
  } finally {
    engine.close();
  }
}

/** The files to write of each data set. @throws UsageError, InputError where one may not, or cannot, be written */
async function filesOfDataSets(
  args: CommandArguments,
  out: string,
  count: number,
): Promise<Pick<Job, "outs" | "halves">> {
  const separate = args.flag("separate-files");
  const each = (path: string) => (separate ? numberedPaths(path, count) : [path]);
  const halves = args.text("halves");
  const files = { outs: each(out), halves: halves === undefined ? undefined : each(halves) };
  if (separate) {
    const named = (option: string, paths: readonly string[] = []) => paths.map((path) => ({ option, path }));
    const reports = named("report", reportPaths(args, count));
    const written = [...named("out", files.outs), ...named("halves", files.halves), ...reports];
    await checkFiles(written, inputFiles(args));
  }
  return files;
}

/** A model of the tables, trained to its end. @throws Interrupted where it was stopped */
async function trained(
  tables: readonly ReflectionTable[],
  folder: string | undefined,
  job: Job,
  stop: StopRequest,
): Promise<MergingRun> {
  const { args, output, options } = job;
  const model = merge(tables, options);
  checkHalves(model, args);
  output.out(modelText(model, args));
  const { progress } = output;
  const shown = progress !== undefined && !args.flag("disable-progress-bar");
  const run = await model.train({
    ...trainingOptionsOf(args, folder),
    signal: stop.signal,
    reporters: shown ? [progressBar(progress, { numbers: progressNumbers })] : [],
  });
  const { state, step } = run.result;
  if (state === "stopped") throw interrupted(`stopped at step ${step}, nothing is written`, job, stop);
  return run;
}

async function trainAndWrite(tables: readonly ReflectionTable[], job: Job, stop: StopRequest): Promise<void> {
  const { args, outs, output } = job;
  const first = await trained(tables, args.text("run"), job, stop);
  const rest = restOfImages(tables, first, args, output.out);
  const run = rest === undefined ? first : await trained(rest.tables, rest.folder, job, stop);
  const { model } = run;
  const history = commandHistory(job);
  const write = async (table: ReflectionTable, path: string, what: string) => {
    await writeReflections(table.derive({ history: [...history, ...table.history] }), path);
    output.out(`wrote ${path}: ${table.length} ${what}, ${table.labels.slice(3).join(" ")}\n`);
  };
  await keepWeights(run, args, output.out);
  const { dataSets } = model.data;
  const ofSet = (set: number) => (dataSets === 1 ? "" : ` of ${basename(tables[set].name)}`);
  for (const [set, path] of outs.entries())
    await write(run.mergedTables[set], path, `reflections${ofSet(set)}`);
  const predictions = args.text("predictions");
  if (predictions !== undefined) await write(run.predictions, predictions, "observations");
  if (args.flag("merge-half-datasets")) {
    await mergeHalves(run, job, stop);
    for (const [set, path] of (job.halves ?? []).entries())
      if (run.halvesWithheld(set) === undefined)
        await write(joinHalves(run.halvesOf(set)), path, `reflections of half data sets${ofSet(set)}`);
  }
  await writeReports(run, args, output.out);
  await writeStatistics(run, job);
  // what was asked for is not given: the statistics say so, and so does the exit status
  const withheld = outs.map((path, set) => [path, run.halvesWithheld(set)]).find(([, reason]) => reason);
  if (withheld !== undefined) throw new NoSignalError(withheld.join(": "));
}

/** Table 1 of each data set: one after the other, in the JSON file an array of them. */
async function writeStatistics(run: MergingRun, { args, output }: Job): Promise<void> {
  const shells = args.number("shells");
  const all = Array.from({ length: run.model.data.dataSets }, (_, dataSet) =>
    run.statistics({ shells, dataSet }),
  );
  const text = `${all.join("\n\n")}\n`;
  output.out(`\n${text}`);
  await writeText(args.text("table1"), text, output.out);
  const json = args.flag("separate-files") ? all : all[0];
  await writeText(args.text("json"), `${JSON.stringify(json, null, 2)}\n`, output.out);
}

/** Numbers of the progress bar: of a fit that failed none, since they look like statistics and are not. */
const progressNumbers: ProgressNumbers = {
  NLL: ({ state, terms }) => (state === "failed" ? undefined : terms.nll),
  KL: ({ state, terms }) => (state === "failed" ? undefined : terms.kl),
  CCpred: ({ state, evaluation }) =>
    state === "failed" ? undefined : (evaluation?.values.ccPredTest ?? evaluation?.values.ccPredTrain),
};

/** @throws InputError where the folder holds a run and none is to be resumed: before the data are read */
async function checkRunFolder(args: CommandArguments): Promise<void> {
  const folder = args.text("run");
  if (folder === undefined || args.flag("resume")) return;
  const run = await readConfig(folderStore(folder));
  if (run !== undefined)
    throw new InputError(
      `${folder}: got a folder that holds a run (${run.kind}, of ${run.created}), expected a new one; add --resume to go on with it, or choose another`,
    );
}

/** @throws InputError for a single image: before the training that the halves come after */
function checkHalves({ data }: MergingModel, args: CommandArguments): void {
  if (args.flag("merge-half-datasets") && data.images.length < 2)
    throw new InputError(
      "--merge-half-datasets: got data of a single image, expected at least two images to divide; is there a batch column?",
    );
}

/** What is merged, and on which metadata. */
function modelText({ data, takenOver }: MergingModel, args: CommandArguments): string {
  const { metadata, observations, groups, images, tables, dataSets } = data;
  const chosen = args.given.has("metadata") ? "" : " (chosen from what there is; --metadata names others)";
  const used = [
    ...metadata.names,
    ...metadata.leftOut.map(({ name }) => name),
    ...Object.values(observations.labels),
  ];
  const others = tables[0].columns
    .filter(({ type, label }) => !["H", "Y", "B"].includes(type) && !used.includes(label))
    .filter(({ label }) => tables.every((table) => table.has(label)))
    .map(({ label }) => label);
  const apart = data.anomalous ? " (Friedel mates apart)" : "";
  const lines = [
    [
      "data",
      `${observations.intensity.length} observations of ${groups.count} reflections${apart} on ${images.length} images`,
    ],
    ...(dataSets === 1 ? [] : [["", `${dataSets} data sets, scaled together and merged apart`]]),
    ...laueText(laueSummary(data)).map((line, i) => [i === 0 ? "Laue" : "", line]),
    ...partialText(observations.partials).map((line, i) => [i === 0 ? "partials" : "", line]),
    ["metadata", `${metadata.names.join(" ") || "none"}${chosen}`],
    ...metadata.leftOut.map(({ name, reason }) => ["", `without ${name}: ${reason}`]),
    ...(chosen === "" || others.length === 0
      ? []
      : [["", `without ${others.join(" ")}: not known to matter`]]),
    ...(takenOver?.text ?? []).map((line, i) => [i === 0 ? "weights" : "", line]),
  ];
  return `${lines.map(([name, text]) => `${name.padEnd(10)}${text}`).join("\n")}\n`;
}

async function mergeHalves(run: MergingRun, job: Job, stop: StopRequest): Promise<void> {
  const { args, output, outs } = job;
  const shown = args.flag("disable-progress-bar") ? undefined : output.progress;
  const tell = (done: number, total: number) => {
    if (shown?.isTTY) shown.write(`\rhalf data sets: ${done} of ${total}\x1b[K${done === total ? "\n" : ""}`);
    else if (done === total) shown?.write(`half data sets: ${total} merged\n`);
  };
  try {
    await run.halfDatasets({
      repeats: args.number("half-dataset-repeats"),
      seed: args.number("seed"),
      signal: stop.signal,
      progress: tell,
    });
  } catch (error) {
    if (error instanceof NoSignalError) return;
    if (stop.came() === undefined || !(error instanceof FriedelError)) throw error;
    const written = `${outs.join(", ")} ${outs.length === 1 ? "is" : "are"} written`;
    throw interrupted(`stopped while half data sets were merged, ${written}`, job, stop);
  }
}

/** Half data sets in one table, as `splitHalves` and careless's programs read them. */
function joinHalves(halves: readonly MergedHalves[]): ReflectionTable {
  const numbered = halves.flatMap(({ first, second }, repeat) =>
    [first, second].map((table, half) =>
      table.with(
        { label: "repeat", type: "I", data: new Int32Array(table.length).fill(repeat) },
        { label: "half", type: "I", data: new Int32Array(table.length).fill(half) },
      ),
    ),
  );
  return concat(numbered);
}

/** The error that tells of a stop, and how to go on. */
function interrupted(what: string, { args, command }: Job, stop: StopRequest): Interrupted {
  const words = args.words.filter((word) => word !== "--resume").map(quoted);
  const how = args.given.has("run")
    ? `go on with: friedel ${command.name} --resume ${words.join(" ")}`
    : "with --run FOLDER it could be resumed";
  return new Interrupted(`${what}; ${how}`, stop.came() ?? "SIGINT");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Lines of an MTZ file's history hold so many characters. */
const historyWidth = 80;

/**
 * The command for the history of the files written: inputs, and what was given that bears on what is merged. Where the run
 * was kept, and whether it was resumed, leave no trace, so that a resumed run writes the same bytes.
 */
function commandHistory({ args, command: { name: command, options } }: Job): string[] {
  const words = [`friedel ${version} ${command}`, ...args.operands.map((path) => basename(path))];
  for (const { name, type } of options)
    if (args.given.has(name) && !optionsWithoutEffect.includes(name))
      words.push(
        type === "flag" ? `--${args.flag(name) ? "" : "no-"}${name}` : `--${name} ${args.text(name)}`,
      );
  const lines = [""];
  for (const word of words) {
    const last = lines.length - 1;
    if (lines[last] !== "" && lines[last].length + 1 + word.length > historyWidth) lines.push(`  ${word}`);
    else lines[last] = lines[last] === "" ? word : `${lines[last]} ${word}`;
  }
  return lines.map((line) => line.slice(0, historyWidth));
}
