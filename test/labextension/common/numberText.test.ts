import { expect, test } from "vitest";
import { grouped } from "../../../labextension/src/common/numberText.js";

test.each([
  [0, "0"],
  [999, "999"],
  [1234567, "1,234,567"],
])("%d is written %s, wherever the reader lives", (count, text) => {
  expect(grouped(count)).toBe(text);
});
