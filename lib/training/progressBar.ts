/**
 * A progress bar for a terminal: rate, time to go, NLL, KL and CCpred on one line that is written over. Where there is no
 * terminal (a log file, a notebook cell) it is a line now and then, each after half as much time again as the one before,
 * so that an hour is some twenty lines and a week not forty.
 */
import type { Reporter, TrainingProgress } from "./trainingTypes.js";

/** What is written to: `process.stderr`, say. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
}

/** Which numbers stand in the line, by their label; a number that there is not is left out. */
export type ProgressNumbers = Readonly<Record<string, (progress: TrainingProgress) => number | undefined>>;

/** Options of {@link progressBar}. */
export interface ProgressBarOptions {
  /** Default: NLL, KL, and CCpred on the test part. */
  readonly numbers?: ProgressNumbers;
}

const defaultNumbers: ProgressNumbers = {
  NLL: ({ terms }) => terms.nll,
  KL: ({ terms }) => terms.kl,
  CCpred: ({ evaluation }) => evaluation?.values.ccPredTest,
};

const barWidth = 20;
/** Without a terminal: seconds to the first line, and how much longer each pause is than all the time before. */
const firstLine = 5;
const growth = 1.5;
const mostWarnings = 20;

/** Draws the progress of a training to a stream. One bar is for one training. */
export function progressBar(stream: ProgressStream, options: ProgressBarOptions = {}): Reporter {
  const { numbers = defaultNumbers } = options;
  const terminal = stream.isTTY === true;
  let start: number | undefined;
  let next = firstLine;
  let warnings = 0;
  return (progress) => {
    const over = progress.state !== "running" && progress.state !== "paused";
    start ??= progress.seconds;
    for (const event of progress.events) {
      if (event.kind !== "warning" || ++warnings > mostWarnings) continue;
      stream.write(`${terminal ? "\r\x1b[K" : ""}warning: ${event.message}\n`);
    }
    if (terminal) {
      const line = progressText(progress, { numbers, bar: true }).slice(0, (stream.columns ?? 80) - 1);
      stream.write(`\r${line}\x1b[K${over ? "\n" : ""}`);
    } else if (over || progress.seconds - start >= next) {
      next = growth * Math.max(progress.seconds - start, firstLine);
      stream.write(`${progressText(progress, { numbers })}\n`);
    }
  };
}

/** The line itself, the user's own metrics last. @param options.bar whether a bar is drawn */
export function progressText(
  progress: TrainingProgress,
  options: ProgressBarOptions & { readonly bar?: boolean } = {},
): string {
  const { numbers = defaultNumbers, bar = false } = options;
  const { kind, state, seconds, rate, remaining, preparation } = progress;
  const { step, steps } = preparation ?? progress;
  const done = Math.round((barWidth * step) / steps);
  const parts = [
    kind,
    ...(bar ? [`[${"=".repeat(done)}${" ".repeat(barWidth - done)}]`] : []),
    `${preparation === undefined ? "" : `${preparation.name} `}step ${step} of ${steps}`,
    ...(state === "running" ? [] : [state]),
    ...(Number.isFinite(rate) ? [`${rate < 10 ? rate.toPrecision(2) : Math.round(rate)} steps/s`] : []),
    state === "running" && Number.isFinite(remaining)
      ? `${duration(remaining)} left`
      : `in ${duration(seconds)}`,
  ];
  for (const [label, of] of Object.entries(numbers)) {
    const value = of(progress);
    if (value !== undefined) parts.push(`${label} ${value.toPrecision(4)}`);
  }
  for (const name of progress.metrics ?? []) {
    const value = progress.evaluation?.values[name];
    if (value !== undefined) parts.push(`${name} ${value.toPrecision(4)}`);
  }
  return parts.join("  ");
}

/** A time as one reads it: "4.2 s", "3 min 5 s", "2 h 10 min". */
function duration(seconds: number): string {
  if (seconds < 59.5) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
