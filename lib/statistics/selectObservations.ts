/** Observations taken by a mask, grouped as before. */
import { gather } from "./observationSort.js";
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
  const [r, n] = [reflections.length, order.length];
  return {
    ...observations,
    reflectionCount: reflections.length,
    hkl,
    inverseDSquared: gather(observations.inverseDSquared, reflections, new Float64Array(r)),
    centric: gather(observations.centric, reflections, new Uint8Array(r)),
    epsilon: gather(observations.epsilon, reflections, new Float64Array(r)),
    start: Int32Array.from(newStart),
    minusStart: Int32Array.from(newMinusStart),
    intensity: gather(observations.intensity, order, new Float64Array(n)),
    sigma: gather(observations.sigma, order, new Float64Array(n)),
    batch: gather(observations.batch, order, new Int32Array(n)),
    row: gather(observations.row, order, new Int32Array(n)),
  };
}
