/** Observations taken by a mask, grouped as before. */
import type { Observations } from "./observations.js";

/** Observations `kept` (a mask, 1 = keep) of `observations`; reflections left without any vanish. */
export function selectObservations(observations: Observations, kept: ArrayLike<number>): Observations {
  const { reflectionCount, start, minusStart } = observations;
  const order: number[] = [];
  const reflections: number[] = [];
  const newStart = [0];
  const newMinusStart: number[] = [];
  for (let r = 0; r < reflectionCount; r++) {
    const before = order.length;
    let plus = 0;
    for (let i = start[r]; i < start[r + 1]; i++) {
      if (!kept[i]) continue;
      order.push(i);
      if (i < minusStart[r]) plus++;
    }
    if (order.length === before) continue;
    reflections.push(r);
    newStart.push(order.length);
    newMinusStart.push(before + plus);
  }
  const hkl = new Int32Array(3 * reflections.length);
  reflections.forEach((r, i) => {
    hkl.set(observations.hkl.subarray(3 * r, 3 * r + 3), 3 * i);
  });
  const ofReflections = (values: Float64Array) => Float64Array.from(reflections, (r) => values[r]);
  const ofObservations = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
  return {
    ...observations,
    reflectionCount: reflections.length,
    hkl,
    inverseDSquared: ofReflections(observations.inverseDSquared),
    centric: Uint8Array.from(reflections, (r) => observations.centric[r]),
    epsilon: ofReflections(observations.epsilon),
    start: Int32Array.from(newStart),
    minusStart: Int32Array.from(newMinusStart),
    intensity: ofObservations(observations.intensity),
    sigma: ofObservations(observations.sigma),
    batch: Int32Array.from(order, (i) => observations.batch[i]),
    row: Int32Array.from(order, (i) => observations.row[i]),
  };
}
