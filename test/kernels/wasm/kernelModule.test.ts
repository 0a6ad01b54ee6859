import { expect, test } from "vitest";
import { hasRelaxedSimd, instantiateKernels } from "../../../lib/kernels/wasm/kernelModule.js";

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

test("weights are packed tile by tile: of 7 outputs the first 3, then 4", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const from = new Float32Array(shared.buffer, 65536, 14);
  from.set(Array.from({ length: 14 }, (_, k) => k));
  kernels.packWeights(65536, 65536 + 256, 2, 7);
  const found = Array.from(new Float32Array(shared.buffer, 65536 + 256, 14));
  expect(found).toEqual([0, 2, 4, 1, 3, 5, 6, 8, 10, 12, 7, 9, 11, 13]);
});

test("rows are added to their vector in float64", () => {
  const shared = memory();
  const kernels = instantiateKernels(shared, "plain");
  const [sums, adjoints, index, rows] = [65536, 66048, 66560, 67072];
  new Float32Array(shared.buffer, adjoints, 6).set([1, 2, 3, 4, 5, 6]);
  new Int32Array(shared.buffer, index, 4).set([9, 1, 0, 1]);
  new Int32Array(shared.buffer, rows, 3).set([1, 2, 3]);
  kernels.scatterRows(sums, adjoints, index, rows, 3, 2);
  expect(Array.from(new Float64Array(shared.buffer, sums, 4))).toEqual([3, 4, 6, 8]);
});
