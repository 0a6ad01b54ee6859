/**
 * What is known before training, from the observations that are trained on alone: rough intensities, level and fall-off;
 * and where posteriors start, at a rough merge that divides by what is known of the scale.
 */
import { gather } from "../../statistics/observationSort.js";
import {
  anisotropicIntensities,
  checkedTensor,
  fitAnisotropicFallOff,
  freeTensors,
  givenAnisotropy,
  reciprocalVectors,
} from "./anisotropicFallOff.js";
import { wavelengthFallOff } from "./laue/wavelengthFallOff.js";
import type { MergingData } from "./mergingData.js";
import type { StartName } from "./mergingOptions.js";
import { type PosteriorStart, priorStart, roughStart } from "./posteriorStart.js";
import type { Prior } from "./priors/priorTypes.js";
import type { Relations } from "./relations.js";
import { type RoughMerge, roughMerge } from "./roughMerge.js";
import { rowsWhere } from "./testSplit.js";
import { expectedIntensities, type FallOff, fitFallOff } from "./wilsonFallOff.js";

export interface Beginning {
  readonly rough: RoughMerge;
  readonly fallOff: FallOff;
  /** ε level exp(−B/(2d²)), g. */
  readonly expected: Float64Array;
  /** Terms fitted to, g. */
  readonly count: Int32Array;
  /** 1 for each observation fitted to, n. */
  readonly chosen: Uint8Array;
}

/** B of polychromatic data that do not tell it, Å². */
const LAUE_B = 20;

/** Relative error that scales fitted by themselves are taken to have. */
const SCALE_ERROR = 0.3;

/** Rough intensities, and what is expected, with no scale known (or that of each term). */
export function beginning(
  data: MergingData,
  options: {
    readonly chosen: Uint8Array;
    /** Å², or "fitted". */
    readonly bFactor: number | "fitted";
    /** The tensor, Å², or "fitted" (default: none). */
    readonly anisotropy?: Prior["anisotropy"];
    readonly imageScales: boolean;
    /** Scales known of each term. */
    readonly scale?: ArrayLike<number>;
    /** Whether that is all of the scale, not only what nothing is trained of (default true where it is given). */
    readonly scaled?: boolean;
  },
): Beginning {
  const { chosen, bFactor, anisotropy, imageScales, scale } = options;
  const rough = roughMerge(data, {
    chosen: alone(data, chosen),
    imageScales,
    ...(scale === undefined ? {} : { scale: ofObservations(data, scale) }),
  });
  const scaled = data.laue === undefined || (options.scaled ?? scale !== undefined);
  return {
    rough,
    ...expectation(data, rough, {
      bFactor: scaled ? bFactor : laueB(data, chosen, bFactor),
      anisotropy,
      scaled,
    }),
    count: fittedTerms(data, chosen),
    chosen,
  };
}

/** B as given, or as a Wilson plot for each band of wavelengths has it: other fits would take the spectrum for fall-off. */
function laueB(data: MergingData, chosen: Uint8Array, bFactor: number | "fitted"): number {
  if (bFactor !== "fitted") return bFactor;
  const { terms, observations, epsilon } = data;
  const { wavelength } = terms;
  if (wavelength === undefined) return LAUE_B;
  const rows = rowsWhere(alone(data, chosen), 1);
  const at = rows.map((i) => terms.start[i]);
  const of = (values: Float64Array, numbers: Int32Array) =>
    gather(values, numbers, new Float64Array(numbers.length));
  const found = wavelengthFallOff({
    intensity: of(observations.intensity, rows),
    wavelength: of(wavelength, at),
    inverseDSquared: of(terms.inverseDSquared, at),
    epsilon: of(
      epsilon,
      at.map((t) => terms.reflection[t]),
    ),
  });
  return found ?? LAUE_B;
}

