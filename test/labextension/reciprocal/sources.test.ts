/** Tables of files and payloads; and payloads that are not what they should be. */
import { describe, expect, test } from "vitest";
import { tableOfFile, tableOfPayload } from "../../../labextension/src/reciprocal/sources.js";
import { reflectionsPayload } from "../../../lib/displays/index.js";
import { FormatError, InputError } from "../../../lib/errors.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { mergedTable } from "./someReflections.js";

const table = mergedTable([30, 40, 50, 90, 103, 90], "P 1 21 1", 4);

describe("files", () => {
  test("an MTZ that the library wrote", async () => {
    const read = await tableOfFile(bytesSource(table.toMtz().toBytes(), "runs/1/merged.mtz"));
    expect([...read.hkl()]).toEqual([...table.hkl()]);
    expect([read.name, read.merged]).toEqual(["merged.mtz", true]);
  });

  test("empty, and no MTZ", async () => {
    await expect(tableOfFile(bytesSource(new ArrayBuffer(0), "empty.mtz"))).rejects.toThrow(
      "empty.mtz: got an empty file, expected an MTZ",
    );
    const text = new TextEncoder().encode("This is no reflection file, whatever its name says. ".repeat(5));
    await expect(tableOfFile(bytesSource(text, "letter.mtz"))).rejects.toThrow(FormatError);
  });
});

describe("payloads", () => {
  const payload = reflectionsPayload(table, { colour: "I/SIGI" });

  test("what the library packs comes out as it was", () => {
    const back = tableOfPayload(JSON.parse(JSON.stringify(payload)));
    expect([...back.hkl()]).toEqual([...table.hkl()]);
    expect([...back.values("I")]).toEqual([...table.values("I")]);
    expect(back.spaceGroup.equals(table.spaceGroup)).toBe(true);
    expect(back.cell.toArray()).toEqual(table.cell.toArray());
  });

  const [first, ...rest] = payload.columns;
  test.each([
    ["nothing", null],
    ["no columns", { ...payload, columns: undefined }],
    ["a type that is none", { ...payload, columns: [{ ...first, type: "Z" }, ...rest] }],
    ["numbers that are none", { ...payload, columns: [{ ...first, base64: "?" }, ...rest] }],
    ["half a number", { ...payload, columns: [{ ...first, base64: "AAAA" }, ...rest] }],
    ["a cell that cannot be", { ...payload, cell: [1, 2, 3, 90, 90, 200] }],
    ["an operation that cannot be", { ...payload, operations: ["x,y,z", "x+,y"] }],
    ["columns of unequal length", { ...payload, columns: [{ ...first, base64: "" }, ...rest] }],
  ])("%s: a sentence", (_, wrong) => {
    expect(() => tableOfPayload(wrong as typeof payload)).toThrow(InputError);
  });
});
