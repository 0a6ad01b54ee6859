/** Finding indices in a table: each kind of match, against what the space group says. */
import { describe, expect, test } from "vitest";
import {
  describeFound,
  equivalentKeys,
  findIndex,
  type Hkl,
  hklText,
  keyOf,
  parseHkl,
} from "../../../labextension/src/mtz/findIndex.js";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { packHkl, SpaceGroup, UnitCell } from "../../../lib/crystal/index.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import type { Mtz } from "../../../lib/formats/mtz.js";
import { cell, mergedSample, spaceGroup, unmergedSample } from "./samples.js";

const group = SpaceGroup.of(spaceGroup);
const opened = (mtz: Mtz) => MtzTable.open(bytesSource(mtz.toBytes(), "sample.mtz"));

describe("an index as typed", () => {
  test.each<[string, Hkl]>([
    ["1 2 3", [1, 2, 3]],
    ["  -1,2, -3 ", [-1, 2, -3]],
    ["(1 −2 3)", [1, -2, 3]],
    ["[0;0;4]", [0, 0, 4]],
    ["+1 0 0", [1, 0, 0]],
  ])("%s", (text, expected) => {
    expect(parseHkl(text)).toEqual(expected);
  });

  test.each(["", "1 2", "1 2 3 4", "1 2.5 3", "a b c", "1e1 2 3", "123456 0 0"])("not %s", (text) => {
    expect(() => parseHkl(text)).toThrow("expected three integers such as 1 -2 3");
  });
});

test("equivalents are those of the space group", () => {
  const { plus, minus } = equivalentKeys([1, 2, 3], group);
  expect([...plus].sort()).toEqual(
    [packHkl(1, 2, 3), packHkl(-1, -2, 3), packHkl(-1, 2, -3), packHkl(1, -2, -3)].sort(),
  );
  expect(minus.has(packHkl(-1, -2, -3))).toBe(true);
  expect([...equivalentKeys([1, 2, 3], undefined).plus]).toEqual([packHkl(1, 2, 3)]);
  expect(keyOf(1, Number.NaN, 2)).toBeUndefined();
  expect(keyOf(1, 0.5, 2)).toBeUndefined();
});

describe("merged", () => {
  const mtz = mergedSample(500);
  const at = (row: number): Hkl => [mtz.column("H")[row], mtz.column("K")[row], mtz.column("L")[row]];

  test("the index itself, an equivalent, a Friedel mate", async () => {
    const table = await opened(mtz);
    const row = 321;
    const [h, k, l] = at(row);
    expect(h * k * l).not.toBe(0);
    expect(await table.find([h, k, l])).toMatchObject({ match: "exact", row, place: row, hidden: false });
    const equivalent = await table.find([-h, -k, l]);
    expect(equivalent).toMatchObject({ match: "equivalent", row, hkl: [h, k, l] });
    expect(describeFound([-h, -k, l], equivalent)).toContain("its symmetry equivalent");
    expect(await table.find([-h, -k, -l])).toMatchObject({ match: "friedel", row });
  });

  test("the nearest, in reciprocal space", async () => {
    const table = await opened(mtz);
    const wanted: Hkl = [3, 4, 60];
    const found = await table.find(wanted);
    const lattice = UnitCell.of(cell);
    const distances = Array.from({ length: 500 }, (_, row) =>
      lattice.inverseDSquared(
        ...(at(row).map((value, axis) => value - wanted[axis]) as [number, number, number]),
      ),
    );
    expect(found?.match).toBe("nearest");
    expect(distances[found?.row ?? 0]).toBe(Math.min(...distances));
    expect(describeFound(wanted, found)).toMatch(/^3 4 60 is not there, nor an equivalent; the nearest is /);
  });

  test("what the filter keeps out is said", async () => {
    const table = await opened(mtz);
    const [h, k, l] = at(100);
    await table.setFilter(`!(H == ${h} && K == ${k} && L == ${l})`);
    const found = await table.find([h, k, l]);
    expect(found).toMatchObject({ match: "nearest", hidden: true });
    expect(describeFound([h, k, l], found)).toContain("a better match is kept out by the filter");
    await table.setFilter("H > 1000");
    expect(await table.find([h, k, l])).toBeUndefined();
    expect(describeFound([h, k, l], undefined)).toContain("no row to go to");
  });

  test("the place is that of the order shown", async () => {
    const table = await opened(mtz);
    await table.setSort({ name: "F", descending: true });
    const found = await table.find(at(42));
    expect(found?.row).toBe(42);
    expect(table.rowAt(found?.place ?? -1)).toBe(42);
    expect(found?.place).not.toBe(42);
  });
});

test("unmerged: an index as measured stands as the one of the asymmetric unit", async () => {
  const { mtz, observations } = unmergedSample(5);
  const table = await opened(mtz);
  const row = observations.findIndex(({ isym, hkl }) => isym === 6 && hkl.every((index) => index !== 0));
  const { hkl } = observations[row];
  const found = await table.find(hkl);
  expect(found?.match).toBe("measured");
  expect(observations[found?.row ?? -1].hkl).toEqual(hkl);
  expect(describeFound(hkl, found)).toContain("was measured as such and stands as");
  expect(hklText([1, -2, 0])).toBe("1 −2 0");
});

test("a file without a Miller index", async () => {
  const table = await opened(mergedSample(20));
  const header = { ...table.header, columnInfos: table.header.columnInfos.slice(3) };
  const cache = Object.create(table.cache, { header: { value: header } });
  expect(await findIndex(cache, table.crystal, [1, 1, 1], undefined)).toBeUndefined();
});
