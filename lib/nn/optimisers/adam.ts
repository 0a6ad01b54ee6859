/**
 * Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1): with gradient g, after the t-th update
 * m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), θ ← θ − η m̂/(√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ);
 * with `epsilonHat` as in Keras (the formula before section 2.1): θ ← θ − η √(1 − β₂ᵗ)/(1 − β₁ᵗ) m/(√v + ε).
 *
 * Lazy Adam (`updateRows`) leaves rows without a gradient alone, their moments included, and counts t for each row: the
 * moments of a row have decayed only as often as it was updated, so that is the t at which m̂ and v̂ are unbiased. With
 * one t for all, a row first met late would step by η (1 − β₁)/√(1 − β₂), 3.2 η with the usual β. Where every row has a
 * gradient at every step, it is Adam itself.
 */
import { checkNumber, readOptions } from "../options.js";
import { BiasCorrection } from "./biasCorrection.js";
import { checkRows, OptimiserState, valuesOf } from "./optimiserState.js";
import type { Numbers, Optimiser, RowGradients } from "./optimiserTypes.js";

export interface AdamOptions {
  /** η: about how far a parameter moves in a step (default 0.001). */
  readonly learningRate: number;
  /** Decay of the mean of gradients (default 0.9). */
  readonly beta1: number;
  /** Decay of the mean of squared gradients (default 0.999). */
  readonly beta2: number;
  /** Keeps the step finite where gradients vanish (default 1e-8). */
  readonly epsilon: number;
  /**
   * Adds epsilon to √v before its bias is corrected, as Keras does (there epsilon is 1e-7 by default); by default it is
   * added afterwards, as in algorithm 1 of the paper and in PyTorch.
   */
  readonly epsilonHat: boolean;
}

const defaults: AdamOptions = {
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  epsilonHat: false,
};

/** Numbers `from` to `to − 1` of a parameter and its moments; their gradients begin at `gradientFrom`. */
interface Span {
  readonly parameter: Numbers;
  readonly gradient: Numbers;
  readonly m: Float64Array;
  readonly v: Float64Array;
}

/** @throws InputError for an option that is unknown or out of range */
export function adam(options: Partial<AdamOptions> = {}): Optimiser {
  const { learningRate, beta1, beta2, epsilon, epsilonHat } = readOptions("adam", options, defaults);
  checkNumber("learning rate of adam", learningRate, { low: 0 });
  checkNumber("beta1 of adam", beta1, { low: 0, high: 1, openHigh: true });
  checkNumber("beta2 of adam", beta2, { low: 0, high: 1, openHigh: true });
  checkNumber("epsilon of adam", epsilon, { low: 0, openLow: true });
  const [gain1, gain2] = [1 - beta1, 1 - beta2];
  const correction = new BiasCorrection(beta1, beta2);

  /** The update number t of some numbers. */
  function step(span: Span, from: number, to: number, gradientFrom: number, t: number, factor: number) {
    correction.reach(t);
    const second = correction.second[t];
    const rate = learningRate * factor * second * correction.first[t];
    const small = epsilonHat ? epsilon : epsilon * second;
    const { parameter, gradient, m, v } = span;
    for (let i = from, k = gradientFrom; i < to; i++, k++) {
      const g = gradient[k];
      m[i] += (g - m[i]) * gain1;
      v[i] += (g * g - v[i]) * gain2;
      parameter[i] -= (m[i] * rate) / (Math.sqrt(v[i]) + small);
    }
  }

  return {
    name: "adam",
    learningRate,
    initialise: (parameters, stateOptions) =>
      new OptimiserState(["firstMoment", "secondMoment"], parameters, stateOptions),
    update(state, parameters, gradients, factor = 1) {
      for (const own of state.parameters) {
        if (own.rowWidth !== undefined) continue;
        const parameter = valuesOf(parameters, own, "the parameters");
        const gradient = valuesOf(gradients, own, "the gradients");
        const [m, v] = own.slots;
        step({ parameter, gradient, m, v }, 0, own.length, 0, ++own.count[0], factor);
      }
      return state;
    },
    updateRows(state, name, parameter, gradients: RowGradients, factor = 1) {
      const own = state.ofRows(name);
      const count = checkRows(own, parameter, gradients);
      const { rows, values: gradient } = gradients;
      const { rowWidth: width, slots } = own;
      const span = { parameter, gradient, m: slots[0], v: slots[1] };
      for (let k = 0; k < count; k++) {
        const from = rows[k] * width;
        step(span, from, from + width, k * width, ++own.count[rows[k]], factor);
      }
      return state;
    },
  };
}
