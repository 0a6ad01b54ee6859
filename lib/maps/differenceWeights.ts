/**
 * Weights of the differences ΔF = k F_light − F_dark of a difference map, whose variances are σ²:
 *
 *   k       w = 1 / (1 + σ²/⟨σ²⟩ + α ΔF²/⟨ΔF²⟩), with means over all reflections
 *   q       w = v / (v + σ²),  v = ε Σ/n,  Σ = max(⟨n (ΔF² − σ²)/ε⟩, ½ ⟨n ΔF²/ε⟩), with means over a shell of resolution
 *   sigma   w = σ²_min / σ²
 *   none    w = 1
 *
 * k: Ren et al., Biochemistry 40 (2001) 13788–13801, and Šrajer et al., ibid. 13802–13815, where α is 1; Hekstra et al.,
 * Nature 540 (2016) 400–405, take α = 0.05, so that only gross outliers are weighted down for being large, as do Xtrapol8
 * and ../shared/judge/light_dark_peaks.py; rs-booster's default is α = 0.
 * q: Ursby & Bourgeois, Acta Cryst. A53 (1997) 564–575: with a normal prior of variance v for the true difference and a normal
 * error, q ΔF is the mean of its posterior. v is what the measured differences have beyond their errors. Where a change of
 * the structure factor has ⟨|ΔF|²⟩ = ε Σ, the amplitude shows the component along F_dark alone: half of the variance of
 * acentric reflections (n = 2), all of that of centric ones (n = 1). That Σ is at least half of the measured differences
 * is a rule of practice that Xtrapol8 has too (De Zitter et al., Commun. Biol. 5 (2022) 640): it holds where σ explains all
 * of them, as the σ of merges by variational inference mostly does.
 * sigma: what makes a peak highest over noise of known variance where all reflections share in it alike (the matched filter;
 * North, Proc. IEEE 51 (1963) 1016–1027). It is q where Σ goes to 0, as none is where Σ is large.
 */
import { SpaceGroup, type SpaceGroupLike } from "../crystal/spaceGroup.js";
import { InputError } from "../errors.js";
import { equalShells } from "./resolutionShells.js";

/** How differences are weighted. */
export type DifferenceWeights = "k" | "q" | "sigma" | "none";

/** Options of {@link differenceWeights}. */
export interface DifferenceWeightOptions {
  /** Default "k". */
  readonly weights?: DifferenceWeights;
  /** α of the k weights, at least 0 (default 0.05). */
  readonly alpha?: number;
  /** Of the dark state: q weights ask for it, which depend on centric reflections and multiplicities. */
  readonly spaceGroup?: SpaceGroupLike;
}

/** How differences were weighted. */
export interface DifferenceWeighting {
  readonly kind: DifferenceWeights;
  /** α of "k"; undefined of the others. */
  readonly alpha: number | undefined;
  /** Of "q": shells of resolution, and those of them in which Σ is half of the measured differences. 0 of the others. */
  readonly shells: number;
  readonly shellsAtLimit: number;
}

/** Differences, m of each. */
export interface Differences {
  /** 3m Miller indices. */
  readonly hkl: Int32Array;
  /** 1/d², Å⁻². */
  readonly inverseDSquared: ArrayLike<number>;
  readonly difference: Float64Array;
  /** σ of the differences, all positive. */
  readonly sigma: Float64Array;
}

const mostShells = 20;

/**
 * w of each difference.
 * @throws InputError for an alpha below 0 or of other weights than k, for q weights without a space group, or for weights
 *   that there are not
 */
export function differenceWeights(
  differences: Differences,
  options: DifferenceWeightOptions,
): { weight: Float64Array; weighting: DifferenceWeighting } {
  const { weights: kind = "k", alpha = 0.05, spaceGroup } = options;
  if (options.alpha !== undefined && kind !== "k")
    throw new InputError(
      `alpha of difference weights: got ${alpha} with weights "${kind}", expected it with "k" alone`,
    );
  if (!(alpha >= 0))
    throw new InputError(`alpha of difference weights: got ${alpha}, expected at least 0, such as 0.05 or 1`);
  const { difference, sigma } = differences;
  const plain = { kind, alpha: undefined, shells: 0, shellsAtLimit: 0 };
  switch (kind) {
    case "k":
      return { weight: kWeights(difference, sigma, alpha), weighting: { ...plain, alpha } };
    case "q":
      if (spaceGroup === undefined)
        throw new InputError("q weights of differences: got no spaceGroup, expected that of the dark state");
      return qWeights(differences, SpaceGroup.of(spaceGroup));
    case "sigma": {
      const least = sigma.reduce((smallest, value) => Math.min(smallest, value), Infinity);
      return { weight: sigma.map((value) => (least / value) ** 2), weighting: plain };
    }
    case "none":
      return { weight: new Float64Array(sigma.length).fill(1), weighting: plain };
    default:
      throw new InputError(`weights of differences: got "${String(kind)}", expected k, q, sigma or none`);
  }
}

function kWeights(difference: Float64Array, sigma: Float64Array, alpha: number): Float64Array {
  const meanSquare = (values: Float64Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;
  const [meanDifference, meanSigma] = [meanSquare(difference), meanSquare(sigma)];
  return difference.map(
    (value, j) => 1 / (1 + sigma[j] ** 2 / meanSigma + (alpha * value ** 2) / meanDifference),
  );
}

function qWeights(
  { hkl, inverseDSquared, difference, sigma }: Differences,
  spaceGroup: SpaceGroup,
): { weight: Float64Array; weighting: DifferenceWeighting } {
  const [centric, epsilon] = [spaceGroup.centricFlags(hkl), spaceGroup.epsilons(hkl)];
  /** What the mean square of a difference is over Σ. */
  const share = Float64Array.from(centric, (flag, j) => epsilon[j] / (flag ? 1 : 2));
  const weight = new Float64Array(difference.length);
  const shells = equalShells(inverseDSquared, mostShells);
  let shellsAtLimit = 0;
  for (const rows of shells) {
    const mean = (of: (j: number) => number) => rows.reduce((sum, j) => sum + of(j), 0) / rows.length;
    const limit = mean((j) => difference[j] ** 2 / share[j]) / 2;
    const beyondErrors = mean((j) => (difference[j] ** 2 - sigma[j] ** 2) / share[j]);
    if (beyondErrors < limit) shellsAtLimit++;
    const expected = Math.max(beyondErrors, limit);
    for (const j of rows) weight[j] = (share[j] * expected) / (share[j] * expected + sigma[j] ** 2);
  }
  return { weight, weighting: { kind: "q", alpha: undefined, shells: shells.length, shellsAtLimit } };
}
