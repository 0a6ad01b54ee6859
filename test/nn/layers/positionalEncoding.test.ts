/** Positional encoding against careless 0.5.4 (test/reference/nn/positionalEncoding.py), on the host and as a layer. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodePositions, positionalEncoding, positionRange } from "../../../lib/nn/index.js";
import { writeEncoded } from "../../../lib/nn/layers/positionalEncoding.js";
import { expectLayer, outputsOf } from "./check.js";

interface Golden {
  readonly width: number;
  readonly frequencies: number;
  readonly values: number[];
  readonly encoded: number[];
}

const file = join(import.meta.dirname, "..", "..", "reference", "nn", "positionalEncoding.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Golden[] };

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  // The angles go to 2⁵ π, so their last bit is 1.4e-14.
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `number ${i}`).toBeLessThan(1e-13);
  });
}

describe.each(
  cases.map((golden) => [`${golden.width} features, ${golden.frequencies} frequencies`, golden] as const),
)("%s", (_, { width, frequencies, values, encoded }) => {
  test("is careless's", () => {
    expectClose(encodePositions(Float64Array.from(values), { width, frequencies }), encoded);
  });

  test("as a layer, of what is in −1 … 1 already", () => {
    const { lowest, highest } = positionRange(Float64Array.from(values), width);
    const x = Float64Array.from(
      values,
      (value, i) => (2 * (value - lowest[i % width])) / (highest[i % width] - lowest[i % width]) - 1,
    );
    const layer = positionalEncoding({ inputs: width, frequencies });
    expect(layer.outputs).toBe(2 * width * frequencies);
    expectClose(outputsOf(layer, { parameters: {}, columns: { x } }), encoded);
  });
});

test("gradients by the input", () => {
  expectLayer(positionalEncoding({ inputs: 2, frequencies: 3 }), { step: 1e-4 });
});

test("a range given serves for other rows; a constant feature is encoded as 0", () => {
  const all = Float64Array.of(0, 5, 10);
  const range = positionRange(all, 1);
  expect(range).toEqual({ lowest: [0], highest: [10] });
  const some = encodePositions(Float64Array.of(5, 10), { frequencies: 2, range });
  expect(some).toEqual(encodePositions(all, { frequencies: 2 }).subarray(4));
  expect([...encodePositions(Float32Array.of(3, 3), { frequencies: 1 })]).toEqual([1, 0, 1, 0]);
});

test("written among other numbers, each row at its place and nothing else touched", () => {
  const values = Float64Array.of(0, 5, 10, 7);
  const range = positionRange(values, 2);
  const encoded = encodePositions(values, { width: 2, frequencies: 2 });
  const all = new Float32Array(22).fill(9);
  writeEncoded(values, { width: 2, frequencies: 2, range }, { values: all, offset: 1, stride: 11 });
  const rows = [encoded.subarray(0, 8), encoded.subarray(8)].flatMap((row) => [9, ...row, 9, 9]);
  expect(all).toEqual(Float32Array.from(rows));
});

test("refuses what cannot be encoded", () => {
  expect(() => positionRange(Float64Array.of(1, 2, Number.NaN, 4), 2)).toThrow(
    "positions, row 1: got NaN, expected a finite number",
  );
  expect(() => encodePositions(new Float64Array(3), { width: 2 })).toThrow(
    "positions: got 3 numbers, expected rows of 2, at least one",
  );
  expect(() => encodePositions(new Float64Array(0))).toThrow("positions: got 0 numbers");
  expect(() =>
    encodePositions(new Float64Array(4), { width: 2, range: { lowest: [0], highest: [1] } }),
  ).toThrow("range of positions: got 1 features, expected 2 as the positions have");
  expect(() => positionalEncoding({ inputs: 1, frequencies: 0 })).toThrow(
    "frequencies of the positional encoding: got 0",
  );
});
