/**
 * Stochastic gradient descent: θ ← θ − η g. With momentum µ, u ← µ u − η g and θ ← θ + u; with Nesterov's,
 * θ ← θ + µ u − η g (Sutskever, Martens, Dahl & Hinton, ICML 2013, equations 1 to 4, in the form that Keras uses).
 * Rows on their own: as for the whole parameter, and rows without a gradient stay where they are, momentum included.
 */
import { checkNumber, readOptions } from "../options.js";
import { checkRows, OptimiserState, valuesOf } from "./optimiserState.js";
import type { Numbers, Optimiser } from "./optimiserTypes.js";

export interface SgdOptions {
  /** η (default 0.01). */
  readonly learningRate: number;
  /** µ, from 0 to below 1 (default 0). */
  readonly momentum: number;
  /** Whether the gradient is taken as if at the point that momentum leads to (default false). */
  readonly nesterov: boolean;
}

const defaults: SgdOptions = { learningRate: 0.01, momentum: 0, nesterov: false };

interface Span {
  readonly parameter: Numbers;
  readonly gradient: Numbers;
  readonly velocity: Float64Array | undefined;
}

/** @throws InputError for an option that is unknown or out of range */
export function sgd(options: Partial<SgdOptions> = {}): Optimiser {
  const { learningRate, momentum, nesterov } = readOptions("sgd", options, defaults);
  checkNumber("learning rate of sgd", learningRate, { low: 0 });
  checkNumber("momentum of sgd", momentum, { low: 0, high: 1, openHigh: true });

  function step(span: Span, from: number, to: number, gradientFrom: number, rate: number) {
    const { parameter, gradient, velocity } = span;
    for (let i = from, k = gradientFrom; i < to; i++, k++) {
      const move = -gradient[k] * rate;
      if (velocity === undefined) {
        parameter[i] += move;
        continue;
      }
      velocity[i] = move + velocity[i] * momentum;
      parameter[i] += nesterov ? move + velocity[i] * momentum : velocity[i];
    }
  }

  return {
    name: "sgd",
    learningRate,
    initialise: (parameters, stateOptions) =>
      new OptimiserState(momentum > 0 ? ["velocity"] : [], parameters, stateOptions),
    update(state, parameters, gradients, factor = 1) {
      for (const own of state.parameters) {
        if (own.rowWidth !== undefined) continue;
        const parameter = valuesOf(parameters, own, "the parameters");
        const gradient = valuesOf(gradients, own, "the gradients");
        own.count[0]++;
        step({ parameter, gradient, velocity: own.slots[0] }, 0, own.length, 0, learningRate * factor);
      }
      return state;
    },
    updateRows(state, name, parameter, gradients, factor = 1) {
      const own = state.ofRows(name);
      const count = checkRows(own, parameter, gradients);
      const { rows, values: gradient } = gradients;
      const width = own.rowWidth;
      const span = { parameter, gradient, velocity: own.slots[0] };
      for (let k = 0; k < count; k++) {
        const from = rows[k] * width;
        own.count[rows[k]]++;
        step(span, from, from + width, k * width, learningRate * factor);
      }
      return state;
    },
  };
}
