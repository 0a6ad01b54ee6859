/** Oracles: the limits of cctbx's binner (mergingStatistics.test.ts); counts and volumes by definition. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { divideIntoShells } from "../../lib/statistics/index.js";
import { shellOf } from "../../lib/statistics/shells.js";

const x = Float64Array.from({ length: 1000 }, (_, i) => 0.01 + 0.24 * ((i * 0.6180339887) % 1));

test("equal volumes", () => {
  const { edges, dMax, dMin, count } = divideIntoShells(x, { shells: 7 });
  const volumes = Array.from({ length: count }, (_, s) => edges[s + 1] ** 1.5 - edges[s] ** 1.5);
  for (const volume of volumes) expect(volume / volumes[0]).toBeCloseTo(1, 9);
  // widened by a millionth of the span
  expect(Math.abs(edges[0] - Math.min(...x))).toBeLessThan(1e-6 * 0.25);
  expect(Math.abs(edges[7] - Math.max(...x))).toBeLessThan(1e-6 * 0.25);
  expect(dMax[0]).toBe(1 / Math.sqrt(edges[0]));
  expect([...dMax.slice(1)]).toEqual([...dMin.slice(0, -1)]);
});

test("equal counts", () => {
  const { ofReflection } = divideIntoShells(x, { shells: 8, binning: "count" });
  const counts = new Array(8).fill(0);
  for (const s of ofReflection) counts[s]++;
  expect(counts).toEqual(new Array(8).fill(125));
});

test("every reflection is in the shell whose limits hold it", () => {
  const { ofReflection, edges } = divideIntoShells(x);
  ofReflection.forEach((s, i) => {
    expect(x[i]).toBeGreaterThanOrEqual(edges[s]);
    expect(x[i]).toBeLessThanOrEqual(edges[s + 1]);
  });
});

test("edges in Å, in either order; what is beyond is in no shell; what is on a limit is in", () => {
  const values = Float64Array.from([30, 20, 10, 5, 4, 3.9], (d) => 1 / (d * d));
  for (const edges of [
    [20, 10, 4],
    [4, 10, 20],
  ]) {
    expect([...divideIntoShells(values, { edges }).ofReflection]).toEqual([-1, 0, 1, 1, 1, -1]);
  }
});

test("fewer reflections than shells, one reflection", () => {
  expect(divideIntoShells(x.slice(0, 3)).count).toBe(3);
  const one = divideIntoShells(x.slice(0, 1), { binning: "count" });
  expect([...one.ofReflection]).toEqual([0]);
  expect([...divideIntoShells(Float64Array.of(0.1, 0.1, 0.1), { shells: 2 }).ofReflection]).toEqual([
    1, 1, 1,
  ]);
});

test("a value that is no number is in no shell", () => {
  expect(shellOf(Float64Array.of(0, 1), Number.NaN)).toBe(-1);
});

test("impossible options", () => {
  expect(() => divideIntoShells(x, { shells: 2.5 })).toThrow(InputError);
  expect(() => divideIntoShells(x, { edges: [5] })).toThrow(
    "got [5], expected at least two resolutions in Å, above 0",
  );
  expect(() => divideIntoShells(x, { edges: [5, 0] })).toThrow(InputError);
  expect(() => divideIntoShells(new Float64Array(0))).toThrow("got no reflections, expected at least one");
});
