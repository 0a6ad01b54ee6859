/** Oracles: hand-made tables; the counts of cctbx (test/reference/statistics/mergingStatistics.py) on real data. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { collectObservations } from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { columnsOf, type Row, realTable, unmerged, unmergedFiles } from "./reflections.js";

test("observations are grouped by reflection, I(+) before I(−), in order of index", () => {
  const observations = collectObservations(
    unmerged([
      [2, 3, 4, 20, 2, 7],
      [1, 2, 3, 10, 1, 5],
      [-1, -2, -3, 11, 1, 6],
      [-1, -2, 3, 12, 1, 8], // a rotation of 1 2 3
      [-1, 2, 3, 13, 1, 9], // a rotation of −1 −2 −3
    ]),
  );
  expect(observations.reflectionCount).toBe(2);
  expect([...observations.hkl]).toEqual([1, 2, 3, 2, 3, 4]);
  expect([...observations.start]).toEqual([0, 4, 5]);
  expect([...observations.minusStart]).toEqual([2, 5]);
  expect([...observations.intensity]).toEqual([10, 12, 11, 13, 20]);
  expect([...observations.batch]).toEqual([5, 8, 6, 9, 7]);
  expect([...observations.row]).toEqual([1, 3, 2, 4, 0]);
  expect(observations.inverseDSquared[0]).toBeCloseTo(1 / 900 + 4 / 1600 + 9 / 2500, 12);
});

test("a centric reflection has no minus side", () => {
  const observations = collectObservations(
    unmerged([
      [0, 2, 3, 10, 1],
      [0, -2, -3, 12, 1],
    ]),
  );
  expect([...observations.centric]).toEqual([1]);
  expect([...observations.minusStart]).toEqual([2]);
});

test("what cannot be used is dropped and counted", () => {
  const { dropped, intensity } = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [1, 2, 3, 10, 0],
      [1, 2, 3, 10, -1],
      [1, 2, 3, Number.NaN, 1],
      [1, 2, 3, 10, Number.NaN],
      [1, 2, 3, 10, Number.POSITIVE_INFINITY],
      [1, 2, 3, Number.NEGATIVE_INFINITY, 1],
      [0, 0, 3, 10, 1],
      [0, 0, 0, 10, 1],
      [1, 0, 0, 10, 1],
      [9, 9, 9, 10, 1],
      [0, 1, 1, 10, 1],
    ]),
    { dMin: 3, dMax: 20 },
  );
  expect(dropped).toEqual({
    missing: 4,
    sigmaNotPositive: 2,
    systematicAbsence: 3,
    outsideResolution: 2,
    incompletePartial: 0,
    weak: 0,
  });
  expect([...intensity]).toEqual([10]);
});

test("a cut-off of I/σ leaves out what is below it, after parts are summed, and says how many", () => {
  const rows: Row[] = [
    [1, 2, 3, 10, 5, 1],
    [1, 2, 3, 30, 5, 2],
    [2, 2, 3, 9, 5, 1],
    [2, 2, 3, 9, 5, 2],
  ];
  const columns = [...columnsOf(rows), { label: "M/ISYM", type: "Y" as const, data: [1, 1, 257, 257] }];
  const table = unmerged(rows, { columns });
  const all = collectObservations(table);
  expect([...all.intensity]).toEqual([10, 30, 18]);
  expect(all.sigma[2]).toBeCloseTo(Math.hypot(5, 5), 12);
  expect(all.partials).toMatchObject({
    flagged: 2,
    sums: { complete: 1, completeParts: 2, fractionNotStated: 1 },
  });
  const { intensity, dropped } = collectObservations(table, { minIOverSigma: 2.5 });
  expect([...intensity]).toEqual([30, 18]);
  expect(dropped.weak).toBe(1);
  expect(() => collectObservations(table, { minIOverSigma: 100 })).toThrow(/3 with I\/σ below 100/);
  expect(() => collectObservations(table, { minIOverSigma: Number.NaN })).toThrow(InputError);
});

/** What gemmi 0.7.5 makes of XDS_ASCII.HKL (XdsAscii.to_mtz): M/ISYM without M flags, PEAK/100 as FRACTIONCALC, 0.84 to 1. */
test.each([1, 100])("XDS's PEAK as FRACTIONCALC, times %d: spots are whole, and stay as they are", (unit) => {
  const rows = Array.from({ length: 6 }, (_, i): Row => [1, 2, 3, 10 + i, 2, 1 + i]);
  const peak = [0.84, 0.9, 1, 1, 0.94, 0.75].map((value) => unit * value);
  const table = unmerged(rows, {
    columns: [
      ...columnsOf(rows),
      { label: "M/ISYM", type: "Y", data: [1, 1, 1, 1, 1, 1] },
      { label: "FRACTIONCALC", type: "R", data: peak },
    ],
  });
  for (const partials of ["sum", "scale", "drop", "keep"] as const) {
    const found = collectObservations(table, { partials });
    expect([...found.intensity]).toEqual([10, 11, 12, 13, 14, 15]);
    expect(found.dropped.incompletePartial).toBe(0);
    expect(found.partials).toMatchObject({ flagged: 0, fraction: 4, sums: { complete: 0, droppedParts: 0 } });
  }
});

