// Oracles: lTest.py beside this file (all pairs by brute force with gemmi 0.7.5; cctbx's L-test, which takes pairs at
// random); intensities of Wilson's distribution and sums of two of them, whose moments Padilla & Yeates give.
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { exponential, normal, randomStream } from "../../lib/random/index.js";
import { lTest, lTestTheory } from "../../lib/statistics/index.js";
import { ReflectionTable } from "../../lib/table/index.js";

const reference: [string, number[], number, number, number, number, number, number][] = [
  // space group, cell, acentric reflections, pairs, ⟨|L|⟩, ⟨L²⟩, and cctbx's ⟨|L|⟩ and ⟨L²⟩
  ["P 21 21 21", [38, 44, 52, 90, 90, 90], 2229, 19482, 0.496906100859, 0.327679013605, 0.4796, 0.3174],
  ["C 1 2 1", [60, 41, 45, 90, 104, 90], 2992, 28730, 0.493949428055, 0.324616461961, 0.4979, 0.3272],
  ["P 61 2 2", [61, 61, 80, 90, 90, 120], 2116, 18322, 0.492568152412, 0.323781518115, 0.4876, 0.3207],
];

/** All reflections between 10 and 2.6 Å, of which `intensity` gives I/ε. */
function tableOf(
  name: string,
  cell: readonly number[],
  intensity: (h: number, k: number, l: number, row: number) => number,
  sigma = 0.01,
): ReflectionTable {
  const spaceGroup = SpaceGroup.fromName(name);
  const unitCell = new UnitCell(...(cell as [number, number, number, number, number, number]));
  const rows: number[][] = [];
  const reach = [cell[0], cell[1], cell[2]].map((length) => Math.ceil(length / 2.6));
  for (let h = -reach[0]; h <= reach[0]; h++)
    for (let k = -reach[1]; k <= reach[1]; k++)
      for (let l = -reach[2]; l <= reach[2]; l++) {
        if (!spaceGroup.isInAsu(h, k, l) || spaceGroup.isAbsent(h, k, l)) continue;
        const d = unitCell.dSpacing(h, k, l);
        if (d < 2.6 || d > 10) continue;
        rows.push([h, k, l, spaceGroup.epsilon(h, k, l) * intensity(h, k, l, rows.length)]);
      }
  const column = (c: number) => Float64Array.from(rows, (row) => row[c]);
  return new ReflectionTable({
    cell: unitCell,
    spaceGroup,
    merged: true,
    columns: [
      { label: "H", type: "H", data: Int32Array.from(column(0)) },
      { label: "K", type: "H", data: Int32Array.from(column(1)) },
      { label: "L", type: "H", data: Int32Array.from(column(2)) },
      { label: "I", type: "J", data: column(3) },
      { label: "SIGI", type: "Q", data: new Float64Array(rows.length).fill(sigma) },
    ],
  });
}

/** As in lTest.py. */
function hashed(h: number, k: number, l: number): number {
  const x = 43758.5453 * Math.sin(12.9898 * h + 78.233 * k + 37.719 * l);
  return -Math.log(1 - 0.999 * (x - Math.floor(x))) + 0.01;
}

const orthorhombic = [60, 70, 80, 90, 90, 90];
const [first, second] = [randomStream(1, "first"), randomStream(2, "second")];

describe("against gemmi and cctbx", () => {
  test.each(reference)("%s", (name, cell, reflections, pairs, mean, square, theirs, theirSquare) => {
    const table = tableOf(name, cell, hashed);
    const acentric = table.spaceGroup.centricFlags(table.hkl()).filter((flag) => flag === 0);
    expect(acentric.length).toBe(reflections);
    const result = lTest({ table, intensity: table.values("I") });
    expect(result.pairs).toBe(pairs);
    expect(result.absoluteL.length).toBe(pairs);
    expect(result.meanAbsoluteL).toBeCloseTo(mean, 5);
    expect(result.meanSquareL).toBeCloseTo(square, 5);
    // One pair of a reflection at random: a standard error of 0.29/√n
    expect(Math.abs(result.meanAbsoluteL - theirs)).toBeLessThan((4 * 0.29) / Math.sqrt(reflections));
    expect(Math.abs(result.meanSquareL - theirSquare)).toBeLessThan((4 * 0.3) / Math.sqrt(reflections));
  });
});

