/**
 * The progress of something that is done in parts, such as half data sets: in a notebook cell one line that is written over
 * in its place, in a terminal the same, elsewhere nothing. At most ten times a second, and at the end.
 */
import type { Progress } from "../progress.js";
import { escapeHtml } from "../table/display.js";
import { type DisplayWriter, liveDisplay } from "./tslab.js";

/** Milliseconds between two lines. */
const interval = 100;

/** What the line goes to; by default the notebook, or the terminal. */
export interface ProgressLineOutput {
  readonly display?: DisplayWriter;
  readonly stream?: { write(text: string): unknown; readonly isTTY?: boolean };
  /** A clock in milliseconds. */
  readonly now?: () => number;
  /** When it began, by that clock; default: now. */
  readonly start?: number;
}

/** Milliseconds after which it is worth a line. */
const worthLine = 400;

/**
 * A line for something that often takes no time: it appears once the work has lasted 0.4 s and is not yet done, in the cell
 * that runs then, and outside of a notebook never.
 */
export function lateProgressLine(name: string, output: ProgressLineOutput = {}): Progress {
  const { now = () => performance.now(), start = now() } = output;
  let line: Progress | undefined;
  return (done, total) => {
    if (line === undefined) {
      if (done >= total || now() - start < worthLine) return;
      const display = output.display ?? liveDisplay();
      if (display === undefined) return;
      line = progressLine(name, { ...output, display, now, start });
    }
    line(done, total);
  };
}

/**
 * A function to be told how many parts are done, as `halfDatasets({ progress: progressLine("half data sets") })` does.
 * @param name what is done, e.g. "half data sets"
 */
export function progressLine(
  name: string,
  {
    display = liveDisplay(),
    stream = process.stderr,
    now = () => performance.now(),
    start = now(),
  }: ProgressLineOutput = {},
): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const time = now();
    const over = done >= total;
    if (!over && time - last < interval) return;
    last = time;
    const seconds = (time - start) / 1000;
    const left = over || done <= 0 ? "" : `, about ${((seconds * (total - done)) / done).toFixed(0)} s left`;
    const text = `${name}: ${done} of ${total} in ${seconds.toFixed(1)} s${left}`;
    if (display !== undefined)
      display({
        "text/html": `<div style="opacity:.65;font-size:.9em">${escapeHtml(text)}</div>`,
        "text/plain": text,
      });
    else if (stream.isTTY === true) stream.write(`\r${text}\x1b[K${over ? "\n" : ""}`);
  };
}
