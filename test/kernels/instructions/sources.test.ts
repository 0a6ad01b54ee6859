/** Oracle: values picked by hand; central differences in float64. */
import { expect, test } from "vitest";
import { traceRowProgram } from "../../../lib/kernels/index.js";
import { expectGradients, integers, normals, rowsOf, weighted } from "../gradients.js";

test("columns and gathered parameters of any width", () => {
  const program = traceRowProgram((b) => ({
    out: weighted(b, b.column("x", 2)).add(weighted(b, b.gather("v", "i", 2))),
  }));
  const found = rowsOf(program, {
    parameters: { v: Float64Array.of(10, 20, 30, 40) },
    columns: { x: Float64Array.of(1, 2, 3, 4) },
    indices: { i: Int32Array.of(1, 0) },
  });
  const sum = (a: number, b: number) => 0.7 * a + 1.15 * b;
  expect(found[0]).toBeCloseTo(sum(1, 2) + sum(30, 40), 12);
  expect(found[1]).toBeCloseTo(sum(3, 4) + sum(10, 20), 12);
});

test("gradients of gathered and shared parameters, used more than once", () => {
  const program = traceRowProgram((b) => {
    const v = b
      .gather("v", "i", 3)
      .mul(b.parameter("p", 3))
      .add(b.gather("v", "k", 3).square());
    return { out: weighted(b, v.mul(b.column("x"))).mul(b.parameter("q")) };
  });
  const rows = 70;
  expectGradients(program, {
    parameters: { v: normals(15, "v"), p: normals(3, "p"), q: normals(1, "q") },
    columns: { x: normals(rows, "x") },
    indices: { i: integers(rows, "i", 5), k: integers(rows, "k", 4) },
  });
});

test("a matrix cannot be used for every row", () => {
  expect(() =>
    traceRowProgram((b) => ({
      out: b.dense(b.column("x", 2), { weights: "w", width: 1 }).add(b.parameter("w")),
    })),
  ).toThrow("parameter w: got use shared, shape [1], expected use shared, shape [1,2]");
});

test("wide noise has its own numbers in every feature, and no gradient", () => {
  const program = traceRowProgram((b) => ({
    out: weighted(b, b.noise("uniform", { width: 2 })).mul(b.parameter("p")),
  }));
  const inputs = { parameters: { p: Float64Array.of(2) } };
  const found = rowsOf(program, inputs, { rowCount: 50, seed: 2 });
  expect(new Set(found).size).toBe(50);
  expectGradients(program, inputs, { rowCount: 50, seed: 2 });
});
