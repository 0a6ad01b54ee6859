/** The merged table: columns and their types, centrics, mates that are missing, what is left out. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mergedTable } from "../../../lib/models/merging/mergedTable.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { amplitudeMoments } from "../../../lib/models/merging/surrogatePosterior.js";
import { readReflections } from "../../../lib/node/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { type Row, unmerged } from "./tables.js";

// in P 21 21 21: (0 2 3) is centric, the others are not; of (1 1 4) there is but one mate
const rows: Row[] = [
  { hkl: [1, 2, 3], intensity: 10 },
  { hkl: [1, 2, 3], intensity: 12, batch: 2 },
  { hkl: [-1, -2, -3], intensity: 14 },
  { hkl: [0, 2, 3], intensity: 16 },
  { hkl: [0, -2, -3], intensity: 18, batch: 2 },
  { hkl: [-1, -1, -4], intensity: 20 },
  { hkl: [2, 2, 2], intensity: 22 },
];
const names = { history: "From a test", name: "the merge" };

interface Case {
  readonly table: ReflectionTable;
  /** By intensity of an observation of it: what a reflection or mate was given. */
  of(intensity: number): { mean: number; deviation: number; square: number; squareDeviation: number };
}

function merged(anomalous: boolean, skip?: number): Case {
  const data = collectMergingData(unmerged(rows, {}, "in.mtz"), { anomalous, metadata: ["image"] });
  const g = data.groups.count;
  const moments = amplitudeMoments(
    Array.from({ length: g }, (_, i) => 1 + 0.1 * i),
    Array.from({ length: g }, (_, i) => 0.2 + 0.05 * i),
  );
  const expected = Float64Array.from({ length: g }, (_, i) => 100 + 10 * i);
  const count = Int32Array.from({ length: g }, (_, i) => data.reflection.filter((of) => of === i).length);
  const groupOf = (intensity: number) => data.reflection[data.observations.intensity.indexOf(intensity)];
  if (skip !== undefined) count[groupOf(skip)] = 0;
  return {
    table: mergedTable(data, { moments, expected, count }, names),
    of(intensity) {
      const i = groupOf(intensity);
      return {
        mean: Math.sqrt(expected[i]) * moments.mean[i],
        deviation: Math.sqrt(expected[i]) * moments.standardDeviation[i],
        square: expected[i] * moments.meanSquare[i],
        squareDeviation: expected[i] * moments.squareDeviation[i],
      };
    },
  };
}

function rowOf(table: ReflectionTable, ...hkl: number[]): number {
  const all = table.hkl();
  return Array.from({ length: table.length }, (_, row) => row).findIndex((row) =>
    hkl.every((index, axis) => all[3 * row + axis] === index),
  );
}

const numbers = (table: ReflectionTable, row: number, labels: string[]) =>
  labels.map((label) => table.values(label)[row]);

function expectMoments(table: ReflectionTable, row: number, mate: string, of: ReturnType<Case["of"]>): void {
  const found = numbers(table, row, [`F${mate}`, `SIGF${mate}`, `I${mate}`, `SIGI${mate}`]);
  [of.mean, of.deviation, of.square, of.squareDeviation].forEach((value, k) => {
    expect(found[k] / value).toBeCloseTo(1, 6);
  });
}

describe("Friedel mates apart", () => {
  const { table, of } = merged(true);

  test("columns and types are CCP4's", () => {
    expect(table.columns.map(({ label, type }) => `${label} ${type}`)).toEqual([
      ...["H H", "K H", "L H", "F(+) G", "SIGF(+) L", "F(-) G", "SIGF(-) L"],
      ...["I(+) K", "SIGI(+) M", "I(-) K", "SIGI(-) M", "N(+) I", "N(-) I"],
    ]);
    expect(table.merged).toBe(true);
    expect(table.length).toBe(4);
    expect(table.spaceGroup.name).toBe("P 21 21 21");
    expect(table.name).toBe("the merge");
    expect(table.history[0]).toBe("From a test");
  });

  test("each mate has its own numbers", () => {
    const row = rowOf(table, 1, 2, 3);
    expectMoments(table, row, "(+)", of(10));
    expectMoments(table, row, "(-)", of(14));
    expect(numbers(table, row, ["N(+)", "N(-)"])).toEqual([2, 1]);
    expect(of(10).mean).not.toBe(of(14).mean);
  });

  test("a centric stands in both mates' columns", () => {
    const row = rowOf(table, 0, 2, 3);
    expectMoments(table, row, "(+)", of(16));
    expectMoments(table, row, "(-)", of(18));
    expect(of(16)).toEqual(of(18));
    expect(numbers(table, row, ["N(+)", "N(-)"])).toEqual([2, 2]);
  });

  test("a mate that was not measured is missing, with N 0", () => {
    const row = rowOf(table, 1, 1, 4);
    expect(numbers(table, row, ["F(+)", "SIGF(+)", "I(+)", "SIGI(+)", "N(+)"])).toEqual([
      ...Array(4).fill(Number.NaN),
      0,
    ]);
    expectMoments(table, row, "(-)", of(20));
    expect(numbers(table, row, ["N(-)"])).toEqual([1]);
  });
});

describe("Friedel mates together", () => {
  const { table, of } = merged(false);

  test("columns and types are CCP4's", () => {
    expect(table.columns.map(({ label, type }) => `${label} ${type}`)).toEqual([
      ...["H H", "K H", "L H", "F F", "SIGF Q", "I J", "SIGI Q", "N I"],
    ]);
  });

  test("each reflection has its numbers", () => {
    const row = rowOf(table, 1, 2, 3);
    expectMoments(table, row, "", of(14));
    expect(table.values("N")[row]).toBe(3);
  });
});

test("I is E[F²], more than E[F]²", () => {
  const { table } = merged(false);
  const [f, sigma, i] = ["F", "SIGF", "I"].map((label) => table.values(label));
  for (let row = 0; row < table.length; row++)
    expect(i[row] / (f[row] ** 2 + sigma[row] ** 2)).toBeCloseTo(1, 5);
});

test("a reflection without a training observation is left out, a mate without one is missing", () => {
  expect(rowOf(merged(true, 22).table, 2, 2, 2)).toBe(-1);
  expect(merged(true, 22).table.length).toBe(3);
  const { table } = merged(true, 14);
  const row = rowOf(table, 1, 2, 3);
  expect(numbers(table, row, ["F(-)", "N(-)", "N(+)"])).toEqual([Number.NaN, 0, 2]);
});

test("what is written to an MTZ is read again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "friedel-merged-"));
  try {
    const { table } = merged(true);
    await table.write(join(folder, "merged.mtz"));
    const read = await readReflections(join(folder, "merged.mtz"));
    expect(read.merged).toBe(true);
    expect(read.columns.map(({ label, type }) => label + type)).toEqual(
      table.columns.map(({ label, type }) => label + type),
    );
    for (const label of table.labels)
      expect(Array.from(read.values(label))).toEqual(Array.from(table.values(label)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
