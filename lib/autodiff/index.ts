/** Tensors on a step arena, the tape, and the public operations. */
export { defineOp } from "./apply.js";
export { Arena, type ArenaMark, type ArenaOptions } from "./arena.js";
export type { Shape } from "./broadcasting.js";
export { checkGradient, type GradientCheck, type GradientCheckInput } from "./checkGradient.js";
export { type BinaryOp, type Ops, op, type SumOp, type TernaryOp, type UnaryOp } from "./op.js";
export type { BinaryName } from "./ops/binary.js";
export type { CompareName } from "./ops/comparison.js";
export type { RowProgramOptions } from "./ops/rowProgram.js";
export type { UnaryName } from "./ops/unary.js";
export type { AdjointContext, AxisOptions, Numbers, OpDefinition, TensorOperand } from "./opTypes.js";
export { type Precision, Tape, type TapeOptions } from "./tape.js";
export { Tensor } from "./tensor.js";
export type { Operand, Value } from "./valueTypes.js";
