/** Oracle: values put together by hand; central differences in float64. */
import { expect, test } from "vitest";
import { traceRowProgram } from "../../../lib/kernels/index.js";
import { expectGradients, integers, normals, rowsOf, weighted } from "../gradients.js";

test("sum, slice and concat", () => {
  const program = traceRowProgram((b) => {
    const x = b.column("x", 4);
    return { out: b.concat(x.slice(2, 2), x.slice(0), 5).mul(b.column("m", 4)).sum() };
  });
  const columns = { x: Float64Array.of(1, 2, 3, 4), m: Float64Array.of(1, 10, 100, 1000) };
  expect(rowsOf(program, { parameters: {}, columns })).toEqual([3 + 40 + 100 + 5000]);
});

test("gradients, with a register used twice and overlapping slices", () => {
  const program = traceRowProgram((b) => {
    const x = b.gather("v", "i", 4).tanh();
    const parts = b.concat(x.slice(1, 3), x, x.slice(0), x.sum(), 2);
    return { out: weighted(b, parts.square()) };
  });
  expectGradients(program, { parameters: { v: normals(20, "v") }, indices: { i: integers(50, "i", 5) } });
});
