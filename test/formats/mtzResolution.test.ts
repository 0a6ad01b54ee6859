/** Resolution limits and sort order of rows; oracle: 1/d² = h²/a² + k²/b² + l²/c² of orthogonal cells, by hand. */
import { expect, test } from "vitest";
import { inverseDSquaredLimits, isSortedByIndex } from "../../lib/formats/mtzResolution.js";
import { type MtzRows, rowsOfColumns } from "../../lib/formats/mtzRows.js";
import type { ColumnType, MtzColumn, MtzDataset } from "../../lib/formats/mtzTypes.js";

const bits = (...values: number[]): Uint32Array => new Uint32Array(Float32Array.from(values).buffer);
const info = (label: string, type: ColumnType): MtzColumn => ({ label, type, min: 0, max: 0, datasetId: 0 });
const dataset = (cell: readonly number[]): MtzDataset => ({
  id: 1,
  project: "",
  crystal: "",
  name: "",
  cell,
  wavelength: 0,
});

const cell = [10, 20, 40, 90, 90, 90];
const columnInfos = [info("H", "H"), info("K", "H"), info("L", "H"), info("F", "F")];
const rows = (bigEndian = false): MtzRows =>
  rowsOfColumns([bits(0, 1, -2), bits(0, 2, 0), bits(2, 4, 4), bits(5, 6, 7)], 3, bigEndian);

test.each([false, true])("least and greatest over the rows, big-endian %s", (bigEndian) => {
  const limits = inverseDSquaredLimits({ cell, datasets: [], columnInfos }, rows(bigEndian));
  expect(limits?.[0]).toBeCloseTo((2 / 40) ** 2, 15);
  expect(limits?.[1]).toBeCloseTo((2 / 10) ** 2 + (4 / 40) ** 2, 15);
});

test("over all cells; one that is impossible is passed over", () => {
  const datasets = [dataset([20, 20, 80, 90, 90, 90]), dataset([0, 0, 0, 90, 90, 90])];
  const limits = inverseDSquaredLimits({ cell, datasets, columnInfos }, rows());
  expect(limits?.[0]).toBeCloseTo((2 / 80) ** 2, 15);
  expect(limits?.[1]).toBeCloseTo((2 / 10) ** 2 + (4 / 40) ** 2, 15);
  const without = inverseDSquaredLimits({ cell: [0, 0, 0, 0, 0, 0], datasets, columnInfos }, rows());
  expect(without?.[1]).toBeCloseTo((1 / 20) ** 2 + (2 / 20) ** 2 + (4 / 80) ** 2, 15);
});

test("none without rows, without a Miller index in front, without a cell", () => {
  const empty = rowsOfColumns([bits(), bits(), bits(), bits()], 0, false);
  expect(inverseDSquaredLimits({ cell, datasets: [], columnInfos }, empty)).toBeUndefined();
  const other = [columnInfos[3], ...columnInfos.slice(0, 3)];
  expect(inverseDSquaredLimits({ cell, datasets: [], columnInfos: other }, rows())).toBeUndefined();
  const none = { cell: [0, 0, 0, 90, 90, 90], datasets: [], columnInfos };
  expect(inverseDSquaredLimits(none, rows())).toBeUndefined();
});

test("rows ascend by the first column, then the second, then the third", () => {
  expect(isSortedByIndex([bits(-1, 0, 0, 2), bits(5, 1, 1, 0), bits(9, 2, 3, 0)])).toBe(true);
  expect(isSortedByIndex([bits(0, 0), bits(1, 1), bits(2, 2)])).toBe(true);
  expect(isSortedByIndex([bits(0, 0), bits(1, 1), bits(3, 2)])).toBe(false);
  expect(isSortedByIndex([bits(0, 0), bits(2, 1), bits(2, 9)])).toBe(false);
  expect(isSortedByIndex([bits(0, -1), bits(0, 0), bits(0, 0)])).toBe(false);
  expect(isSortedByIndex([bits(0, Number.NaN), bits(0, 0), bits(0, 0)])).toBe(false);
  expect(isSortedByIndex([bits(), bits(), bits()])).toBe(false);
});
