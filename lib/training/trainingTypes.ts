/** The options, progress and result of a training. */
import type { ControlEcho, TrainingControls } from "./controls.js";
import type { EarlyStopOptions } from "./earlyStop.js";
import type { History } from "./history.js";
import type { LossWatchOptions } from "./lossWatch.js";
import type { RunStore } from "./runStoreTypes.js";
import type { JsonObject, Preparation, Terms } from "./trainableTypes.js";

/** The part of an `AbortSignal` that the loop uses. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A value of the user's own, computed at every evaluation: shown and recorded, but never a reason to stop. */
export type Metric = (step: number) => number | Promise<number>;

/** Is told how a training goes: at most ten times a second, and once at its end. */
export type Reporter = (progress: TrainingProgress) => void;

/** Options of {@link train}. */
export interface TrainingOptions {
  /** How many steps in all, those of before a resume among them. */
  readonly steps: number;
  /** Evaluates after every so many steps, and after the last (default 100). */
  readonly evaluateEvery?: number;
  /** Writes a checkpoint after every so many steps, and at the end (default 1,000). */
  readonly checkpointEvery?: number;
  /** How many checkpoints stay in the run folder (default 2). */
  readonly keepCheckpoints?: number;
  /** The run folder. Without one nothing is written, and nothing can be resumed. */
  readonly store?: RunStore;
  /** Goes on from the newest checkpoint of the store; starts anew where it holds no run (default false). */
  readonly resume?: boolean;
  /** Stops after the current step, with a checkpoint. */
  readonly signal?: AbortSignalLike;
  /** Ends the training once held-out data no longer gain; the best state is then the one kept. */
  readonly earlyStop?: EarlyStopOptions;
  /** When a loss that stays far above its start counts as divergence; `false`: never. */
  readonly divergence?: LossWatchOptions | false;
  readonly reporters?: readonly Reporter[];
  readonly metrics?: Readonly<Record<string, Metric>>;
  /** Buttons for a running training: stop, pause, learning rate … */
  readonly controls?: TrainingControls;
}

/** Something that happened besides steps. */
export type TrainingEvent =
  | { readonly kind: "started"; readonly step: number }
  | { readonly kind: "resumed"; readonly step: number }
  | { readonly kind: "checkpoint"; readonly step: number; readonly name: string }
  | { readonly kind: "control"; readonly step: number; readonly echo: ControlEcho }
  | { readonly kind: "warning"; readonly step: number; readonly message: string }
  | { readonly kind: "ended"; readonly step: number; readonly state: "finished" | "stopped" | "failed" };

/** How a training goes. */
export interface TrainingProgress {
  readonly kind: string;
  /** Tells trainings apart: a page that sends a control names its training by it. */
  readonly run?: string;
  /** The name of the run folder, undefined where nothing is saved; and where on the disk it is, if it is on one. */
  readonly folder?: string;
  readonly path?: string;
  /** What made the model, as `config.json` has it, and which kernels compute. */
  readonly config?: JsonObject;
  readonly variant?: string;
  /** The names of the user's own metrics among the values of an evaluation. */
  readonly metrics?: readonly string[];
  readonly state: "running" | "paused" | "finished" | "stopped" | "failed";
  /** Steps done, and how many there are to be. */
  readonly step: number;
  readonly steps: number;
  /** Where a new model still prepares its first step: how far it is. */
  readonly preparation?: Preparation;
  /** Time trained, pauses left out, that of before a resume included. */
  readonly seconds: number;
  /** Steps per second, of the last few seconds. */
  readonly rate: number;
  /** Seconds to go, at that rate; NaN while it is not known. */
  readonly remaining: number;
  /** The terms of the last step. */
  readonly terms: Terms;
  /** The last evaluation, with the user's metrics. */
  readonly evaluation?: { readonly step: number; readonly values: Terms };
  /** What happened since the last report: at most the last 100. */
  readonly events: readonly TrainingEvent[];
  /** All that was recorded so far; it goes on growing. */
  readonly history: History;
}

/** What a training gives. A training that failed gives none: it throws. */
export interface TrainingResult {
  /** "stopped": by the signal or the controls, before its last step. */
  readonly state: "finished" | "stopped";
  /** The last step done, and how many there were to be. */
  readonly step: number;
  readonly steps: number;
  /** Whether the early stop ended it. */
  readonly stoppedEarly: boolean;
  /** With an early stop: the step whose state the model now has, and the value of the metric there. */
  readonly best?: { readonly step: number; readonly value: number };
  readonly seconds: number;
  readonly history: History;
  /** What went wrong without stopping the run, in sentences. */
  readonly warnings: readonly string[];
}
