/** Arrow files read back by apache-arrow itself. */
import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";
import { arrowBytes } from "../../../labextension/src/mtz/exportArrow.js";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { mergedSample } from "./samples.js";

test("integers as int32, others as float32 with NaN, metadata of crystal and columns", async () => {
  const mtz = mergedSample(100);
  const { columns, crystal } = await MtzTable.open(bytesSource(mtz.toBytes(), "sample.mtz"));
  const some = columns.slice(0, 6);
  const values = some.map(({ name }) => mtz.column(name));
  const bytes = await arrowBytes(some, values, { ...crystal, title: mtz.title, name: "sample.mtz" });
  const table = tableFromIPC(bytes);
  expect(table.schema.fields.map((field) => `${field.name} ${field.type}`)).toEqual([
    ...["H Int32", "K Int32", "L Int32", "F Float32", "SIGF Float32", "PHI Float32"],
  ]);
  expect(table.getChild("F")?.toArray()).toEqual(mtz.column("F"));
  expect([...(table.getChild("L")?.toArray() ?? [])]).toEqual([...mtz.column("L")]);
  expect(table.schema.fields[3].metadata.get("ccp4Type")).toBe("F");
  expect(table.schema.fields[5].metadata.get("unit")).toBe("°");
  expect(table.schema.metadata.get("cell")).toBe("34 42 50 90 90 90");
  expect(table.schema.metadata.get("symmetry")?.split("; ").length).toBe(4);
});

test("an integer column with missing values is float32; no rows", async () => {
  const { columns } = await MtzTable.open(bytesSource(mergedSample(10).toBytes(), "sample.mtz"));
  const bytes = await arrowBytes([columns[0]], [Float32Array.of(1, Number.NaN)], { title: "", name: "a" });
  expect(String(tableFromIPC(bytes).schema.fields[0].type)).toBe("Float32");
  const empty = await arrowBytes([columns[0]], [new Float32Array(0)], { title: "", name: "a" });
  expect(tableFromIPC(empty).numRows).toBe(0);
});
