/** What `friedel sweep` does: makes a sweep and runs or submits it, goes on with one, says how it stands. */
import { resolve } from "node:path";
import { FriedelError } from "../errors.js";
import { forgetFailures, makeSweep, readPlan, readSweep, resultsIn } from "../node/sweepFolder.js";
import { absolutePaths, absoluteSpace } from "../node/sweepPaths.js";
import {
  type ResubmitOptions,
  readSubmissions,
  resubmitLost,
  type SlurmTrial,
  slurmTrials,
  submitSweep,
  waitForSweep,
} from "../node/sweepSlurm.js";
import { runTrials } from "../node/sweepWorkers.js";
import { hyperparameters as hyperparametersPlot } from "../plots/hyperparameters.js";
import type { HyperparameterValue } from "../sweeps/searchSpace.js";
import { parseSpace } from "../sweeps/spaceText.js";
import { planSweep, type SweepPlan, trialName, trialWords } from "../sweeps/sweepPlan.js";
import type { SweepResults } from "../sweeps/sweepResults.js";
import { statesText } from "../sweeps/sweepTable.js";
import type { TrialResult } from "../sweeps/trialResult.js";
import { type CommandArguments, Interrupted, type Output, parseArguments, UsageError } from "./command.js";
import { stoppable } from "./interrupt.js";
import { mergeCommand } from "./merge.js";
import { writeText } from "./outputFiles.js";
import type { SweepVerb } from "./sweep.js";
import { commonOptions } from "./sweepOptions.js";
import { checkVariationalUsage } from "./variationalSettings.js";

/** Makes the sweep that the command line describes, or goes on with it, here or on a cluster. */
export async function startSweep(args: CommandArguments, output: Output): Promise<void> {
  const folder = args.text("folder") as string;
  checkPlace(args);
  const sampler = args.text("sampler") === "random" ? "random" : "sobol";
  const trials = args.number("trials");
  const asked = planSweep(
    args.operands.map((path) => resolve(path)),
    {
      base: absolutePaths(settingsOf(args)),
      space: absoluteSpace(parseSpace(args.texts("grid"), args.texts("sample"))),
      sampler,
      ...(trials === undefined ? {} : { trials }),
    },
  );
  checkTrials(asked, folder);
  const { plan, made } = await makeSweep(folder, asked);
  const names = Object.keys(plan.space).join(", ");
  output.out(
    `${made ? "sweep" : "going on with the sweep"} ${folder}: ${plan.trials.length} trials of ${names}\n`,
  );
  await (args.flag("slurm") ? submitHere(folder, args, output) : runHere(folder, plan, args, output));
}

/** What is done in the folder of a sweep that is there. */
export const sweepVerbs: Readonly<
  Record<SweepVerb, (folder: string, args: CommandArguments, output: Output) => Promise<void>>
> = { status, resume, resubmit, check };

async function resume(folder: string, args: CommandArguments, output: Output): Promise<void> {
  checkPlace(args);
  if (args.flag("slurm")) return submitHere(folder, args, output);
  await runHere(folder, await readPlan(folder), args, output);
}

async function status(folder: string, args: CommandArguments, output: Output): Promise<void> {
  const results = await readSweep(folder);
  await show(results, args, output);
  if ((await readSubmissions(folder)).length === 0 || results.complete) return;
  try {
    output.out(`\n${lostText(folder, await slurmTrials(folder, results))}\n`);
  } catch (error) {
    // the folder tells how the trials stand on any machine; only whether they are queued takes Slurm
    if (!(error instanceof FriedelError)) throw error;
    output.out(`\nSlurm: not known; ${error.message}\n`);
  }
}

/** How many trials have a task in Slurm, and which are lost. */
function lostText(folder: string, trials: readonly SlurmTrial[]): string {
  const open = trials.filter(({ result: { state } }) => state !== "finished" && state !== "failed");
  const lost = open.filter(({ listed }) => !listed).map(({ result }) => result.name);
  const counts = `Slurm: ${open.length - lost.length} trials queued or running, ${lost.length} lost`;
  if (lost.length === 0) return counts;
  return `${counts}\nlost: ${lost.join(", ")}; submit them again with: friedel sweep resubmit ${folder}`;
}

