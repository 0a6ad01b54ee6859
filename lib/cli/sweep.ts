/** `friedel sweep`: trials of a merge with other hyperparameters, chosen by the CCpred of observations held out. */
import { type Command, type CommandArguments, type Output, UsageError } from "./command.js";
import { sweepOptions } from "./sweepOptions.js";

/** What the first operand may say instead of naming a file. */
const verbs = ["status", "resume", "resubmit", "check"] as const;
export type SweepVerb = (typeof verbs)[number];

/** The command. */
export const sweepCommand: Command = {
  name: "sweep",
  summary: "merge with many settings, here or on a cluster, and rank them by held-out CCpred",
  operands: "in.mtz … --folder DIR | status|resume|resubmit|check DIR",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    Merges the same data with different settings of the model and the fit (hyperparameters), each merge a trial with a run
    folder of its own, and ranks the trials by CCpred: Spearman's correlation of observed with predicted intensities, of
    observations that no trial was fitted to. All trials hold out the same ones (--test-fraction, which is needed, and
    --seed).

    Settings to vary are given by --grid (all combinations of lists) or by --sample and --trials (values drawn from
    distributions). All other options are those of friedel merge, and the same for every trial.

    A sweep that was stopped or killed goes on with friedel sweep resume DIR: finished trials are not run again, and one
    that has a checkpoint goes on from there. A trial that diverges, or fails, is listed with its reason, and the others go
    on. friedel sweep status DIR prints how it stands at any time; CCpred of unfinished trials is an early result.

    With --slurm the trials are tasks of one job array on a cluster, whose machines must see the folder and the data under
    the same paths. The script (slurm.sbatch in the folder) may be edited. When tasks are lost (time limit, a node that
    fails, scancel), friedel sweep resubmit DIR submits them again, and they go on from their checkpoints; with --wait it
    goes on doing so until all trials are done.

    friedel sweep check DIR reads the command line of every trial as the trial will, and runs none.

    How to judge: a difference in CCpred counts when it comes again with another seed (--seed 1, in another folder); CCpred
    itself depends on what is held out. Then merge all observations with the settings chosen: friedel merge, without
    --test-fraction.
  `,
  options: sweepOptions,
  examples: [
    [
      "friedel sweep in.mtz --test-fraction 0.05 --folder sweeps/a --grid scale.layers=3,5,8",
      "Three trials, half as many at a time as there are cores.",
    ],
    [
      "friedel sweep … --sample learningRate=log:1e-3:1e-1 --sample mlp-width=integer:5:30 --trials 16",
      "Sixteen points that fill the plane of both evenly.",
    ],
    ["friedel sweep in.mtz … --slurm --partition day --time 02:00:00 --cpus 4 --mem 4G", "On a cluster."],
    ["friedel sweep resubmit sweeps/a --wait", "Go on with what was lost until all is done."],
    ["friedel sweep status sweeps/a --csv trials.csv", "How it stands."],
  ],
  async run(args, output) {
    const verb = verbOf(args);
    const run = await import("./sweepRun.js");
    if (args.given.has("trial")) return trialOf(args, verb, output);
    if (verb === undefined) return run.startSweep(args, output);
    return run.sweepVerbs[verb](args.operands[1], args, output);
  },
};

async function trialOf(args: CommandArguments, verb: SweepVerb | undefined, output: Output): Promise<void> {
  if (verb !== undefined || args.operands.length !== 1)
    throw new UsageError(
      `friedel sweep --trial: got ${args.operands.join(" ")}, expected the folder of a sweep and nothing else`,
    );
  const { runTrial } = await import("./sweepTrial.js");
  return runTrial(args.operands[0], args.number("trial") ?? 0, args.number("threads"), output);
}

/** @throws UsageError for a verb with other words than it takes */
function verbOf({ operands, given }: CommandArguments): SweepVerb | undefined {
  const verb = verbs.find((one) => one === operands[0]);
  if (verb === undefined) {
    if (given.has("folder") || given.has("trial")) return undefined;
    throw new UsageError(
      `friedel sweep: got no --folder, expected one for the trials (--folder sweeps/a), or one of ${verbs.join(", ")}`,
    );
  }
  if (operands.length !== 2)
    throw new UsageError(`friedel sweep ${verb}: got ${operands.length - 1} folders, expected one`);
  const wrong = ["grid", "sample", "trials", "folder"].find((name) => given.has(name));
  if (wrong !== undefined)
    throw new UsageError(
      `friedel sweep ${verb}: got --${wrong}, expected none: the sweep's plan is in its folder`,
    );
  return verb;
}
