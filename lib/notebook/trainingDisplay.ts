/**
 * The progress of a training in a notebook cell: a bar and one line of text, written over in their place at the pace of the
 * reports (ten a second at most), and at the end the plot of the history below them. What stays in the notebook is one
 * line and one plot of a bounded number of points, however long the training.
 */
import { palette, trainingHistory } from "../plots/index.js";
import { escapeHtml } from "../table/display.js";
import { progressText, type Reporter, type TrainingProgress } from "../training/index.js";
import { mimeBundle } from "./show.js";
import type { DisplayWriter, MimeBundle } from "./tslab.js";

/** Points of each line of the plot that stays in the notebook. */
const plotPoints = 200;
const mostWarnings = 20;

/**
 * A reporter that draws one training.
 * @param line where the bar and the text go, over what was there
 * @param show where the plot goes
 */
export function trainingDisplay(line: DisplayWriter, show: DisplayWriter): Reporter {
  const warnings: string[] = [];
  return (progress) => {
    for (const event of progress.events)
      if (event.kind === "warning" && warnings.length < mostWarnings) warnings.push(event.message);
    line(progressBundle(progress, warnings));
    const over = progress.state !== "running" && progress.state !== "paused";
    if (over && progress.history.steps.length > 1)
      show(mimeBundle(trainingHistory(progress.history, { points: plotPoints })));
  };
}

function progressBundle(progress: TrainingProgress, warnings: readonly string[]): MimeBundle {
  const text = progressText(progress);
  const share = (100 * progress.step) / progress.steps;
  const bar =
    '<div style="height:4px;max-width:40em;background:color-mix(in srgb,currentColor 15%,transparent)">' +
    `<div style="height:4px;width:${share.toFixed(1)}%;background:${colours[progress.state]}"></div></div>`;
  const lines = [text, ...warnings.map((warning) => `warning: ${warning}`)];
  return {
    "text/html":
      `<div class="friedel-training" style="color:inherit;background:transparent">${bar}` +
      `${lines.map((one) => `<div style="margin:.3em 0;font-variant-numeric:tabular-nums;white-space:pre-wrap">${escapeHtml(one)}</div>`).join("")}</div>`,
    "text/plain": lines.join("\n"),
  };
}

const [blue, vermilion, green, , orange] = palette;
const colours: Readonly<Record<TrainingProgress["state"], string>> = {
  running: blue,
  paused: orange,
  finished: green,
  stopped: orange,
  failed: vermilion,
};
