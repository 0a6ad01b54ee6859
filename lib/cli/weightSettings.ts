/** Weights of another merge for the command line: where they are read from, what they are for, where they are kept. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors.js";
import {
  type FreezeName,
  type InitialWeights,
  type MergeOptions,
  type MergeWeights,
  type MergingRun,
  weightsFromSafetensors,
  weightsToSafetensors,
} from "../models/index.js";
import { folderStore } from "../node/folderStore.js";
import { readWeights, writeWeights } from "../node/weightFiles.js";
import { openRun } from "../training/index.js";
import { readConfig } from "../training/runConfig.js";
import type { CommandArguments } from "./command.js";

/** Options that name what is taken over, and those that keep it as it is. */
const files = { scale: "scale-file", amplitudes: "structure-factor-file" } as const;
const frozen: Readonly<Record<FreezeName, string>> = {
  scale: "freeze-scales",
  amplitudes: "freeze-structure-factors",
};

/** Pairs of options of which one needs the other, with what to add. */
export const weightCompanions: readonly (readonly [string, string, string])[] = [
  [frozen.scale, files.scale, `${files.scale} RUN`],
  [frozen.amplitudes, files.amplitudes, `${files.amplitudes} RUN`],
];

/** Of a run folder, the file with the weights of a run that has finished. */
const WEIGHTS_FILE = "weights.safetensors";

/**
 * What is taken over, and what of it stays: options of `merge`.
 * @throws InputError, FormatError for what holds no weights
 */
export async function takenOverOf(args: CommandArguments): Promise<Pick<MergeOptions, "initial" | "freeze">> {
  const read = new Map<string, MergeWeights>();
  const weightsOf = async (option: string): Promise<MergeWeights | undefined> => {
    const path = args.text(option);
    if (path === undefined) return undefined;
    const weights = read.get(path) ?? (await readRunWeights(option, path));
    read.set(path, weights);
    return weights;
  };
  const [scale, amplitudes] = [await weightsOf(files.scale), await weightsOf(files.amplitudes)];
  if (scale === undefined && amplitudes === undefined) return {};
  const initial: InitialWeights = {
    ...(scale === undefined ? {} : { scale }),
    ...(amplitudes === undefined ? {} : { amplitudes }),
  };
  const freeze = (Object.keys(frozen) as FreezeName[]).find((name) => args.flag(frozen[name]));
  return freeze === undefined ? { initial } : { initial, freeze };
}

/** Weights of a file, or of the run in a folder. */
async function readRunWeights(option: string, path: string): Promise<MergeWeights> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) return readWeights(path);
  const store = folderStore(path);
  const bytes = await store.read(WEIGHTS_FILE);
  if (bytes !== undefined) return weightsFromSafetensors(bytes, join(path, WEIGHTS_FILE));
  if ((await readConfig(store)) === undefined)
    throw new InputError(
      `--${option} ${path}: got a folder that holds no run, expected the run folder of a merge that has finished, or a file of weights`,
    );
  const { state, step, steps } = await openRun(store);
  throw new InputError(
    state === "finished"
      ? `--${option} ${path}: got a run without ${WEIGHTS_FILE}, expected one that friedel merge has written; run it once more with --resume, which adds them (in a notebook: writeWeights)`
      : `--${option} ${path}: got a run that is ${state} at step ${step} of ${steps}, expected one that has finished: only that has weights; go on with it by --resume`,
  );
}

/** Keeps the weights of a run that has finished: in its folder, and where --weights says. */
export async function keepWeights(
  run: MergingRun,
  args: CommandArguments,
  tell: (line: string) => void,
): Promise<void> {
  const [folder, path] = [args.text("run"), args.text("weights")];
  if (folder !== undefined) await folderStore(folder).write(WEIGHTS_FILE, weightsToSafetensors(run.weights));
  if (path === undefined) return;
  await writeWeights(run, path);
  tell(`wrote ${path}: scale and amplitudes, for --${files.scale} and --${files.amplitudes}\n`);
}
