/**
 * Whether half data sets tell anything of each other. Merged halves have in common, besides the crystal, what both were given:
 * the scale, the prior's fall-off, ε, the σ and the number of observations, by which a posterior shrinks towards the prior.
 * All that correlates without any signal: of a scale that has run to 0, or tells reflections apart, CC1/2 may be anything up
 * to 1. What halves cannot be given is what the other one observed. So the amplitudes of one are to predict the observations
 * of the other, beyond what the scale alone does:
 *   z_i = (I_i − Σ_t K_t c_t)/σ_i       observed in one half, less what is expected where amplitudes are unknown, ⟨E²⟩ = 1
 *   q_i = Σ_t K_t c_t ⟨E²⟩_t / Σ_t K_t c_t   of the other half: how much stronger than that its amplitudes make it
 * with Spearman's correlation ρ of z and q, each half by the other. Without signal z is noise that q knows nothing of, and
 * ρ scatters about 0 by 1/√(n − 1), whatever q is; it is significant above what chance exceeds with a probability of 0.1 %
 * (statistics/correlationSignificance.ts). n is the number of observations of one half: the two halves, and repeats, are
 * not independent of each other, so that their mean is judged as one of them.
 *
 * The scale has seen both halves. One with nearly as many parameters as there are observations can carry from one half into
 * the other what it has learned by heart; so where enough was held out of all that is fitted, CCpred of that must be above
 * chance, too (1 %: what was held out is less, and real data must not be lost for it).
 */
import { FriedelError } from "../../errors.js";
import {
  type PredictionCorrelation,
  SIGNIFICANCE_LEVEL,
  significantCorrelation,
  spearman,
} from "../../statistics/index.js";
import type { MergingData } from "./mergingData.js";

/** Half data sets that tell nothing of each other: no CC1/2 is made of them. */
export class NoSignalError extends FriedelError {
  override name = "NoSignalError";
}

/** Amplitudes of a half, g: ⟨F²⟩ in the units of the intensities, and how many terms were fitted to. */
export interface HalfAmplitudes {
  readonly meanSquare: Float64Array;
  readonly count: Int32Array;
}

/** The merge that halves are of. */
export interface MergedWhole {
  readonly data: MergingData;
  /** Mean scale of each term, t. */
  readonly scale: ArrayLike<number>;
  /** What squared amplitudes are expected to be, g. */
  readonly expected: Float64Array;
}

/** How well the amplitudes of halves predict the observations of the other half. */
export interface HalfPrediction {
  /** Spearman's ρ, mean of both halves. */
  readonly correlation: number;
  /** Observations of a half that the other has reflections of, in the mean. */
  readonly observations: number;
}

/** Of parts of a spot whose scale has run to 0: they count alike. */
const LEAST_SHARE = 1e-200;

/**
 * One division, for one of the data sets that are merged apart.
 * @param half n: 0 or 1
 */
export function halfPrediction(
  { data, scale, expected }: MergedWhole,
  half: Uint8Array,
  amplitudes: readonly [HalfAmplitudes, HalfAmplitudes],
  dataSet = 0,
): HalfPrediction {
  const { observations, terms, tableOf, dataSets } = data;
  const observed: [number[], number[]] = [[], []];
  const told: [number[], number[]] = [[], []];
  for (let i = 0; i < half.length; i++) {
    if (dataSets > 1 && tableOf[i] !== dataSet) continue;
    const { meanSquare, count } = amplitudes[1 - half[i]];
    let [alone, weight, known] = [0, 0, 0];
    const share = (t: number) => Math.max(Math.abs(scale[t] * expected[terms.reflection[t]]), LEAST_SHARE);
    for (let t = terms.start[i]; t < terms.start[i + 1]; t++) {
      alone += scale[t] * expected[terms.reflection[t]];
      weight += share(t);
      known += count[terms.reflection[t]];
    }
    if (known === 0) continue;
    observed[half[i]].push((observations.intensity[i] - alone) / observations.sigma[i]);
    let excess = 0;
    for (let t = terms.start[i]; t < terms.start[i + 1]; t++) {
      const g = terms.reflection[t];
      // in this order a single reflection has one value, whatever its scale: ties stay ties
      excess += (share(t) / weight) * (meanSquare[g] / expected[g]);
    }
    told[half[i]].push(excess);
  }
  const each = [0, 1].map((which) =>
    spearman(Float64Array.from(observed[which]), Float64Array.from(told[which])),
  );
  return {
    correlation: (each[0] + each[1]) / 2,
    observations: (observed[0].length + observed[1].length) / 2,
  };
}

/** Observations held out that can show that nothing is predicted, and the level: 0.104 of 500 is significant. */
const ENOUGH_HELD_OUT = 500;
const HELD_OUT_LEVEL = 0.01;

/**
 * Why half data sets are withheld, in a sentence; undefined where they are not.
 * @param repeats of one data set
 * @param heldOut CCpred of its observations held out
 */
export function withheldReason(
  repeats: readonly HalfPrediction[],
  heldOut?: Pick<PredictionCorrelation, "observations" | "spearman">,
): string | undefined {
  const mean = (of: keyof HalfPrediction) =>
    repeats.reduce((sum, repeat) => sum + repeat[of], 0) / repeats.length;
  const halves = { correlation: mean("correlation"), observations: mean("observations") };
  const found = chance(halves, SIGNIFICANCE_LEVEL);
  if (found !== undefined)
    return sentence("amplitudes of one half that do not predict the observations of the other", found);
  if (heldOut === undefined || heldOut.observations < ENOUGH_HELD_OUT) return undefined;
  const { observations, spearman: correlation } = heldOut;
  const predicted = chance({ correlation, observations }, HELD_OUT_LEVEL);
  return predicted && sentence("a model that does not predict the observations held out", predicted);
}

/** What a correlation is that chance may have made; undefined where it is above that. */
function chance({ correlation, observations }: HalfPrediction, level: number): string | undefined {
  const least = significantCorrelation(observations, level);
  if (correlation > least) return undefined;
  return (
    `(Spearman's correlation ${text(correlation)} of ${Math.round(observations)}), expected one above ${text(least)}, ` +
    `which chance alone exceeds with a probability of ${100 * level} %`
  );
}

function sentence(what: string, found: string): string {
  return (
    `half data sets: got ${what} ${found}; the merge has found no signal, and CC1/2, Rsplit and CCanom are withheld: ` +
    "look at the training's history, the scale, and whether this is the right column"
  );
}

function text(value: number): string {
  return Number.isNaN(value) ? "that is undefined" : value.toFixed(3);
}
