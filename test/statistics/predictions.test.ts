// Oracle: the numbers given, through a table, its MTZ and back.
import { expect, test } from "vitest";
import { hasPredictions, predictionTable, readPredictions } from "../../lib/statistics/index.js";
import { ReflectionTable } from "../../lib/table/index.js";

const crystal = { cell: [10, 20, 30, 90, 90, 90], spaceGroup: "P 21 21 21", name: "made.mtz" };
const table = predictionTable(
  {
    hkl: Int32Array.of(1, 2, 3, -1, -2, -3, 2, 0, 0, 0, 0, 5),
    observed: [10, 20, Number.NaN, 40],
    sigma: [1, 2, 3, 0],
    predicted: [11, 19, 31, 41],
    predictedSigma: [0.5, 0.25, 0.125, 0.0625],
    test: [false, true, true, false],
    image: [7, 8, 9, 10],
    columns: [{ label: "M/ISYM", type: "Y", data: [1, 2, 1, 1] }],
  },
  crystal,
);

test("labels and types as careless has them", () => {
  expect(table.columns.map(({ label, type }) => `${label} ${type}`)).toEqual([
    "H H",
    "K H",
    "L H",
    "asu_id I",
    "image_id I",
    "file_id I",
    "test I",
    "Iobs J",
    "SigIobs Q",
    "Ipred J",
    "SigIpred Q",
    "M/ISYM Y",
  ]);
  expect(table.merged).toBe(false);
  expect(hasPredictions(table)).toBe(true);
  expect(hasPredictions(table.without("Ipred"))).toBe(false);
});

test("what can be used comes back; a missing value or a sigma of 0 does not", () => {
  const rows = readPredictions(ReflectionTable.fromMtz(table.toMtz()));
  expect([...rows.row]).toEqual([0, 1]);
  expect([...rows.observed]).toEqual([10, 20]);
  expect([...rows.predicted]).toEqual([11, 19]);
  expect([...rows.sigma]).toEqual([1, 2]);
  expect([...rows.predictedSigma]).toEqual([0.5, 0.25]);
  expect([...rows.test]).toEqual([0, 1]);
  expect(rows.d[0]).toBeCloseTo(1 / Math.sqrt(0.01 + 0.01 + 0.01), 6);
  expect(rows.dropped).toBe(2);
});

test("several tables one after the other; without test and SigIpred", () => {
  const rows = readPredictions([table, table.without("test", "SigIpred")]);
  expect([...rows.row]).toEqual([0, 1, 4, 5]);
  expect([...rows.test]).toEqual([0, 1, 0, 0]);
  expect(rows.predictedSigma[2]).toBeNaN();
});

test("bad input", () => {
  expect(() => readPredictions(table.without("Ipred"))).toThrow("column Ipred is not in made.mtz");
  expect(() => readPredictions(table.slice(2))).toThrow(
    "predictions of made.mtz: got 2 rows and none that can be used, expected at least one with Iobs, Ipred and a " +
      "positive SigIobs",
  );
  const few = { hkl: Int32Array.of(1, 2), observed: [1], sigma: [1], predicted: [1], predictedSigma: [1] };
  expect(() => predictionTable(few, crystal)).toThrow(
    "predictions: got 2 numbers of Miller indices, expected 3, three for each of 1 observations",
  );
});
