/** The training loop: steps, history, checkpoints, exact resume, early stop, divergence, controls. */
export {
  type ActiveTraining,
  activeTrainings,
  type TrainingWatcher,
  watchTrainings,
} from "./activeTrainings.js";
export type { CheckpointEntry } from "./checkpoint.js";
export { type ControlEcho, type ControlRecord, type ControlRequest, TrainingControls } from "./controls.js";
export { DivergenceError } from "./divergence.js";
export type { EarlyStopOptions } from "./earlyStop.js";
export { History, HistoryTable, type ResumeRecord, type RunEnd } from "./history.js";
export { HistoryReader, readHistory } from "./historyFile.js";
export type { LossWatchOptions } from "./lossWatch.js";
export { memoryStore } from "./memoryStore.js";
export { type OpenedRun, openRun, type RunState } from "./openRun.js";
export {
  type ProgressBarOptions,
  type ProgressNumbers,
  type ProgressStream,
  progressBar,
  progressText,
} from "./progressBar.js";
export type { RunStore } from "./runStoreTypes.js";
export { restoreTensors } from "./tensors.js";
export { train } from "./train.js";
export type {
  JsonObject,
  JsonValue,
  Preparation,
  StateArray,
  StateTensors,
  StepControls,
  Terms,
  Trainable,
} from "./trainableTypes.js";
export type {
  AbortSignalLike,
  Metric,
  Reporter,
  TrainingEvent,
  TrainingOptions,
  TrainingProgress,
  TrainingResult,
} from "./trainingTypes.js";
