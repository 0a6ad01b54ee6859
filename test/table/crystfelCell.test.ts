// Oracle on real files: numpy's median (test/reference/table/crystfel.py). The mean metric is checked by its symmetry.
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { readCrystfel } from "../../lib/formats/crystfel.js";
import { withFile } from "../../lib/node/fileSource.js";
import { crystalsOfCell, crystfelCell } from "../../lib/table/crystfelCell.js";
import { dataFile, dataTest } from "../data.js";
import { golden, readStreamText as read, streamText } from "../formats/crystfelSamples.js";

const noTarget = streamText.replace(/----- Begin unit cell[\s\S]*End unit cell -----\n/, "");

describe.each(Object.keys(golden.files))("%s", (path) => {
  dataTest("the median in P 1 is numpy's; in its group it is near, and has the symmetry", async () => {
    const { median, spaceGroup } = golden.files[path];
    const stream = await withFile(dataFile(path), (source) => readCrystfel(source));
    expect(crystfelCell(stream, SpaceGroup.of(spaceGroup)).toArray()).toEqual(stream.targetCell);
    const bare = { ...stream, targetCell: undefined };
    const own = crystfelCell(bare, SpaceGroup.of("P 1")).toArray();
    own.forEach((value, i) => {
      expect(value).toBeCloseTo(median[i], 10);
    });
    const group = SpaceGroup.of(spaceGroup);
    const cell = crystfelCell(bare, group);
    expect(group.primitiveOperations.every(({ rotation }) => cell.isKeptBy(rotation, 1e-12))).toBe(true);
    cell.toArray().forEach((value, i) => {
      expect(Math.abs(value - median[i])).toBeLessThan(i < 3 ? 0.01 * median[i] : 1);
    });
    expect(crystalsOfCell(stream, cell).every((kept) => kept === 1)).toBe(true);
  });
});

test("without a cell in the header: the median, of an even number the mean of the middle two", async () => {
  const stream = await read(noTarget);
  expect(crystfelCell(stream, SpaceGroup.of(19)).toArray()).toEqual([30, 40, 50, 90, 90, 90]);
  const two = { ...stream, crystals: stream.crystals.slice(0, 2) };
  expect(crystfelCell(two, SpaceGroup.of(19)).a).toBeCloseTo(30.5, 12);
  // a and b of a tetragonal cell have the mean of a² and b²
  expect(crystfelCell(stream, SpaceGroup.of(75)).b).toBeCloseTo(Math.sqrt((30 ** 2 + 40 ** 2) / 2), 12);
  const none = { ...stream, crystals: [] };
  expect(() => crystfelCell(none, SpaceGroup.of(19))).toThrow(
    /^x\.stream: got neither a cell in the header nor/,
  );
  expect(() => crystfelCell({ ...stream, targetCell: [0, 1, 1, 90, 90, 90] }, SpaceGroup.of(19))).toThrow(
    /^x\.stream, the cell of its header: unit cell/,
  );
});

test("crystals of other cells: one sentence with their number, or left out, or kept", async () => {
  const stream = await read(streamText);
  const cell = new UnitCell(30, 40, 50);
  expect([...crystalsOfCell(stream, cell)]).toEqual([1, 1, 1]);
  const strict = { edgeTolerance: 0.02 };
  expect(() => crystalsOfCell(stream, cell, strict)).toThrow(InputError);
  expect(() => crystalsOfCell(stream, cell, strict)).toThrow(
    "x.stream: got 2 of 3 crystals whose cells differ from 30 40 50 90 90 90 by more than 2 % or 1.5° (the first is " +
      'crystal 2, line 85, 31 40 50 90 90 90), expected one crystal form; raise edgeTolerance or angleTolerance, set otherCells to "leave out", or allowMixed',
  );
  expect([...crystalsOfCell(stream, cell, { ...strict, otherCells: "leave out" })]).toEqual([1, 0, 0]);
  expect([...crystalsOfCell(stream, cell, { ...strict, allowMixed: true })]).toEqual([1, 1, 1]);
  const turned = new UnitCell(30, 40, 50, 90, 91.6, 90);
  expect(() => crystalsOfCell(stream, turned)).toThrow(/got 3 of 3 crystals .* 5 % or 1\.5°/);
  expect([...crystalsOfCell(stream, turned, { angleTolerance: 2 })]).toEqual([1, 1, 1]);
});

test("a crystal whose cell is none, an option that is none", async () => {
  const stream = await read(streamText.replace("Cell parameters 3.1", "Cell parameters 0.0"));
  const broken = { ...stream, crystals: [{ ...stream.crystals[0], cell: [0, 1, 1, 90, 90, 90] }] };
  expect(() => crystalsOfCell(broken, new UnitCell(30, 40, 50))).toThrow(/^x\.stream line 35: unit cell/);
  const wrong = { otherCells: "drop" as "refuse" };
  expect(() => crystalsOfCell(stream, new UnitCell(30, 40, 50), wrong)).toThrow(
    /^otherCells: got drop, expected/,
  );
});
