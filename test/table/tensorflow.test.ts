// Oracle: what the module is called with; the real @tensorflow/tfjs is in test/interop.
import { expect, test } from "vitest";
import { type TensorflowLike, toTf, toTfColumns } from "../../lib/table/index.js";
import { fourReflections } from "./tables.js";

const recorder: TensorflowLike<unknown[], unknown[]> = {
  tensor1d: (values, dtype) => [dtype, ...values],
  tensor2d: (values, shape, dtype) => [dtype, shape, ...values],
};

test("a matrix of the columns asked for, row by row", async () => {
  const table = fourReflections();
  expect(await table.toTf(["L", "F"], recorder)).toEqual([
    "float32",
    [4, 2],
    4,
    4.5,
    2,
    2,
    3,
    Number.NaN,
    -4,
    7,
  ]);
  expect((await toTf(table, undefined, recorder))[1]).toEqual([4, 5]);
});

test("a tensor for each column, integers as int32", async () => {
  expect(await toTfColumns(fourReflections(), ["L", "SIGF"], recorder)).toEqual({
    L: ["int32", 4, 2, 3, -4],
    SIGF: ["float32", 0.5, 0.25, 5, 0.75],
  });
});

test("errors: a column that is not there, TensorFlow.js not installed", async () => {
  await expect(fourReflections().toTf(["G"], recorder)).rejects.toThrow(/column G is not in the table/);
  await expect(fourReflections().toTf()).rejects.toThrow(
    /toTf: got no TensorFlow.js, expected @tensorflow\/tfjs/,
  );
  await expect(toTfColumns(fourReflections())).rejects.toThrow(/npm install one of them/);
  await expect(fourReflections().toDanfo()).rejects.toThrow(
    /toDanfo: got no Danfo, expected the package danfojs-node/,
  );
});