/** The fall-off, and what it makes of each reflection. */
function expectation(
  data: MergingData,
  rough: RoughMerge,
  { bFactor, anisotropy, scaled }: { readonly scaled: boolean } & Pick<Prior, "bFactor" | "anisotropy">,
): Pick<Beginning, "fallOff" | "expected"> {
  const { epsilon, inverseDSquared, groups, observations } = data;
  const merged = { ...rough, epsilon, inverseDSquared };
  if (anisotropy === undefined || (anisotropy === "fitted" && !scaled)) {
    const known = bFactor === "fitted" ? undefined : bFactor;
    const fallOff = fitFallOff(merged, known);
    return { fallOff, expected: expectedIntensities(fallOff, data) };
  }
  const ofReflections = reciprocalVectors(observations.cell, observations.hkl);
  const vectors = Float64Array.from(
    { length: 3 * groups.count },
    (_, k) => ofReflections[3 * groups.reflection[Math.floor(k / 3)] + (k % 3)],
  );
  const fallOff =
    anisotropy === "fitted"
      ? fitAnisotropicFallOff(merged, vectors, freeTensors(observations))
      : givenAnisotropy(merged, vectors, checkedTensor(anisotropy, observations));
  return { fallOff, expected: anisotropicIntensities(fallOff, epsilon, vectors) };
}

/** Terms of the observations chosen, by reflection. */
export function fittedTerms({ terms, groups }: MergingData, chosen: Uint8Array): Int32Array {
  const count = new Int32Array(groups.count);
  terms.reflection.forEach((g, t) => {
    if (chosen[terms.observation[t]]) count[g]++;
  });
  return count;
}

/** Of the observations chosen those that are of one reflection: sums of harmonics cannot be merged roughly. */
function alone({ terms }: MergingData, chosen: Uint8Array): Uint8Array {
  return chosen.map((flag, i) => (terms.start[i + 1] - terms.start[i] === 1 ? flag : 0));
}

/** Of observations with one term, the term's; of others their first's. */
function ofObservations({ terms }: MergingData, values: ArrayLike<number>): Float64Array {
  return new Float64Array(terms.start.length - 1).map((_, i) => values[terms.start[i]]);
}

/**
 * Where posteriors start. With a scale known of each term the merge is done again with it, reflections that hang together
 * as one.
 */
export function posteriorStart(
  data: MergingData,
  known: Beginning,
  options: {
    readonly from: StartName;
    readonly scale: ArrayLike<number> | undefined;
    /** Whether that scale was trained with amplitudes; else it may be far off, and strong ones are held near what is expected. */
    readonly trained?: boolean;
    readonly relations: Relations | undefined;
  },
): PosteriorStart {
  const { from, scale, trained = false, relations } = options;
  const { expected, chosen } = known;
  const { centric } = data;
  if (from === "prior") return priorStart(centric);
  const wide = from === "wideRoughMerge";
  if (scale === undefined) return roughStart({ ...known.rough, expected, centric }, wide);
  const founder = foundersOf(data, relations);
  const firstTerm = data.terms.start.subarray(0, chosen.length);
  const reflection = firstTerm.map((t) => founder[data.terms.reflection[t]]);
  const rough = roughMerge(
    { ...data, reflection },
    {
      ...{ chosen: alone(data, chosen), scale: ofObservations(data, scale) },
      ...(trained ? {} : { relativeError: SCALE_ERROR, expected }),
    },
  );
  return roughStart(
    {
      intensity: rough.intensity.map((_, g) => rough.intensity[founder[g]]),
      sigma: rough.sigma.map((_, g) => rough.sigma[founder[g]]),
      expected,
      centric,
    },
    wide,
  );
}

/** The first of each reflection's family; itself where it hangs on nothing. */
function foundersOf({ groups }: MergingData, relations: Relations | undefined): Int32Array {
  return Int32Array.from({ length: groups.count }, (_, g) => {
    let first = g;
    while (relations !== undefined && relations.parent[first] >= 0) first = relations.parent[first];
    return first;
  });
}
