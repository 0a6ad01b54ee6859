/** Puts ops to their operands: numbers become scalars on the tape of the tensors beside them. */
import { InputError } from "../errors.js";
import type { OpDefinition, TensorOperand } from "./opTypes.js";
import type { Tensor } from "./tensor.js";

/** Carries an op out and puts it on the tape. @throws InputError where no operand is a tensor, or two tapes meet */
export function applyOp(definition: OpDefinition, operands: readonly TensorOperand[]): Tensor {
  const tape = operands.find((operand) => isTensor(operand))?.tape;
  if (tape === undefined)
    throw new InputError(
      `${definition.name}: got ${operands.map(describeOperand).join(" and ") || "nothing"}, expected at least one tensor`,
    );
  const inputs = operands.map((operand) => {
    if (typeof operand === "number") return tape.scalar(operand);
    if (isTensor(operand)) return operand;
    throw new InputError(
      `${definition.name}: got ${describeOperand(operand)}, expected a tensor or a number`,
    );
  });
  return tape.apply(definition, inputs);
}

/**
 * A new op, used as `myOp(x, y)`. State shapes, forward and adjoint; the tape does the rest.
 * @returns a function of as many tensors or numbers as the op has inputs
 */
export function defineOp(definition: OpDefinition): (...operands: readonly TensorOperand[]) => Tensor {
  return (...operands) => applyOp(definition, operands);
}

// By what it has, not by its class: this file stands below tensor.ts.
function isTensor(operand: unknown): operand is Tensor {
  return typeof operand === "object" && operand !== null && "tape" in operand && "shape" in operand;
}

/** What an operand is, in a message. */
export function describeOperand(operand: unknown): string {
  if (typeof operand === "number") return `the number ${operand}`;
  if (operand === undefined || operand === null) return String(operand);
  if (isTensor(operand)) return `a tensor of shape [${operand.shape.join(", ")}]`;
  return typeof operand === "object" ? `an object of ${operand.constructor.name}` : `a ${typeof operand}`;
}
