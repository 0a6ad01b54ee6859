/**
 * Watches a loss for divergence that stays finite. With m and s the mean and the standard deviation of the loss over the
 * first `warmUp` steps, and l its exponential mean over about `smoothing` steps, the run has diverged once
 *   l > m + factor · max(|m|, s)
 * for `patience` steps in a row: a fit that has long been far worse than no fit. Minibatch noise, a rise after a change
 * of the learning rate, and losses that start near zero or below do not reach it.
 */
import { InputError } from "../errors.js";

/** When a loss that stays far above its start counts as divergence. */
export interface LossWatchOptions {
  /** How far above the start, in units of its size (default 10). */
  readonly factor?: number;
  /** For how many steps in a row (default 500). */
  readonly patience?: number;
}

/** What a watch remembers; part of a checkpoint. */
export interface LossWatchState {
  /** Losses seen, their mean and sum of squared deviations over the warm-up (Welford). */
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  /** The exponential mean, and for how many steps it has been above the limit. */
  readonly smoothed: number;
  readonly above: number;
}

const warmUp = 50;
const smoothing = 50;

/** The watch over one loss. */
export class LossWatch {
  private readonly factor: number;
  private readonly patience: number;
  private count = 0;
  private mean = 0;
  private squares = 0;
  private smoothed = 0;
  private above = 0;

  constructor({ factor = 10, patience = 500 }: LossWatchOptions = {}) {
    if (!(factor > 0)) throw new InputError(`divergence factor: got ${factor}, expected a number above 0`);
    if (!(Number.isInteger(patience) && patience > 0))
      throw new InputError(`divergence patience: got ${patience}, expected a whole number of steps`);
    this.factor = factor;
    this.patience = patience;
  }

  /** Takes the loss of a step. */
  add(loss: number): void {
    this.count++;
    if (this.count <= warmUp) {
      const change = loss - this.mean;
      this.mean += change / this.count;
      this.squares += change * (loss - this.mean);
      this.smoothed = this.mean;
      return;
    }
    this.smoothed += (loss - this.smoothed) / smoothing;
    this.above = this.smoothed > this.limit ? this.above + 1 : 0;
  }

  /** The smoothed loss above which a step counts; infinite during the warm-up. */
  get limit(): number {
    if (this.count < warmUp) return Infinity;
    const deviation = Math.sqrt(this.squares / (warmUp - 1));
    return this.mean + this.factor * Math.max(Math.abs(this.mean), deviation);
  }

  /** The smoothed loss. */
  get value(): number {
    return this.smoothed;
  }

  /** Whether the smoothed loss is above its limit now: such a state is not kept as a good one. */
  get suspicious(): boolean {
    return this.above > 0;
  }

  /** Whether it has been there for too long. */
  get diverged(): boolean {
    return this.above >= this.patience;
  }

  state(): LossWatchState {
    const { count, mean, squares, smoothed, above } = this;
    return { count, mean, squares, smoothed, above };
  }

  restore({ count, mean, squares, smoothed, above }: LossWatchState): void {
    Object.assign(this, { count, mean, squares, smoothed, above });
  }
}
