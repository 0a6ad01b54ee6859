/**
 * Elementwise instructions: functions of one or two registers, comparisons, and a choice between two. Where the
 * output's adjoint is 0 nothing is passed on, so a branch not taken cannot spoil a gradient with 0 × ∞.
 */
import { InputError } from "../../errors.js";
import { binaryFunctions, comparisons, unaryFunctions } from "../elementwise.js";
import type {
  BinaryInstruction,
  CompareInstruction,
  Register,
  UnaryInstruction,
  WhereInstruction,
} from "../rowProgram.js";
import type { InstructionRule } from "./ruleTypes.js";

const none = () => [];

/** Common width of registers that are equally wide or of width 1. */
function broadcast(what: string, ...registers: readonly Register[]): number {
  const width = Math.max(...registers.map((register) => register.width));
  if (registers.some((register) => register.width !== width && register.width !== 1))
    throw new InputError(
      `${what}: got widths ${registers.map((register) => register.width).join(" and ")}, expected equal ones or 1`,
    );
  return width;
}

/** Distance between the features of an operand: none where its one feature serves for all. */
const stepOf = (register: Register, stride: number) => (register.width === 1 ? 0 : stride);

export const unary: InstructionRule<UnaryInstruction> = {
  inputs: ({ input }) => [input],
  parameters: none,
  width: ({ input }) => input.width,
  forward({ out, input, kind }, { values, lanes, stride }) {
    const f = unaryFunctions[kind].value;
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) values[out.id][j * stride + r] = f(values[input.id][j * stride + r]);
  },
  adjoint({ out, input, kind }, { values, adjoints, lanes, stride }) {
    const f = unaryFunctions[kind].derivative;
    for (let j = 0; j < out.width; j++)
      for (let k = j * stride; k < j * stride + lanes; k++) {
        const d = adjoints[out.id][k];
        if (d !== 0) adjoints[input.id][k] += d * f(values[input.id][k], values[out.id][k]);
      }
  },
};

export const binary: InstructionRule<BinaryInstruction> = {
  inputs: ({ a, b }) => [a, b],
  parameters: none,
  width: ({ a, b, kind }) => broadcast(kind, a, b),
  forward({ out, a, b, kind }, { values, lanes, stride }) {
    const f = binaryFunctions[kind].value;
    const [stepA, stepB] = [stepOf(a, stride), stepOf(b, stride)];
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++)
        values[out.id][j * stride + r] = f(values[a.id][j * stepA + r], values[b.id][j * stepB + r]);
  },
  adjoint({ out, a, b, kind }, { values, adjoints, lanes, stride, differentiable }) {
    const { byA, byB } = binaryFunctions[kind];
    const [stepA, stepB] = [stepOf(a, stride), stepOf(b, stride)];
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) {
        const d = adjoints[out.id][j * stride + r];
        if (d === 0) continue;
        const [i, k] = [j * stepA + r, j * stepB + r];
        const [x, y, z] = [values[a.id][i], values[b.id][k], values[out.id][j * stride + r]];
        if (differentiable[a.id]) adjoints[a.id][i] += d * byA(x, y, z);
        if (differentiable[b.id]) adjoints[b.id][k] += d * byB(x, y, z);
      }
  },
};

export const compare: InstructionRule<CompareInstruction> = {
  inputs: ({ a, b }) => [a, b],
  parameters: none,
  width: ({ a, b, kind }) => broadcast(kind, a, b),
  forward({ out, a, b, kind }, { values, lanes, stride }) {
    const holds = comparisons[kind];
    const [stepA, stepB] = [stepOf(a, stride), stepOf(b, stride)];
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++)
        values[out.id][j * stride + r] = Number(
          holds(values[a.id][j * stepA + r], values[b.id][j * stepB + r]),
        );
  },
  adjoint() {},
};

export const where: InstructionRule<WhereInstruction> = {
  inputs: ({ condition, a, b }) => [condition, a, b],
  parameters: none,
  width: ({ condition, a, b }) => broadcast("where", condition, a, b),
  forward({ out, condition, a, b }, { values, lanes, stride }) {
    const steps = [condition, a, b].map((register) => stepOf(register, stride));
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) {
        const taken = values[condition.id][j * steps[0] + r] !== 0;
        values[out.id][j * stride + r] = taken
          ? values[a.id][j * steps[1] + r]
          : values[b.id][j * steps[2] + r];
      }
  },
  adjoint({ out, condition, a, b }, { values, adjoints, lanes, stride }) {
    const steps = [condition, a, b].map((register) => stepOf(register, stride));
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) {
        const taken = values[condition.id][j * steps[0] + r] !== 0;
        const d = adjoints[out.id][j * stride + r];
        if (taken) adjoints[a.id][j * steps[1] + r] += d;
        else adjoints[b.id][j * steps[2] + r] += d;
      }
  },
};
