/**
 * Visits the elements of a shape in order for several operands at once, each with its own strides: broadcasting,
 * transposing, slicing and reducing all are such walks. Neighbouring axes that are evenly spaced for every operand are
 * taken as one, so operands of equal shape are a single run.
 */
import type { Shape } from "./broadcasting.js";

/** Called with the offsets at which a run begins, one per operand; `length` elements follow at `steps`. */
export type Visit = (a: number, b: number, c: number, d: number) => void;

export class Walk {
  /** Elements of a run. */
  readonly length: number;
  /** Distance between the elements of a run, by operand. */
  readonly steps: readonly number[];
  private readonly outer: readonly number[];
  private readonly strides: readonly (readonly number[])[];

  /** @param strides of at most four operands, each with one number per axis of the shape */
  constructor(shape: Shape, strides: readonly (readonly number[])[]) {
    const merged = mergeAxes(shape, strides);
    const last = merged.shape.length - 1;
    this.length = merged.shape[last];
    this.steps = merged.strides.map((of) => of[last]);
    this.outer = merged.shape.slice(0, last);
    this.strides = merged.strides.map((of) => of.slice(0, last));
  }

  /** Every run, in order. @param starts offsets of the first element (default 0) */
  runs(visit: Visit, starts: readonly number[] = []): void {
    const { outer } = this;
    if (this.length === 0 || outer.includes(0)) return;
    const at = [0, 1, 2, 3].map((operand) => starts[operand] ?? 0);
    const counter = outer.map(() => 0);
    for (;;) {
      visit(at[0], at[1], at[2], at[3]);
      let axis = outer.length - 1;
      for (; axis >= 0; axis--) {
        counter[axis]++;
        const wraps = counter[axis] === outer[axis];
        for (let o = 0; o < this.strides.length; o++)
          at[o] += wraps ? -(outer[axis] - 1) * this.strides[o][axis] : this.strides[o][axis];
        if (!wraps) break;
        counter[axis] = 0;
      }
      if (axis < 0) return;
    }
  }
}

/** The same walk with as few axes as possible, but at least one. */
function mergeAxes(
  shape: Shape,
  strides: readonly (readonly number[])[],
): { shape: number[]; strides: number[][] } {
  const lengths: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = lengths.length - 1;
    const evenly = last >= 0 && strides.every((of, o) => steps[o][last] === of[axis] * shape[axis]);
    if (evenly) {
      lengths[last] *= shape[axis];
      steps.forEach((of, o) => {
        of[last] = strides[o][axis];
      });
    } else {
      lengths.push(shape[axis]);
      steps.forEach((of, o) => {
        of.push(strides[o][axis]);
      });
    }
  }
  return lengths.length > 0
    ? { shape: lengths, strides: steps }
    : { shape: [1], strides: strides.map(() => [1]) };
}
