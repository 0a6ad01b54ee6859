/** Oracles: derivatives by hand; central differences for a composed function. */
import { expect, test } from "vitest";
import { op, Tape } from "../../lib/autodiff/index.js";
import { expectGradients, input, uniforms } from "./gradients.js";

test("gradients add up where a value is used more than once", () => {
  const tape = new Tape({ precision: "float64" });
  const x = tape.parameter(3);
  const y = x.square(); // used twice below
  const loss = y.mul(y).add(y).add(x); // x⁴ + x² + x
  const [gradient] = tape.gradient(loss, [x]);
  expect(gradient.item()).toBe(4 * 27 + 2 * 3 + 1);
  expect(gradient.shape).toEqual([]);
});

test("gradients by name, by values on the way, and by what has no part in the loss", () => {
  const tape = new Tape();
  const [a, b, unused] = [tape.parameter([1, 2]), tape.parameter([3, 4]), tape.parameter([5])];
  const product = a.mul(b);
  const gradients = tape.gradient(product.square().sum(), { a, b, product, unused });
  expect([...gradients.a.data]).toEqual([18, 64]);
  expect([...gradients.b.data]).toEqual([6, 32]);
  expect([...gradients.product.data]).toEqual([6, 16]);
  expect([...gradients.unused.data]).toEqual([0]);
  expect(gradients.a.data).toBeInstanceOf(Float32Array);
});

test("a step may ask for several gradients, and for one of the loss by itself", () => {
  const tape = new Tape();
  const x = tape.parameter([1, 2]);
  const sum = x.sum();
  expect([...tape.gradient(sum, [x])[0].data]).toEqual([1, 1]);
  expect([...tape.gradient(sum.square(), [x])[0].data]).toEqual([6, 6]);
  expect(tape.gradient(sum, [sum])[0].item()).toBe(1);
  expect([...tape.gradient(tape.parameter(2), [x])[0].data]).toEqual([0, 0]);
});

test("a composed function of everything", () => {
  expectGradients(
    (w, x, b) => {
      const hidden = op.tanh(op.add(op.matmul(x, op.transpose(w)), b));
      const picked = op.gather(hidden, Int32Array.of(0, 2, 2, 1));
      const scores = op.logsumexp(op.concat([picked, op.square(picked)]), { axis: -1 });
      return op.segmentSum(op.softplus(scores), Int32Array.of(1, 0, 1, 1), 2);
    },
    [input([4, 3], "w"), input([3, 3], "x"), input([4], "b")],
  );
});

test("float32 gradients keep what float32 sums would lose", () => {
  const tape = new Tape();
  const x = tape.parameter(1);
  const rows = tape.constant(new Float32Array(1 << 20).fill(0.1));
  expect(tape.gradient(x.mul(rows).sum(), [x])[0].item() / (0.1 * 2 ** 20)).toBeCloseTo(1, 6);
});

test("memory stays flat over 10,000 steps", () => {
  const tape = new Tape({ initialBytes: 1024 });
  const [w, x] = [tape.parameter(uniforms(12, "w"), [4, 3]), tape.constant(uniforms(60, "x"), [20, 3])];
  const step = () =>
    tape.step(() => tape.gradient(op.matmul(x, w.transpose()).tanh().square().mean(), [w])[0].data[0]);
  const first = step();
  const held = tape.arenaBytes;
  expect(held).toBeGreaterThan(1024);
  global.gc?.();
  const before = process.memoryUsage();
  for (let i = 1; i < 10_000; i++) {
    if (step() !== first) throw new Error(`step ${i} differs`);
  }
  const after = process.memoryUsage();
  expect(tape.arenaBytes).toBe(held);
  expect(tape.stepNumber).toBe(10_000);
  // Typed arrays outside the arena would add 10,000 × 10 kB here.
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2e6);
});

test("a step ends also when it throws; an asynchronous one is refused", () => {
  const tape = new Tape();
  const x = tape.parameter([1]);
  expect(() =>
    tape.step(() => {
      throw new Error("inside");
    }),
  ).toThrow("inside");
  expect(tape.stepNumber).toBe(1);
  expect(() => tape.step(async () => x.mul(2))).toThrow("tape.step: got an asynchronous function");
});

test("parameters: arrays of the tape's precision are kept, others converted", () => {
  const tape = new Tape();
  const kept = Float32Array.of(1, 2);
  const x = tape.parameter(kept);
  kept[0] = 5;
  expect([...x.mul(1).data]).toEqual([5, 2]);
  expect(tape.parameter(Float64Array.of(0.1)).data).toEqual(Float32Array.of(0.1));
  expect(new Tape({ precision: "float64" }).parameter([0.1]).data).toEqual(Float64Array.of(0.1));
  expect(tape.parameter(3).shape).toEqual([]);
  expect(tape.constant([1, 2, 3, 4], [2, 2]).shape).toEqual([2, 2]);
});

test("what the tape refuses", () => {
  const tape = new Tape();
  const x = tape.parameter([1, 2]);
  expect(() => tape.parameter([1, 2], [3])).toThrow("parameter: got 2 numbers for shape [3], expected 3");
  expect(() => tape.constant([1, 2], [-1, -2])).toThrow("constant: got 2 numbers for shape [-1, -2]");
  expect(() => tape.gradient(x, [x])).toThrow(
    "gradient: got a loss of shape [2], expected a single number; sum or average it first",
  );
  expect(() => tape.gradient(tape.constant(1), [x])).toThrow(
    "gradient: got a loss made by constant that depends on no parameter",
  );
  expect(() => tape.gradient(x.sum(), { data: tape.constant([1]) })).toThrow(
    "gradient by data: got a constant of shape [1], expected a parameter of this tape or a value computed from one",
  );
  const other = new Tape().parameter([1, 2]);
  expect(() => x.add(other)).toThrow(
    "add: got a tensor of shape [2] from another tape, expected all from one",
  );
  expect(() => tape.gradient(other.sum(), [x])).toThrow("gradient: got a loss of another tape");
  expect(() => new Tape({ maximumBytes: 100 }).constant(new Float32Array(50)).exp()).toThrow(
    "step arena: got a request for 200 bytes on top of 0, expected at most 100 in all",
  );
});
