/** Instructions that only add up or rearrange the features of a row. */
import { InputError } from "../../errors.js";
import type { ConcatInstruction, SliceInstruction, SumInstruction } from "../rowProgram.js";
import type { InstructionRule } from "./ruleTypes.js";

const none = () => [];

export const sum: InstructionRule<SumInstruction> = {
  inputs: ({ input }) => [input],
  parameters: none,
  width: () => 1,
  forward({ out, input }, { values, lanes, stride }) {
    for (let r = 0; r < lanes; r++) {
      let total = 0;
      for (let j = 0; j < input.width; j++) total += values[input.id][j * stride + r];
      values[out.id][r] = total;
    }
  },
  adjoint({ out, input }, { adjoints, lanes, stride }) {
    for (let j = 0; j < input.width; j++)
      for (let r = 0; r < lanes; r++) adjoints[input.id][j * stride + r] += adjoints[out.id][r];
  },
};

export const slice: InstructionRule<SliceInstruction> = {
  inputs: ({ input }) => [input],
  parameters: none,
  width({ input, start }, _declared, requested) {
    if (!(start >= 0 && requested >= 1 && start + requested <= input.width))
      throw new InputError(
        `slice: got features ${start} to ${start + requested - 1}, expected some of 0 to ${input.width - 1}`,
      );
    return requested;
  },
  forward({ out, input, start }, { values, stride }) {
    values[out.id].set(values[input.id].subarray(start * stride, (start + out.width) * stride));
  },
  adjoint({ out, input, start }, { adjoints, lanes, stride }) {
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++)
        adjoints[input.id][(start + j) * stride + r] += adjoints[out.id][j * stride + r];
  },
};

export const concat: InstructionRule<ConcatInstruction> = {
  inputs: ({ inputs }) => inputs,
  parameters: none,
  width: ({ inputs }) => inputs.reduce((width, input) => width + input.width, 0),
  forward({ out, inputs }, { values, stride }) {
    let start = 0;
    for (const input of inputs) {
      values[out.id].set(values[input.id], start * stride);
      start += input.width;
    }
  },
  adjoint({ out, inputs }, { adjoints, lanes, stride }) {
    let start = 0;
    for (const input of inputs) {
      for (let j = 0; j < input.width; j++)
        for (let r = 0; r < lanes; r++)
          adjoints[input.id][j * stride + r] += adjoints[out.id][(start + j) * stride + r];
      start += input.width;
    }
  },
};
