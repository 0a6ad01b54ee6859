/**
 * Gradient clipping, in place: by value, min(max(g, −c), c); by norm, g c/max(‖g‖, c) for each parameter; by global
 * norm the same with the norm of all parameters together (Pascanu, Mikolov & Bengio, arXiv:1211.5063, algorithm 1).
 * careless has them as --clipvalue, --clipnorm and --global-clipnorm. Gradients that are not finite keep their norm
 * not finite, so that the loop finds them.
 */
import { InputError } from "../errors.js";
import { globalNorm, gradientNorm } from "./gradientNorm.js";
import type { Numbers } from "./optimisers/optimiserTypes.js";
import { checkNumber } from "./options.js";

type Gradients = Readonly<Record<string, Numbers>>;

/** At most one of them; none: nothing is clipped. */
export interface ClippingOptions {
  /** Greatest size of a single number of a gradient. */
  readonly clipValue?: number;
  /** Greatest norm of the gradient of each parameter. */
  readonly clipNorm?: number;
  /** Greatest norm of all gradients together. */
  readonly globalClipNorm?: number;
}

/** Brings every number of every gradient into −most to most. */
export function clipByValue(gradients: Gradients, most: number): void {
  for (const name in gradients) {
    const values = gradients[name];
    for (let i = 0; i < values.length; i++)
      if (values[i] > most) values[i] = most;
      else if (values[i] < -most) values[i] = -most;
  }
}

/** Shortens each parameter's gradient to a norm of `most`, where it is longer. */
export function clipByNorm(gradients: Gradients, most: number): void {
  for (const name in gradients) shorten(gradients[name], gradientNorm(gradients[name]), most);
}

/** Shortens all gradients by one factor to a norm of `most` together, where it is more; returns the norm before. */
export function clipByGlobalNorm(gradients: Gradients, most: number): number {
  const norm = globalNorm(gradients);
  for (const name in gradients) shorten(gradients[name], norm, most);
  return norm;
}

/**
 * The clipping that the options ask for: a function that clips gradients in place and returns their global norm before.
 * @throws InputError where more than one is asked for, or one is not a number above 0
 */
export function clipping(options: ClippingOptions = {}): (gradients: Gradients) => number {
  const { clipValue, clipNorm, globalClipNorm } = options;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw new InputError(
      `clipping: got ${given.map(([name]) => name).join(" and ")}, expected at most one of them`,
    );
  for (const [name, value] of given) checkNumber(name, value, { low: 0, openLow: true });
  if (globalClipNorm !== undefined) return (gradients) => clipByGlobalNorm(gradients, globalClipNorm);
  return (gradients) => {
    const norm = globalNorm(gradients);
    if (clipNorm !== undefined) clipByNorm(gradients, clipNorm);
    if (clipValue !== undefined) clipByValue(gradients, clipValue);
    return norm;
  };
}

function shorten(values: Numbers, norm: number, most: number): void {
  if (!(norm > most && norm < Infinity)) return;
  const factor = most / norm;
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
