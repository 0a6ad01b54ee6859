// Oracle: apache-arrow itself, also through its IPC bytes.
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { fromArrow, toArrow } from "../../lib/table/toArrow.js";
import { fourReflections, plain } from "./tables.js";

const table = fourReflections()
  .with(
    { label: "FREE", type: "I", data: [1, Number.NaN, 3, 4] },
    { label: "X", type: "R", data: Float64Array.of(Math.PI, 1, 2, 3), datasetId: 2 },
  )
  .derive({ title: "native", history: ["made"], name: "x.mtz" });

test("columns share memory, with their Arrow types", () => {
  const arrow = table.toArrow();
  expect(arrow.numRows).toBe(4);
  expect(arrow.schema.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
    "H Int32",
    "K Int32",
    "L Int32",
    "F Float32",
    "SIGF Float32",
    "FREE Float32",
    "X Float64",
  ]);
  expect(arrow.getChild("F")?.data[0].values.buffer).toBe(table.values("F").buffer);
  expect(arrow.getChild("F")?.nullCount).toBe(0);
});

test("a round trip through bytes loses nothing", () => {
  const back = fromArrow(tableFromIPC(tableToIPC(toArrow(table))));
  expect(back.labels).toEqual(table.labels);
  expect(back.columns.map(({ type, datasetId }) => type + datasetId)).toEqual(
    table.columns.map(({ type, datasetId }) => type + datasetId),
  );
  for (const label of table.labels) expect(back.values(label)).toEqual(table.values(label));
  expect(back.cell.equals(table.cell)).toBe(true);
  expect(back.spaceGroup).toBe(table.spaceGroup);
  expect([back.title, back.name, back.history, back.merged]).toEqual(["native", "x.mtz", ["made"], true]);
});

test("every space group survives, in its setting", () => {
  for (const group of SpaceGroup.all()) {
    const one = new ReflectionTable({ columns: [], cell: [10, 10, 10], spaceGroup: group });
    expect(fromArrow(toArrow(one)).spaceGroup.equals(group)).toBe(true);
  }
});

test("an empty table", () => {
  const empty = fromArrow(tableFromIPC(tableToIPC(table.filter(() => false).toArrow())));
  expect([empty.length, empty.labels]).toEqual([0, table.labels]);
});

test("foreign Arrow tables, with nulls and other integer types", () => {
  const arrow = tableFromArrays({
    H: Int16Array.of(1, 2),
    K: Int32Array.of(0, 0),
    L: [3, 4],
    F: [1.5, null],
  });
  const back = fromArrow(arrow, { cell: [10, 20, 30], spaceGroup: "P 21 21 21", types: { F: "F" } });
  expect(back.hkl()).toEqual(Int32Array.of(1, 0, 3, 2, 0, 4));
  expect(back.column("F").type).toBe("F");
  expect(plain(back, "F")).toEqual([1.5, Number.NaN]);
  expect(() => fromArrow(arrow)).toThrow(/Arrow table: got no unit cell in its metadata/);
  expect(() => fromArrow(arrow, { cell: [1, 1, 1] })).toThrow(/got no space group/);
  const words = tableFromArrays({ name: ["a", "b"] });
  expect(() => fromArrow(words, { cell: [1, 1, 1], spaceGroup: 1 })).toThrow(
    "column name of the Arrow table: got string in row 0, expected numbers",
  );
});

test("metadata that toArrow did not write is an error", () => {
  const arrow = toArrow(table);
  arrow.schema.metadata.set("friedel", "{");
  expect(() => fromArrow(arrow)).toThrow(
    'metadata "friedel" of the Arrow table: got {, expected what toArrow writes',
  );
});
