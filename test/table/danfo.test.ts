// Oracle: the table itself, and what a frame is made with; the real danfojs-node is in test/interop.
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { initFromDanfo, toDanfo } from "../../lib/table/danfo.js";
import { Frame } from "./danfoFrames.js";
import { fourReflections } from "./tables.js";

const danfo = { DataFrame: Frame };

describe("toDanfo", () => {
  test("gives plain arrays and their types, missing values as NaN", async () => {
    const frame = await toDanfo(fourReflections(), danfo);
    expect(frame.columns).toEqual(["H", "K", "L", "F", "SIGF"]);
    expect(frame.shape).toEqual([4, 5]);
    expect(frame.dtypes).toEqual(["int32", "int32", "int32", "float32", "float32"]);
    expect(frame.column("L").values).toEqual([4, 2, 3, -4]);
    expect(frame.column("F").values).toEqual([4.5, 2, Number.NaN, 7]);
  });

  test("an integer column that misses values goes as float32", async () => {
    const table = fourReflections().with({ label: "FREE", type: "I", data: [1, Number.NaN, 0, 1] });
    expect((await table.toDanfo(danfo)).dtypes[5]).toBe("float32");
  });

  test("no rows: columns without a record, which Danfo would not take", async () => {
    const made: unknown[] = [];
    class Witness extends Frame {
      constructor(...init: ConstructorParameters<typeof Frame>) {
        super(...init);
        made.push(init[0]);
      }
    }
    const frame = await toDanfo(
      fourReflections().filter(() => false),
      { DataFrame: Witness },
    );
    expect(made).toEqual([[]]);
    expect(frame.columns).toEqual(["H", "K", "L", "F", "SIGF"]);
  });

  test("without the package, the error says what to install", async () => {
    await expect(toDanfo(fourReflections())).rejects.toThrow(
      new InputError(
        "toDanfo: got no Danfo, expected the package danfojs-node; npm install danfojs-node, or give the imported module " +
          "as argument",
      ),
    );
  });
});

describe("initFromDanfo", () => {
  const like = fourReflections().with({ label: "FREE", type: "I", data: [1, 0, 0, 1], datasetId: 3 });

  test("takes all that a frame cannot say from the table it was made of", async () => {
    const init = initFromDanfo(await like.toDanfo(danfo), { like });
    expect(init.columns.map(({ label, type, datasetId }) => [label, type, datasetId])).toEqual(
      like.columns.map(({ label, type, datasetId }) => [label, type, datasetId]),
    );
    const { cell, spaceGroup, merged, name, title, history, datasets, batches } = like;
    expect(init).toMatchObject({ cell, spaceGroup, merged, name, title, history, datasets, batches });
  });

  test("options go before the table", async () => {
    const init = initFromDanfo(await like.toDanfo(danfo), {
      like,
      cell: [1, 2, 3],
      spaceGroup: 1,
      merged: false,
      types: { F: "R" },
    });
    expect([init.cell, init.spaceGroup, init.merged]).toEqual([[1, 2, 3], 1, false]);
    expect(init.columns[3].type).toBe("R");
  });

  test("types by guess: Miller indices, whole numbers, the rest", () => {
    const frame = new Frame({
      H: [1],
      K: [2],
      L: [3],
      N: [2 ** 31 - 1],
      BIG: [2 ** 31],
      X: [0.5],
      NONE: [null],
    });
    const { columns } = initFromDanfo(frame, { cell: [1, 2, 3], spaceGroup: 1 });
    expect(columns.map((column) => column.type).join("")).toBe("HHHIRRR");
  });

  test("what is missing in a frame is NaN; truth is 1 and 0", () => {
    const frame = new Frame({ X: [1.5, null, undefined, Number.NaN], T: [true, false, true, false] });
    const { columns } = initFromDanfo(frame, { cell: [1, 2, 3], spaceGroup: 1 });
    expect([...columns[0].data]).toEqual([1.5, Number.NaN, Number.NaN, Number.NaN]);
    expect([...columns[1].data]).toEqual([1, 0, 1, 0]);
  });

  test("float32 where that loses nothing, else float64", () => {
    const frame = new Frame({ X: [0.5, Number.NaN], Y: [0.1, Number.NaN], Z: [2 ** 24 + 1, 0] });
    const { columns } = initFromDanfo(frame, { cell: [1, 2, 3], spaceGroup: 1 });
    expect(columns[0].data).toEqual(Float32Array.of(0.5, Number.NaN));
    expect(columns[1].data).toEqual(Float64Array.of(0.1, Number.NaN));
    expect(columns[2].data).toEqual(Float64Array.of(2 ** 24 + 1, 0));
  });

  test("no rows", () => {
    const { columns } = initFromDanfo(new Frame([], { columns: ["H", "F"] }), { like });
    expect(columns.map(({ label, type, data }) => [label, type, data.length])).toEqual([
      ["H", "H", 0],
      ["F", "F", 0],
    ]);
  });

  test("errors: no cell, no space group, words", () => {
    const frame = new Frame({ H: [1] });
    expect(() => initFromDanfo(frame, { spaceGroup: 1 })).toThrow(
      new InputError(
        "data frame: got no unit cell, expected one; give it as an option, or the table the frame was made from as `like`",
      ),
    );
    expect(() => initFromDanfo(frame, { cell: [1, 2, 3] })).toThrow(
      "data frame: got no space group, expected one",
    );
    expect(() => initFromDanfo(new Frame({ name: [1, "b"] }), { like })).toThrow(
      new InputError("column name of the data frame: got string in row 1, expected numbers"),
    );
  });
});
