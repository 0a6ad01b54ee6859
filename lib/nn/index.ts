/** Layers, first values, optimisers and learning-rate schedules: what models are trained with. */
export { type Activation, type ActivationName, activation, activations } from "./activations.js";
export {
  type ClippingOptions,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  clipping,
} from "./clipping.js";
export { globalNorm, gradientNorm } from "./gradientNorm.js";
export { type Initialiser, type InitialiserName, initialiser, initialisers } from "./initialisers.js";
export { type DenseOptions, dense } from "./layers/dense.js";
export { type ImageLayerOptions, imageLayer } from "./layers/imageLayer.js";
export { type ImageScalar, type ImageScalarOptions, imageScalar } from "./layers/imageScalar.js";
export { type LayerNormOptions, layerNorm } from "./layers/layerNorm.js";
export { type MlpOptions, mlp } from "./layers/mlp.js";
export {
  encodePositions,
  type PositionalEncodingOptions,
  type PositionRange,
  positionalEncoding,
  positionRange,
} from "./layers/positionalEncoding.js";
export { type LayerKind, layer, layers } from "./layers/registry.js";
export { type ResidualOptions, residual } from "./layers/residual.js";
export { sequential } from "./layers/sequential.js";
export type { Layer, LayerBuilder, LayerParameter, LayerValue } from "./layerTypes.js";
export { type AdamOptions, adam } from "./optimisers/adam.js";
export { OptimiserState, type ParameterState, type StateTensors } from "./optimisers/optimiserState.js";
export type { Numbers, Optimiser, RowGradients, StateOptions } from "./optimisers/optimiserTypes.js";
export { type OptimiserSpec, optimiser, optimisers } from "./optimisers/registry.js";
export { type SgdOptions, sgd } from "./optimisers/sgd.js";
export { type ConstantOptions, constant } from "./schedules/constant.js";
export { type CosineDecayOptions, cosineDecay } from "./schedules/cosineDecay.js";
export { type ScheduleSpec, schedule, schedules } from "./schedules/registry.js";
export type { Schedule } from "./schedules/scheduleTypes.js";
export { type StepDecayOptions, stepDecay } from "./schedules/stepDecay.js";
export { type WarmUpOptions, warmUp } from "./schedules/warmUp.js";
export { TapeBuilder } from "./tapeBuilder.js";
