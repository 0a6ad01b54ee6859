// Oracle: numpy.percentile and numpy.digitize by hand for a short list; the shells of shells.ts for the rest.
import { expect, test } from "vitest";
import { correlationShells, rowsByGroup } from "../../lib/statistics/correlationShells.js";
import { divideIntoShells } from "../../lib/statistics/index.js";

const d = Float64Array.of(4, 2, 10, 3, 2.5, 3, 8, 5);

test("percentiles of d: edges between order statistics, a tie on an edge goes to lower resolution's neighbour", () => {
  // numpy.percentile(d, [100, 75, 50, 25, 0]) = 10, 5.75, 3.5, 2.875, 2
  const shells = correlationShells(d, { shells: 4, binning: "percentile" });
  expect([...shells.dMax]).toEqual([10, 5.75, 3.5, 2.875]);
  expect([...shells.dMin]).toEqual([5.75, 3.5, 2.875, 2]);
  expect([...shells.ofReflection]).toEqual([1, 3, 0, 2, 3, 2, 0, 1]);
  expect(shells.edges[2]).toBeCloseTo(1 / 3.5 ** 2, 12);
});

test("volume, count and edges are those of the other statistics", () => {
  const inverse = d.map((value) => 1 / value ** 2);
  for (const options of [{ shells: 3 }, { shells: 2, binning: "count" } as const, { edges: [20, 3, 1] }])
    expect(correlationShells(d, options)).toEqual(divideIntoShells(inverse, options));
  expect(correlationShells(d, { edges: [20, 3, 1], binning: "percentile" }).count).toBe(2);
});

test("rows by group keep their order; those of no group are left out", () => {
  const { start, rows } = rowsByGroup([1, -1, 0, 1, 2, 0], 4);
  expect([...start]).toEqual([0, 2, 4, 5, 5]);
  expect([...rows]).toEqual([2, 5, 0, 3, 4]);
});

test("bad input", () => {
  expect(() => correlationShells(new Float64Array(0), { binning: "percentile" })).toThrow(
    "resolution shells: got no rows, expected at least one",
  );
  expect(() => correlationShells(d, { binning: "percentile", shells: 0 })).toThrow(
    "count of resolution shells: got 0, expected a positive integer",
  );
});
