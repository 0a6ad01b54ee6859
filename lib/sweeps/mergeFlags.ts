/**
 * Settings of a merge by name, as words of `friedel merge`. A name is that of an option of `merge` or `model.train`
 * (`scale.layers`, `learningRate`, `likelihood.degreesOfFreedom`, `prior.bFactor`), or the flag itself (`mlp-layers`).
 * Names without a line below are spelt as the flag is: `batchSize` is --batch-size.
 */
import { InputError } from "../errors.js";
import type { Hyperparameters, HyperparameterValue } from "./searchSpace.js";

/** Names whose flag is another word; "!" before a flag that says the opposite. */
const flags: Readonly<Record<string, string>> = {
  "scale.layers": "mlp-layers",
  "scale.width": "mlp-width",
  "scale.imageScales": "!disable-image-scales",
  "scale.network": "!disable-mlp",
  "scale.activation": "mlp-activation",
  "scale.initialiser": "mlp-initialiser",
  "scale.residual": "mlp-residual",
  "scale.terms": "scale-terms",
  "scale.link": "scale-link",
  "scale.imageTerms": "image-terms",
  "scale.laueLorentz": "laue-lorentz",
  "scale.imageLayers": "image-layers",
  "scale.imageEmbedding": "image-embedding",
  "scale.oneHotImages": "one-hot-images",
  "scale.positionalEncoding.frequencies": "positional-encoding-frequencies",
  "scale.positionalEncoding.columns": "positional-encoding-keys",
  "likelihood.name": "likelihood",
  "likelihood.degreesOfFreedom": "studentt-likelihood-dof",
  "likelihood.errorModel": "error-model",
  "prior.bFactor": "wilson-b",
  "prior.anisotropy": "anisotropy",
  "prior.reference": "reference",
  "prior.F": "reference-f",
  "prior.sigma": "reference-sigma",
  "prior.correlation": "double-wilson-r",
  "prior.mates": "mates-correlation",
  "prior.learnCorrelation": "optimize-double-wilson-r",
  "laue.wavelength": "wavelength-key",
  "laue.range": "wavelength-range",
  "laue.dropOutside": "drop-outside-range",
  "laue.harmonics": "harmonics",
  "laue.dMin": "harmonics-d-min",
  separate: "separate-files",
  test: "test-column",
  steps: "iterations",
  evaluateEvery: "validation-frequency",
  globalClipNorm: "global-clipnorm",
  beta2: "beta-2",
  edgeTolerance: "cell-tolerance",
};

/** Flags with two names: the same setting may not be given by both. */
const aliases: Readonly<Record<string, string>> = {
  dmin: "d-min",
  "isigi-cutoff": "min-i-over-sigma",
  "intensity-key": "intensity",
  "uncertainty-key": "sigma",
};

/** The flag that a name stands for, without dashes, and whether it says the opposite. */
export function mergeFlag(name: string): { readonly flag: string; readonly opposite: boolean } {
  const known = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (known !== undefined) return { flag: known.replace("!", ""), opposite: known.startsWith("!") };
  const spelt = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { flag: Object.hasOwn(aliases, spelt) ? aliases[spelt] : spelt, opposite: false };
}

/** All names that stand for a flag of another spelling. */
export const namesOfFlags: readonly string[] = Object.keys(flags);

/** Which observations there are, and which of them are held out. */
const choosesObservations: readonly string[] = [
  ...[
    "seed",
    "test-fraction",
    "test-column",
    "keep-absences",
    "d-min",
    "d-max",
    "min-i-over-sigma",
    "intensity",
    "sigma",
  ],
  ...["space-group", "reindex", "partials", "separate-files", "shared-images"],
  ...["cell-tolerance", "angle-tolerance", "other-cells"],
  ...["laue", "wavelength-key", "wavelength-range", "drop-outside-range", "harmonics", "harmonics-d-min"],
  "min-image-cc",
];

/** What a sweep sets itself for each trial, or what is no merge that could be judged. */
const setsItself: readonly string[] = [
  ...[
    "report",
    "run",
    "resume",
    "out",
    "json",
    "table1",
    "predictions",
    "halves",
    "classical",
    "disable-progress-bar",
  ],
  "weights",
];

