/**
 * Functions between layers, by name, on row values and tensors alike: linear x, relu max(x, 0), leakyRelu max(x, 0.01 x),
 * tanh, sigmoid 1/(1 + e⁻ˣ), softplus log(1 + eˣ), silu x/(1 + e⁻ˣ) (Elfwing, Uchibe & Doya, arXiv:1702.03118).
 */
import type { LayerValue } from "./layerTypes.js";
import { fromTable } from "./options.js";

/** All activations by name. A new one is one line here and a word in docs/nn.md. */
export const activations = {
  linear: <V extends LayerValue<V>>(x: V): V => x,
  relu: <V extends LayerValue<V>>(x: V): V => x.relu(),
  leakyRelu: <V extends LayerValue<V>>(x: V): V => x.leakyRelu(),
  tanh: <V extends LayerValue<V>>(x: V): V => x.tanh(),
  sigmoid: <V extends LayerValue<V>>(x: V): V => x.sigmoid(),
  softplus: <V extends LayerValue<V>>(x: V): V => x.softplus(),
  silu: <V extends LayerValue<V>>(x: V): V => x.mul(x.sigmoid()),
} as const;

export type ActivationName = keyof typeof activations;
export type Activation = <V extends LayerValue<V>>(x: V) => V;

/** @throws InputError for a name that is none of the activations' */
export function activation(name: ActivationName): Activation {
  return fromTable<Activation>("activation", activations, name);
}
