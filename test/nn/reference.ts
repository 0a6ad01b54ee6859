/** Trajectories and clipped gradients of tf_keras: test/reference/nn/optimisers.py. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Numbers, Optimiser } from "../../lib/nn/index.js";

export interface Trajectory {
  readonly optimiser: string;
  readonly options: Record<string, number | boolean>;
  readonly precision: "float64" | "float32";
  readonly scheduled: boolean;
  readonly points: number[][];
}

export interface OptimiserReference {
  readonly start: number[];
  readonly gradients: number[][];
  readonly factors: number[];
  readonly cases: Trajectory[];
  readonly clipping: {
    readonly gradients: Record<string, number[]>;
    readonly globalNorm: number;
    readonly cases: {
      readonly options: Record<string, number>;
      readonly gradients: Record<string, number[]>;
    }[];
  };
}

const file = join(import.meta.dirname, "..", "reference", "nn", "optimisers.json");
export const reference = JSON.parse(readFileSync(file, "utf8")) as OptimiserReference;

export function arrayOf(precision: "float64" | "float32"): (values: ArrayLike<number>) => Numbers {
  return (values) => (precision === "float64" ? Float64Array.from(values) : Float32Array.from(values));
}

/** The parameters after each step of a trajectory, as our optimiser walks it. */
export function walk(optimiser: Optimiser, { precision, scheduled }: Trajectory): number[][] {
  const make = arrayOf(precision);
  const x = make(reference.start);
  const state = optimiser.initialise({ x });
  return reference.gradients.map((gradient, step) => {
    optimiser.update(state, { x }, { x: make(gradient) }, scheduled ? reference.factors[step] : 1);
    return Array.from(x);
  });
}

/** The greatest difference between two trajectories, relative to the greatest move of each number from its start. */
export function deviation(found: number[][], expected: number[][]): number {
  expect(found.length).toBe(expected.length);
  let worst = 0;
  reference.start.forEach((start, i) => {
    const reach = Math.max(...expected.map((point) => Math.abs(point[i] - start)));
    for (let step = 0; step < expected.length; step++)
      worst = Math.max(worst, Math.abs(found[step][i] - expected[step][i]) / reach);
  });
  return worst;
}

/** A pseudo-gradient that depends on the parameter, so that a wrong bit anywhere spreads. */
export function pull(x: Numbers, step: number): Float64Array {
  return Float64Array.from(x, (value, i) => Math.sin(3 * value + i) + 0.1 * Math.cos(step * (i + 1)));
}
