/** Oracle: W x + b by hand; central differences in float64. */
import { expect, test } from "vitest";
import { traceRowProgram } from "../../../lib/kernels/index.js";
import { expectGradients, normals, rowsOf, weighted } from "../gradients.js";

test("W is [out, in], row-major", () => {
  const program = traceRowProgram((b) => ({
    out: b.dense(b.column("x", 2), { weights: "w", bias: "b", width: 3 }).slice(1),
  }));
  const parameters = { w: Float64Array.of(1, 2, 3, 4, 5, 6), b: Float64Array.of(10, 20, 30) };
  expect(rowsOf(program, { parameters, columns: { x: Float64Array.of(7, 8) } })).toEqual([20 + 21 + 32]);
});

test.each([
  [1, 1],
  [3, 7],
  [10, 4],
])("gradients of dense layers %i → %i → 2, with and without bias", (from, to) => {
  const program = traceRowProgram((b) => {
    const first = b.dense(b.column("x", from), { weights: "w0", bias: "b0", width: to }).tanh();
    return { out: weighted(b, b.dense(first, { weights: "w1", width: 2 })) };
  });
  expectGradients(program, {
    parameters: { w0: normals(from * to, "w0"), b0: normals(to, "b0"), w1: normals(2 * to, "w1") },
    columns: { x: normals(from * 37, "x") },
  });
});

test("layer normalisation: mean 0, variance 1, and its gradients", () => {
  const program = traceRowProgram((b) => {
    const x = b.dense(b.column("x", 3), { weights: "w", width: 5 });
    return { out: weighted(b, b.layerNorm(x, { gain: "g", offset: "o" }).tanh()) };
  });
  const parameters = { w: normals(15, "w"), g: normals(5, "g"), o: normals(5, "o") };
  expectGradients(program, { parameters, columns: { x: normals(3 * 40, "x") } });

  const moments = traceRowProgram((b) => {
    const y = b.layerNorm(b.column("x", 4), { gain: "g", offset: "o", epsilon: 0 });
    return { out: y.sum().add(y.square().sum().mul(100)) };
  });
  const [found] = rowsOf(moments, {
    parameters: { g: new Float64Array(4).fill(1), o: new Float64Array(4) },
    columns: { x: Float64Array.of(1, 5, 2, 9) },
  });
  expect(found).toBeCloseTo(400, 10);
});

test("shapes that do not fit", () => {
  const trace = () =>
    traceRowProgram((b) => {
      const x = b.dense(b.column("x", 3), { weights: "w", width: 3 });
      return { out: b.layerNorm(x, { gain: "w", offset: "o" }).sum() };
    });
  expect(trace).toThrow("parameter w: got use shared, shape [3], expected use shared, shape [3,3]");
});
