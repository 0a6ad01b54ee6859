/** Which registers of a program depend on something trained: adjoints are worked out for these alone. */
import { ruleOf } from "./instructions/registry.js";
import type { RowProgram } from "./rowProgram.js";

/** By register: whether a gradient flows through it to a parameter. */
export function differentiableRegisters(program: RowProgram): boolean[] {
  const found: boolean[] = [];
  for (const instruction of program.instructions) {
    const rule = ruleOf(instruction.op);
    const trained =
      rule.parameters(instruction).length > 0 || rule.inputs(instruction).some(({ id }) => found[id]);
    found.push(trained && instruction.op !== "compare");
  }
  return found;
}
