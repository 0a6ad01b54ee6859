import { expect, test } from "vitest";
import { traceRowProgram } from "../../../lib/kernels/index.js";
import { FEATURE_BYTES, planStorage } from "../../../lib/kernels/wasm/storage.js";
import { mergingModel } from "../models.js";

test("a slice lies in what it is cut from; an activation in place of its layer", () => {
  const program = traceRowProgram((b) => {
    const x = b.dense(b.column("x", 4), { weights: "w", width: 3 }).leakyRelu();
    return { out: x.slice(2) };
  });
  const { values, adjoints } = planStorage(program, true);
  const [, dense, activation, slice] = values;
  expect(activation).toBe(dense);
  expect(slice).toBe(activation + 2 * FEATURE_BYTES);
  expect(adjoints[2]).toBe(adjoints[1]);
  expect(adjoints[3]).toBe(adjoints[2] + 2 * FEATURE_BYTES);
  expect(adjoints[0]).toBe(-1);
});

test("an activation does not overwrite what others read", () => {
  const program = traceRowProgram((b) => {
    const x = b.dense(b.column("x", 4), { weights: "w", width: 1 });
    return { out: x.tanh().add(x) };
  });
  const { values } = planStorage(program, true);
  expect(values[2]).not.toBe(values[1]);
});

test("adjoints of a deep network share a few places, and no two that live at once overlap", () => {
  const { program } = mergingModel(1, { layers: 20 });
  const with_ = planStorage(program, true);
  const without = planStorage(program, false);
  expect(with_.bytes - without.bytes).toBeLessThan(6 * 10 * FEATURE_BYTES);
  expect(without.adjoints.every((offset) => offset === -1)).toBe(true);
});
