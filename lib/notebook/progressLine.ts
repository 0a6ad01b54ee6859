/**
 * The progress of something that is done in parts, such as half data sets: in a notebook cell one line that is written over
 * in its place, in a terminal the same, elsewhere nothing. At most ten times a second, and at the end.
 */
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
  }: ProgressLineOutput = {},
): (done: number, total: number) => void {
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const time = now();
    const over = done >= total;
    if (!over && time - last < interval) return;
    last = time;
    const seconds = (time - start) / 1000;
    const left = over ? "" : `, about ${((seconds * (total - done)) / done).toFixed(0)} s left`;
    const text = `${name}: ${done} of ${total} in ${seconds.toFixed(1)} s${left}`;
    if (display !== undefined) display({ "text/html": `<div>${escapeHtml(text)}</div>`, "text/plain": text });
    else if (stream.isTTY === true) stream.write(`\r${text}\x1b[K${over ? "\n" : ""}`);
  };
}
