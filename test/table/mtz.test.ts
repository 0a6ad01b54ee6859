// Oracle: the bytes of the files themselves; gemmi and reciprocalspaceship (test/reference/table/files.py).
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { FriedelError, InputError, SymmetryError } from "../../lib/errors.js";
import { bytesSource, Mtz, readMtz } from "../../lib/formats/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { dataFile, dataTest } from "../data.js";
import { fourReflections, plain } from "./tables.js";

async function open(path: string): Promise<ReflectionTable> {
  return ReflectionTable.fromMtz(await readMtz(bytesSource(readFileSync(dataFile(path)), path)));
}
async function reread(table: ReflectionTable): Promise<ReflectionTable> {
  return ReflectionTable.fromMtz(await readMtz(bytesSource(table.toMtz().toBytes(), "again")));
}

describe("tables made here", () => {
  const table = fourReflections().derive({ title: "four", history: ["made in a test"], name: "four" });
  test("a round trip through bytes keeps values, types, cell, space group, title and history", async () => {
    const back = await reread(table);
    expect(back.labels).toEqual(table.labels);
    for (const { label, type, data } of table.columns) {
      expect(back.column(label).type).toBe(type);
      expect(back.values(label)).toEqual(data);
    }
    expect(back.cell.equals(table.cell)).toBe(true);
    expect(back.spaceGroup).toBe(table.spaceGroup);
    expect([back.title, back.history, back.merged]).toEqual(["four", ["made in a test"], true]);
    expect(back.datasets.length).toBe(2);
  });
  test("data sets and their columns survive", async () => {
    const dataset = { project: "p", crystal: "c", cell: [10, 20, 30, 90, 90, 90], wavelength: 1.5418 };
    const datasets = [
      { ...dataset, id: 0, name: "HKL_base", wavelength: 0 },
      { ...dataset, id: 1, name: "native" },
      { ...dataset, id: 2, name: "peak" },
    ];
    const two = table
      .derive({ datasets, columns: table.columns })
      .with({ label: "DANO", type: "D", data: [1, 2, 3, 4], datasetId: 2 });
    const back = await reread(two);
    expect(back.datasets.map(({ name }) => name)).toEqual(["HKL_base", "native", "peak"]);
    expect(back.columns.map(({ datasetId }) => datasetId)).toEqual([0, 0, 0, 1, 1, 2]);
    expect(back.datasets[1].wavelength).toBeCloseTo(1.5418, 5);
  });
  test("Miller indices go first, wherever they stand", async () => {
    const back = await reread(table.select(["F", "H", "SIGF", "K", "L"]));
    expect(back.labels).toEqual(["H", "K", "L", "F", "SIGF"]);
  });
  test("unmerged observations are mapped to the asu, with M/ISYM", async () => {
    const unmerged = table.derive({ merged: false });
    const back = await reread(unmerged);
    expect(back.labels).toEqual(["H", "K", "L", "M/ISYM", "F", "SIGF"]);
    expect(back.merged).toBe(false);
    expect(plain(back.hklToObserved(), "L")).toEqual(plain(table, "L"));
  });
  test("operations are written in the order that M/ISYM counts them in", async () => {
    const read = await reread(table.derive({ merged: false }));
    const standard = read.spaceGroup;
    const turned = SpaceGroup.fromOperations([0, 2, 3, 1].map((i) => standard.operations[i]));
    const back = await reread(read.hklToObserved().derive({ spaceGroup: turned }).hklToAsu());
    expect(back.spaceGroup.operations.map(String)).toEqual(turned.operations.map(String));
    expect(back.hklToObserved().hkl()).toEqual(table.hkl());
  });
  test("an empty table", async () => {
    const back = await reread(table.filter(() => false));
    expect([back.length, back.labels]).toEqual([0, table.labels]);
  });
  test("errors: no Miller indices, a label that the format cannot hold", () => {
    expect(() => table.without("H").toMtz()).toThrow(InputError);
    expect(() => table.rename({ F: "a label of more than thirty letters" }).toMtz()).toThrow(FriedelError);
  });
});