test("parts whose fractions are in percent are summed as others are", () => {
  const rows: Row[] = [
    [1, 2, 3, 10, 3, 1],
    [1, 2, 3, 30, 4, 2],
  ];
  const table = unmerged(rows, {
    columns: [
      ...columnsOf(rows),
      { label: "M/ISYM", type: "Y", data: [257, 257] },
      { label: "FRACTIONCALC", type: "R", data: [25, 74] },
    ],
  });
  const { intensity, sigma, partials } = collectObservations(table);
  expect([...intensity, ...sigma]).toEqual([40, 5]);
  expect(partials.sums).toMatchObject({ complete: 1, completeParts: 2, fractionNotStated: 0 });
});

test("where all parts are of incomplete spots, the error says what to do", () => {
  const rows: Row[] = [[1, 2, 3, 10, 5, 1]];
  const columns = [
    ...columnsOf(rows),
    { label: "M/ISYM", type: "Y" as const, data: [257] },
    { label: "FRACTIONCALC", type: "R" as const, data: [0.4] },
  ];
  const table = unmerged(rows, { columns });
  expect(() => collectObservations(table)).toThrow(
    /1 parts of spots that were left out \(partials: "keep" or "scale"/,
  );
  expect(collectObservations(table, { partials: "keep" }).intensity.length).toBe(1);
});

test("absences can be kept, and resolution limits are inclusive", () => {
  const table = unmerged([
    [0, 0, 3, 10, 1],
    [0, 2, 0, 10, 1],
    [0, 4, 0, 10, 1],
  ]);
  expect(collectObservations(table, { keepAbsences: true }).reflectionCount).toBe(3);
  expect(collectObservations(table, { dMin: 10, dMax: 20 }).reflectionCount).toBe(2);
  expect(collectObservations(table, { dMin: 10.001, dMax: 20 }).reflectionCount).toBe(1);
});

test("the sharpest reflection is told wherever the data are cut; what is absent, missing or weak has no say", () => {
  const table = unmerged([
    [1, 2, 3, 10, 1],
    [4, 4, 4, 10, 1],
    [0, 0, 29, 10, 1],
    [5, 5, 5, Number.NaN, 1],
    [6, 6, 6, 1, 10],
  ]);
  const options = { minIOverSigma: 1, keepAbsences: true };
  const sharpest = 1 / Math.sqrt(16 / 900 + 16 / 1600 + 16 / 2500);
  for (const dMin of [undefined, 3, 10]) {
    const observations = collectObservations(table, { ...options, dMin });
    expect(observations.sharpest).toBeCloseTo(sharpest, 12);
    expect(observations.reflectionCount).toBe(dMin === 10 ? 1 : dMin === 3 ? 2 : 3);
  }
  expect(collectObservations(table, { dMin: 10 }).sharpest).toBeLessThan(4);
});

test("M/ISYM says which mate was observed; indices in another asymmetric unit and kept apart come out the same", () => {
  const mapped = (isym: number[], hkl = [1, 2, 3].map((): number[] => [1, 2, 3])) => {
    const rows = hkl.map(([h, k, l], i): Row => [h, k, l, 10 + i, 1]);
    const columns = [...columnsOf(rows), { label: "M/ISYM", type: "Y" as const, data: isym }];
    return collectObservations(unmerged(rows, { columns }));
  };
  const plain = mapped([1, 4, 258]);
  expect([...plain.intensity]).toEqual([10, 11, 12]);
  expect([...plain.minusStart]).toEqual([1]);
  expect(plain.partials.flagged).toBe(1);
  const apart = mapped(
    [1, 4, 2],
    [
      [1, 2, 3],
      [-1, -2, -3],
      [-1, -2, -3],
    ],
  );
  const elsewhere = mapped(
    [1, 4, 2],
    [
      [-1, -2, 3],
      [-1, -2, 3],
      [-1, 2, -3],
    ],
  );
  for (const other of [apart, elsewhere]) {
    expect([...other.hkl]).toEqual([1, 2, 3]);
    expect([...other.minusStart]).toEqual([1]);
  }
});

test("several tables are taken together, rows counted through", () => {
  const one = unmerged([[1, 2, 3, 10, 1]]);
  const two = unmerged([[1, 2, 3, 12, 1]], { cell: [30.1, 40, 50, 90, 90, 90] });
  const observations = collectObservations([one, two]);
  expect([...observations.intensity]).toEqual([10, 12]);
  expect([...observations.row]).toEqual([0, 1]);
  expect(observations.cell.a).toBe(30);
});

test("the wavelength is that of the first data set that has one", () => {
  const dataset = (id: number, wavelength: number) => ({
    id,
    project: "p",
    crystal: "x",
    name: "d",
    cell: [30, 40, 50, 90, 90, 90],
    wavelength,
  });
  const table = unmerged([[1, 2, 3, 10, 1]], { datasets: [dataset(0, 0), dataset(1, 1.54)] });
  expect(collectObservations(table).wavelength).toBe(1.54);
  expect(collectObservations(unmerged([[1, 2, 3, 10, 1]])).wavelength).toBeUndefined();
});

describe("bad input", () => {
  const good = unmerged([[1, 2, 3, 10, 1]]);
  const cases: [string, () => unknown, new (...args: never[]) => Error, string][] = [
    [
      "merged data",
      () => collectObservations(unmerged([[1, 2, 3, 10, 1]], { merged: true })),
      InputError,
      "data of made.mtz: got merged reflections, expected unmerged observations (with a column of type Y, M/ISYM); " +
        "give the unmerged file that the scaling program writes",
    ],
    [
      "no table",
      () => collectObservations([]),
      InputError,
      "unmerged data: got no table, expected at least one unmerged reflection table",
    ],
    [
      "no rows",
      () => collectObservations(unmerged([])),
      InputError,
      "data of made.mtz: got no rows, expected unmerged observations",
    ],
    [
      "no intensities",
      () => collectObservations(good.without("I")),
      MissingColumnError,
      "column I is not in made.mtz, which has H, K, L, SIGI, BATCH",
    ],
    [
      "a misspelt intensity",
      () => collectObservations(good, { intensity: "i" }),
      MissingColumnError,
      "column i is not in made.mtz, which has H, K, L, I, SIGI, BATCH; did you mean I?",
    ],
    [
      "an intensity that is none",
      () => collectObservations(good, { intensity: "BATCH" }),
      InputError,
      "column BATCH of made.mtz: got type B, expected intensities (type J); name another column",
    ],
    [
      "different space groups",
      () =>
        collectObservations([good, unmerged([[1, 2, 3, 10, 1]], { spaceGroup: "P 2 2 2", name: "b.mtz" })]),
      InputError,
      "space groups of the tables: got P 21 21 21 in made.mtz and P 2 2 2 in b.mtz",
    ],
    [
      "different cells",
      () => collectObservations([good, unmerged([[1, 2, 3, 10, 1]], { cell: [33, 40, 50, 90, 90, 90] })]),
      InputError,
      "cells of the tables: got 30 40 50 90 90 90 in made.mtz and 33 40 50 90 90 90",
    ],
    [
      "no usable row",
      () => collectObservations(unmerged([[1, 2, 3, 10, 0]])),
      InputError,
      "got 1 observations and none that can be used (0 missing, 1 with sigma zero or negative, 0 systematically absent, " +
        "0 outside the resolution limits), expected at least one with a positive sigma",
    ],
    [
      "limits that leave nothing",
      () => collectObservations(good, { dMin: 100 }),
      InputError,
      "1 outside the resolution limits (∞ to 100 Å)",
    ],
    [
      "an impossible limit",
      () => collectObservations(good, { dMin: 0 }),
      InputError,
      "dMin: got 0, expected a resolution in Å, above 0",
    ],
    [
      "limits the wrong way round",
      () => collectObservations(good, { dMin: 20, dMax: 2 }),
      InputError,
      "resolution limits: got dMin 20 Å and dMax 2 Å, expected dMin below dMax",
    ],
  ];
  test.each(cases)("%s", (_, act, type, message) => {
    expect(act).toThrow(type);
    expect(act).toThrow(message);
  });
});

dataTest("real data: observations, absences and partials", async () => {
  const gamma = collectObservations(await realTable(unmergedFiles.gamma));
  expect(gamma.dropped).toEqual({
    missing: 0,
    sigmaNotPositive: 0,
    systematicAbsence: 37,
    outsideResolution: 0,
    incompletePartial: 0,
    weak: 0,
  });
  expect([gamma.intensity.length, gamma.reflectionCount]).toEqual([44_953, 12_182]);
  expect(gamma.partials).toMatchObject({ partial: 278, flagged: 0, mpart: 0, fraction: 278 });
  expect(gamma.wavelength).toBeCloseTo(1.54179, 5);
  const insulin = collectObservations(await realTable(unmergedFiles.insulin));
  expect([insulin.intensity.length, insulin.reflectionCount]).toEqual([45_595, 9_831]);
  expect(insulin.partials.partial).toBe(0);
});

dataTest("indices as observed give the same observations as those of the asymmetric unit", async () => {
  const table = await realTable(unmergedFiles.gamma);
  const observed = collectObservations(table.hklToObserved());
  const mapped = collectObservations(table);
  expect(observed.hkl).toEqual(mapped.hkl);
  expect(observed.minusStart).toEqual(mapped.minusStart);
  expect(observed.row).toEqual(mapped.row);
});

dataTest("a merged file where an unmerged one is needed", async () => {
  const merged = await realTable("gamma/aimless_french_wilson.mtz");
  expect(() => collectObservations(merged)).toThrow("got merged reflections, expected unmerged observations");
});
