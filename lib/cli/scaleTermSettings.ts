/**
 * The terms of the scale that --scale-terms names: TERM or TERM:KEY=VALUE:…, with commas between terms. Keys are the options of
 * the term as the library has them, spelt as flags are (oddDegree is odd-degree); a key alone is true.
 */
import { nearestName } from "../errors.js";
import {
  type AbsorptionOptions,
  type LorentzPolarisationOptions,
  type RadiationDamageOptions,
  type ScaleTermSpec,
  type SmoothRotationOptions,
  scaleTerms,
} from "../models/index.js";
import { type CommandArguments, UsageError } from "./command.js";

/** What a key's value is. */
type Kind = "number" | "flag" | "text";

interface Term {
  readonly keys: Readonly<Record<string, Kind>>;
  readonly make: (options: object) => ScaleTermSpec;
}

const lorentzPolarisation: Term = {
  keys: {
    column: "text",
    as: "text",
    "polarisation-fraction": "number",
    lorentz: "flag",
    polarisation: "flag",
  },
  make: (options: LorentzPolarisationOptions) => scaleTerms.lorentzPolarisation(options),
};
const radiationDamage: Term = {
  keys: { column: "text", intervals: "number", linear: "flag", spread: "number" },
  make: (options: RadiationDamageOptions) => scaleTerms.radiationDamage(options),
};

/** Terms by their names on the command line, of which two have a short one. */
const terms: Readonly<Record<string, Term>> = {
  lp: lorentzPolarisation,
  "lorentz-polarisation": lorentzPolarisation,
  "smooth-rotation": {
    keys: { column: "text", spacing: "number", spread: "number" },
    make: (options: SmoothRotationOptions) => scaleTerms.smoothRotation(options),
  },
  damage: radiationDamage,
  "radiation-damage": radiationDamage,
  absorption: {
    keys: { degree: "number", "odd-degree": "number", spread: "number", shared: "flag" },
    make: (options: AbsorptionOptions) => scaleTerms.absorption(options),
  },
};

/**
 * The terms asked for, or undefined where none are: the recipe's. "none": no terms.
 * @throws UsageError for a term, key or value that there is not; InputError for a value that the term cannot have
 */
export function scaleTermsOf(args: CommandArguments): ScaleTermSpec[] | undefined {
  const text = args.text("scale-terms");
  if (text === undefined) return undefined;
  return text.trim() === "none" ? [] : text.split(",").map((word) => termOf(word.trim()));
}

function termOf(word: string): ScaleTermSpec {
  const [name, ...settings] = word.split(":");
  if (!Object.hasOwn(terms, name))
    throw new UsageError(
      `--scale-terms: got ${name || "nothing"}, expected ${listed(terms)} with commas between, or none${meant(name, terms)}`,
    );
  const { keys, make } = terms[name];
  return make(Object.fromEntries(settings.map((setting) => settingOf(name, keys, setting))));
}

function settingOf(term: string, keys: Term["keys"], setting: string): [string, number | boolean | string] {
  const at = setting.indexOf("=");
  const key = at < 0 ? setting : setting.slice(0, at);
  if (!Object.hasOwn(keys, key))
    throw new UsageError(
      `--scale-terms ${term}: got the key ${key || "of no name"}, expected ${listed(keys)}, as ${term}:${Object.keys(keys)[0]}=VALUE${meant(key, keys)}`,
    );
  const value = at < 0 ? undefined : setting.slice(at + 1);
  const name = key.replace(/-[a-z]/g, ([, letter]) => letter.toUpperCase());
  return [name, valueOfKey(`--scale-terms ${term}:${key}`, keys[key], value)];
}

function valueOfKey(what: string, kind: Kind, text: string | undefined): number | boolean | string {
  if (kind === "flag") {
    if (text === undefined || text === "true") return true;
    if (text === "false") return false;
    throw new UsageError(`${what}: got ${text}, expected true or false`);
  }
  if (text === undefined || text.trim() === "")
    throw new UsageError(`${what}: got no value, expected a ${kind}`);
  if (kind === "text") return text;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`${what}: got ${text}, expected a number`);
}

function listed(of: object): string {
  return Object.keys(of).join(", ");
}

function meant(name: string, of: object): string {
  const nearest = nearestName(name, Object.keys(of));
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}
