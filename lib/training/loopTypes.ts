/** What the training loop is given, and what of it a checkpoint holds. */
import type { ControlRecord } from "./controls.js";
import type { EarlyStopState } from "./earlyStop.js";
import type { LossWatchState } from "./lossWatch.js";
import type { Recorder } from "./recorder.js";
import type { Reporting } from "./reporting.js";
import type { Settings } from "./settings.js";
import type { StateTensors, Trainable } from "./trainableTypes.js";

/** What a checkpoint holds besides the model's state. */
export interface LoopState {
  readonly step: number;
  readonly seconds: number;
  /** Every control that was applied so far. */
  readonly controls: readonly ControlRecord[];
  readonly lossWatch: LossWatchState;
  readonly earlyStop?: EarlyStopState;
  /** Whether the early stop has ended the run. */
  readonly stoppedEarly: boolean;
}

/** Writes checkpoints; returns the name of what it wrote. */
export type SaveCheckpoint = (
  state: LoopState,
  tensors: StateTensors,
  best: StateTensors | undefined,
) => Promise<string>;

/** What the loop is given. */
export interface LoopParts {
  readonly trainable: Trainable;
  readonly settings: Settings;
  readonly recorder: Recorder;
  readonly reporting: Reporting;
  /** Undefined where nothing is saved. */
  readonly save: SaveCheckpoint | undefined;
  /** A clock in milliseconds. */
  readonly now: () => number;
}
