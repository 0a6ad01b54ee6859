// Oracle: gemmi 0.7.5 (observed indices) and reciprocalspaceship 1.0.8 on the real files (test/reference/table/files.py):
// integers by equality, others to float32 (2e-7 of the value, and the 5 decimals of the file).
import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { bytesSource, readMtz } from "../../lib/formats/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { dataFile, dataTest } from "../data.js";
import { filled, reference } from "./tables.js";

interface Summary {
  length: number;
  columns: Record<string, { sum: number; weighted: number; missing: number; rows: (number | null)[] }>;
}
interface Reference {
  step: number;
  unmerged: Record<string, { observed: Summary; asu: Summary }>;
  merged: Record<string, { stacked: Summary; unstacked: Summary }>;
}
const { step, unmerged, merged } = reference<Reference>("files");

async function open(path: string): Promise<ReflectionTable> {
  return ReflectionTable.fromMtz(await readMtz(bytesSource(readFileSync(dataFile(path)), path)));
}

function expectSummary(table: ReflectionTable, expected: Summary): void {
  expect(table.length).toBe(expected.length);
  for (const [label, { sum, weighted, missing, rows }] of Object.entries(expected.columns)) {
    const values = table.values(label);
    const got = { sum: 0, weighted: 0, size: 0, missing: 0 };
    values.forEach((value: number, i: number) => {
      if (Number.isNaN(value)) got.missing++;
      else {
        got.sum += value;
        got.weighted += value * (i % 1000);
        got.size += Math.abs(value);
      }
    });
    expect(got.missing, label).toBe(missing);
    const tolerance = values instanceof Int32Array ? 0 : 2e-7;
    expect(Math.abs(got.sum - sum), label).toBeLessThanOrEqual(tolerance * got.size + (tolerance && 1e-4));
    expect(Math.abs(got.weighted - weighted), label).toBeLessThanOrEqual(
      tolerance * 1000 * got.size + (tolerance && 1e-2),
    );
    filled(rows).forEach((value, i) => {
      if (Number.isNaN(value)) expect(values[i * step]).toBeNaN();
      else
        expect(Math.abs(values[i * step] - value), label).toBeLessThanOrEqual(
          tolerance * Math.abs(value) + (tolerance && 1e-5),
        );
    });
  }
}

describe.each(Object.entries(unmerged))("%s", (path, { observed, asu }) => {
  dataTest(
    "observed indices agree with gemmi, their resolution, centrics, absences and epsilon with reciprocalspaceship",
    async () => {
      const table = (await open(path)).hklToObserved();
      expectSummary(table.computeDHKL().labelCentrics().labelAbsences().computeEpsilon(), observed);
    },
  );
  dataTest(
    "mapped to the asu again they agree with reciprocalspaceship, and M/ISYM with the file",
    async () => {
      const table = await open(path);
      const again = table.hklToObserved().hklToAsu();
      expectSummary(again, asu);
      expectSummary(table, asu);
      expect(again.values("M/ISYM")).toEqual(table.values("M/ISYM"));
    },
  );
});

describe.each(Object.entries(merged))("%s", (path, { stacked, unstacked }) => {
  dataTest("stackAnomalous and unstackAnomalous agree with reciprocalspaceship", async () => {
    const table = await open(path);
    const pairs = table.select(table.labels.filter((label) => /^[HKL]$|\([+-]\)$/.test(label)));
    expectSummary(pairs.stackAnomalous(), stacked);
    expectSummary(
      pairs.stackAnomalous().unstackAnomalous({ columns: Object.keys(stacked.columns).slice(3) }),
      unstacked,
    );
  });
});
