/**
 * All layers by name, for options and files that name one. A new layer is one file, its lines here (and one in
 * index.ts), one test and one row in docs/nn.md.
 */
import type { Layer } from "../layerTypes.js";
import { fromTable } from "../options.js";
import { dense } from "./dense.js";
import { imageLayer } from "./imageLayer.js";
import { imageScalar } from "./imageScalar.js";
import { layerNorm } from "./layerNorm.js";
import { mlp } from "./mlp.js";
import { positionalEncoding } from "./positionalEncoding.js";
import { residual } from "./residual.js";

export const layers: {
  readonly dense: typeof dense;
  readonly mlp: typeof mlp;
  readonly residual: typeof residual;
  readonly layerNorm: typeof layerNorm;
  readonly positionalEncoding: typeof positionalEncoding;
  readonly imageScalar: typeof imageScalar;
  readonly imageLayer: typeof imageLayer;
} = {
  dense,
  mlp,
  residual,
  layerNorm,
  positionalEncoding,
  imageScalar,
  imageLayer,
};

export type LayerKind = keyof typeof layers;

/**
 * The layer of a kind, with its options.
 * @throws InputError for an unknown kind, or an option that is unknown, missing or out of range
 */
export function layer<K extends LayerKind>(kind: K, options: Parameters<(typeof layers)[K]>[0]): Layer {
  const table: Readonly<Record<string, unknown>> = layers;
  return (fromTable("layer", table, kind) as (options: object) => Layer)(options);
}
