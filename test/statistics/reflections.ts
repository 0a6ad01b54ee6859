/** Tables for the tests of statistics: real ones from ../shared/data, and small made ones. */
import { readFileSync } from "node:fs";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { randomStream } from "../../lib/random/index.js";
import { normal } from "../../lib/random/normal.js";
import { type ColumnInit, ReflectionTable, type ReflectionTableInit } from "../../lib/table/index.js";
import { dataFile } from "../data.js";

const read = new Map<string, Promise<ReflectionTable>>();

/** A table of ../shared/data, read once. */
export function realTable(path: string): Promise<ReflectionTable> {
  const table = read.get(path) ?? readTable(path);
  read.set(path, table);
  return table;
}

async function readTable(path: string): Promise<ReflectionTable> {
  return ReflectionTable.fromMtz(await readMtz(bytesSource(readFileSync(dataFile(path)), path)));
}

/** The unmerged data sets with references by cctbx and reciprocalspaceship. */
export const unmergedFiles: Readonly<Record<"gamma" | "insulin", string>> = {
  gamma: "gamma/HKLOUT_unmerged.mtz",
  insulin: "insulin/insulin_dials_scaled_unmerged.mtz",
};

/** Reference values of test/reference/statistics. */
export function reference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../reference/statistics/${name}.json`, import.meta.url), "utf8"));
}

/** h, k, l, I, SIGI and perhaps the batch of an observation. */
export type Row = readonly [
  h: number,
  k: number,
  l: number,
  intensity: number,
  sigma: number,
  batch?: number,
];

/** An unmerged table of the rows, indices as observed; P 21 21 21, 30 × 40 × 50 Å. */
export function unmerged(rows: readonly Row[], init: Partial<ReflectionTableInit> = {}): ReflectionTable {
  return new ReflectionTable({
    cell: [30, 40, 50, 90, 90, 90],
    spaceGroup: "P 21 21 21",
    merged: false,
    name: "made.mtz",
    columns: columnsOf(rows),
    ...init,
  });
}

/** H K L I SIGI BATCH. */
export function columnsOf(rows: readonly Row[]): ColumnInit[] {
  const axes = ["H", "K", "L"].map(
    (label, axis): ColumnInit => ({ label, type: "H", data: rows.map((row) => row[axis] ?? 0) }),
  );
  return [
    ...axes,
    { label: "I", type: "J", data: Float64Array.from(rows, (row) => row[3]) },
    { label: "SIGI", type: "Q", data: Float64Array.from(rows, (row) => row[4]) },
    { label: "BATCH", type: "B", data: rows.map((row) => row[5] ?? 1) },
  ];
}

/** `multiplicity` observations of each of many reflections and of their mates, of `signal` plus unit noise. */
export function noisy(signal: number, multiplicity: number, seed: number): ReflectionTable {
  const random = randomStream(seed, "test");
  const rows: Row[] = [];
  for (let h = 1; h <= 9; h++)
    for (let k = 1; k <= 11; k++)
      for (let l = 1; l <= 11; l++)
        for (let mate = 1; mate >= -1; mate -= 2) {
          const truth = signal * normal(randomStream(seed, "truth"), rows.length);
          for (let i = 0; i < multiplicity; i++)
            rows.push([mate * h, mate * k, mate * l, truth + normal(random, rows.length), 1, i + 1]);
        }
  return unmerged(rows);
}
