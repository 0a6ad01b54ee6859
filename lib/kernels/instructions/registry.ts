/** The table of instructions: one line each. */
import type { RowInstruction } from "../rowProgram.js";
import { concat, slice, sum } from "./arrangement.js";
import { dense, layerNorm } from "./dense.js";
import { binary, compare, unary, where } from "./pointwise.js";
import type { InstructionRule } from "./ruleTypes.js";
import { column, constant, gather, noise, parameter } from "./sources.js";

export type InstructionOf<Op extends RowInstruction["op"]> = Extract<RowInstruction, { op: Op }>;

export const instructionRules: { readonly [Op in RowInstruction["op"]]: InstructionRule<InstructionOf<Op>> } =
  {
    column,
    gather,
    noise,
    parameter,
    constant,
    dense,
    layerNorm,
    unary,
    binary,
    compare,
    where,
    sum,
    slice,
    concat,
  };

/** The rule of an instruction, whatever its kind. */
export function ruleOf(op: RowInstruction["op"]): InstructionRule<RowInstruction> {
  return instructionRules[op];
}
