/**
 * The error of the float32 functions of the normal distribution in assembly/normalMath.as, relative to their value or,
 * where they cross 0, to 1, far into the tails. Oracle: the float64 functions.
 */
import { expect, test } from "vitest";
import { traceRowProgram, type UnaryKind, unaryFunctions } from "../../../lib/kernels/index.js";
import { engines } from "./agreement.js";

const between = (from: number, to: number, count = 2000) =>
  Float32Array.from({ length: count }, (_, k) => from + ((to - from) * (k + 0.5)) / count);
const decades = (from: number, to: number, sign = 1) =>
  between(Math.log(from), Math.log(to)).map((x) => sign * Math.exp(x));

const cases: [UnaryKind, string, Float32Array, floor?: number][] = [
  ["erf", "±6", between(-6, 6)],
  ["erf", "near 0", decades(1e-30, 1)],
  ["erfc", "to the end of float32", between(-6, 9)],
  ["logErfc", "−5 to 100", between(-5, 100), 1e-6],
  ["logErfc", "near 0", decades(1e-30, 1)],
  ["normalCdf", "±13", between(-13, 13)],
  ["logNormalCdf", "±13", between(-13, 13)],
  ["logNormalCdf", "far below 0", decades(1, 1e6, -1)],
  ["normalReversedHazard", "±13", between(-13, 13)],
  ["normalReversedHazard", "far below 0", decades(1, 1e6, -1)],
  ["normalQuantile", "near 0", decades(1e-30, 0.499)],
  ["normalQuantile", "to 0.999", between(0.001, 0.999)],
  ["normalQuantileOfLog", "−3000 to 0", between(-3000, 0)],
  ["normalQuantileOfLog", "near 0", decades(1e-30, 0.6, -1)],
  ["normalQuantileOfLog", "about its 0", between(-1, -0.5), 1],
  ["truncatedNormalMeanLog", "−30 to 10", between(-30, 10), 1],
  ["truncatedNormalMeanLog", "far above 0", decades(1, 1e12), 1],
  ["truncatedNormalMeanLog", "far below 0", decades(1, 1e6, -1), 1],
];

test.each(cases)("%s, %s, within 2e-6, and its derivative", (kind, _, x, floor = 0) => {
  const program = traceRowProgram((b) => ({ out: b.unary(kind, b.gather("x", "row")) }));
  const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
  const row = Int32Array.from(x, (_, k) => k);
  const { value, derivative } = unaryFunctions[kind];
  for (const engine of engines()) {
    const prepared = engine.prepare({ ...program, outputs }, { indices: { row } });
    const { perRow, gradients } = prepared.run({ x });
    prepared.release();
    x.forEach((at, k) => {
      const y = value(at);
      const slope = derivative(at, y);
      const error = Math.abs(perRow.out[k] - y) / Math.max(Math.abs(y), floor);
      const slopeError = Math.abs(gradients.x[k] / slope - 1);
      expect(error, `${engine.variant} ${kind}(${at})`).toBeLessThan(2e-6);
      // Derivatives that are no longer numbers of full precision are compared to the greatest there are.
      if (Math.abs(slope) > 1e-35) expect(slopeError, `slope of ${kind} at ${at}`).toBeLessThan(2e-6);
      else expect(Math.abs(gradients.x[k])).toBeLessThan(1e-34);
    });
  }
});

test("the ends, and NaN", () => {
  const x = Float32Array.of(-Infinity, 0, 1, Infinity, Number.NaN);
  const of = (kind: UnaryKind) => {
    const program = traceRowProgram((b) => ({ out: b.unary(kind, b.column("x")) }));
    const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
    const rows = engines().map((engine) => {
      const prepared = engine.prepare({ ...program, outputs }, { columns: { x } });
      const { out } = prepared.run({}, { gradient: false }).perRow;
      prepared.release();
      return [...out];
    });
    expect(rows[0][4], kind).toBeNaN();
    expect(rows[1][4], kind).toBeNaN();
    return rows[0];
  };
  expect([of("exp")[0], of("exp")[1], of("exp")[3]]).toEqual([0, 1, Infinity]);
  expect([of("erf")[0], of("erf")[1], of("erf")[3]]).toEqual([-1, 0, 1]);
  expect([of("erfc")[0], of("erfc")[3]]).toEqual([2, 0]);
  expect([of("logErfc")[1], of("logErfc")[3]]).toEqual([0, -Infinity]);
  expect([of("normalCdf")[0], of("normalCdf")[3]]).toEqual([0, 1]);
  expect([of("logNormalCdf")[0], Math.abs(of("logNormalCdf")[3])]).toEqual([-Infinity, 0]);
  expect(of("normalReversedHazard")[3]).toBe(0);
  expect(of("normalQuantile").slice(0, 4)).toEqual([Number.NaN, -Infinity, Infinity, Number.NaN]);
  expect(of("normalQuantileOfLog").slice(0, 4)).toEqual([-Infinity, Infinity, Number.NaN, Number.NaN]);
  of("truncatedNormalMeanLog");
});
