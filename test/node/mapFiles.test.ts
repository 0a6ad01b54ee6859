import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { FormatError } from "../../lib/errors.js";
import { Grid } from "../../lib/maps/index.js";
import { readMap, writeMap } from "../../lib/node/mapFiles.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-maps-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

test("a map that is written is read again", async () => {
  const shape = [4, 6, 10] as const;
  const data = Float32Array.from({ length: 240 }, (_, i) => Math.cos(i * i));
  const grid = new Grid({
    cell: new UnitCell(20, 30, 50),
    spaceGroup: SpaceGroup.fromNumber(1),
    shape,
    data,
  });
  await writeMap(grid, path("density.map"));
  const back = await readMap(path("density.map"));
  expect(back.shape).toEqual([4, 6, 10]);
  expect(back.data).toEqual(data);
  expect(back.cell.toArray()).toEqual(grid.cell.toArray());
});

test("what is no map is told in one sentence with its path", async () => {
  writeFileSync(path("short.map"), "MAP ");
  await expect(readMap(path("short.map"))).rejects.toThrow(FormatError);
  await expect(readMap(path("short.map"))).rejects.toThrow(/short\.map/);
});
