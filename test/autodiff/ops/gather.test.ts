/** Oracles: numpy indexing and add.at (forward), central differences (gradients), each op as the other's adjoint. */
import { expect, test } from "vitest";
import { Tape } from "../../../lib/autodiff/index.js";
import { gather, segmentSum } from "../../../lib/autodiff/ops/gather.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input, integers, uniforms } from "../gradients.js";

goldenTests("gather", ({ op, options: { indices, count } }, [x]) =>
  op === "gather" ? gather(x, Int32Array.from(indices!)) : segmentSum(x, Int32Array.from(indices!), count!),
);

test.each([[[6]], [[6, 3]], [[6, 2, 2]], [[6, 2, 1, 2]]])("gradients, shape [%s]", (shape) => {
  expectGradients((x) => gather(x, Int32Array.of(3, 0, 3, 5, 1, 3, 3)), [input(shape, "gather")]);
  expectGradients((x) => segmentSum(x, Int32Array.of(2, 0, 2, 4, 0, 2), 5), [input(shape, "segments")]);
});

test("the gradient of gather is segmentSum, to the bit", () => {
  const tape = new Tape({ precision: "float64" });
  const indices = integers(5000, "indices", 40);
  const weights = tape.constant(uniforms(5000, "adjoints"));
  const x = tape.parameter(uniforms(40, "x"));
  const [gradient] = tape.gradient(gather(x, indices).mul(weights).sum(), [x]);
  expect(gradient.toArray()).toEqual(segmentSum(weights, indices, 40).toArray());
});

test("indices out of range, and shapes that do not fit", () => {
  const tape = new Tape();
  const x = tape.constant([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(() => gather(x, Int32Array.of(0, 2))).toThrow(
    "gather from shape [2, 3], entry 1: got 2, expected 0 to 1",
  );
  expect(() => gather(x, Int32Array.of(-1))).toThrow("entry 0: got -1");
  expect(() => gather(tape.constant(1), Int32Array.of(0))).toThrow(
    "gather: got a scalar, expected a tensor with rows",
  );
  expect(() => segmentSum(x, Int32Array.of(0), 1)).toThrow(
    "segmentSum: got 1 segments for shape [2, 3], expected one per row",
  );
  expect(() => segmentSum(x, Int32Array.of(0, 3), 3)).toThrow("segmentSum of shape [2, 3], entry 1: got 3");
  expect(() => segmentSum(x, Int32Array.of(0, 0), -1)).toThrow("segmentSum: got -1 segments in all");
});

test("nothing gathered, nothing summed", () => {
  const x = new Tape().constant([1, 2], [2, 1]);
  expect(gather(x, new Int32Array(0)).shape).toEqual([0, 1]);
  expect([...segmentSum(gather(x, new Int32Array(0)), new Int32Array(0), 2).data]).toEqual([0, 0]);
});
