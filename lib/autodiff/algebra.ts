/**
 * Who carries out an elementwise operation by name: tensors put it on their tape, row values write it into their row
 * program, numbers compute it. The three algebras share one interface; the operands choose among them.
 */
import { InputError } from "../errors.js";
import { binaryFunctions, comparisons, unaryFunctions } from "../kernels/elementwise.js";
import { type RowOperand, RowValue } from "../kernels/rowValue.js";
import { describeOperand } from "./apply.js";
import { type BinaryName, binary } from "./ops/binary.js";
import { type CompareName, compare, where } from "./ops/comparison.js";
import { type UnaryName, unary } from "./ops/unary.js";
import type { TensorOperand } from "./opTypes.js";
import { Tensor } from "./tensor.js";

/** Elementwise operations by name on one kind of operand. */
export interface Algebra<Operand, Result> {
  unary(name: UnaryName, x: Operand): Result;
  binary(name: BinaryName, a: Operand, b: Operand): Result;
  compare(name: CompareName, a: Operand, b: Operand): Result;
  where(condition: Operand, a: Operand, b: Operand): Result;
}

const numberAlgebra: Algebra<number, number> = {
  unary: (name, x) => unaryFunctions[name].value(x),
  binary: (name, a, b) => binaryFunctions[name].value(a, b),
  compare: (name, a, b) => (comparisons[name](a, b) ? 1 : 0),
  where: (condition, a, b) => (condition !== 0 ? a : b),
};

const tensorAlgebra: Algebra<TensorOperand, Tensor> = {
  unary: (name, x) => unary(name, asTensor(name, x)),
  binary,
  compare,
  where,
};

function rowAlgebra({ builder }: RowValue): Algebra<RowOperand, RowValue> {
  return {
    unary: (name, x) => builder.unary(name, x),
    binary: (name, a, b) => builder.binary(name, a, b),
    compare: (name, a, b) => builder.compare(name, a, b),
    where: (condition, a, b) => builder.where(condition, a, b),
  };
}

/** The operand, if it is a tensor. @throws InputError if it is anything else */
export function asTensor(name: string, operand: unknown): Tensor {
  if (operand instanceof Tensor) return operand;
  throw new InputError(`${name}: got ${describe(operand)}, expected a tensor`);
}

function describe(operand: unknown): string {
  return operand instanceof RowValue ? `a row value of width ${operand.width}` : describeOperand(operand);
}

/**
 * Puts an operation to its operands by the algebra that they belong to.
 * @throws InputError, naming the op, where tensors and row values meet, or an operand is none of the three
 */
export function dispatch(
  name: string,
  operands: readonly unknown[],
  operation: <Operand, Result>(algebra: Algebra<Operand, Result>, operands: readonly Operand[]) => Result,
): Tensor | RowValue | number {
  if (operands.every((operand) => typeof operand === "number")) return operation(numberAlgebra, operands);
  if (operands.every((operand) => typeof operand === "number" || operand instanceof Tensor))
    return operation(tensorAlgebra, operands);
  const row = operands.find((operand) => operand instanceof RowValue);
  if (
    row !== undefined &&
    operands.every((operand) => typeof operand === "number" || operand instanceof RowValue)
  )
    return operation(rowAlgebra(row), operands);
  throw new InputError(
    `${name}: got ${operands.map(describe).join(" and ")}, expected tensors and numbers, or row values and numbers`,
  );
}
