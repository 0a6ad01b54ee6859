/**
 * What the options of the prior stand for that say how amplitudes are distributed without regard to other data sets: B and
 * anisotropy of Wilson's prior, and a reference structure whose amplitudes those of the data hang on.
 */
import { type Prior, priors, type Recipe, type WilsonOptions } from "../models/index.js";
import { readReflections } from "../node/reflectionFiles.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type CommandArguments, UsageError } from "./command.js";

/** The file of --reference, where it is given. */
export async function readReference(args: CommandArguments): Promise<ReflectionTable | undefined> {
  const path = args.text("reference");
  return path === undefined ? undefined : readReflections(path);
}

/** B or its tensor as they were given; undefined where neither was. @throws UsageError for a tensor of other than six numbers */
export function fallOffOf(args: CommandArguments): WilsonOptions | undefined {
  const anisotropy = args.flag("anisotropy") ? true : tensorOf(args.text("anisotropy-tensor"));
  if (anisotropy !== undefined) return { anisotropy };
  const [b, carelessB] = [args.number("wilson-b"), args.number("wilson-prior-b")];
  const bFactor = b ?? (carelessB === undefined ? undefined : carelessB / 2);
  return bFactor === undefined ? undefined : { bFactor };
}

/** The same, with the recipe's B where nothing was given. */
export function fallOffOrDefault(args: CommandArguments, recipe: Recipe): WilsonOptions {
  return fallOffOf(args) ?? { bFactor: recipe.fitB ? "fitted" : 0 };
}

/** The prior of a reference structure. @throws UsageError for labels that cannot be read */
export function referencePriorOf(args: CommandArguments, recipe: Recipe, reference: ReflectionTable): Prior {
  const [F, sigma] = [labelsOf(args, "reference-f"), labelsOf(args, "reference-sigma")];
  const correlation = args.number("reference-correlation");
  return priors.empirical({
    ...fallOffOrDefault(args, recipe),
    reference,
    ...(F === undefined ? {} : { F }),
    ...(sigma === undefined ? {} : { sigma }),
    ...(correlation === undefined ? {} : { correlation }),
  });
}

/** @throws UsageError for labels of the reference that cannot be read: before any file is */
export function checkReferenceUsage(args: CommandArguments): void {
  for (const option of ["reference-f", "reference-sigma"]) labelsOf(args, option);
}

function tensorOf(text: string | undefined): number[] | undefined {
  const values = text?.split(",").map((word) => (word.trim() === "" ? Number.NaN : Number(word)));
  if (values === undefined || (values.length === 6 && values.every(Number.isFinite))) return values;
  throw new UsageError(
    `--anisotropy-tensor: got ${text}, expected six numbers in Å² with commas between: B11,B22,B33,B12,B13,B23`,
  );
}

function labelsOf(args: CommandArguments, option: string): string | [string, string] | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const [first, second, ...more] = text.split(",").map((label) => label.trim());
  if (more.length > 0 || first === "" || second === "")
    throw new UsageError(
      `--${option}: got ${text}, expected one label, or those of F(+) and F(−) with a comma between`,
    );
  return second === undefined ? first : [first, second];
}
