/**
 * MTZ files made from scratch and changed. Oracle of the bytes: gemmi, cctbx and reciprocalspaceship took exactly these
 * (test/reference/formats/mtzWritten.py keeps their SHA-256); of changes: the bytes that were not to change.
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError, SymmetryError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { Mtz, type MtzColumnInit, writeMtz } from "../../lib/formats/mtz.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import reference from "../reference/formats/mtzWritten.json" with { type: "json" };
import { sampleInit, sampleMtz, sampleNames } from "./mtzSamples.js";

const accepted: Readonly<Record<string, string>> = reference.accepted;

const again = (mtz: Mtz): Promise<Mtz> => readMtz(bytesSource(mtz.toBytes(), "again.mtz"));
const presentColumns = (mtz: Mtz): MtzColumnInit[] =>
  mtz.columnInfos.map((info, i) => ({ ...info, data: mtz.column(i) }));

/** Records of the main header in which two files differ, by their first word. */
function changedRecords(one: Mtz, other: Mtz): string[] {
  const [before, after] = [new Set(one.headerRecords), new Set(other.headerRecords)];
  const differing = [...one.headerRecords].filter((text) => !after.has(text));
  differing.push(...[...other.headerRecords].filter((text) => !before.has(text)));
  return [...new Set(differing.map((text) => text.split(" ")[0]))].sort();
}

