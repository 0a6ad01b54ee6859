import { expect, test } from "vitest";
import { sizeOf } from "../../lib/kernels/rowProgram.js";

test("the size of a shape", () => {
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([3, 4])).toBe(12);
});
