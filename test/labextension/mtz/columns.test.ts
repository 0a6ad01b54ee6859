/** The columns of the viewer: computed ones against the library's own functions, and values as text. */
import { describe, expect, test } from "vitest";
import {
  columnKinds,
  crystalOf,
  exactText,
  formatValue,
  isymColumn,
  measuredIndex,
  millerColumns,
  viewColumns,
} from "../../../labextension/src/mtz/columns.js";
import { SpaceGroup, UnitCell } from "../../../lib/crystal/index.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { openMtz } from "../../../lib/formats/mtzReader.js";
import { sampleMtz, sampleNames } from "../../formats/mtzSamples.js";
import { cell, mergedSample, spaceGroup, unmergedSample } from "./samples.js";

async function opened(mtz = mergedSample(300)) {
  const reader = await openMtz(bytesSource(mtz.toBytes(), "sample.mtz"));
  const { header } = reader;
  const columns = viewColumns(header, crystalOf(header));
  const block = await reader.readBlock(0, header.rowCount);
  const named = (name: string) => columns.find((column) => column.name === name);
  return { mtz, header, columns, block, named };
}

test("the columns of the file come first, with type, unit and data set", async () => {
  const { columns, named } = await opened();
  expect(columns.map(({ name }) => name).join(" ")).toBe(
    "H K L F SIGF PHI F(+) FreeR_flag EMPTY dHKL centric epsilon",
  );
  expect(named("PHI")).toMatchObject({ type: "P", unit: "°", dataset: "peak", integer: false, shown: true });
  expect(named("FreeR_flag")).toMatchObject({ type: "I", integer: true, digits: 0 });
  expect(named("dHKL")).toMatchObject({ unit: "Å", shown: true });
  expect(named("dHKL")?.type).toBeUndefined();
  expect(columnKinds(columns).get("centric")).toBe("condition");
  expect(columnKinds(columns).get("epsilon")).toBe("number");
});

test("dHKL, centric and epsilon are those of the crystal room, block-wise and cell by cell", async () => {
  const { mtz, block, named } = await opened();
  const [unitCell, group] = [UnitCell.of(cell), SpaceGroup.of(spaceGroup)];
  const [h, k, l] = ["H", "K", "L"].map((label) => mtz.column(label));
  const expected = {
    dHKL: (i: number) => Math.fround(unitCell.dSpacing(h[i], k[i], l[i])),
    centric: (i: number) => Number(group.isCentric(h[i], k[i], l[i])),
    epsilon: (i: number) => group.epsilon(h[i], k[i], l[i]),
  };
  for (const [name, of] of Object.entries(expected)) {
    const values = named(name)?.values(block) ?? new Float32Array(0);
    expect(values.length).toBe(300);
    values.forEach((value, i) => {
      expect(value).toBe(of(i));
      expect(Math.fround(named(name)?.value(block, i) ?? 0)).toBe(value);
    });
  }
});

test("M/ISYM decoded: the index as measured, the operation, the flag", async () => {
  const { mtz, observations } = unmergedSample(6);
  const { header, block, named } = await opened(mtz);
  expect(named("Hobs")).toMatchObject({ measured: true, shown: false });
  observations.forEach(({ hkl, isym }, row) => {
    ["Hobs", "Kobs", "Lobs"].forEach((name, axis) => {
      expect((named(name)?.value(block, row) ?? Number.NaN) + 0).toBe(hkl[axis] + 0);
    });
    expect(named("ISYM")?.value(block, row)).toBe(isym);
    expect(named("PARTIAL")?.value(block, row)).toBe(row % 9 === 0 ? 1 : 0);
  });
  const group = SpaceGroup.of("P 1");
  const miller = millerColumns(header) ?? [];
  const wrong = observations.findIndex(({ isym }) => isym > 2);
  expect(measuredIndex(group, block, wrong, miller, isymColumn(header))).toBeUndefined();
});

test.each(sampleNames)("%s: every column gives the same values by block and by cell", async (name) => {
  const { columns, block, mtz } = await opened(sampleMtz(name));
  expect(columns.slice(0, mtz.labels.length).every(({ type }) => type !== undefined)).toBe(true);
  expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  for (const column of columns) {
    const values = column.values(block);
    values.forEach((value, row) => {
      expect(Math.fround(column.value(block, row))).toBe(value);
    });
  }
});

test("a cell or a space group that is not sound is said, and what needs it is left out", async () => {
  const bytes = Buffer.from(sampleMtz("merged").toBytes());
  const replace = (key: string, text: string): void => {
    for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key))
      bytes.write(text.padEnd(80), at, "latin1");
  };
  replace("CELL ", "REMARK");
  replace("SYMINF", "REMARK");
  replace("SYMM ", "REMARK");
  const { header } = await openMtz(bytesSource(bytes, "odd.mtz"));
  const crystal = crystalOf(header);
  expect(crystal.cell).toBeUndefined();
  expect(crystal.problems.length).toBe(2);
  for (const problem of crystal.problems) expect(problem).toMatch(/^odd\.mtz: .*got /);
  const names = viewColumns(header, crystal).map(({ name }) => name);
  expect(names).not.toContain("dHKL");
  expect(names).not.toContain("centric");
});

describe("values as text", () => {
  test.each([
    [3, true, 0, "3"],
    [-12, true, 0, "-12"],
    [2.5, true, 0, "3"],
    [Number.NaN, false, 2, "–"],
    [Number.POSITIVE_INFINITY, false, 2, "∞"],
    [1234.5678, false, 2, "1234.57"],
    [0, false, 2, "0.00"],
    [0.0001, false, 2, "1.000e-4"],
    [3.2e12, false, 2, "3.200e+12"],
  ])("%f in the table", (value, integer, digits, text) => {
    expect(formatValue(value, { integer, digits })).toBe(text);
  });

  test("for other programs they give the same float32 back", () => {
    expect(exactText(Number.NaN)).toBe("");
    expect(exactText(-4)).toBe("-4");
    expect(exactText(Math.fround(0.1))).toBe("0.1");
    for (let i = 1; i < 5000; i++) {
      const value = Math.fround(Math.sin(i) * 10 ** ((i % 40) - 20));
      expect(Math.fround(Number(exactText(value)))).toBe(value);
    }
  });

  test("decimals follow the range of the column", async () => {
    const { named } = await opened();
    expect(named("F")?.digits).toBe(3);
    expect(named("SIGF")?.digits).toBe(4);
    expect(named("EMPTY")?.digits).toBe(3);
  });
});
