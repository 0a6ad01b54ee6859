/** What a kernel and a page tell each other of a training: the comm protocol of lib/notebook/link/trainingComms.ts. */
import type { TrainingDelta } from "friedel/browser";

/** How a run stands, as far as a page can tell. "unfinished": it runs elsewhere, or was interrupted. */
export type RunState =
  | "running"
  | "paused"
  | "finished"
  | "stopped"
  | "failed"
  | "interrupted"
  | "unfinished";

/** How a training goes, with what was recorded since the last message. */
export type ProgressMessage = TrainingDelta & {
  readonly folder?: string;
  readonly device?: string;
  readonly memory?: number;
};

/** A training that a kernel names. */
export interface NamedTraining {
  readonly run: string;
  readonly kind: string;
  readonly steps: number;
  readonly folder?: string;
}

/** What a page may ask of a training. */
export type TrainingRequest =
  | { readonly stop: true }
  | { readonly pause: true }
  | { readonly resume: true }
  | { readonly checkpoint: true }
  | { readonly evaluate: true }
  | { readonly learningRate: number }
  | { readonly priorWeight: number };

/** The answer: the step at which it was applied, or why it was not. */
export type ControlAnswer = { readonly step: number; readonly applied: boolean } | { readonly error: string };
