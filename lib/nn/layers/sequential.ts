/** Layers one after the other: y = f_n(… f₂(f₁(x))). */
import { InputError } from "../../errors.js";
import type { Layer } from "../layerTypes.js";

/**
 * @throws InputError where there is no layer, the features of one do not fit the next, or two parameters have one name
 */
export function sequential(...layers: readonly Layer[]): Layer {
  if (layers.length === 0) throw new InputError("sequential: got no layers, expected at least one");
  layers.slice(1).forEach(({ inputs }, l) => {
    if (inputs !== layers[l].outputs)
      throw new InputError(
        `sequential, layer ${l + 2}: got one of ${inputs} inputs, expected ${layers[l].outputs} as layer ${l + 1} gives`,
      );
  });
  const parameters = layers.flatMap((layer) => layer.parameters);
  const names = new Set<string>();
  for (const { name } of parameters) {
    if (names.has(name))
      throw new InputError(
        `sequential: got parameter ${name} twice, expected a name of its own for each layer`,
      );
    names.add(name);
  }
  return {
    inputs: layers[0].inputs,
    outputs: layers[layers.length - 1].outputs,
    parameters,
    initialise: (seed) => Object.assign({}, ...layers.map((layer) => layer.initialise(seed))),
    apply: (builder, input) => layers.reduce((x, layer) => layer.apply(builder, x), input),
  };
}
