/** Where values come from: columns of the data, gathered and shared parameters, noise, numbers. */
import { InputError } from "../../errors.js";
import { normal, randomStream, uniform } from "../../random/index.js";
import type {
  ColumnInstruction,
  ConstantInstruction,
  GatherInstruction,
  NoiseInstruction,
  ParameterInstruction,
} from "../rowProgram.js";
import { sizeOf } from "../rowProgram.js";
import type { InstructionRule } from "./ruleTypes.js";

const none = () => [];
const nothing = () => {};

export const column: InstructionRule<ColumnInstruction> = {
  inputs: none,
  parameters: none,
  width: (instruction, { columns }) => columns[instruction.column].width,
  forward({ out, column }, { values, dataRows, lanes, stride, inputs }) {
    const data = inputs.columns[column];
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) values[out.id][j * stride + r] = data[dataRows[r] * out.width + j];
  },
  adjoint: nothing,
};

export const gather: InstructionRule<GatherInstruction> = {
  inputs: none,
  parameters: ({ vector }) => [vector],
  width: (instruction, { parameters }) => parameters[instruction.vector].shape[0],
  forward({ out, vector, index }, { values, dataRows, lanes, stride, inputs }) {
    const data = inputs.parameters[vector];
    for (let r = 0; r < lanes; r++) {
      const from = inputs.indices[index][dataRows[r]] * out.width;
      for (let j = 0; j < out.width; j++) values[out.id][j * stride + r] = data[from + j];
    }
  },
  adjoint({ out }, { adjoints, gatheredAdjoints, first, lanes, stride }) {
    for (let r = 0; r < lanes; r++)
      for (let j = 0; j < out.width; j++)
        gatheredAdjoints[out.id][(first + r) * out.width + j] = adjoints[out.id][j * stride + r];
  },
};

export const noise: InstructionRule<NoiseInstruction> = {
  inputs: none,
  parameters: none,
  width: (_instruction, _declared, requested) => requested,
  forward({ out, stream, kind }, { values, dataRows, lanes, stride, seed, step }) {
    const numbers = randomStream(seed, stream, step);
    const draw = kind === "normal" ? normal : uniform;
    for (let r = 0; r < lanes; r++)
      for (let j = 0; j < out.width; j++)
        values[out.id][j * stride + r] = draw(numbers, dataRows[r] * out.width + j);
  },
  adjoint: nothing,
};

export const parameter: InstructionRule<ParameterInstruction> = {
  inputs: none,
  parameters: (instruction) => [instruction.parameter],
  width(instruction, { parameters }) {
    const { name, shape } = parameters[instruction.parameter];
    if (shape.length > 1)
      throw new InputError(
        `parameter ${name} used for every row: got shape [${shape}], expected one number or [width]`,
      );
    return sizeOf(shape);
  },
  forward({ out, parameter }, { values, stride, inputs }) {
    const data = inputs.parameters[parameter];
    for (let j = 0; j < out.width; j++) values[out.id].fill(data[j], j * stride, (j + 1) * stride);
  },
  adjoint({ out, parameter }, { adjoints, sharedGradients, lanes, stride }) {
    for (let j = 0; j < out.width; j++)
      for (let r = 0; r < lanes; r++) sharedGradients[parameter][j] += adjoints[out.id][j * stride + r];
  },
};

export const constant: InstructionRule<ConstantInstruction> = {
  inputs: none,
  parameters: none,
  width: () => 1,
  forward({ out, value }, { values }) {
    values[out.id].fill(value);
  },
  adjoint: nothing,
};
