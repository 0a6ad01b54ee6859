/** Options of the commands on unmerged reflections for the records themselves: parts of spots, a cut-off, another indexing. */
import type { ObservationOptions, PartialPolicy } from "../statistics/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type CommandArguments, type CommandOption, UsageError } from "./command.js";

const policies: readonly PartialPolicy[] = ["sum", "scale", "drop", "keep"];

/** What is done with records before they are merged. */
export const recordOptions: readonly CommandOption[] = [
  {
    name: "partials",
    type: "text",
    value: "KIND",
    choices: policies,
    default: "sum",
    help: "Spots cut by the borders of images, whose parts stand in records of their own (M flag, FRACTIONCALC): sum those that are complete and drop the others, scale incomplete ones by 1/fraction besides, drop all parts, or keep each as an observation.",
  },
  {
    name: "min-i-over-sigma",
    aliases: ["isigi-cutoff"],
    type: "number",
    value: "RATIO",
    help: "Leave out observations of I/SIGI below this. It makes weak reflections too strong; by default all are used.",
  },
  {
    name: "keep-absences",
    type: "flag",
    help: "Use systematic absences too, which are left out by default: to see in which screw axes the space group is wrong.",
  },
  {
    name: "reindex",
    type: "text",
    value: "OPERATOR",
    help: 'Index otherwise, for example "k,h,-l": the new h, k and l in terms of the old. For several files one for all, or one for each with semicolons between. --space-group is then that of the new axes.',
  },
];

/** Options of the statistics room. */
export function recordsOf(
  args: CommandArguments,
): Pick<ObservationOptions, "partials" | "minIOverSigma" | "keepAbsences"> {
  return {
    partials: policies.find((policy) => policy === args.text("partials")),
    minIOverSigma: args.number("min-i-over-sigma"),
    keepAbsences: args.flag("keep-absences") ? true : undefined,
  };
}

/**
 * The tables as --reindex has them, then in the group of --space-group; without --reindex as they are.
 * @throws UsageError for as many operators as are neither one nor one for each
 */
export function reindexed(tables: readonly ReflectionTable[], args: CommandArguments): ReflectionTable[] {
  const asked = args.text("reindex");
  if (asked === undefined) return [...tables];
  const operators = asked.split(";");
  if (operators.length !== 1 && operators.length !== tables.length) {
    throw new UsageError(
      `--reindex: got ${operators.length} operators for ${tables.length} data sets, expected one for all, or one for each`,
    );
  }
  const group = args.text("space-group");
  return tables.map((table, i) => {
    const made = table.reindex(operators[operators.length === 1 ? 0 : i]);
    return group === undefined ? made : made.inSpaceGroup(group);
  });
}