describe("from scratch", () => {
  test("the samples are those that the other programs took", () => {
    expect([...sampleNames].sort()).toEqual(Object.keys(accepted).sort());
  });

  test.each(sampleNames)("%s: the bytes that gemmi, cctbx and reciprocalspaceship took", (name) => {
    const bytes = writeMtz(sampleMtz(name));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(accepted[name]);
  });

  test.each(sampleNames)("%s: read back, it says what was put in", async (name) => {
    const init = sampleInit(name);
    const mtz = await again(sampleMtz(name));
    expect(mtz.title).toBe(init.title ?? "");
    expect(mtz.history).toEqual(init.history ?? []);
    expect(mtz.cell).toEqual(init.cell);
    expect(mtz.bigEndian).toBe(init.bigEndian ?? false);
    expect(mtz.labels).toEqual(init.columns.map(({ label }) => label));
    expect(mtz.merged).toBe(!["unmerged", "oneBatch", "manyBatches"].includes(name));
    for (const [i, column] of init.columns.entries()) {
      expect(mtz.column(i)).toEqual(Float32Array.from(column.data));
      expect(mtz.columnInfos[i].type).toBe(column.type);
      expect(mtz.columnInfos[i].source).toBe(column.source);
      const values = [...mtz.column(i)].filter((value) => !Number.isNaN(value));
      const range =
        values.length === 0 ? [Number.NaN, Number.NaN] : [Math.min(...values), Math.max(...values)];
      expect([mtz.columnInfos[i].min, mtz.columnInfos[i].max]).toEqual(range);
    }
    expect(mtz.batches.length).toBe(init.batches?.length ?? 0);
    for (const [i, batch] of (init.batches ?? []).entries()) {
      const { cell, uMatrix = [], wavelength = 0, ...fields } = batch;
      expect(mtz.batches[i]).toMatchObject(fields);
      expect(mtz.batches[i].wavelength).toBe(Math.fround(wavelength));
      expect(mtz.batches[i].uMatrix).toEqual(uMatrix.map(Math.fround));
      expect(mtz.batches[i].cell).toEqual((cell ?? []).map(Math.fround));
    }
    expect(Buffer.compare(mtz.toBytes(), sampleMtz(name).toBytes())).toBe(0);
  });

  test("resolution limits over all cells, in Å", () => {
    const mtz = sampleMtz("merged");
    const inverse = (h: number, k: number, l: number): number =>
      (h / 34.15) ** 2 + (k / 54.81) ** 2 + (l / 68) ** 2;
    const values = Array.from(mtz.column("H"), (h, i) => inverse(h, mtz.column("K")[i], mtz.column("L")[i]));
    expect(mtz.inverseDSquaredLimits[0]).toBeCloseTo(Math.min(...values), 15);
    expect(mtz.inverseDSquaredLimits[1]).toBeCloseTo(Math.max(...values), 15);
    expect(mtz.resolutionLimits[0]).toBeCloseTo(68, 9);
    const many = sampleMtz("manyDatasets");
    const largest = 78 + 6 / 8;
    expect(many.resolutionLimits[0]).toBeCloseTo(largest / 2, 9);
  });

  test("data sets: one by default, a base one for the Miller index", () => {
    const mtz = sampleMtz("monoclinic");
    expect(mtz.datasets).toEqual([
      { id: 0, project: "HKL_base", crystal: "HKL_base", name: "HKL_base", cell: mtz.cell, wavelength: 0 },
      { id: 1, project: "project", crystal: "crystal", name: "dataset", cell: mtz.cell, wavelength: 0 },
    ]);
    expect(mtz.columnInfos.map(({ datasetId }) => datasetId)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  test("sort order is what can be seen", () => {
    const init = sampleInit("merged");
    expect(Mtz.create(init).sortOrder).toEqual([1, 2, 3, 0, 0]);
    const columns = init.columns.map((column) => ({ ...column, data: Array.from(column.data).reverse() }));
    expect(Mtz.create({ ...init, columns }).sortOrder).toEqual([0, 0, 0, 0, 0]);
    expect(Mtz.create({ ...init, columns, sortOrder: [3, 2, 1] }).sortOrder).toEqual([3, 2, 1, 0, 0]);
  });

  test("too long a title and history are cut, characters beyond Latin-1 are question marks", () => {
    const history = Array.from({ length: 40 }, (_, i) => `${i} ${"x".repeat(100)}`);
    const mtz = Mtz.create({ ...sampleInit("merged"), title: `λ ${"é".repeat(100)}`, history });
    expect(mtz.title).toBe(`? ${"é".repeat(68)}`);
    expect(mtz.history.length).toBe(30);
    expect(mtz.history[29]).toBe(history[29].slice(0, 80));
  });
});

describe("a change keeps the rest", () => {
  test.each(sampleNames)("%s: nothing changed is the same to the byte", (name) => {
    const mtz = sampleMtz(name);
    const bytes = mtz.toBytes();
    const { title, history, cell, symmetry, datasets, sortOrder, missingValue, bigEndian } = mtz;
    const same = [
      {},
      { title },
      { history },
      { cell },
      { spaceGroup: symmetry },
      { datasets },
      { sortOrder },
      { missingValue },
      { bigEndian },
      { columns: presentColumns(mtz) },
      { batches: mtz.batches },
    ];
    for (const changes of same) expect(Buffer.compare(mtz.with(changes).toBytes(), bytes)).toBe(0);
  });

  test("the records that change are those of the part that changed", () => {
    const mtz = sampleMtz("unmerged");
    const columns = presentColumns(mtz);
    columns[5] = { ...columns[5], data: mtz.column("I").map((value) => value * 2) };
    const cases: [string[], Parameters<Mtz["with"]>[0]][] = [
      [["TITLE"], { title: "another" }],
      [[], { history: ["another"] }],
      [["CELL", "RESO"], { cell: [35, 55, 69, 90, 90, 90] }],
      [["SYMINF", "SYMM"], { spaceGroup: "P 21 21 2" }],
      [["SORT"], { sortOrder: [3, 2, 1, 0, 0] }],
      [["VALM"], { missingValue: -999 }],
      [["COLUMN"], { columns }],
      [["BATCH", "NCOL"], { batches: mtz.batches.slice(1) }],
      [
        ["DATASET"],
        { datasets: mtz.datasets.map((set) => (set.id === 1 ? { ...set, name: "other" } : set)) },
      ],
    ];
    for (const [records, changes] of cases) {
      const changed = mtz.with(changes);
      expect(changedRecords(mtz, changed), Object.keys(changes).join()).toEqual(records);
      // rows keep their bytes unless a column changed
      if (changes.columns !== undefined) continue;
      expect(changed.toBytes().subarray(12, 80 + 40 * 32)).toEqual(mtz.toBytes().subarray(12, 80 + 40 * 32));
    }
  });

  test("unknown records, groups of columns, appended text, a gap and strange bits stay", async () => {
    const sample = sampleMtz("merged");
    const bytes = Buffer.from(sample.toBytes());
    const rows = bytes.subarray(80, 80 + 48 * 28);
    // a signalling NaN and a negative one
    rows.writeUInt32LE(0x7f800001, 12);
    rows.writeUInt32LE(0xffc12345, 28 * 14 + 12);
    const header = bytes.subarray(80 + 48 * 28).toString("latin1");
    const group = `COLGRP ${"F".padEnd(30)} ${"FOBS".padEnd(30)} FSIG 0    1`;
    const odd = header
      .replace(/^(.*?)(COLUMN SIGF)/s, `$1${group}$2`)
      .replace("VALM NAN", "VALM Nan")
      .replace(/END {77}/, `${"PROGRAM xyz 1.2.3".padEnd(80)}END and more${" ".repeat(68)}`)
      .replace(/(MTZENDOFHEADERS {65})/, `${"MTZOTHER record of a program".padEnd(80)}$1`);
    const gap = Buffer.alloc(20, 7);
    const all = Buffer.concat([
      bytes.subarray(0, 80),
      rows,
      gap,
      Buffer.from(odd, "latin1"),
      Buffer.from("<xml/>"),
    ]);
    all.writeInt32LE((80 + 48 * 28 + 20) / 4 + 1, 4);
    const mtz = await readMtz(bytesSource(all, "odd.mtz"));
    expect(mtz.toBytes()).toEqual(new Uint8Array(all));
    expect(mtz.appendedText).toBe("<xml/>");
    expect(mtz.with({ columns: presentColumns(mtz) }).toBytes()).toEqual(new Uint8Array(all));

    const columns = presentColumns(mtz);
    columns.push({ label: "FOM", type: "W", data: new Float32Array(48).fill(0.5) });
    const changed = await again(mtz.with({ title: "with a column", columns }));
    expect(changedRecords(mtz, changed)).toEqual(["COLUMN", "NCOL", "TITLE"]);
    expect(changed.headerRecords.some((text) => text.startsWith("PROGRAM xyz"))).toBe(true);
    expect(changed.headerRecords.some((text) => text.startsWith("COLGRP F "))).toBe(true);
    expect(changed.appendedText).toBe("<xml/>");
    const written = Buffer.from(changed.toBytes());
    expect(written.readUInt32LE(80 + 12)).toBe(0x7f800001);
    expect(written.readUInt32LE(80 + 32 * 14 + 12)).toBe(0xffc12345);
    expect(written.subarray(80 + 48 * 32, 80 + 48 * 32 + 20)).toEqual(gap);
    expect(written.includes("MTZOTHER record of a program")).toBe(true);
  });

  test("columns taken out, put in another order, renamed", async () => {
    const mtz = sampleMtz("manyDatasets");
    const all = presentColumns(mtz);
    const kept = [...all.slice(0, 3), all[10], all[5]];
    const changed = await again(mtz.with({ columns: kept }));
    expect(changed.labels).toEqual(["H", "K", "L", "SIGF4", "F2"]);
    expect(changed.column("F2")).toEqual(mtz.column("F2"));
    expect(changed.columnInfos[3]).toEqual(mtz.columnInfos[10]);
    expect(changed.columnInfos[4].source).toBe("CREATED_sample");
    const renamed = await again(
      changed.with({ columns: [...kept.slice(0, 4), { ...all[5], label: "FNEW" }] }),
    );
    expect(renamed.labels).toEqual(["H", "K", "L", "SIGF4", "FNEW"]);
    expect(renamed.columnInfos[4].source).toBe("CREATED_sample");
  });

  test("rows taken out: counts, ranges and limits follow", async () => {
    const mtz = await again(sampleMtz("unmerged"));
    const columns = presentColumns(mtz).map((column) => ({
      ...column,
      data: Array.from(column.data).slice(0, 10),
    }));
    const changed = await again(mtz.with({ columns }));
    expect(changed.rowCount).toBe(10);
    expect(changed.batches).toEqual(mtz.batches);
    expect(changed.columnInfos[2].max).toBe(Math.max(...columns[2].data));
    expect(changed.resolutionLimits[1]).toBeGreaterThan(mtz.resolutionLimits[1]);
  });

  test("the other byte order and back", async () => {
    for (const name of sampleNames) {
      const mtz = await again(sampleMtz(name));
      const twin = await again(mtz.with({ bigEndian: !mtz.bigEndian }));
      expect(twin.bigEndian).toBe(!mtz.bigEndian);
      expect(presentColumns(twin)).toEqual(presentColumns(mtz));
      expect(twin.batches).toEqual(mtz.batches);
      expect(twin.with({ bigEndian: mtz.bigEndian }).toBytes()).toEqual(mtz.toBytes());
    }
  });
});

describe("the flag for missing values", () => {
  const rowsOf = (mtz: Mtz): Float32Array => new Float32Array(mtz.toBytes().slice(80, 80 + 48 * 28).buffer);

  test("a number: read as NaN, written as the number", async () => {
    const mtz = await again(sampleMtz("flagged"));
    expect(mtz.missingValue).toBe(-999);
    expect(mtz.column("F")[0]).toBeNaN();
    expect(rowsOf(mtz)[3]).toBe(-999);
    expect(presentColumns(mtz)).toEqual(presentColumns(sampleMtz("merged")));
    const columns = presentColumns(mtz);
    columns[3] = { ...columns[3], data: mtz.column("F").map((value, i) => (i === 1 ? Number.NaN : value)) };
    const changed = await again(mtz.with({ columns }));
    expect([rowsOf(changed)[3], rowsOf(changed)[10]]).toEqual([-999, -999]);
    expect(changed.column("F")[1]).toBeNaN();
  });

  test("changed to NaN, to another number, and back to the same bytes", async () => {
    const mtz = sampleMtz("flagged");
    const asNan = await again(mtz.with({ missingValue: Number.NaN }));
    expect(rowsOf(asNan)[3]).toBeNaN();
    expect(asNan.with({ missingValue: -999 }).toBytes()).toEqual(mtz.toBytes());
    const other = await again(mtz.with({ missingValue: 1e30 }));
    expect(other.missingValue).toBe(Math.fround(1e30));
    expect(presentColumns(other)).toEqual(presentColumns(mtz));
  });

  test("a flag of 0 leaves the Miller index alone, and refuses a value of 0", async () => {
    const columns = presentColumns(sampleMtz("merged")).slice(0, 5);
    const mtz = await again(Mtz.create({ ...sampleInit("merged"), columns, missingValue: 0 }));
    expect(mtz.column("H")[0]).toBe(0);
    expect(mtz.column("F")[0]).toBeNaN();
    const zero = [...columns.slice(0, 4), { ...columns[4], data: new Float32Array(48) }];
    expect(() => mtz.with({ columns: zero })).toThrow(InputError);
    expect(() => mtz.with({ columns: zero })).toThrow(
      "column SIGF, row 0: got 0, which stands for a missing value in this file (VALM), expected another number",
    );
  });
});

describe("columns", () => {
  const mtz = sampleMtz("manyDatasets");

  test("by label, by number, by data set", () => {
    expect(mtz.column("F3")).toEqual(mtz.column(7));
    expect(mtz.columnIndex("F3", 3)).toBe(7);
    expect(() => mtz.columnIndex("F3", 4)).toThrow(MissingColumnError);
  });

  test("a column is a copy", () => {
    mtz.column("F3").fill(0);
    expect(mtz.column("F3")[1]).not.toBe(0);
  });

  test("one that is not there: the nearest", () => {
    expect(() => sampleMtz("merged").column("FreeR_flags")).toThrow(MissingColumnError);
    expect(() => sampleMtz("merged").column("FreeR_flags")).toThrow("did you mean FreeR_flag?");
    expect(() => sampleMtz("merged").column(7)).toThrow("column of MTZ: got number 7, expected 0 to 6");
  });
});

describe("refused in one sentence", () => {
  const init = sampleInit("merged");
  const [h, k, l, f] = init.columns;
  const cases: [string, Partial<typeof init>, string][] = [
    ["an impossible cell", { cell: [0, 1, 1, 90, 90, 90] }, "unit cell: got a = 0"],
    [
      "columns without Miller index",
      { columns: [f, h, k, l] },
      "first columns of an MTZ file: got F (type F), H (type H), K (type H)",
    ],
    ["no columns", { columns: [] }, "first columns of an MTZ file: got none"],
    [
      "a label with a blank",
      { columns: [h, k, l, { ...f, label: "F obs" }] },
      'label of a column: got "F obs", expected one word',
    ],
    [
      "a label that is too long",
      { columns: [h, k, l, { ...f, label: "F".repeat(31) }] },
      "at most 30 printable",
    ],
    ["a label twice", { columns: [h, k, l, f, f] }, "columns of data set 1: got two named F"],
    [
      "lengths that differ",
      { columns: [h, k, l, { ...f, data: [1, 2] }] },
      "column F: got 2 values, expected 48 as in H",
    ],
    [
      "a data set that is not there",
      { columns: [h, k, l, { ...f, datasetId: 9 }] },
      "data set of column F: got 9, expected one of 0, 1",
    ],
    ["a source with blanks", { columns: [h, k, l, { ...f, source: "made by me" }] }, "source of column F"],
    ["a data set's name with blanks", { datasets: [{ name: "my set" }] }, "name in data set 1"],
    [
      "data sets of one id",
      {
        datasets: [
          { id: 1, name: "a" },
          { id: 1, name: "b" },
        ],
      },
      "id of a data set: got 1",
    ],
    [
      "a cell of three numbers",
      { datasets: [{ name: "a", cell: [1, 2, 3] }] },
      "cell of data set 1: got 3 numbers",
    ],
    [
      "a wavelength below 0",
      { datasets: [{ name: "a", wavelength: -1 }] },
      "wavelength of data set 1: got -1",
    ],
    [
      "an integer beyond float32",
      { columns: [h, k, l, { label: "ID", type: "I", data: new Int32Array(48).fill(16777217) }] },
      "column ID, row 0: got 16777217, expected an integer that a float32 holds",
    ],
  ];
  test.each(cases)("%s", (_, changes, message) => {
    const make = (): Mtz => Mtz.create({ ...init, ...changes });
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test("an unknown space group, and no operations", () => {
    expect(() => Mtz.create({ ...init, spaceGroup: "P 7" })).toThrow(SymmetryError);
    const symmetry = { ...sampleMtz("merged").symmetry, operations: [] };
    expect(() => Mtz.create({ ...init, spaceGroup: symmetry })).toThrow("got none, expected at least X,Y,Z");
  });

  test("a bad type", () => {
    const column = JSON.parse('{"label": "X", "type": "Z"}');
    const columns = [h, k, l, { ...column, data: f.data }];
    expect(() => Mtz.create({ ...init, columns })).toThrow("type of column X: got Z, expected one of H J F");
  });
});

test("a header that is odd but clear is read: no cell, an unknown space group, a type of its own", async () => {
  const bytes = Buffer.from(sampleMtz("merged").toBytes());
  bytes.write("CELL  nan 0 0 0 0 0".padEnd(80), bytes.indexOf("CELL"), "latin1");
  bytes.write("SYMINF 4 4 P 19 'Q 7 7 7' PG9".padEnd(80), bytes.indexOf("SYMINF"), "latin1");
  bytes.write("COLUMN PHI ? -90 -65 1".padEnd(80), bytes.indexOf("COLUMN PHI"), "latin1");
  const mtz = await readMtz(bytesSource(bytes));
  expect(mtz.cell).toEqual([Number.NaN, 0, 0, 0, 0, 0]);
  expect(mtz.spaceGroupName).toBe("Q 7 7 7");
  expect(mtz.columnInfos[5].type).toBe("R");
  expect(mtz.toBytes()).toEqual(new Uint8Array(bytes));
  // the letter of a column that is not retyped stays
  const columns = presentColumns(mtz).map((column) =>
    column.label === "PHI" ? { ...column, data: mtz.column("PHI").fill(5) } : column,
  );
  const changed = mtz.with({ columns });
  expect(changed.headerRecords.some((text) => /^COLUMN PHI +\? +5 +5 +1/.test(text))).toBe(true);
});