test("an untwinned crystal has 1/2 and 1/3, a perfect twin 3/8 and 1/5, and their distributions", () => {
  const single = tableOf("P 21 21 21", orthorhombic, (_h, _k, _l, i) => exponential(first, i));
  const twin = tableOf(
    "P 21 21 21",
    orthorhombic,
    (_h, _k, _l, i) => exponential(first, i) + exponential(second, i),
  );
  for (const [kind, table, mean, square] of [
    ["untwinned", single, 1 / 2, 1 / 3],
    ["twin", twin, 3 / 8, 1 / 5],
  ] as const) {
    const result = lTest({ table, intensity: table.values("I") });
    expect(Math.abs(result.meanAbsoluteL - mean)).toBeLessThan(0.012);
    expect(Math.abs(result.meanSquareL - square)).toBeLessThan(0.012);
    for (const l of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const below = result.absoluteL.filter((value) => value <= l).length / result.pairs;
      expect(Math.abs(below - lTestTheory(kind, l))).toBeLessThan(0.025);
    }
  }
});

test("the moments of the theory", () => {
  for (const [kind, mean, square] of [
    ["untwinned", 1 / 2, 1 / 3],
    ["twin", 3 / 8, 1 / 5],
  ] as const) {
    let [first1, second1] = [0, 0];
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const share = lTestTheory(kind, (i + 1) / n) - lTestTheory(kind, i / n);
      first1 += share * ((i + 0.5) / n);
      second1 += share * ((i + 0.5) / n) ** 2;
    }
    expect(first1).toBeCloseTo(mean, 7);
    expect(second1).toBeCloseTo(square, 7);
  }
});

test("noise would hide a twin: the weak part of the data is left out", () => {
  const noise = randomStream(3, "noise");
  // strong within 4 Å, nothing but noise beyond
  const table = tableOf(
    "P 21 21 21",
    orthorhombic,
    (h, k, l, i) => {
      const d = 1 / Math.hypot(h / 60, k / 70, l / 80);
      return (d > 4 ? 50 * (exponential(first, i) + exponential(second, i)) : 0) + normal(noise, i);
    },
    1,
  );
  const [intensity, sigma] = [table.values("I"), table.values("SIGI")];
  const judged = lTest({ table, intensity, sigma });
  expect(judged.dMin).toBeGreaterThan(3.9);
  expect(judged.dMin).toBeLessThan(4.3);
  expect(judged.meanAbsoluteL).toBeLessThan(0.4);
  expect(lTest({ table, intensity }).meanAbsoluteL).toBeGreaterThan(0.5);
  expect(lTest({ table, intensity, sigma }, { dMin: 6 }).dMin).toBeGreaterThanOrEqual(6);
});

test("missing values do not count, negative ones stay within the range", () => {
  const table = tableOf("P 1", [30, 35, 40, 80, 95, 100], (_h, _k, _l, i) => exponential(first, i) - 0.3);
  const intensity = table.values("I").map((value, i) => (i % 7 === 0 ? Number.NaN : value));
  const { absoluteL } = lTest({ table, intensity });
  expect(absoluteL.every((l) => l >= 0 && l <= 1)).toBe(true);
  expect(absoluteL.at(-1)).toBe(1);
});

test("too few pairs, and a distance that allows none", () => {
  const table = tableOf("P 21 21 21", orthorhombic, hashed);
  const intensity = table.values("I");
  expect(() => lTest({ table, intensity }, { dMax: 2.61 })).toThrow(
    /^L-test of .*: got \d+ pairs of acentric reflections between 2.61 and 0.00 Å, expected at least 20/,
  );
  expect(() => lTest({ table, intensity }, { distance: 1 })).toThrow("got 1, expected a whole number of at");
  expect(lTest({ table, intensity }, { distance: 2 }).pairs).toBeLessThan(
    lTest({ table, intensity }, { distance: 4 }).pairs / 2,
  );
});
