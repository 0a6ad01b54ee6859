// Oracle: reciprocalspaceship 1.0.8 (test/reference/table/symmetry.py); its float32 dHKL to 1e-6 relative.
import { describe, expect, test } from "vitest";
import { resolutionShells, resolutions, shellsOf } from "../../lib/table/index.js";
import { fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Case {
  spaceGroup: string;
  cell: number[];
  input: PlainColumns;
  dHKL: number[];
  bins: number[];
  binEdges: number[];
}
const { cases } = reference<{ cases: Case[] }>("symmetry");

describe.each(cases)("$spaceGroup", ({ spaceGroup, cell, input, dHKL, bins, binEdges }) => {
  const table = tableOf(input, { cell, spaceGroup });
  test("computeDHKL agrees with reciprocalspaceship", () => {
    const mine = table.computeDHKL();
    expect(mine.column("dHKL").type).toBe("R");
    plain(mine, "dHKL").forEach((d, i) => {
      expect(Math.abs(d / dHKL[i] - 1)).toBeLessThan(1e-6);
    });
  });
  test("shells of equal counts agree with reciprocalspaceship", () => {
    // its own float32 resolutions, so that ties fall on the same side of an edge
    const { edges, shell } = resolutionShells(Float32Array.from(dHKL), { count: 7 });
    edges.forEach((edge, i) => {
      expect(Math.abs(edge / binEdges[i] - 1)).toBeLessThan(1e-5);
    });
    expect([...shell]).toEqual(bins);
  });
});

test("shells of equal volume have equal steps of 1/d³, and every reflection is in the shell whose edges hold it", () => {
  const table = tableOf(cases[3].input, { cell: cases[3].cell, spaceGroup: cases[3].spaceGroup });
  const d = resolutions(table);
  const { edges, shell, labels } = resolutionShells(d, { count: 5, by: "equal volume" });
  const steps = Array.from({ length: 5 }, (_, s) => edges[s + 1] ** -3 - edges[s] ** -3);
  for (const step of steps) expect(step).toBeCloseTo(steps[0], 12);
  d.forEach((value, i) => {
    expect(value).toBeLessThanOrEqual(edges[shell[i]]);
    expect(value).toBeGreaterThanOrEqual(edges[shell[i] + 1]);
  });
  expect(labels[0]).toBe(`${Math.max(...d).toFixed(2)} – ${edges[1].toFixed(2)}`);
});

test("limits leave reflections outside, and edges belong to the shell they begin", () => {
  const { shell, edges } = resolutionShells([10, 5, 3, 2, 1], { count: 2, dMin: 2, dMax: 5 });
  expect([...shell]).toEqual([-1, 0, 1, 1, -1]);
  expect([...edges]).toEqual([5, 3, 2]);
  expect([...shellsOf([5, 4.9, 3, 2.9, 2, 1.9, Number.NaN], edges)]).toEqual([0, 0, 1, 1, 1, -1, -1]);
});

test("assignShells adds a column", () => {
  const table = fourReflections().assignShells({ count: 2 });
  expect(plain(table, "SHELL")).toEqual([0, 1, 1, 0]);
  expect(fourReflections().assignShells({ count: 1, label: "bin" }).column("bin").type).toBe("I");
});

test("errors: no shells, no reflections", () => {
  expect(() => resolutionShells([1, 2], { count: 0 })).toThrow(/count of resolution shells: got 0/);
  expect(() => resolutionShells([1, 2], { dMin: 5 })).toThrow(/got none of 2 within the limits/);
  expect(() =>
    fourReflections()
      .filter(() => false)
      .assignShells(),
  ).toThrow(/got none of 0 within the limits/);
});
