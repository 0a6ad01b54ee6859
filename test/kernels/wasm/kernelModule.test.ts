import { expect, test } from "vitest";
import { hasRelaxedSimd, instantiateKernels, SORTING_BYTES } from "../../../lib/kernels/wasm/kernelModule.js";
import { integers, normals } from "../gradients.js";

const memory = () => new WebAssembly.Memory({ initial: 2, maximum: 65536, shared: true });

test("the variant asked for, else the fastest there is", () => {
  expect(instantiateKernels(memory(), "plain").variant).toBe("plain");
  expect(instantiateKernels(memory()).variant).toBe(hasRelaxedSimd() ? "relaxed" : "plain");
});

test("relaxed SIMD is given where the runtime has it, and refused in a sentence where not", () => {
  const ask = () => instantiateKernels(memory(), "relaxed").variant;
  if (hasRelaxedSimd()) expect(ask()).toBe("relaxed");
  else expect(ask).toThrow('kernel variant: got "relaxed", expected "plain"');
});

test("weights are packed tile by tile: of 7 outputs the first 4, then 3", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const from = new Float32Array(shared.buffer, 65536, 14);
  from.set(Array.from({ length: 14 }, (_, k) => k));
  kernels.packWeights(65536, 65536 + 256, 2, 7);
  const found = Array.from(new Float32Array(shared.buffer, 65536 + 256, 14));
  expect(found).toEqual([0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 9, 11, 13]);
});

test("rows are added to their vector in float64", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const [sums, adjoints, index, rows] = [65536, 66048, 66560, 67072];
  new Float32Array(shared.buffer, adjoints, 6).set([1, 2, 3, 4, 5, 6]);
  // Every second word.
  new Int32Array(shared.buffer, index, 8).set([9, 7, 1, 7, 0, 7, 1, 7]);
  new Int32Array(shared.buffer, rows, 3).set([1, 2, 3]);
  kernels.scatterRows(sums, adjoints, index, 8, rows, 3, 2);
  expect(Array.from(new Float64Array(shared.buffer, sums, 4))).toEqual([3, 4, 6, 8]);
});

test("shards are added in their order in float64, an odd count too", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const [from, to, stride] = [65536, 69632, 64];
  const parts = [2 ** 60, 1, -(2 ** 60)].map((first) => [first, 0.1, 3]);
  parts.forEach((part, s) => {
    new Float64Array(shared.buffer, from + s * stride, 3).set(part);
  });
  kernels.addShards(from, stride, 3, 3, to);
  const inOrder = parts[0].map((_, i) => parts.reduce((sum, part) => sum + part[i], 0));
  expect(inOrder[0]).toBe(0);
  expect(new Float32Array(shared.buffer, to, 4)).toEqual(Float32Array.of(...inOrder, 0));
});

test("rows picked by an index column, of all rows or of those listed", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const [index, rows, to] = [65536, 65664, 65792];
  new Int32Array(shared.buffer, index, 8).set([9, 7, 1, 7, 0, 7, 5, 7]);
  new Int32Array(shared.buffer, rows, 3).set([3, 0, 3]);
  kernels.pickRows(index, 8, rows, 3, to);
  expect([...new Int32Array(shared.buffer, to, 3)]).toEqual([5, 9, 5]);
  kernels.pickRows(index, 8, 0, 4, to);
  expect([...new Int32Array(shared.buffer, to, 4)]).toEqual([9, 1, 0, 5]);
});

// Oracle: the language's own set and sort.
test.each([
  [0, 1],
  [1, 1],
  [40, 1],
  [500, 7],
  [2048, 20_000],
  [1500, 2 ** 31 - 1],
])("%i numbers below %i are grouped in ascending order, each at its own place", (count, end) => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const picked = integers(count, "picked", end);
  const list = (k: number) => new Int32Array(shared.buffer, 65536 + 4 * k * count, count);
  list(0).set(picked);
  expect(16 * count + SORTING_BYTES).toBeLessThanOrEqual(65536);
  const found = kernels.groupRows(65536, count);
  const distinct = [...list(2).subarray(0, found)];
  expect(distinct).toEqual([...new Set(picked)].sort((a, b) => a - b));
  expect(Array.from(list(3), (place) => distinct[place])).toEqual([...picked]);
});

test("sums of rows grouped are those in the order of the rows", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const count = 600;
  const picked = integers(count, "picked", 50);
  const adjoints = Float32Array.from(normals(count, "adjoints"));
  new Int32Array(shared.buffer, 65536, count).set(picked);
  const found = kernels.groupRows(65536, count);
  const [values, of] = [90_112, 98_304];
  new Float32Array(shared.buffer, of, count).set(adjoints);
  kernels.scatterRows(values, of, 65536 + 12 * count, 4, 0, count, 1);
  const expected = new Float64Array(50);
  picked.forEach((row, r) => {
    expected[row] += adjoints[r];
  });
  expect([...new Float64Array(shared.buffer, values, found)]).toEqual([...expected].filter((x) => x !== 0));
});
