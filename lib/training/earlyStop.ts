/**
 * Early stop: ends a training once a held-out metric has not improved on its best for some evaluations. The state at the
 * best evaluation is the one that is kept.
 */
import { InputError, nearestName } from "../errors.js";
import type { Terms } from "./trainableTypes.js";

/** When held-out data no longer gain. */
export interface EarlyStopOptions {
  /** A value of the evaluation, e.g. "nllTest", or one of the user's metrics. */
  readonly metric: string;
  /** Evaluations in a row without improvement after which to stop (default 10). */
  readonly patience?: number;
  /** How much better than the best counts as improvement (default 0: any). */
  readonly minimumImprovement?: number;
  /** Which way is better (default "lower", as of a negative log likelihood). */
  readonly better?: "lower" | "higher";
}

/** What an early stop remembers; part of a checkpoint. */
export interface EarlyStopState {
  /** The best evaluation so far. */
  readonly best?: { readonly step: number; readonly value: number };
  /** Evaluations since then. */
  readonly waited: number;
}

/** The early stop of one training. */
export class EarlyStop {
  readonly metric: string;
  private readonly patience: number;
  private readonly minimumImprovement: number;
  private readonly sign: 1 | -1;
  private current: EarlyStopState = { waited: 0 };

  constructor({ metric, patience = 10, minimumImprovement = 0, better = "lower" }: EarlyStopOptions) {
    if (!(Number.isInteger(patience) && patience > 0))
      throw new InputError(`early stop patience: got ${patience}, expected a whole number of evaluations`);
    if (!(minimumImprovement >= 0))
      throw new InputError(`early stop minimumImprovement: got ${minimumImprovement}, expected 0 or more`);
    if (better !== "lower" && better !== "higher")
      throw new InputError(`early stop better: got ${String(better)}, expected "lower" or "higher"`);
    this.metric = metric;
    this.patience = patience;
    this.minimumImprovement = minimumImprovement;
    this.sign = better === "lower" ? 1 : -1;
  }

  /**
   * Takes an evaluation; returns whether it is the best so far.
   * @throws InputError where it does not have the metric
   */
  add(step: number, values: Terms): boolean {
    const value = values[this.metric];
    if (value === undefined) {
      const nearest = nearestName(this.metric, Object.keys(values));
      throw new InputError(
        `early stop: got no ${this.metric} in the evaluation, expected one of ${Object.keys(values).join(", ") || "its values, of which there are none"}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
      );
    }
    const { best, waited } = this.current;
    const improved = best === undefined || this.sign * (best.value - value) > this.minimumImprovement;
    this.current = improved ? { best: { step, value }, waited: 0 } : { best, waited: waited + 1 };
    return improved;
  }

  /** Whether it is time to stop. */
  get due(): boolean {
    return this.current.waited >= this.patience;
  }

  get state(): EarlyStopState {
    return this.current;
  }

  restore(state: EarlyStopState): void {
    this.current = state;
  }
}
