/**
 * Buttons for a running training. A request is applied between two steps, echoed by the promise it returned, and recorded
 * in the history with the number of the first step that it affects (for a checkpoint, an evaluation, a pause or a stop:
 * of the last step done).
 */
import { InputError } from "../errors.js";
import type { StepControls } from "./trainableTypes.js";

/** What can be asked of a running training. */
export type ControlRequest =
  | { readonly stop: true }
  | { readonly pause: true }
  | { readonly resume: true }
  | { readonly checkpoint: true }
  | { readonly evaluate: true }
  | { readonly learningRate?: number; readonly priorWeight?: number };

/** A request that was applied, as the history records it. */
export interface ControlRecord {
  readonly step: number;
  readonly control: ControlRequest;
}

/** The answer to a request. */
export interface ControlEcho extends ControlRecord {
  /** False where the training ended before it could be applied. */
  readonly applied: boolean;
}

/** @internal A request that waits for the loop. */
export interface PendingControl {
  readonly control: ControlRequest;
  settle(echo: ControlEcho): void;
}

/** Controls of one training at a time. What is asked before it starts waits for it. */
export class TrainingControls {
  private readonly pending: PendingControl[] = [];
  private wake: (() => void) | undefined;
  private phase: "before" | "running" | "after" = "before";
  private lastStep = 0;

  /** Stops after the current step, with a checkpoint. */
  stop(): Promise<ControlEcho> {
    return this.ask({ stop: true });
  }

  /** Waits after the current step, until {@link resume} or {@link stop}. */
  pause(): Promise<ControlEcho> {
    return this.ask({ pause: true });
  }

  /** Ends a pause. */
  resume(): Promise<ControlEcho> {
    return this.ask({ resume: true });
  }

  /** Writes a checkpoint of the current step; echoed once it is on the disk. */
  checkpoint(): Promise<ControlEcho> {
    return this.ask({ checkpoint: true });
  }

  /** Evaluates the state after the current step; echoed once the evaluation is recorded. */
  evaluate(): Promise<ControlEcho> {
    return this.ask({ evaluate: true });
  }

  /**
   * Sets factors, from the next step on: of the learning rate, above 0; of the prior's weight, 0 or more. They are of
   * the values the model was made with, not of the last ones set.
   * @throws InputError where one is no such number
   */
  set(factors: Partial<StepControls>): Promise<ControlEcho> {
    const { learningRate, priorWeight } = factors;
    if (learningRate !== undefined && !(Number.isFinite(learningRate) && learningRate > 0))
      throw new InputError(`learning rate factor: got ${learningRate}, expected a number above 0`);
    if (priorWeight !== undefined && !(Number.isFinite(priorWeight) && priorWeight >= 0))
      throw new InputError(`prior weight factor: got ${priorWeight}, expected a number of 0 or more`);
    return this.ask({
      ...(learningRate === undefined ? {} : { learningRate }),
      ...(priorWeight === undefined ? {} : { priorWeight }),
    });
  }

  /** Whether a training has these controls now. */
  get attached(): boolean {
    return this.phase === "running";
  }

  private ask(control: ControlRequest): Promise<ControlEcho> {
    if (this.phase === "after") return Promise.resolve({ step: this.lastStep, control, applied: false });
    return new Promise((settle) => {
      this.pending.push({ control, settle });
      this.wake?.();
    });
  }

  /** @internal The loop takes the controls over. */
  attach(): void {
    if (this.phase === "running")
      throw new InputError("controls: got those of a training that runs, expected new TrainingControls()");
    this.phase = "running";
  }

  /** @internal The next request, if there is one, of those that can be met now. */
  next(isPossible: (control: ControlRequest) => boolean = () => true): PendingControl | undefined {
    const place = this.pending.findIndex(({ control }) => isPossible(control));
    return place < 0 ? undefined : this.pending.splice(place, 1)[0];
  }

  /** @internal Resolves at the next request, or when the abort comes by `poke`. */
  async changed(isPossible: (control: ControlRequest) => boolean = () => true): Promise<void> {
    if (this.pending.some(({ control }) => isPossible(control))) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }

  /** @internal Ends a wait without a request. */
  poke(): void {
    this.wake?.();
  }

  /** @internal The training has ended: what still waits is told so. */
  end(step: number): void {
    this.phase = "after";
    this.lastStep = step;
    for (const { control, settle } of this.pending.splice(0)) settle({ step, control, applied: false });
  }
}
