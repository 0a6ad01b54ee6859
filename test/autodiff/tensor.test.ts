/** Oracle: the functions of the same names, and values by hand. */
import { expect, test } from "vitest";
import { op, Tape, type Tensor } from "../../lib/autodiff/index.js";

const tape = new Tape({ precision: "float64" });
const x = tape.constant([0.5, 1.25, 2, 0.25, 3, 1.5], [2, 3]);
const y = tape.constant([1, 1.25, 0.5], [3]);

const same = (a: Tensor, b: Tensor) => {
  expect(a.shape).toEqual(b.shape);
  expect(a.toArray()).toEqual(b.toArray());
};

test.each([
  "neg",
  "exp",
  "log",
  "log1p",
  "expm1",
  "sqrt",
  "square",
  "abs",
  "sign",
  "reciprocal",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "leakyRelu",
  "sin",
  "cos",
  "lgamma",
  "digamma",
  "erf",
  "erfc",
  "logErfc",
  "normalCdf",
  "logNormalCdf",
  "normalReversedHazard",
  "normalQuantile",
  "normalQuantileOfLog",
  "truncatedNormalMeanLog",
] as const)("x.%s()", (name) => {
  same(x[name](), op[name](x));
  same(x.apply(name), op[name](x));
});

test.each(["add", "sub", "mul", "div", "max", "min", "pow", "lt", "le", "gt", "ge", "eq"] as const)(
  "x.%s(y)",
  (name) => {
    same(x[name](y), op[name](x, y));
    same(x[name](1.25), op[name](x, 1.25));
  },
);

test("the other methods are the ops of their names", () => {
  same(x.gt(1).where(x, y), op.where(op.gt(x, 1), x, y));
  for (const name of ["sum", "mean", "largest", "smallest", "logsumexp"] as const)
    same(x[name]({ axis: 1, keepDims: true }), op[name](x, { axis: 1, keepDims: true }));
  same(x.matmul(x.transpose()), op.matmul(x, op.transpose(x)));
  same(x.transpose([0, 1]), x);
  same(x.reshape([3, -1]), op.reshape(x, [3, 2]));
  same(x.slice(1), op.slice(x, 1, 1, 1));
  same(x.slice(0, 1, 0), op.slice(x, 0, 1, 0));
  same(y.broadcastTo([2, 3]), op.broadcastTo(y, [2, 3]));
  same(x.gather(Int32Array.of(1)), op.gather(x, Int32Array.of(1)));
  same(x.segmentSum(Int32Array.of(1, 1), 2), op.segmentSum(x, Int32Array.of(1, 1), 2));
  same(x.stopGradient(), op.stopGradient(x));
});

test("chains read from left to right", () => {
  expect([...y.mul(2).add(y).sub(1).div(2).data]).toEqual([1, 1.375, 0.25]);
});

test("one number, a copy, and how it reads", () => {
  expect(tape.constant(4).item()).toBe(4);
  expect(() => x.item()).toThrow("item: got shape [2, 3], expected a single number");
  const copy = y.toArray();
  copy[0] = 9;
  expect(y.data[0]).toBe(1);
  expect(String(x)).toBe("tensor [2, 3] 0.5, 1.25, 2, 0.25, 3, 1.5");
  expect(String(tape.constant(new Float64Array(20)))).toBe("tensor [20] 0, 0, 0, 0, 0, 0, 0, 0, …");
});

test("a use after the step throws, with what made the tensor", () => {
  const own = new Tape();
  const parameter = own.parameter([1, 2]);
  const late = own.step(() => parameter.mul(2));
  const message =
    "tensor of shape [2] made by mul: got a use after its step ended, expected one within; " +
    "copy values out with toArray() before the step ends";
  expect(() => late.data).toThrow(message);
  expect(() => late.toArray()).toThrow(message);
  expect(() => late.add(1)).toThrow(message);
  expect(() => op.exp(late)).toThrow(message);
  expect(() => own.gradient(late.reshape([2]).sum(), [parameter])).toThrow("got a use after its step ended");
  expect([...parameter.data]).toEqual([1, 2]);
});
