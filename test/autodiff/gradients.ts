/** Random inputs, and the check of an op's gradient against central differences in float64. */
import { expect } from "vitest";
import type { Shape } from "../../lib/autodiff/broadcasting.js";
import { checkGradient, type Tensor } from "../../lib/autodiff/index.js";
import { fillUniform, randomStream } from "../../lib/random/index.js";

/** Random numbers from a range, the same for the same name. */
export function uniforms(count: number, name: string, from = -2, to = 2): Float64Array {
  return fillUniform(randomStream(4, name), new Float64Array(count)).map((u) => from + (to - from) * u);
}

export function integers(count: number, name: string, end: number): Int32Array {
  return Int32Array.from(uniforms(count, name, 0, end), Math.floor);
}

export interface Input {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** A random input. */
export function input(shape: Shape, name: string, from = -2, to = 2): Input {
  return { shape, data: uniforms(countOf(shape), `${name} ${shape}`, from, to) };
}

function countOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Holds a gradient to `tolerance`, relative to the largest of each input's; returns the worst deviation. */
export function expectGradients(
  f: (...x: Tensor[]) => Tensor,
  inputs: readonly Input[],
  tolerance = 1e-6,
): number {
  const worst = checkGradient(f, inputs);
  expect(worst.deviation, JSON.stringify(worst)).toBeLessThan(tolerance);
  return worst.deviation;
}
