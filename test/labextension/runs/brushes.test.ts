/** Runs within ranges. */
import { expect, test } from "vitest";
import { within } from "../../../labextension/src/runs/brushes.js";
import type { Dimension } from "../../../labextension/src/runs/hyperparameters.js";

const dimension = (path: string, values: readonly number[]): Dimension => ({
  path,
  title: path,
  kind: "numeric",
  log: false,
  values,
  categories: [],
});

test("a run is within all ranges at once, in whichever direction they were drawn; a gap is in none", () => {
  const dimensions = [dimension("a", [1, 2, 3, Number.NaN]), dimension("b", [1, 1, 9, 1])];
  expect(within(dimensions, new Map(), 4)).toEqual([true, true, true, true]);
  expect(within(dimensions, new Map([["a", [3, 2]]]), 4)).toEqual([false, true, true, false]);
  const both = new Map<string, readonly [number, number]>([
    ["a", [2, 3]],
    ["b", [0, 5]],
  ]);
  expect(within(dimensions, both, 4)).toEqual([false, true, false, false]);
});
