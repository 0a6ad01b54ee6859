/** Row programs: the per-observation part of a model as data, and what runs it. */
export { binaryFunctions, comparisons, LEAKY_SLOPE, unaryFunctions } from "./elementwise.js";
export { prepareReference } from "./reference/prepareReference.js";
export { type ReferenceLayout, runRowProgramReference } from "./reference/rowRun.js";
export {
  type DenseNames,
  type LayerNormNames,
  type PerRowOutput,
  perRow,
  RowBuilder,
  traceRowProgram,
} from "./rowBuilder.js";
export type { Numbers, RowInputs, RowResult, RowRunOptions } from "./rowInputs.js";
export type {
  BinaryKind,
  CompareKind,
  NoiseKind,
  Register,
  RowColumn,
  RowInstruction,
  RowOutput,
  RowParameter,
  RowProgram,
  UnaryKind,
} from "./rowProgram.js";
export { type RowCombiner, type RowOperand, RowValue } from "./rowValue.js";
export type { RunnableRows } from "./runnableTypes.js";
export { BLOCK_ROWS, planShards, type Shard } from "./shards.js";
export type { SparseGradient } from "./sparseGradient.js";
export { digamma, lgamma, trigamma } from "./specialFunctions.js";
export { EngineMemory, type EngineMemoryOptions } from "./wasm/engineMemory.js";
export { hasRelaxedSimd, type KernelVariant } from "./wasm/kernelModule.js";
export { type PreparedRows, RowEngine, type RowEngineOptions } from "./wasm/rowEngine.js";
export type { StartedWorker, WorkerData, WorkerStarter } from "./wasm/shardWorkers.js";
