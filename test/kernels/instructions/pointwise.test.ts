/** Oracle: central differences in float64, with operands of equal width and of width 1. */
import { describe, expect, test } from "vitest";
import {
  binaryFunctions,
  comparisons,
  traceRowProgram,
  type UnaryKind,
  unaryFunctions,
} from "../../../lib/kernels/index.js";
import { expectGradients, integers, normals, rowsOf, uniforms, weighted } from "../gradients.js";

const inside: Partial<Record<UnaryKind, [number, number]>> = {
  normalQuantile: [0.1, 0.9],
  normalQuantileOfLog: [-3, -0.1],
};

const rows = 45;
const indices = { i: integers(rows, "i", 8) };

describe("gradient of", () => {
  test.each(Object.keys(unaryFunctions) as (keyof typeof unaryFunctions)[])("%s", (kind) => {
    const program = traceRowProgram((b) => ({
      out: weighted(b, b.unary(kind, b.gather("v", "i", 3)).mul(b.column("c", 3))),
    }));
    // Away from the kinks and poles: the differences reach 0.002 to either side.
    const [from, to] = inside[kind] ?? [0.1, 3];
    const v = uniforms(24, kind, from, to);
    expectGradients(program, { parameters: { v }, columns: { c: normals(3 * rows, "c") }, indices });
  });

  test.each(Object.keys(binaryFunctions) as (keyof typeof binaryFunctions)[])("%s", (kind) => {
    for (const [widthA, widthB] of [
      [3, 3],
      [1, 3],
      [3, 1],
    ]) {
      const program = traceRowProgram((b) => {
        const [x, y] = [b.gather("a", "i", widthA), b.gather("b", "i", widthB)];
        return { out: weighted(b, b.binary(kind, x, y).mul(b.column("c"))) };
      });
      const parameters = { a: uniforms(8 * widthA, "a", 0.2, 3), b: uniforms(8 * widthB, "b", 0.25, 2.9) };
      expectGradients(program, { parameters, columns: { c: normals(rows, "c") }, indices });
    }
  });

  test("where, by either branch", () => {
    for (const [widthC, widthA, widthB] of [
      [3, 3, 3],
      [1, 3, 1],
      [3, 1, 3],
    ]) {
      const program = traceRowProgram((b) => {
        const [x, y] = [b.gather("a", "i", widthA), b.gather("b", "i", widthB)];
        return { out: weighted(b, b.column("c", widthC).gt(0).where(x.square(), y.exp())) };
      });
      const parameters = { a: normals(8 * widthA, "a"), b: normals(8 * widthB, "b") };
      expectGradients(program, { parameters, columns: { c: normals(rows * widthC, "c") }, indices });
    }
  });
});

test("a value combined with itself", () => {
  const program = traceRowProgram((b) => {
    const x = b.gather("v", "i");
    return { out: x.mul(x).add(x.div(x)).add(x.pow(x)) };
  });
  expectGradients(program, { parameters: { v: uniforms(8, "v", 0.5, 2) }, indices });
});

test.each(Object.entries(comparisons))("%s gives 1 or 0, for either width", (kind, holds) => {
  const program = traceRowProgram((b) => ({
    out: b.compare(kind as keyof typeof comparisons, b.column("a", 2), b.column("b")).slice(1),
  }));
  const a = Float64Array.of(9, 1, 9, 2, 9, 3);
  const found = rowsOf(program, { parameters: {}, columns: { a, b: Float64Array.of(2, 2, 2) } });
  expect(found).toEqual([1, 2, 3].map((x) => Number(holds(x, 2))));
});

test("a branch not taken does not spoil the gradient, however infinite", () => {
  const program = traceRowProgram((b) => {
    const x = b.gather("v", "i");
    return { out: x.gt(0).where(x.max(0).sqrt().add(x.max(0).log().div(x)), x.square()) };
  });
  expectGradients(program, { parameters: { v: Float64Array.of(-2, -1, 1, 2, 0.5, -0.5, 3, 4) }, indices });
});
