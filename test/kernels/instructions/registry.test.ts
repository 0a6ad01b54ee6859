import { expect, test } from "vitest";
import { instructionRules, ruleOf } from "../../../lib/kernels/instructions/registry.js";

test("every kind of instruction is found by its name", () => {
  for (const [op, rule] of Object.entries(instructionRules))
    expect(ruleOf(op as keyof typeof instructionRules)).toBe(rule);
});
