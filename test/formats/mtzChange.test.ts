/** Changes to the parts of a file; oracle: the parts that were not to change. */
import { describe, expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError, SymmetryError } from "../../lib/errors.js";
import { applyChanges, type MtzChanges } from "../../lib/formats/mtzChange.js";
import { presentColumns } from "../../lib/formats/mtzColumnChange.js";
import { headerOf } from "../../lib/formats/mtzParts.js";
import { batchesOf } from "../../lib/formats/mtzTrailer.js";
import { sampleParts } from "./mtzSamples.js";

const parts = sampleParts("unmerged");
const header = headerOf(parts);
const change = (changes: MtzChanges) => applyChanges(parts, changes);
const after = (changes: MtzChanges) => headerOf(change(changes));
const sortOrderAfter = (sortOrder: readonly number[]) => after({ sortOrder }).sortOrder;

test("no change: the same parts", () => {
  expect(change({})).toEqual(parts);
  expect(change({}).rows).toBe(parts.rows);
});

test("a title and a history are cut to what the format holds", () => {
  expect(after({ title: `  ${"x".repeat(80)}` }).title).toBe("x".repeat(68));
  const history = Array.from({ length: 31 }, (_, i) => `${i} ${"y".repeat(90)}`);
  expect(after({ history }).history).toEqual(history.slice(0, 30).map((line) => line.slice(0, 80)));
  expect(change({ history: [] }).trailer.map(({ kind }) => kind)).toEqual(["batches", "record"]);
});

test("a cell, as numbers or as a unit cell: the limits follow", () => {
  const cell = header.cell.map((value, i) => (i < 3 ? 2 * value : value));
  const changed = after({ cell });
  expect(changed.cell).toEqual(cell);
  // the data sets keep their cell, so that the greatest 1/d² stays
  expect(changed.inverseDSquaredLimits[0]).toBeCloseTo(header.inverseDSquaredLimits[0] / 4, 15);
  expect(changed.inverseDSquaredLimits[1]).toBe(header.inverseDSquaredLimits[1]);
  expect(change({ cell: UnitCell.of(cell) })).toEqual(change({ cell }));
});

test("batches: their headers, their list and NCOL; none at all", () => {
  const changed = change({ batches: [{ number: 12 }, header.batches[0]] });
  expect(batchesOf(changed.trailer).map(({ number }) => number)).toEqual([12, 1]);
  expect(changed.records.filter((text) => text.startsWith("BATCH")).map((text) => text.trim())).toEqual([
    "BATCH     12     1",
  ]);
  const none = change({ batches: [] });
  expect(none.records.some((text) => text.startsWith("BATCH"))).toBe(false);
  expect(none.trailer.map(({ kind }) => kind)).toEqual(["history", "record"]);
});

describe("sort order", () => {
  test("as given; what is not given is 0", () => {
    expect(sortOrderAfter([3, 2, 1])).toEqual([3, 2, 1, 0, 0]);
    expect(sortOrderAfter([1, 2])).toEqual([1, 2, 0, 0, 0]);
    expect(sortOrderAfter([])).toEqual([0, 0, 0, 0, 0]);
  });

  test("stays where its columns do, else what can be seen", () => {
    const columns = presentColumns(parts, header);
    expect(after({ columns: columns.slice(0, 6) }).sortOrder).toEqual([1, 2, 3, 0, 0]);
    const reversed = columns.map((column) => ({ ...column, data: Array.from(column.data).reverse() }));
    expect(after({ columns: reversed }).sortOrder).toEqual([0, 0, 0, 0, 0]);
  });
});

test("the position of the header follows the rows", () => {
  const columns = presentColumns(parts, header).slice(0, 5);
  const changed = change({ columns });
  expect(changed.preamble.headerStart).toBe(80 + 4 * 5 * 40);
  expect(new DataView(changed.preamble.bytes.buffer).getInt32(4, true)).toBe(20 + 5 * 40 + 1);
  expect(headerOf(changed)).toMatchObject({ rowCount: 40, columnInfos: header.columnInfos.slice(0, 5) });
});

describe("refused in one sentence", () => {
  const set = header.datasets[1];
  test.each<[string, MtzChanges, string]>([
    ["a cell of no volume", { cell: [10, 10, 10, 90, 90, 0] }, "unit cell: got"],
    [
      "two data sets of one id",
      { datasets: [set, set] },
      "id of a data set: got 1, expected an integer from 0 to 9999, each once",
    ],
    ["an id below 0", { datasets: [{ ...set, id: -1 }] }, "id of a data set: got -1"],
    [
      "an id too long for a COLUMN record",
      { datasets: [{ ...set, id: 10000 }] },
      "id of a data set: got 10000",
    ],
    ["a name of two words", { datasets: [{ ...set, crystal: "a b" }] }, 'name in data set 1: got "a b"'],
    [
      "half a cell",
      { datasets: [{ ...set, cell: [1, 2, 3] }] },
      "cell of data set 1: got 3 numbers, expected 6",
    ],
    [
      "a wavelength below 0",
      { datasets: [{ ...set, wavelength: -1 }] },
      "wavelength of data set 1: got -1, expected Å, 0 where unknown",
    ],
    ["a batch without a number", { batches: [{ number: 0.5 }] }, "number of a batch: got 0.5, expected"],
  ])("%s", (_, changes, message) => {
    expect(() => change(changes)).toThrow(InputError);
    expect(() => change(changes)).toThrow(message);
  });

  test("an unknown space group", () => {
    expect(() => change({ spaceGroup: "P 7" })).toThrow(SymmetryError);
  });
});
