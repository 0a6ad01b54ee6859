// Oracle: the table that a frame was made of; the real danfojs-node is in test/interop.
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { fromDanfo } from "../../lib/table/fromDanfo.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { Frame } from "./danfoFrames.js";
import { fourReflections, plain } from "./tables.js";

const danfo = { DataFrame: Frame };
const table = fourReflections().with({ label: "FREE", type: "I", data: [1, Number.NaN, 0, 1], datasetId: 2 });

test("there and back is the table, the function and the method alike", async () => {
  const frame = await table.toDanfo(danfo);
  for (const back of [fromDanfo(frame, { like: table }), ReflectionTable.fromDanfo(frame, { like: table })]) {
    expect(back).toBeInstanceOf(ReflectionTable);
    expect(back.columns).toEqual(table.columns);
    expect(back.cell).toBe(table.cell);
    expect(back.spaceGroup).toBe(table.spaceGroup);
    expect(back.merged).toBe(table.merged);
  }
});

test("a frame of anyone's making, with cell and space group", () => {
  const frame = new Frame({ H: [1, 2], K: [0, 0], L: [3, 5], I: [10.5, null] });
  const made = fromDanfo(frame, { cell: [10, 20, 30], spaceGroup: "P 21 21 21", types: { I: "J" } });
  expect(made.columns.map((column) => column.type).join("")).toBe("HHHJ");
  expect([...made.hkl()]).toEqual([1, 0, 3, 2, 0, 5]);
  expect(plain(made, "I")).toEqual([10.5, Number.NaN]);
  expect(made.spaceGroup.number).toBe(19);
});

test("errors are the table's and the frame's", () => {
  const frame = new Frame({ H: [1], K: [0], L: [3] });
  expect(() => fromDanfo(frame, {})).toThrow(InputError);
  expect(() => fromDanfo(frame, { cell: [10, 20, -30], spaceGroup: 1 })).toThrow(InputError);
  expect(() => fromDanfo(frame, { cell: [10, 20, 30], spaceGroup: "P 9" })).toThrow(InputError);
  expect(() => fromDanfo(new Frame({ H: [1], F: [1, 2] }), { like: table })).toThrow(
    /length of column F: got 2 values, expected 1/,
  );
});
