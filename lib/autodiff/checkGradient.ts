/**
 * Holds a gradient to differences: for each number x_i of each input, d/dx_i Σ w_j f_j(x) by the tape against
 * (8 [s(x + h) − s(x − h)] − [s(x + 2h) − s(x − 2h)]) / 12h, whose error is of order h⁴ (Abramowitz & Stegun 1964,
 * table 25.2), all in float64. The weights w differ, so that outputs taken for one another are noticed.
 */
import { asTensor } from "./algebra.js";
import { type Shape, sizeOf } from "./broadcasting.js";
import { Tape } from "./tape.js";
import type { Tensor } from "./tensor.js";
import type { Value } from "./valueTypes.js";

export interface GradientCheckInput {
  readonly data: ArrayLike<number>;
  /** Default: a vector. */
  readonly shape?: Shape;
}

/** Where gradient and difference differ most. */
export interface GradientCheck {
  /** |gradient − difference|, relative to the largest gradient by the same input (at least 0.001). */
  readonly deviation: number;
  /** Which input, and which number of it. */
  readonly input: number;
  readonly element: number;
  readonly gradient: number;
  readonly difference: number;
}

/**
 * Checks the gradient of a function by every input. A right one deviates by less than 1e-6; at a kink (|x| at 0)
 * differences have no meaning, so choose inputs away from kinks by more than twice `step` of their size.
 * @param step h relative to |x_i| or to 0.1, whichever is larger (default 1e-3)
 */
export function checkGradient(
  f: (...x: Tensor[]) => Value,
  inputs: readonly GradientCheckInput[],
  { step = 1e-3 }: { readonly step?: number } = {},
): GradientCheck {
  const start = inputs.map(({ data }) => Float64Array.from(data));
  const run = (values: readonly Float64Array[]) => {
    const tape = new Tape({ precision: "float64" });
    const x = values.map((data, k) => tape.parameter(data, inputs[k].shape));
    return { tape, x, total: weightedSum(asTensor("checkGradient", f(...x))) };
  };
  const { tape, x, total } = run(start);
  let worst: GradientCheck = { deviation: 0, input: 0, element: 0, gradient: 0, difference: 0 };
  tape.gradient(total, x).forEach(({ data: gradient }, input) => {
    const scale = Float64Array.from(gradient).reduce((most, d) => Math.max(most, Math.abs(d)), 1e-3);
    start[input].forEach((original, element) => {
      const h = step * Math.max(0.1, Math.abs(original));
      const at = (shift: number) => {
        const moved = start.map((data, k) => (k === input ? data.slice() : data));
        moved[input][element] = original + shift;
        return run(moved).total.item();
      };
      const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const deviation = Math.abs(gradient[element] - difference) / scale;
      // NaN must not pass for a small deviation.
      if (!(deviation <= worst.deviation))
        worst = { deviation, input, element, gradient: gradient[element], difference };
    });
  });
  return worst;
}

/** Σ w_j y_j, with w_j between ½ and 1½: fractions of the multiples of the golden ratio, which are all different. */
function weightedSum(y: Tensor): Tensor {
  const golden = (Math.sqrt(5) - 1) / 2;
  const weights = Float64Array.from({ length: sizeOf(y.shape) }, (_, j) => 0.5 + (((j + 1) * golden) % 1));
  return y.mul(y.tape.constant(weights, y.shape)).sum();
}
