/**
 * The dense layer y = W x + b of every row: dx = Wᵀ dy, dW = Σ_rows dy xᵀ, db = Σ_rows dy. And layer normalisation (Ba,
 * Kiros & Hinton, arXiv:1607.06450, equation 3): y = g ⊙ n + b, n = (x − µ)/σ, σ² = var x + ε;
 * dx = (dn − mean dn − n mean(dn n))/σ with dn = g ⊙ dy.
 */
import { InputError } from "../../errors.js";
import type { DenseInstruction, LayerNormInstruction } from "../rowProgram.js";
import type { Declarations, InstructionRule } from "./ruleTypes.js";

function checkShape({ parameters }: Declarations, parameter: number, expected: readonly number[]): void {
  const { name, shape } = parameters[parameter];
  if (shape.join() !== expected.join())
    throw new InputError(`parameter ${name}: got shape [${shape}], expected [${expected}]`);
}

export const dense: InstructionRule<DenseInstruction> = {
  inputs: ({ input }) => [input],
  parameters: ({ weights, bias }) => (bias === undefined ? [weights] : [weights, bias]),
  width({ input, weights, bias }, declared) {
    const width = declared.parameters[weights].shape[0];
    checkShape(declared, weights, [width, input.width]);
    if (bias !== undefined) checkShape(declared, bias, [width]);
    return width;
  },
  forward({ out, input, weights, bias }, { values, inputs, lanes, stride }) {
    const [x, y, w] = [values[input.id], values[out.id], inputs.parameters[weights]];
    for (let o = 0; o < out.width; o++)
      for (let r = 0; r < lanes; r++) {
        let sum = bias === undefined ? 0 : inputs.parameters[bias][o];
        for (let i = 0; i < input.width; i++) sum += w[o * input.width + i] * x[i * stride + r];
        y[o * stride + r] = sum;
      }
  },
  adjoint({ out, input, weights, bias }, block) {
    const { values, adjoints, inputs, sharedGradients, lanes, stride, differentiable } = block;
    const [x, dx, dy] = [values[input.id], adjoints[input.id], adjoints[out.id]];
    const [w, dw] = [inputs.parameters[weights], sharedGradients[weights]];
    for (let o = 0; o < out.width; o++) {
      for (let r = 0; r < lanes; r++) {
        const d = dy[o * stride + r];
        if (bias !== undefined) sharedGradients[bias][o] += d;
        for (let i = 0; i < input.width; i++) dw[o * input.width + i] += d * x[i * stride + r];
        if (!differentiable[input.id]) continue;
        for (let i = 0; i < input.width; i++) dx[i * stride + r] += d * w[o * input.width + i];
      }
    }
  },
};

export const layerNorm: InstructionRule<LayerNormInstruction> = {
  inputs: ({ input }) => [input],
  parameters: ({ gain, offset }) => [gain, offset],
  width({ input, gain, offset }, declared) {
    checkShape(declared, gain, [input.width]);
    checkShape(declared, offset, [input.width]);
    return input.width;
  },
  forward({ out, input, gain, offset, epsilon }, { values, inputs, lanes, stride }) {
    const [x, y, g, b] = [
      values[input.id],
      values[out.id],
      inputs.parameters[gain],
      inputs.parameters[offset],
    ];
    for (let r = 0; r < lanes; r++) {
      const { mean, scale } = moments(x, r, input.width, stride, epsilon);
      for (let j = r, f = 0; f < input.width; j += stride, f++) y[j] = g[f] * (x[j] - mean) * scale + b[f];
    }
  },
  adjoint({ out, input, gain, offset, epsilon }, block) {
    const { values, adjoints, inputs, sharedGradients, lanes, stride } = block;
    const [x, dx, dy, g] = [values[input.id], adjoints[input.id], adjoints[out.id], inputs.parameters[gain]];
    const n = input.width;
    for (let r = 0; r < lanes; r++) {
      const { mean, scale } = moments(x, r, n, stride, epsilon);
      let sum = 0;
      let product = 0;
      for (let j = r, f = 0; f < n; j += stride, f++) {
        const normalised = (x[j] - mean) * scale;
        sharedGradients[gain][f] += dy[j] * normalised;
        sharedGradients[offset][f] += dy[j];
        sum += g[f] * dy[j];
        product += g[f] * dy[j] * normalised;
      }
      for (let j = r, f = 0; f < n; j += stride, f++)
        dx[j] += scale * (g[f] * dy[j] - sum / n - ((x[j] - mean) * scale * product) / n);
    }
  },
};

/** Mean and 1/√(variance + ε) of lane r's features. */
function moments(x: Float64Array, r: number, width: number, stride: number, epsilon: number) {
  let mean = 0;
  for (let f = 0; f < width; f++) mean += x[f * stride + r] / width;
  let variance = 0;
  for (let f = 0; f < width; f++) variance += (x[f * stride + r] - mean) ** 2 / width;
  return { mean, scale: 1 / Math.sqrt(variance + epsilon) };
}
