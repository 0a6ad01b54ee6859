/**
 * Tells reporters how a training goes: what happens between two reports is gathered into one, at most ten a second,
 * whatever the pace of the steps. A reporter that throws is left out from then on; the training goes on.
 */
import type { Reporter, TrainingEvent, TrainingProgress } from "./trainingTypes.js";

/** Milliseconds between two reports. */
export const reportInterval = 100;

/** At most so many events go with a report; of more, the last. */
const mostEvents = 100;

/**
 * The rate is that of the last seconds: steps over seconds, both with weights that fall off in so many. A slow first step,
 * in which kernels are compiled and threads start, so weighs no more than the time it took.
 */
const rateSeconds = 5;

/** Before so many seconds nobody knows how long the rest will take. */
const leastSeconds = 1;

/** What the loop knows of its progress; rate, remaining time and events are added here. */
export type BareProgress = Omit<TrainingProgress, "rate" | "remaining" | "events">;

/** The reports of one training. */
export class Reporting {
  private readonly reporters: Set<Reporter>;
  private events: TrainingEvent[] = [];
  private last = -Infinity;
  private lastStep = 0;
  private lastSeconds = 0;
  private recentSteps = 0;
  private recentSeconds = 0;
  private warned: string[] = [];

  /** @param now a clock in milliseconds */
  constructor(
    reporters: readonly Reporter[],
    private readonly now: () => number,
  ) {
    this.reporters = new Set(reporters);
  }

  /** The rate counts from here: the step and the seconds at which this session starts. */
  start(step: number, seconds: number): void {
    this.lastStep = step;
    this.lastSeconds = seconds;
  }

  /** What went wrong without stopping the run. */
  get warnings(): readonly string[] {
    return this.warned;
  }

  /** Keeps an event for the next report. */
  add(event: TrainingEvent): void {
    if (event.kind === "warning") this.warned.push(event.message);
    this.events.push(event);
    if (this.events.length > mostEvents) this.events.shift();
  }

  /** Whether a report is due. */
  get due(): boolean {
    return this.reporters.size > 0 && this.now() - this.last >= reportInterval;
  }

  /** Reports now: when one is due, before a pause, and at the end. */
  report(progress: BareProgress): void {
    this.last = this.now();
    this.updateRate(progress);
    const rate = this.recentSteps / this.recentSeconds;
    const known = this.recentSeconds >= leastSeconds;
    const remaining = known ? (progress.steps - progress.step) / rate : Number.NaN;
    const report: TrainingProgress = { ...progress, rate, remaining, events: this.events };
    this.events = [];
    for (const reporter of this.reporters) this.tell(reporter, report);
  }

  private tell(reporter: Reporter, report: TrainingProgress): void {
    try {
      reporter(report);
    } catch (error) {
      this.reporters.delete(reporter);
      const reason = error instanceof Error ? error.message : String(error);
      const message = `a reporter threw (${reason}) and is told no more; the training goes on`;
      this.add({ kind: "warning", step: report.step, message });
    }
  }

  private updateRate({ step, seconds }: BareProgress): void {
    const passed = seconds - this.lastSeconds;
    if (!(passed > 0) || step === this.lastStep) return;
    const kept = Math.exp(-passed / rateSeconds);
    this.recentSteps = kept * this.recentSteps + step - this.lastStep;
    this.recentSeconds = kept * this.recentSeconds + passed;
    this.lastStep = step;
    this.lastSeconds = seconds;
  }
}
