/** Oracle: the same function evaluated by hand on numbers, on a tape and in a traced row program. */
import { expect, test } from "vitest";
import { dispatch } from "../../lib/autodiff/algebra.js";
import { op, Tape, type Value } from "../../lib/autodiff/index.js";
import { type RowValue, runRowProgramReference, traceRowProgram } from "../../lib/kernels/index.js";
import { uniforms } from "./gradients.js";

const huber = (predicted: Value, observed: Value, sigma: Value) => {
  const z = op.div(op.sub(observed, predicted), sigma);
  return op.neg(op.where(op.lt(op.abs(z), 2), op.square(z).div(2), op.abs(z).mul(2).sub(2)));
};

test("a user's likelihood is the same on the tape and in a row program, with its gradient", () => {
  const [n, F] = [60, uniforms(60, "F", 1, 5)];
  const [I, SIGI] = [uniforms(n, "I", 0, 12), uniforms(n, "SIGI", 0.5, 2)];
  const index = Int32Array.from({ length: n }, (_, i) => (i * 7) % n);
  const program = traceRowProgram((row) => ({
    logLikelihood: huber(
      op.square(row.gather("F", "reflection")),
      row.column("I"),
      row.column("SIGI"),
    ) as RowValue,
  }));
  const { sums, gradients } = runRowProgramReference(program, {
    parameters: { F },
    columns: { I, SIGI },
    indices: { reflection: index },
  });
  const tape = new Tape({ precision: "float64" });
  const parameter = tape.parameter(F);
  const predicted = op.square(op.gather(parameter, index));
  const loss = op.sum(huber(predicted, tape.constant(I), tape.constant(SIGI)) as typeof parameter);
  expect(loss.item()).toBeCloseTo(sums.logLikelihood, 10);
  const [gradient] = tape.gradient(loss, [parameter]);
  gradient.data.forEach((d, i) => {
    expect(d).toBeCloseTo(gradients.F[i], 10);
  });
});

test("numbers give numbers", () => {
  expect(op.add(op.log(Math.E), op.pow(2, 3))).toBe(9);
  expect(op.where(op.gt(2, 1), op.max(3, 4), 0)).toBe(4);
  expect(op.clamp(7, 0, 5)).toBe(5);
  expect(op.normalCdf(0)).toBe(0.5);
});

test("operands of different kinds, and of none", () => {
  const x = new Tape().constant([1, 2]);
  const messages: unknown[] = [];
  traceRowProgram((row) => {
    const value = row.column("I");
    const attempt = (f: () => unknown) => {
      try {
        messages.push(f());
      } catch (error) {
        messages.push((error as Error).message);
      }
    };
    attempt(() => op.add<Value>(value, x));
    attempt(() => op.matmul(value as never, x));
    attempt(() => op.sum(value as never, { axis: 0 } as never));
    return { value };
  });
  expect(messages[0]).toBe(
    "add: got a row value of width 1 and a tensor of shape [2], expected tensors and numbers, or row values and numbers",
  );
  expect(messages[1]).toBe("matmul: got a row value of width 1, expected a tensor");
  expect(messages[2]).toMatch(/^sum: got options for a row value/);
  expect(() => op.add(x, undefined as never)).toThrow(
    "add: got a tensor of shape [2] and undefined, expected",
  );
  expect(() => op.sub(x, [1, 2] as never)).toThrow("sub: got a tensor of shape [2] and an object of Array");
  expect(() => dispatch("nothing", ["text"], () => 0 as never)).toThrow("nothing: got a string, expected");
});
