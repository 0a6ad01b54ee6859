// Oracle: a few reflections by hand.
import { expect, test } from "vitest";
import { splitHalves } from "../../lib/statistics/index.js";
import { anomalousPairs, matesApart, mergedPairs } from "../../lib/statistics/mergedHalves.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import { careless, madeHalvesTable, together } from "./careless.js";

type Row = readonly [h: number, k: number, l: number, plus: number, minus: number, n?: number];

/** F(+) and F(-) with SIGF 0.5 and 0.25, counts of observations; P 21 21 21, in which 0 2 4 is centric. */
function half(rows: readonly Row[]): ReflectionTable {
  const index = (label: string, axis: 0 | 1 | 2): ColumnInit => ({
    label,
    type: "H",
    data: Int32Array.from(rows, (row) => row[axis]),
  });
  return new ReflectionTable({
    cell: [10, 20, 40, 90, 90, 90],
    spaceGroup: "P 21 21 21",
    merged: true,
    name: "half.mtz",
    columns: [
      index("H", 0),
      index("K", 1),
      index("L", 2),
      { label: "F(+)", type: "G", data: rows.map((row) => row[3]) },
      { label: "SIGF(+)", type: "L", data: rows.map(() => 0.5) },
      { label: "F(-)", type: "G", data: rows.map((row) => row[4]) },
      { label: "SIGF(-)", type: "L", data: rows.map(() => 0.25) },
      { label: "N(+)", type: "R", data: rows.map((row) => row[5] ?? 1) },
    ],
  });
}

const first = half([
  [1, 2, 3, 10, 8],
  [2, 1, 1, 20, Number.NaN],
  [0, 2, 4, 5, 5],
  [3, 1, 2, 7, 6],
  [1, 1, 1, 3, 4, 0],
]);
const second = half([
  [1, 1, 1, 3, 2],
  [0, 2, 4, 6, 6],
  [1, 2, 3, 9, 7.5],
  [2, 1, 1, 21, 22],
]);

test("amplitudes: both mates, a centric once, what both halves measured", () => {
  const { first: x, second: y, variance, d } = mergedPairs({ first, second }, "amplitude");
  expect([...x]).toEqual([10, 20, 5, 8, 4]);
  expect([...y]).toEqual([9, 21, 6, 7.5, 2]);
  expect([...variance]).toEqual([0.5, 0.5, 0.5, 0.125, 0.125]);
  expect(d[0]).toBeCloseTo(1 / Math.sqrt(0.01 + 0.01 + (3 / 40) ** 2), 12);
});

test("intensities from amplitudes: F² + SIGF²", () => {
  const { first: x, variance } = mergedPairs({ first, second }, "intensity");
  expect([...x]).toEqual([100.25, 400.25, 25.25, 64.0625, 16.0625]);
  expect(variance.every(Number.isNaN)).toBe(true);
});

test("anomalous differences: acentric, both mates in both halves", () => {
  const { first: x, second: y, variance } = anomalousPairs({ first, second }, "amplitude", false);
  expect([[...x], [...y], [...variance]]).toEqual([[2], [1.5], [0.625]]);
  expect([...anomalousPairs({ first, second }, "amplitude", true).first]).toEqual([2, 0]);
});

test("careless's table of halves, repeat by repeat", () => {
  const table = madeHalvesTable();
  const halves = splitHalves(table);
  expect(halves.length).toBe(3);
  halves.forEach((repeat, r) => {
    [repeat.first, repeat.second].forEach((part, h) => {
      const made = careless.halves[2 * r + h];
      expect([made.repeat, made.half]).toEqual([r, h]);
      expect([...part.hkl()]).toEqual(made.hkl);
      expect(part.merged).toBe(true);
    });
  });
  expect(matesApart(halves[0])).toBe(true);
  expect(matesApart(together(halves[0]))).toBe(false);
  expect(splitHalves(table.filter(table.values("repeat").map((r) => (r === 1 ? 1 : 0)))).length).toBe(1);
});

test("bad input", () => {
  const [halves] = splitHalves(madeHalvesTable());
  expect(() => matesApart({ first: halves.first, second: together(halves).second })).toThrow(
    "got one with Friedel mates apart and one without, expected both alike",
  );
  expect(() => anomalousPairs(together(halves), "amplitude", false)).toThrow(
    "anomalous differences of xval.mtz: got one column of amplitudes, expected F(+) and F(-); merge with Friedel " +
      "mates apart",
  );
  expect(() => mergedPairs({ first: first.without("F(-)"), second }, "amplitude")).toThrow(
    "column F(-) is not in half.mtz",
  );
  expect(() => splitHalves(first)).toThrow("column repeat is not in half.mtz");
  const table = madeHalvesTable();
  expect(() => splitHalves(table.filter((row) => table.values("half")[row] === 0))).toThrow(
    /half data sets of xval.mtz: got \d+ rows of half 0 and 0 of half 1 in repeat 0, expected some of both/,
  );
});
