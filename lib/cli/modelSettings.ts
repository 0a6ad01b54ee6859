/** What the options of the model stand for: scale, likelihood and beam of a variational merge; relatedSettings.ts: the prior. */
import {
  type ErrorModelName,
  type LaueOptions,
  type Likelihood,
  likelihoods,
  type Recipe,
  type ScaleOptions,
} from "../models/index.js";
import { type CommandArguments, UsageError } from "./command.js";
import { laueOptions } from "./modelOptions.js";
import { scaleTermsOf } from "./scaleTermSettings.js";

/** Names with commas between. @throws UsageError for one that is empty */
export function namesOf(args: CommandArguments, option: string): string[] | undefined {
  const text = args.text(option);
  const names = text?.split(",").map((name) => name.trim());
  if (names?.includes(""))
    throw new UsageError(`--${option}: got ${text}, expected names with one comma between two of them`);
  return names;
}

/** Options of the scale: those that were given. */
export function scaleOf(args: CommandArguments, recipe: Recipe): Partial<ScaleOptions> {
  const flag = (name: string) => (args.given.has(name) ? args.flag(name) : undefined);
  const [withoutFactors, withoutNetwork] = [flag("disable-image-scales"), flag("disable-mlp")];
  const all = {
    layers: args.number("mlp-layers"),
    width: args.number("mlp-width"),
    network: withoutNetwork === undefined ? undefined : !withoutNetwork,
    activation: args.text("mlp-activation") as ScaleOptions["activation"] | undefined,
    initialiser: args.text("mlp-initialiser") as ScaleOptions["initialiser"] | undefined,
    residual: flag("mlp-residual"),
    link: args.text("scale-link") as ScaleOptions["link"] | undefined,
    imageScales: withoutFactors === undefined ? undefined : !withoutFactors,
    imageTerms: flag("image-terms"),
    laueLorentz: flag("laue-lorentz"),
    imageLayers: args.number("image-layers"),
    imageEmbedding: args.number("image-embedding"),
    oneHotImages: flag("one-hot-images"),
    terms: scaleTermsOf(args),
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...encodingOf(args, recipe) };
}

function encodingOf(
  args: CommandArguments,
  recipe: Recipe,
): Pick<Partial<ScaleOptions>, "positionalEncoding"> {
  const columns = namesOf(args, "positional-encoding-keys");
  const asked = args.number("positional-encoding-frequencies");
  if (columns === undefined && asked === undefined) return {};
  const frequencies = asked ?? recipe.scale.positionalEncoding?.frequencies ?? 0;
  if (frequencies === 0 && columns !== undefined)
    throw new UsageError(
      "--positional-encoding-keys: got no frequencies, expected some; add --positional-encoding-frequencies 4, for example",
    );
  if (frequencies === 0) return { positionalEncoding: undefined };
  return { positionalEncoding: { frequencies, ...(columns === undefined ? {} : { columns }) } };
}

/** Likelihoods by the names of the command line, and of the recipes. */
const kinds = { normal: "normal", studentt: "studentT", laplace: "laplace", asinh: "asinh" } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/**
 * The likelihood, or undefined for the recipe's; what is not given is the recipe's as far as it goes with the rest.
 * @throws UsageError for degrees of freedom or an error model that the likelihood has not
 */
export function likelihoodOf(args: CommandArguments, recipe: Recipe): Likelihood | undefined {
  const named = args.text("likelihood") as keyof typeof kinds | undefined;
  const freedom = args.text("studentt-likelihood-dof");
  const errorModel = errorModelOf(args);
  if (
    named === undefined &&
    freedom === undefined &&
    errorModel === undefined &&
    !args.flag("normal-likelihood")
  )
    return undefined;
  const kind = args.flag("normal-likelihood") ? "normal" : kindOf(named, freedom, recipe);
  const degreesOfFreedom = freedomOf(freedom);
  checkGoesWith(kind, degreesOfFreedom, errorModel);
  const model = errorModel ?? recipe.errorModel;
  if (kind === "normal") return likelihoods.normal({ errorModel: model });
  if (kind === "laplace") return likelihoods.laplace({ errorModel: model });
  const own = kind === recipe.likelihood ? recipe.degreesOfFreedom : undefined;
  const tails = degreesOfFreedom ?? own;
  const some = tails === undefined ? {} : { degreesOfFreedom: tails };
  return kind === "asinh" ? likelihoods.asinh(some) : likelihoods.studentT({ ...some, errorModel: model });
}

function kindOf(named: keyof typeof kinds | undefined, freedom: string | undefined, recipe: Recipe): Kind {
  if (named !== undefined) return kinds[named];
  // as for careless, whose likelihood is normal without
  return freedom !== undefined && recipe.likelihood === "normal" ? "studentT" : recipe.likelihood;
}

function errorModelOf(args: CommandArguments): ErrorModelName | undefined {
  if (args.flag("refine-uncertainties")) return "evans";
  return args.text("error-model") as ErrorModelName | undefined;
}

function freedomOf(text: string | undefined): number | "learned" | undefined {
  if (text === undefined || text === "learned") return text;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0.1) return value;
  throw new UsageError(
    `--studentt-likelihood-dof: got ${text}, expected a number of at least 0.1, or learned`,
  );
}

function checkGoesWith(
  kind: Kind,
  freedom: number | "learned" | undefined,
  errorModel: ErrorModelName | undefined,
): void {
  if (freedom !== undefined && (kind === "normal" || kind === "laplace"))
    throw new UsageError(
      `--studentt-likelihood-dof: got it with the ${kind} likelihood, which has no degrees of freedom, expected --likelihood studentt or asinh`,
    );
  if (errorModel !== undefined && errorModel !== "none" && kind === "asinh")
    throw new UsageError(
      `--error-model ${errorModel}: got it with the asinh likelihood, which has errors of its own, expected another; add --likelihood studentt`,
    );
}

/** Whether the data are polychromatic, and how; in `friedel laue` (`always`) they are. @throws UsageError for a range that is none */
export function laueOf(args: CommandArguments, always: boolean): false | LaueOptions {
  if (!always && !args.flag("laue") && !laueOptions.some(({ name }) => args.given.has(name))) return false;
  const [wavelength, dMin] = [args.text("wavelength-key"), args.number("harmonics-d-min")];
  const range = rangeOf(args.text("wavelength-range"));
  return {
    ...(wavelength === undefined ? {} : { wavelength }),
    ...(range === undefined ? {} : { range }),
    ...(args.flag("drop-outside-range") ? { dropOutside: true } : {}),
    ...(dMin === undefined ? {} : { dMin }),
    harmonics: args.flag("harmonics"),
  };
}

function rangeOf(text: string | undefined): [number, number] | undefined {
  if (text === undefined) return undefined;
  const [low, high, ...more] = text.split(",").map(Number);
  if (more.length === 0 && low > 0 && high > low && Number.isFinite(high)) return [low, high];
  throw new UsageError(
    `--wavelength-range: got ${text}, expected the shortest and the longest wavelength in Å with a comma between (0.95,1.2)`,
  );
}