/** What bears on nothing that is fitted. */
const withoutEffect: readonly string[] = [
  ...["threads", "checkpoint-every", "validation-frequency", "shells", "merge-half-datasets"],
  "half-dataset-repeats",
];

/**
 * Checks the names of a sweep's hyperparameters.
 * @throws InputError for one that may not be varied, or for two that are the same
 */
export function checkHyperparameters(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const { flag } = mergeFlag(name);
    if (choosesObservations.includes(flag))
      throw new InputError(
        `hyperparameter ${name}: it decides which observations there are or are held out, so that trials could not be compared; give --${flag} for all of them`,
      );
    if (setsItself.includes(flag))
      throw new InputError(`hyperparameter ${name}: the sweep sets --${flag} itself; leave it out`);
    if (withoutEffect.includes(flag))
      throw new InputError(
        `hyperparameter ${name}: --${flag} has no effect on what is fitted; leave it out, or give it for all trials`,
      );
    const other = seen.get(flag);
    if (other !== undefined)
      throw new InputError(`hyperparameter ${name}: got ${other} too, which is the same; give one of them`);
    seen.set(flag, name);
  }
}

/**
 * Checks what all trials have in common.
 * @throws InputError for a setting that the sweep sets itself, and where nothing is held out
 */
export function checkCommon(settings: Hyperparameters): void {
  const byFlag = new Map(Object.entries(settings).map(([name, value]) => [mergeFlag(name).flag, value]));
  const wrong = setsItself.find((flag) => byFlag.has(flag));
  if (wrong !== undefined)
    throw new InputError(`sweep: got --${wrong}, which the sweep sets itself for each trial; leave it out`);
  if (byFlag.has("test-column")) return;
  const fraction = byFlag.get("test-fraction");
  if (typeof fraction !== "number" || !(fraction > 0 && fraction < 1))
    throw new InputError(
      `sweep: got ${fraction === undefined ? "no test fraction" : `the test fraction ${fraction}`}, expected more than 0 and less than 1: trials are compared by the CCpred of observations held out (0.05 is usual: --test-fraction 0.05, or testFraction: 0.05)`,
    );
}

/** Words of `friedel merge`; where two settings stand for one flag, the later one alone. */
export function mergeWords(...settings: readonly Hyperparameters[]): string[] {
  const words = new Map<string, string>();
  for (const [name, value] of settings.flatMap((one) => Object.entries(one))) {
    const { flag, opposite } = mergeFlag(name);
    // the later one stands where it was given
    words.delete(flag);
    words.set(flag, wordOf(flag, opposite && typeof value === "boolean" ? !value : value));
  }
  return [...words.values()];
}

function wordOf(flag: string, value: HyperparameterValue): string {
  if (typeof value === "boolean") return `--${value ? "" : "no-"}${flag}`;
  return `--${flag}=${value}`;
}

/** Options of a merge as they are written in a notebook, nested ones under the names of both: `scale.layers`. */
export type MergeSettings = { readonly [name: string]: unknown };

/**
 * Options as settings by name; undefined ones are left out, lists become one text with commas between.
 * @throws InputError for what no command line can say, such as a likelihood that is a function
 */
export function settingsByName(options: MergeSettings, prefix = ""): Record<string, HyperparameterValue> {
  const found: Record<string, HyperparameterValue> = {};
  for (const [key, value] of Object.entries(options)) {
    const name = `${prefix}${key}`;
    if (value === undefined) continue;
    if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
      found[name] = value as HyperparameterValue;
    else if (Array.isArray(value) && value.every((part) => typeof part === "string" || Number.isFinite(part)))
      found[name] = value.join(",");
    else if (isPlain(value)) Object.assign(found, settingsByName(value, `${name}.`));
    else
      throw new InputError(
        `sweep option ${name}: got ${typeof value === "function" ? "a function" : String(value)}, expected a number, a text, true, false or a list of texts or numbers: each trial is a process of its own`,
      );
  }
  return found;
}

function isPlain(value: unknown): value is MergeSettings {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
