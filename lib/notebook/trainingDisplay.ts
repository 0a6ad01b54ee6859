/**
 * The progress of a training in a notebook cell, written over in its place: a bar with one line of text at the pace of the
 * reports (ten a second at most), and below it the plot of its course, twice a second, which a page takes longer to draw.
 * Where the extension is, the first is a panel with everything in it and the second is hidden. What stays in the notebook is
 * one panel and one plot of a bounded number of points, however long the training.
 */
import {
  type MimeBundle,
  type TrainingPlace,
  type TrainingSnapshot,
  trainingMime,
  trainingPlotMime,
  trainingSnapshot,
} from "../displays/index.js";
import { palette, trainingPanels, VEGA_LITE_MIME } from "../plots/index.js";
import { escapeHtml } from "../table/display.js";
import { progressText, type Reporter, type TrainingProgress } from "../training/index.js";
import type { DisplayWriter } from "./tslab.js";

/** Milliseconds between two plots. */
const plotInterval = 500;
/** Points of each line. */
const points = 200;
const mostWarnings = 20;

/** Where the training goes on, and a clock in milliseconds. */
export interface TrainingDisplayOptions {
  place?(progress: TrainingProgress): TrainingPlace;
  now?(): number;
}

/**
 * A reporter that draws one training.
 * @param panel where the bar and the text go, over what was there
 * @param plot where the plot goes, over what was there
 */
export function trainingDisplay(
  panel: DisplayWriter,
  plot: DisplayWriter,
  { place = () => ({}), now = () => performance.now() }: TrainingDisplayOptions = {},
): Reporter {
  const warnings: string[] = [];
  let lastPlot = now();
  return (progress) => {
    for (const event of progress.events)
      if (event.kind === "warning" && warnings.length < mostWarnings) warnings.push(event.message);
    const snapshot = trainingSnapshot(progress, { points, ...place(progress), warnings });
    panel(panelBundle(progress, snapshot));
    const over = progress.state !== "running" && progress.state !== "paused";
    if (progress.history.steps.length < 2 || !(over || now() - lastPlot >= plotInterval)) return;
    const bundle = plotBundle(progress, snapshot);
    if (bundle !== undefined) plot(bundle);
    lastPlot = now();
  };
}

function panelBundle(progress: TrainingProgress, snapshot: TrainingSnapshot): MimeBundle {
  const text = progressText(progress);
  const { step, steps } = progress.preparation ?? progress;
  const share = (100 * step) / steps;
  const bar =
    '<div style="height:4px;max-width:40em;background:color-mix(in srgb,currentColor 15%,transparent)">' +
    `<div style="height:4px;width:${share.toFixed(1)}%;background:${colours[progress.state]}"></div></div>`;
  const lines = [text, ...snapshot.warnings.map((warning) => `warning: ${warning}`)];
  return {
    [trainingMime]: snapshot,
    "text/html":
      `<div class="friedel-training" style="color:inherit;background:transparent">${bar}` +
      `${lines.map((one) => `<div style="margin:.3em 0;font-variant-numeric:tabular-nums;white-space:pre-wrap">${escapeHtml(one)}</div>`).join("")}</div>`,
    "text/plain": lines.join("\n"),
  };
}

/** Undefined where there is nothing yet that a plot knows. */
function plotBundle(progress: TrainingProgress, { run, series }: TrainingSnapshot): MimeBundle | undefined {
  const metrics = progress.metrics ?? [];
  const own = series.filter(({ name }) => !["gradientNorm", "learningRate"].includes(name));
  const isKnown = own.some(({ name }) => name === "nll" || name === "kl" || name.startsWith("ccPred"));
  // a model of the user's own, none of whose terms has a known name, has a panel for each
  const names = isKnown ? metrics : own.map(({ name }) => name);
  if (own.length === 0) return undefined;
  // to the end, but while little is done no further than where that can be seen
  const steps = Math.min(progress.steps, 4 * progress.step);
  const spec = trainingPanels(own, { metrics: names, steps });
  return {
    [trainingPlotMime]: { version: 1, ...(run === undefined ? {} : { run }) },
    [VEGA_LITE_MIME]: spec,
    "text/plain": "[plot: Training]",
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
