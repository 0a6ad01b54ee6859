/** The words of filter expressions: what is read, and where what cannot be read stands. */
import { describe, expect, test } from "vitest";
import { ExpressionError, tokensOf } from "../../../labextension/src/mtz/tokens.js";

const texts = (source: string): string[] => tokensOf(source).map(({ text }) => text);

test("numbers, names, labels in backticks and signs, with their places", () => {
  expect(tokensOf("dHKL<2.5")).toEqual([
    { kind: "name", text: "dHKL", at: 0 },
    { kind: "sign", text: "<", at: 4 },
    { kind: "number", text: "2.5", at: 5 },
    { kind: "end", text: "", at: 8 },
  ]);
  expect(texts("`M/ISYM` >= 3 && !(F_1**2 != .5e-3)")).toEqual([
    ...["M/ISYM", ">=", "3", "&&", "!", "(", "F_1", "**", "2", "!=", ".5e-3", ")", ""],
  ]);
  expect(texts("1.+1e5")).toEqual(["1.", "+", "1e5", ""]);
  expect(tokensOf("  ")).toEqual([{ kind: "end", text: "", at: 2 }]);
});

describe("what cannot be read says where and why", () => {
  test.each([
    ["F = 3", 2, 'got "=", expected == to compare'],
    ["F > 3 & I > 2", 6, 'got "&", expected && for and'],
    ["F ^ 2 > 1", 2, "expected ** for a power"],
    ["F ≥ 2", 2, "expected >="],
    ["'F(+)' > 2", 0, "a label in backticks"],
    ["F > `abc", 4, "a backtick without another one"],
    ["2F > 1", 0, 'got "2F", expected a number, or a label in backticks'],
    ["F > 0x10", 4, 'got "0x10"'],
    ["F > 3; alert(1)", 5, 'got ";"'],
    ["F > 😀", 4, 'got "😀"'],
    ["x".repeat(20_000), 10_000, "got 20000 characters, expected at most 10000"],
  ])("%s", (source, position, message) => {
    try {
      tokensOf(source);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      expect((error as ExpressionError).position).toBe(position);
      expect((error as ExpressionError).message).toContain(message);
      expect((error as ExpressionError).message).toContain(`character ${position + 1}:`);
    }
  });
});
