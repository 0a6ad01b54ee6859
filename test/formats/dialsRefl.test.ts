/** DIALS reflection tables against msgpack and numpy (test/reference/formats/dials.py), and files that break the format. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readDialsReflections } from "../../lib/formats/dialsRefl.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { distanceOf, referenceFiles, summaryOf } from "./dialsReference.js";
import { type Packable, pack, reflFile, stillColumns } from "./dialsSamples.js";

const read = (bytes: Uint8Array, columns?: string[]) =>
  readDialsReflections(bytesSource(bytes, "x.refl"), { columns });

describe.each(referenceFiles.map((file) => [file.name, file] as const))("%s", (name, file) => {
  dataTest("has the rows, columns, identifiers and values that msgpack and numpy find", async () => {
    const found = await withFile(dataFile(`${name}.refl`), (source) => readDialsReflections(source));
    expect(found.version).toBe(file.version);
    expect(found.rowCount).toBe(file.rows);
    expect([...found.identifiers]).toEqual(file.identifiers);
    expect(found.columnNames).toEqual(Object.keys(file.types));
    expect(Object.fromEntries(found.shoeboxes.map((box) => [box.name, box.place?.byteLength]))).toEqual(
      file.shoeboxBytes,
    );
    expect(found.unknown).toEqual([]);
    expect([...found.columns.keys()]).toEqual(Object.keys(file.columns));
    for (const [column, wanted] of Object.entries(file.columns)) {
      const { data, components, type } = found.columns.get(column)!;
      expect(type).toBe(file.types[column]);
      expect(distanceOf(summaryOf(data as ArrayLike<number>, components), wanted)).toBeLessThan(1e-12);
    }
  });
});

test("every type of column, and both versions", async () => {
  const columns = {
    b: ["bool", [1, 0]],
    i: ["int", [-1, 2 ** 31 - 1]],
    s: ["std::size_t", [0, 2 ** 53 - 1]],
    d: ["double", [0.1, -1e300]],
    v2: ["vec2<double>", [1, 2, 3, 4]],
    v3: ["vec3<double>", [1, 2, 3, 4, 5, 6]],
    m3: ["mat3<double>", Array.from({ length: 18 }, (_, i) => i / 7)],
    i6: ["int6", Array.from({ length: 12 }, (_, i) => i - 6)],
    h: ["cctbx::miller::index<>", [1, -2, 3, 0, 0, 0]],
    t: ["std::string", ["one", "zwei"]],
  } as const;
  for (const version of [1, 2]) {
    const found = await read(reflFile(columns, 2, { version }));
    expect(found.version).toBe(version);
    for (const [name, [type, values]] of Object.entries(columns)) {
      const column = found.columns.get(name)!;
      expect([column.name, column.type]).toEqual([name, type]);
      expect(Array.from(column.data as ArrayLike<number>)).toEqual(values);
      expect(column.data.length).toBe(2 * column.components);
    }
  }
});

test("only the columns asked for are read; pixels and unknown types are left with their place", async () => {
  const file = reflFile(
    {
      ...stillColumns(),
      shoebox: ["Shoebox<>", Uint8Array.of(1, 2, 3)],
      odd: ["vec4<float>", Uint8Array.of(9)],
    },
    4,
  );
  const found = await read(file, ["id", "not there"]);
  expect([...found.columns.keys()]).toEqual(["id"]);
  expect(found.columnNames).toContain("flags");
  const [box] = found.shoeboxes;
  const [odd] = found.unknown;
  expect([box.type, odd.name, odd.type]).toEqual(["Shoebox<>", "odd", "vec4<float>"]);
  const { start, byteLength } = box.place!;
  expect([...file.slice(start, start + byteLength)]).toEqual([1, 2, 3]);
  expect(file[odd.place!.start]).toBe(9);
});

test("a column of an unknown type may be built in any way", async () => {
  const file = pack([
    "dials::af::reflection_table",
    2,
    new Map<string, Packable>([
      ["nrows", 0],
      ["data", new Map([["grid", ["flex_grid", new Map([["a", 1]])] as Packable]])],
    ]),
  ]);
  const found = await read(file);
  expect(found.unknown).toEqual([{ name: "grid", type: "flex_grid", place: undefined }]);
  expect(found.identifiers.size).toBe(0);
});

describe("is refused in one sentence", () => {
  const mark = "dials::af::reflection_table";
  const table = (changes: [string, Packable][]): Uint8Array =>
    pack([
      mark,
      1,
      new Map<string, Packable>([["nrows", 1], ["data", new Map()], ["identifiers", new Map()], ...changes]),
    ]);
  const column = (content: Packable) => table([["data", new Map([["x", content]])]]);
  const cases: [string, Uint8Array, RegExp][] = [
    [
      "another kind of file",
      pack(["scitbx", 1, new Map()]),
      /got no "dials::af::reflection_table" at its start/,
    ],
    ["another MessagePack file", pack(new Map([["a", 1]])), /expected DIALS reflections/],
    [
      "another version",
      reflFile({}, 0, { version: 3 }),
      /got version 3 of .* expected 1 or 2; .*dials\.export/,
    ],
    ["a version that is no number", reflFile({}, 0, { version: "1" }), /got version "1"/],
    ["no contents", pack([mark, 1, []]), /got a list of 0 behind the version/],
    ["no number of rows", table([["nrows", "1"]]), /nrows: got "1", expected the number of reflections/],
    ["a negative number of rows", table([["nrows", -1]]), /nrows: got -1/],
    ["no columns", table([["data", 1]]), /data: got 1, expected columns by name/],
    ["identifiers that are no map", table([["identifiers", [1]]]), /identifiers: got a list of 1/],
    [
      "identifiers that are no texts",
      table([["identifiers", new Map([[0, 5]])]]),
      /got 5 for 0, expected a text/,
    ],
    [
      "a column without type",
      column([1, 2]),
      /column x: got a list of 2, expected \[type, \[count, values\]\]/,
    ],
    [
      "a column without values",
      column(["int", [1]]),
      /column x: got a list of 1, expected \[count, values\]/,
    ],
    ["another count", column(["int", [2, new Uint8Array(8)]]), /column x: got 2 as its count, expected 1/],
    [
      "too few bytes",
      column(["vec3<double>", [1, new Uint8Array(8)]]),
      /got 8 bytes, expected 24 bytes for 1 of/,
    ],
    ["a list for numbers", column(["int", [1, [5]]]), /got a list of 1, expected 4 bytes/],
    ["numbers for texts", column(["std::string", [1, [5]]]), /got a list of 1, expected 1 texts/],
  ];
  test.each(cases)("%s", async (_, bytes, message) => {
    const refused = read(bytes);
    await expect(refused).rejects.toThrow(FormatError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/^x\.refl/);
  });
});
