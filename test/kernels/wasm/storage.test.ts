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

test("a layer's kernel applies the activation that lies in its place, if it knows it", () => {
  const program = traceRowProgram((b) => {
    const layer = (k: number) => b.dense(b.column("x", 4), { weights: `w${k}`, width: 1 });
    const kept = layer(0);
    return { a: kept.relu().add(kept), b: layer(1).relu(), c: layer(2).tanh(), d: layer(3).leakyRelu() };
  });
  const { activations } = planStorage(program, true);
  const layers = program.instructions
    .filter(({ op }) => op === "dense")
    .map(({ out }) => activations.get(out.id));
  expect(layers).toEqual([undefined, "relu", undefined, "leakyRelu"]);
});

test("adjoints of a deep network share a few places, and no two that live at once overlap", () => {
  const { program } = mergingModel(1, { layers: 20 });
  const with_ = planStorage(program, true);
  const without = planStorage(program, false);
  expect(with_.bytes - without.bytes).toBeLessThan(6 * 10 * FEATURE_BYTES);
  expect(without.adjoints.every((offset) => offset === -1)).toBe(true);
});