async function resubmit(folder: string, args: CommandArguments, output: Output): Promise<void> {
  if (args.flag("retry-failed")) await forgetFailures(await readSweep(folder));
  if (args.flag("wait")) return wait(folder, args, output);
  const again = await resubmitLost(folder, slurmOptionsOf(args, output));
  output.out(
    again.job === undefined
      ? `nothing to submit again: ${again.active} trials queued or running\n`
      : `submitted ${again.trials.length} lost trials again as job ${again.job}\n`,
  );
  checkGivenUp(folder, again.givenUp, args);
}

/** Reads the command line of every trial. */
async function check(folder: string, _: CommandArguments, output: Output): Promise<void> {
  const plan = await readPlan(folder);
  checkTrials(plan, folder);
  output.out(`${folder}: the command lines of all ${plan.trials.length} trials can be read\n`);
}

/** Runs trials on this machine until none is left. */
async function runHere(
  folder: string,
  plan: SweepPlan,
  args: CommandArguments,
  output: Output,
): Promise<void> {
  if (args.flag("retry-failed")) await forgetFailures(await resultsIn(folder, plan));
  const workers = args.number("workers");
  let ended = 0;
  const tell = (trial: TrialResult) => {
    ended++;
    output.progress?.write(`${endedText(trial)} (${ended} ended)\n`);
  };
  const said = "friedel: stopping the trials, each with a checkpoint (Ctrl-C again to end at once)";
  const results = await stoppable(output, said, async (stop) => {
    const found = await runTrials(plan, folder, {
      signal: stop.signal,
      ended: tell,
      ...(workers === undefined ? {} : { workers }),
      ...(output.program === undefined ? {} : { program: output.program }),
    });
    const came = stop.came();
    if (came !== undefined)
      throw new Interrupted(
        `stopped: ${statesText(found.trials)}; go on with: friedel sweep resume ${folder}`,
        came,
      );
    return found;
  });
  await show(results, args, output);
  checkSomeFinished(results);
}

async function submitHere(folder: string, args: CommandArguments, output: Output): Promise<void> {
  if (args.flag("retry-failed")) await forgetFailures(await readSweep(folder));
  const submitted = await submitSweep(folder, slurmOptionsOf(args, output));
  output.out(
    submitted === undefined
      ? "nothing to submit: each trial was submitted before, or has ended\n"
      : `submitted ${submitted.trials.length} trials as job ${submitted.job}\n`,
  );
  if (args.flag("wait")) return wait(folder, args, output);
  output.out(
    `how it stands: friedel sweep status ${folder}\nwhat was lost: friedel sweep resubmit ${folder}\n`,
  );
}

async function wait(folder: string, args: CommandArguments, output: Output): Promise<void> {
  const poll = args.number("poll");
  let last = "";
  let givenUp: readonly number[] = [];
  const said = "friedel: no longer watching; the trials go on";
  const results = await stoppable(output, said, (stop) =>
    waitForSweep(folder, {
      ...slurmOptionsOf(args, output),
      ...(poll === undefined ? {} : { poll }),
      signal: stop.signal,
      told: (found, again) => {
        givenUp = again.givenUp;
        if (again.job !== undefined)
          output.out(
            `submitted lost trials ${again.trials.map(trialName).join(", ")} again as job ${again.job}\n`,
          );
        const text = statesText(found.trials);
        if (text !== last) output.progress?.write(`${text}\n`);
        last = text;
      },
    }),
  );
  await show(results, args, output);
  checkGivenUp(folder, givenUp, args);
  if (results.complete) checkSomeFinished(results);
}

