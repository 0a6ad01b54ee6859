/**
 * The space of a sweep as a command line has it: `--grid NAME=A,B,C` and `--sample NAME=DISTRIBUTION`, with
 *   linear:LOW:HIGH   log:LOW:HIGH   integer:LOW:HIGH   log-integer:LOW:HIGH   choice:A,B,C
 * Values that have commas in them (columns of metadata) are set apart by semicolons.
 */
import { InputError, nearestName } from "../errors.js";
import type { HyperparameterValue, SearchDimension, SearchDistribution, SearchSpace } from "./searchSpace.js";

/**
 * The space of the texts given to both options.
 * @throws InputError for a text that is no hyperparameter with values, or one given twice
 */
export function parseSpace(grid: readonly string[], samples: readonly string[]): SearchSpace {
  const space: Record<string, SearchDimension> = {};
  const add = (option: string, text: string, parse: (name: string, values: string) => SearchDimension) => {
    const at = text.indexOf("=");
    const [name, values] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
    if (at < 0 || name === "" || values === "")
      throw new InputError(`--${option}: got ${text || "nothing"}, expected NAME=VALUES`);
    if (Object.hasOwn(space, name))
      throw new InputError(`--${option} ${text}: got the hyperparameter ${name} twice, expected it once`);
    space[name] = parse(name, values);
  };
  for (const text of grid) add("grid", text, parseList);
  for (const text of samples) add("sample", text, parseDistribution);
  return space;
}

function parseList(name: string, text: string): HyperparameterValue[] {
  return text.split(text.includes(";") ? ";" : ",").map((part) => parseValue(name, part.trim()));
}

function parseValue(name: string, text: string): HyperparameterValue {
  if (text === "") throw new InputError(`hyperparameter ${name}: got an empty value, expected A,B,C`);
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

const kinds = ["linear", "log", "integer", "log-integer", "choice"];

function parseDistribution(name: string, text: string): SearchDistribution {
  const at = text.indexOf(":");
  const kind = at < 0 ? text : text.slice(0, at);
  const rest = at < 0 ? "" : text.slice(at + 1);
  if (kind === "choice" && rest !== "") return { kind, values: parseList(name, rest) };
  const ends = rest.split(":").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (kinds.includes(kind) && kind !== "choice" && ends.length === 2 && ends.every(Number.isFinite)) {
    const [low, high] = ends;
    if (kind === "linear" || kind === "log") return { kind, low, high };
    return { kind: "integer", low, high, ...(kind === "log-integer" ? { log: true } : {}) };
  }
  const nearest = kinds.includes(kind) ? undefined : nearestName(kind, kinds);
  throw new InputError(
    `hyperparameter ${name}: got ${text}, expected one of ${kinds
      .slice(0, -1)
      .map((one) => `${one}:LOW:HIGH`)
      .join(", ")}, choice:A,B` + (nearest === undefined ? "" : `; did you mean ${nearest}?`),
  );
}
