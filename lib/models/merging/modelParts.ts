/** What options make a merging model of: its likelihood, prior and scale, from the recipe where nothing else is asked for. */
import { InputError } from "../../errors.js";
import { perRow, runRowProgramReference, traceRowProgram } from "../../kernels/index.js";
import type { JsonObject } from "../../training/index.js";
import { type Likelihood, likelihoods } from "./likelihoods/index.js";
import { givenRowValue, spell } from "./mergingChecks.js";
import type { MergingData } from "./mergingData.js";
import type { MergeOptions, Recipe, ScaleOptions } from "./mergingOptions.js";
import { type Prior, type PriorColumns, type PriorMoments, priors } from "./priors/index.js";
import { imageTerms } from "./scale/imageTerms.js";
import { laueLorentz } from "./scale/laueLorentz.js";
import { type ScaleModel, scaleModel } from "./scale/scaleModel.js";
import type { ScaleTerm, ScaleTermData } from "./scale/scaleTermTypes.js";

/**
 * The scale asked for, or the recipe's. Monochromatic data have no Lorentz factor of Laue spots; a scale that is taken over
 * has it as it was trained.
 */
export function scaleOptionsOf(
  { scale = {}, initial }: Pick<MergeOptions, "scale" | "initial">,
  recipe: Recipe,
  { laue }: Pick<MergingData, "laue">,
): ScaleOptions {
  const taken = initial?.scale?.description.scale as JsonObject | undefined;
  const ofRecipe = taken === undefined ? recipe.scale.laueLorentz : taken.laueLorentz === true;
  const laueLorentz = laue !== undefined && (scale.laueLorentz ?? ofRecipe);
  return { ...recipe.scale, ...scale, laueLorentz };
}

/** The scale model for these data, with the further outputs that the likelihood asks for. */
export function scaleFor(options: ScaleOptions, data: MergingData, { heads = [] }: Likelihood): ScaleModel {
  const terms = scaleTermsOf(options, data);
  return scaleModel(options, data.metadata.width, data.images.length, { terms, heads });
}

/** The terms asked for, for these data. */
function scaleTermsOf(options: ScaleOptions, data: MergingData): ScaleTerm[] {
  const specs = [
    ...(options.imageTerms === false
      ? []
      : [imageTerms(options.imageTerms === true ? {} : options.imageTerms)]),
    ...(options.laueLorentz ? [laueLorentz()] : []),
    ...options.terms,
  ];
  const termData = scaleTermData(data);
  const built = specs.map((spec) => spec.build(termData));
  const names = built.flatMap(({ columns }) => Object.keys(columns));
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw new InputError(`terms of the scale: got ${twice} twice, expected each once; leave one out`);
  return built;
}

/** Scale of each term's row as far as it is known before anything is trained; undefined where nothing is. */
export function knownScale({ terms }: ScaleModel): Float64Array | undefined {
  const fixed = terms.filter(({ parameters }) => Object.keys(parameters).length === 0);
  if (fixed.length === 0) return undefined;
  const program = traceRowProgram((b) => ({
    scale: perRow(
      fixed
        .map((term) => term.logScale(b))
        .reduce((sum, part) => sum.add(part))
        .exp(),
    ),
  }));
  const columns = Object.assign({}, ...fixed.map((term) => term.columns)) as ScaleTerm["columns"];
  const inputs = Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, values]));
  const { perRow: rows } = runRowProgramReference(
    program,
    { columns: inputs, parameters: {} },
    { gradient: false },
  );
  return Float64Array.from(rows.scale);
}

/** What terms are computed from. */
export function scaleTermData({
  terms,
  tables,
  image,
  images,
  tableOf,
  rowOf,
  observations,
}: MergingData): ScaleTermData {
  const byTerm = (values: Int32Array) => terms.observation.map((i) => values[i]);
  return {
    tables,
    spaceGroup: observations.spaceGroup,
    table: byTerm(tableOf),
    row: byTerm(rowOf),
    image: byTerm(image),
    images: images.length,
    inverseDSquared: terms.inverseDSquared,
    wavelength: terms.wavelength,
  };
}

/** The options of a scale as JSON. */
export function scaleDescription({
  terms,
  imageTerms: ofImages,
  positionalEncoding,
  ...rest
}: ScaleOptions): JsonObject {
  return {
    ...rest,
    imageTerms: typeof ofImages === "boolean" ? ofImages : { ...ofImages },
    positionalEncoding:
      positionalEncoding === undefined
        ? null
        : {
            frequencies: positionalEncoding.frequencies,
            columns: positionalEncoding.columns?.slice() ?? null,
          },
    terms: terms.map(({ description }) => description),
  };
}

/** The likelihood asked for, or the recipe's. @throws InputError for what is none */
export function likelihoodOf(given: MergeOptions["likelihood"], recipe: Recipe): Likelihood {
  if (typeof given === "function")
    return {
      description: { name: "custom" },
      logProbability: (...values) => givenRowValue("likelihood", given(...values)),
    };
  if (given !== undefined && typeof given?.logProbability !== "function")
    throw new InputError(
      `likelihood: got ${spell(given)}, expected one of \`likelihoods\`, as likelihoods.normal(), or a function`,
    );
  if (given !== undefined) return given;
  const { degreesOfFreedom, errorModel } = recipe;
  if (recipe.likelihood === "asinh") return likelihoods.asinh({ degreesOfFreedom });
  return recipe.likelihood === "normal"
    ? likelihoods.normal({ errorModel })
    : likelihoods.studentT({ degreesOfFreedom, errorModel });
}

/** What a prior provides of each reflection, and what it expects of one that is not measured. */
export interface PriorNumbers {
  readonly columns: PriorColumns;
  readonly moments: PriorMoments | undefined;
}

/** The prior's numbers for these data. */
export function priorNumbers(
  { columns, moments }: Prior,
  { observations, groups, centric, anomalous }: MergingData,
): PriorNumbers {
  if (columns === undefined) return { columns: {}, moments: undefined };
  const { cell, spaceGroup, hkl } = observations;
  const own = columns({
    cell,
    spaceGroup,
    anomalous,
    hkl: Int32Array.from(
      { length: 3 * groups.count },
      (_, k) => hkl[3 * groups.reflection[Math.floor(k / 3)] + (k % 3)],
    ),
    minus: groups.minus,
    centric,
  });
  return { columns: own, moments: moments?.(own, centric) };
}

/** The prior asked for, or the recipe's. @throws InputError for what is none */
export function priorOf(given: MergeOptions["prior"], recipe: Recipe): Prior {
  if (typeof given === "function") return priors.custom(given);
  if (given !== undefined && typeof given?.divergence !== "function")
    throw new InputError(
      `prior: got ${spell(given)}, expected one of \`priors\`, as priors.wilson(), or a function`,
    );
  return given ?? priors.wilson({ bFactor: recipe.fitB ? "fitted" : 0 });
}