/** The tables, and the files that were asked for. */
async function show(results: SweepResults, args: CommandArguments, output: Output): Promise<void> {
  output.out(`\n${results}\n`);
  await writeText(args.text("csv"), results.toCsv(), output.out);
  await writeText(args.text("html"), page(results), output.out);
  const plot = args.text("plot");
  if (plot !== undefined)
    await writeText(plot, `${JSON.stringify(hyperparametersPlot(results), undefined, 1)}\n`, output.out);
}

function page(results: SweepResults): string {
  return `<!doctype html>\n<meta charset="utf-8">\n<title>Friedel sweep</title>\n<body style="font-family:system-ui,sans-serif">\n${results.toHtml()}\n`;
}

/** The settings that all trials have in common, by the names of their flags. */
function settingsOf(args: CommandArguments): Record<string, HyperparameterValue> {
  const found: Record<string, HyperparameterValue> = {};
  for (const { name, type } of commonOptions) {
    if (!args.given.has(name)) continue;
    const value = type === "flag" ? args.flag(name) : type === "text" ? args.text(name) : args.number(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Reads the command line of every trial as the trial will. @throws UsageError naming the trial */
function checkTrials(plan: SweepPlan, folder: string): void {
  for (let trial = 1; trial <= plan.trials.length; trial++) {
    try {
      checkVariationalUsage(parseArguments(mergeCommand, trialWords(plan, folder, trial)), "merge");
    } catch (error) {
      if (!(error instanceof FriedelError)) throw error;
      const values = Object.entries(plan.trials[trial - 1]).map(([name, value]) => `${name} ${value}`);
      throw new UsageError(`friedel sweep: trial ${trial} (${values.join(", ")}): ${error.message}`);
    }
  }
}

/** @throws UsageError for options of the one place with the other */
function checkPlace(args: CommandArguments): void {
  const onCluster = [
    "partition",
    "time",
    "mem",
    "cpus",
    "array-limit",
    "sbatch-option",
    "wait",
    "tries",
    "poll",
  ];
  const slurm = args.flag("slurm");
  const wrong = (slurm ? ["workers"] : onCluster).find((name) => args.given.has(name));
  if (wrong !== undefined)
    throw new UsageError(
      slurm
        ? `friedel sweep: got --${wrong} with --slurm, expected it without; on a cluster --array-limit says how many run at a time`
        : `friedel sweep: got --${wrong} without --slurm, expected both`,
    );
}

function slurmOptionsOf(args: CommandArguments, { program }: Output): ResubmitOptions {
  const [cpus, arrayLimit, tries] = [args.number("cpus"), args.number("array-limit"), args.number("tries")];
  const texts = { partition: args.text("partition"), time: args.text("time"), memory: args.text("mem") };
  const given = Object.fromEntries(
    Object.entries({ ...texts, cpus, arrayLimit, tries, program }).filter(([, value]) => value !== undefined),
  );
  return { ...given, more: args.texts("sbatch-option") };
}

function endedText({ name, state, ccPred, reason, hyperparameters, step }: TrialResult): string {
  const values = Object.entries(hyperparameters).map(([key, value]) => `${key} ${value}`);
  const what =
    state === "finished" ? `CCpred ${ccPred.toFixed(4)}` : state === "failed" ? reason : `at step ${step}`;
  return `trial ${name} ${state}: ${what}; ${values.join(", ")}`;
}

/** @throws FriedelError where all trials have failed */
function checkSomeFinished(results: SweepResults): void {
  if (results.ranked.length > 0 || results.failed.length === 0) return;
  throw new FriedelError(
    `${results.folder}: got no finished trial, ${results.failed.length} failed; the first said: ${results.failed[0].reason}`,
  );
}

/** @throws FriedelError where trials were lost too often */
function checkGivenUp(folder: string, givenUp: readonly number[], args: CommandArguments): void {
  if (givenUp.length === 0) return;
  throw new FriedelError(
    `${folder}: got trials ${givenUp.map(trialName).join(", ")} lost ${args.number("tries")} times, expected them to end; see ${folder}/logs, give them more --time or --mem, and raise --tries`,
  );
}
