/**
 * What is averaged together: the observations of one reflection (Friedel mates together), or of one mate (apart).
 * Either way a group is a run of consecutive observations.
 */
import type { Observations } from "./observations.js";

/** g groups: observations start[j] … start[j + 1] − 1 belong to reflection[j]; `minus[j]` is 1 for an I(−). */
export interface ObservationGroups {
  readonly count: number;
  /** g + 1. */
  readonly start: Int32Array;
  readonly reflection: Int32Array;
  readonly minus: Uint8Array;
}

/** ObservationGroups of `observations`; with `friedelApart` the mates of acentric reflections are two groups. */
export function groupObservations(observations: Observations, friedelApart: boolean): ObservationGroups {
  const { reflectionCount, start, minusStart } = observations;
  if (!friedelApart) {
    return {
      count: reflectionCount,
      start,
      reflection: Int32Array.from({ length: reflectionCount }, (_, i) => i),
      minus: new Uint8Array(reflectionCount),
    };
  }
  const starts = new Int32Array(2 * reflectionCount + 1);
  const reflection = new Int32Array(2 * reflectionCount);
  const minus = new Uint8Array(2 * reflectionCount);
  let count = 0;
  for (let r = 0; r < reflectionCount; r++) {
    for (let mate = 0; mate < 2; mate++) {
      const from = mate === 0 ? start[r] : minusStart[r];
      const to = mate === 0 ? minusStart[r] : start[r + 1];
      if (from === to) continue;
      starts[count] = from;
      reflection[count] = r;
      minus[count++] = mate;
    }
  }
  starts[count] = observations.intensity.length;
  return {
    count,
    start: starts.slice(0, count + 1),
    reflection: reflection.slice(0, count),
    minus: minus.slice(0, count),
  };
}
