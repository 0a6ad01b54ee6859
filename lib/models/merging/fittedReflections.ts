/**
 * How often each reflection was fitted to, and what was fitted to in each resolution shell. A spot of Laue data that is a sum
 * of harmonics is an observation of each reflection in it, whichever it was indexed as: reflections that are met as harmonics
 * only are measured, too, also beyond the resolution of the spots' indices.
 */
import type { Observations } from "../../statistics/index.js";
import { type Shells, shellOf } from "../../statistics/shells.js";
import type { MergingData } from "./mergingData.js";

/** Of r reflections that were fitted to: start[i + 1] − start[i] observations each, those of F(+) before minusStart[i]. */
export type FittedReflections = Pick<
  Observations,
  "cell" | "spaceGroup" | "reflectionCount" | "inverseDSquared" | "centric" | "start" | "minusStart"
>;

/** What was fitted to by shell, last overall. */
export interface FittedByShell {
  readonly reflections: FittedReflections;
  /** The shells, with that of each reflection. */
  readonly shells: Shells;
  /** Observations that have a reflection in the shell: each once, so that those of all shells may be more than overall. */
  readonly observations: Float64Array;
  /** Reflections, and how often they were observed in all. */
  readonly unique: Float64Array;
  readonly times: Float64Array;
  /** Resolution limits of all, Å. */
  readonly dMax: number;
  readonly dMin: number;
}

/** Counts the observations `chosen` and their reflections in the shells. */
export function fittedByShell(
  data: MergingData,
  chosen: (observation: number) => boolean,
  { edges, ...rest }: Shells,
): FittedByShell {
  const { terms } = data;
  const reflections = fittedReflections(data, chosen);
  const { inverseDSquared, start } = reflections;
  const ofReflection = Int32Array.from(inverseDSquared, (value) => shellOf(edges, value));
  const shells = { ...rest, edges, ofReflection };
  const { count } = shells;
  const [observations, unique, times] = [0, 0, 0].map(() => new Float64Array(count + 1));
  ofReflection.forEach((shell, r) => {
    if (shell < 0) return;
    for (const s of [shell, count]) {
      unique[s]++;
      times[s] += start[r + 1] - start[r];
    }
  });
  for (let i = 0; i + 1 < terms.start.length; i++) {
    if (!chosen(i)) continue;
    const met = new Set<number>();
    for (let t = terms.start[i]; t < terms.start[i + 1]; t++) {
      if (!data.within[terms.reflection[t]]) continue;
      const shell = shellOf(edges, terms.inverseDSquared[t]);
      if (shell >= 0) met.add(shell).add(count);
    }
    for (const s of met) observations[s]++;
  }
  const inside = inverseDSquared.filter((_, r) => ofReflection[r] >= 0);
  return {
    reflections,
    shells,
    observations,
    unique,
    times,
    dMax: 1 / Math.sqrt(inside.reduce((low, x) => Math.min(low, x), Number.POSITIVE_INFINITY)),
    dMin: 1 / Math.sqrt(inside.reduce((high, x) => Math.max(high, x), 0)),
  };
}

function fittedReflections(
  { observations, groups, terms, within }: MergingData,
  chosen: (observation: number) => boolean,
): FittedReflections {
  const { cell, spaceGroup, reflectionCount } = observations;
  const [plus, minus] = [new Int32Array(reflectionCount), new Int32Array(reflectionCount)];
  terms.reflection.forEach((g, t) => {
    const counts = groups.minus[g] ? minus : plus;
    if (within[g] && chosen(terms.observation[t])) counts[groups.reflection[g]]++;
  });
  const rows = Int32Array.from(plus.keys()).filter((r) => plus[r] + minus[r] > 0);
  const start = new Int32Array(rows.length + 1);
  rows.forEach((r, i) => {
    start[i + 1] = start[i] + plus[r] + minus[r];
  });
  return {
    cell,
    spaceGroup,
    reflectionCount: rows.length,
    inverseDSquared: Float64Array.from(rows, (r) => observations.inverseDSquared[r]),
    centric: Uint8Array.from(rows, (r) => observations.centric[r]),
    start,
    minusStart: rows.map((r, i) => start[i] + plus[r]),
  };
}
