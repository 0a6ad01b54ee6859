/** Oracles: the ops themselves (held to numpy in ops/), central differences, row programs. */
import { expect, test } from "vitest";
import { op, Tape } from "../../lib/autodiff/index.js";
import { perRow, runRowProgramReference, traceRowProgram, unaryFunctions } from "../../lib/kernels/index.js";
import { expectGradients, input } from "./gradients.js";

test("op has every function of the tables", () => {
  expect(Object.keys(op)).toEqual(expect.arrayContaining(Object.keys(unaryFunctions)));
});

test("clamp", () => {
  expectGradients((x) => op.clamp(x, -1, 0.5).mul(x), [input([20], "clamp")]);
  const x = new Tape().constant([-3, 0.25, 9]);
  expect([...op.clamp(x, -1, 0.5).data]).toEqual([-1, 0.25, 0.5]);
});

test("scalars on either side, and tensors stay tensors for the compiler", () => {
  const x = new Tape({ precision: "float64" }).constant([1, 2, 4]);
  expect([...op.sub(1, op.div(1, x)).slice(1, 2).data]).toEqual([0.5, 0.75]);
  expect(op.mean(op.mul(x, 3)).item()).toBe(7);
  expect(op.largest(x).item() - op.smallest(x).item()).toBe(3);
  expect(op.stack([x, x]).shape).toEqual([2, 3]);
  expect(op.concat([x, x]).shape).toEqual([6]);
});

test("sum and mean of a row value run over its features", () => {
  const program = traceRowProgram((row) => {
    const xyz = row.column("xyz", 3);
    return { sum: perRow(op.sum(xyz)), mean: perRow(op.mean(op.square(xyz))) };
  });
  const result = runRowProgramReference(program, {
    parameters: {},
    columns: { xyz: Float64Array.of(1, 2, 3, 4, 5, 6) },
  });
  expect([...result.perRow.sum]).toEqual([6, 15]);
  expect([...result.perRow.mean].map((x) => x * 3)).toEqual([14, 77]);
});

test("shape ops refuse what is no tensor", () => {
  const wrong = 3 as never;
  for (const name of [
    "largest",
    "smallest",
    "logsumexp",
    "transpose",
    "stopGradient",
    "sum",
    "mean",
  ] as const)
    expect(() => op[name](wrong)).toThrow(`${name}: got the number 3, expected a tensor`);
  expect(() => op.stack([wrong])).toThrow("stack: got the number 3, expected a tensor");
});
