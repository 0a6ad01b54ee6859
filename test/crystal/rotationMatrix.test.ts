/** Oracles: SciPy 1.17.1's Rotation.from_quat([1, 2, -3, 4]).as_matrix(); turns about the axes. */
import { expect, test } from "vitest";
import { rotationMatrix } from "../../lib/crystal/rotationMatrix.js";

function expectMatrix(found: Float64Array, expected: readonly number[]): void {
  expect(found).toHaveLength(9);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 14);
  });
}

test("is SciPy's", () => {
  const length = Math.sqrt(30);
  const expected = [2, 14, 5, -10, 5, -10, -11, -2, 10].map((value) => value / 15);
  expectMatrix(rotationMatrix([1 / length, 2 / length, -3 / length, 4 / length]), expected);
});

test("turns anticlockwise about the axis, seen from its tip", () => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  const half = [Math.cos(0.15), Math.sin(0.15)];
  expectMatrix(rotationMatrix([half[1], 0, 0, half[0]]), [1, 0, 0, 0, c, -s, 0, s, c]);
  expectMatrix(rotationMatrix([0, half[1], 0, half[0]]), [c, 0, s, 0, 1, 0, -s, 0, c]);
  expectMatrix(rotationMatrix([0, 0, half[1], half[0]]), [c, -s, 0, s, c, 0, 0, 0, 1]);
  expectMatrix(rotationMatrix([0, 0, 0, 1]), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
});