describe("labels that several data sets use", () => {
  const datasets = [1, 2].map((id) => ({ id, name: `set${id}`, wavelength: 1 }));
  const hkl = (["H", "K", "L"] as const).map((label) => ({
    label,
    type: "H" as const,
    data: [1, 2],
    datasetId: 1,
  }));
  const mtz = Mtz.create({
    columns: [
      ...hkl,
      { label: "F", type: "F", data: [1, 2], datasetId: 1 },
      { label: "F", type: "F", data: [3, 4], datasetId: 2 },
    ],
    cell: [10, 20, 30],
    spaceGroup: 19,
    datasets,
  });
  const table = ReflectionTable.fromMtz(mtz);
  test("get the name of the data set, and their own back when written", () => {
    expect(table.labels).toEqual(["H", "K", "L", "F", "F@set2"]);
    expect(plain(table, "F@set2")).toEqual([3, 4]);
    expect(
      table
        .slice(0, 1)
        .toMtz()
        .columnInfos.map(({ label, datasetId }) => label + datasetId)
        .slice(3),
    ).toEqual(["F1", "F2"]);
    expect([...table.slice(1).toMtz().column("F", 2)]).toEqual([4]);
  });
});

describe("files with a header that does not say enough", () => {
  const text = Buffer.from(fourReflections().toMtz().toBytes()).toString("latin1");
  const read = async (symmetry: string): Promise<ReflectionTable> => {
    const doctored = text.replace(/SYMINF.{74}/, symmetry.padEnd(80)).replaceAll("SYMM ", "XXXX ");
    return ReflectionTable.fromMtz(await readMtz(bytesSource(Buffer.from(doctored, "latin1"), "odd.mtz")));
  };
  test("a name or number alone will do", async () => {
    expect((await read("SYMINF   4  4 P    19          'P 21 21 21' PG222")).spaceGroup.name).toBe(
      "P 21 21 21",
    );
    expect((await read("SYMINF   4  4 P    19                    '' PG222")).spaceGroup.name).toBe(
      "P 21 21 21",
    );
  });
  test("an unknown space group, or none, is an error, never P 1", async () => {
    await expect(read("SYMINF   4  4 P     0                'P 99' PG222")).rejects.toThrow(SymmetryError);
    await expect(read("SYMINF   4  4 P     0                'P 99' PG222")).rejects.toThrow(/^odd.mtz: /);
    await expect(read("SYMINF   0  0 P     0                    '' PG0")).rejects.toThrow(
      "odd.mtz: got no space group in the header, expected its name, number or operations",
    );
  });
});

function expectSame(one: ReflectionTable, other: ReflectionTable): void {
  expect(one.labels).toEqual(other.labels);
  for (const { label, data } of one.columns) {
    const values = other.values(label);
    expect(values.constructor).toBe(data.constructor);
    const bytes = [data, values].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    expect(bytes[0].equals(bytes[1]), label).toBe(true);
  }
}

const files = [
  "gamma/HKLOUT_unmerged.mtz",
  "pyp/off.mtz",
  "gamma/aimless_french_wilson.mtz",
  "fmodel/1CTJ.mtz",
];
describe.each(files)("%s", (path) => {
  dataTest("read and not changed, it is written back byte for byte", async () => {
    const table = await open(path);
    expect(Buffer.compare(table.toMtz().toBytes(), readFileSync(dataFile(path)))).toBe(0);
    expect(Buffer.compare(table.derive({}).toMtz().toBytes(), readFileSync(dataFile(path)))).toBe(0);
    const there = table
      .with({ label: "ZERO", type: "R", data: new Float32Array(table.length) })
      .without("ZERO");
    expect(Buffer.compare(there.toMtz().toBytes(), readFileSync(dataFile(path)))).toBe(0);
  });
  dataTest("rows taken and columns added, the rest stays", async () => {
    const table = await open(path);
    const some = table.slice(10, 70).computeDHKL();
    const back = await reread(some);
    expect(back.length).toBe(60);
    expectSame(back, some);
    expect(back.history).toEqual(table.history);
    expect(back.datasets).toEqual(table.datasets);
    expect(back.batches).toEqual(table.batches);
    expect(back.spaceGroup.equals(table.spaceGroup)).toBe(true);
  });
});

describe.each(files.slice(0, 2))("%s", (path) => {
  dataTest("unmerged: there and back through the observed indices", async () => {
    const table = await open(path);
    expect(table.merged).toBe(false);
    const back = table.hklToObserved().hklToAsu();
    expectSame(back.select(table.labels), table);
    expectSame(table.hklToAsu(), table);
  });
});
