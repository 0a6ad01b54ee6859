/**
 * The prior that options of the command line stand for: Wilson's, that of a reference structure (priorSettings.ts), or the
 * double-Wilson prior between data sets and mates.
 * careless writes its operators of reindexing in x, y, z: an index is h' = Rᵀh of such an operator (gemmi's apply_to_hkl).
 */
import { parseTriplet } from "../crystal/symmetryOperation.js";
import { FriedelError } from "../errors.js";
import { type DoubleWilsonOptions, type Prior, priors, type Recipe } from "../models/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type CommandArguments, UsageError } from "./command.js";
import { fallOffOf, fallOffOrDefault, referencePriorOf } from "./priorSettings.js";

/** Options that tie data sets to each other. */
export const relatingDataSets: readonly string[] = [
  "double-wilson-r",
  "double-wilson-parents",
  "double-wilson-reindexing-ops",
];

/**
 * The prior, or undefined for the recipe's.
 * @param reference what --reference names; undefined while only the command line is checked
 * @throws UsageError for a list that cannot be read, or a reference for what is related already
 */
export function priorOf(
  args: CommandArguments,
  recipe: Recipe,
  reference?: ReflectionTable,
): Prior | undefined {
  const related = relationsOf(args);
  if (related === undefined) {
    const given = fallOffOf(args);
    if (reference !== undefined) return referencePriorOf(args, recipe, reference);
    return given === undefined ? undefined : priors.wilson(given);
  }
  if (args.given.has("reference"))
    throw new UsageError(
      "--reference: got it with options that tie data sets or mates, expected one of them: an amplitude hangs on one other",
    );
  return priors.doubleWilson({ ...fallOffOrDefault(args, recipe), ...related });
}

function relationsOf(args: CommandArguments): DoubleWilsonOptions | undefined {
  const mates = args.number("mates-correlation");
  const learnCorrelation = args.flag("optimize-double-wilson-r");
  if (!relatingDataSets.some((name) => args.given.has(name)) && !mates && !learnCorrelation) return undefined;
  const parents = parentsOf(args.text("double-wilson-parents"));
  const correlation = correlationsOf(args.text("double-wilson-r"), parents);
  const reindex = operatorsOf(args.text("double-wilson-reindexing-ops"));
  return {
    ...(parents === undefined ? {} : { parents }),
    ...(correlation === undefined ? {} : { correlation }),
    ...(reindex === undefined ? {} : { reindex }),
    ...(mates === undefined ? {} : { mates: mates === 0 ? false : mates }),
    learnCorrelation,
  };
}

function parentsOf(text: string | undefined): (number | null)[] | undefined {
  return text?.split(",").map((word) => {
    const name = word.trim();
    if (/^none$/i.test(name)) return null;
    if (/^\d+$/.test(name)) return Number(name);
    throw new UsageError(
      `--double-wilson-parents: got ${text}, expected for each file the number of its parent, from 0, or None, with commas between (None,0)`,
    );
  });
}

/** r of a data set without a parent is 0 for careless; there it has no meaning, and any will do. */
const WITHOUT_PARENT = 0.99;

function correlationsOf(
  text: string | undefined,
  parents: readonly (number | null)[] | undefined,
): number | number[] | undefined {
  if (text === undefined) return undefined;
  const values = text.split(",").map((word) => (word.trim() === "" ? Number.NaN : Number(word)));
  const alone = values.length === 1;
  const hasParent = (set: number) => (parents === undefined ? set > 0 || alone : parents[set] !== null);
  const wrong = values.findIndex((r, set) => !(r > 0 && r < 1) && !(r === 0 && !hasParent(set)));
  if (wrong >= 0)
    throw new UsageError(
      `--double-wilson-r: got ${text}, expected for each file a correlation above 0 and below 1, or 0 for one without a parent, with commas between (0,0.99)`,
    );
  const list = values.map((r) => (r === 0 ? WITHOUT_PARENT : r));
  return alone ? list[0] : list;
}

function operatorsOf(text: string | undefined): (string | null)[] | undefined {
  return text?.split(";").map((operator) => {
    const words = operator.trim();
    if (/^\s*(none|h\s*,\s*k\s*,\s*l|x\s*,\s*y\s*,\s*z)?\s*$/i.test(words)) return null;
    return /[xyz]/i.test(words) ? ofIndices(words) : words;
  });
}

/** "y,x,-z" as "k,h,-l": rows of the transposed rotation. */
function ofIndices(operator: string): string {
  let rotation: readonly number[];
  try {
    rotation = parseTriplet(operator).rotation;
  } catch (error) {
    if (error instanceof FriedelError)
      throw new UsageError(
        `--double-wilson-reindexing-ops: got ${operator}, expected operators such as k,h,-l or y,x,-z`,
      );
    throw error;
  }
  const row = (to: number) =>
    ["h", "k", "l"]
      .map((letter, from) => [rotation[3 * from + to], letter] as const)
      .filter(([factor]) => factor !== 0)
      .map(
        ([factor, letter]) =>
          `${factor < 0 ? "-" : "+"}${Math.abs(factor) === 1 ? "" : Math.abs(factor)}${letter}`,
      )
      .join("")
      .replace(/^\+/, "");
  return [0, 1, 2].map(row).join(",");
}
