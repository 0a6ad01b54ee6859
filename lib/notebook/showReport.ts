/**
 * `showReport`: all plots of a scaling report in a notebook cell, one under the other, each with a text that says what it
 * is. Plots are Vega-Lite, which JupyterLab draws with Friedel's extension or without it.
 */
import { inspect } from "node:util";
import { type Reported, reportData, sectionHtml } from "../displays/index.js";
import { type ReportOptions, reportSteps } from "../plots/index.js";
import { progressOf } from "../progress.js";
import { show } from "./show.js";

/**
 * Shows the report of a trained merge (`run.halfDatasets()` before it gives CC1/2 of the merge), or of a reflection table:
 * unmerged observations, merged reflections, or predictions. What cannot be drawn is said in a sentence.
 */
export async function showReport(of: Reported, options: ReportOptions = {}): Promise<void> {
  const steps = reportSteps(reportData(of), options);
  const progress = progressOf("report");
  const sections = [];
  for (const [done, { draw }] of steps.entries()) {
    progress(done, steps.length);
    // so that the line of progress is seen, and an interrupt comes through
    await new Promise((next) => setTimeout(next, 0));
    sections.push(draw());
  }
  progress(steps.length, steps.length);
  for (const section of sections) {
    const text = [section.title, section.missing, ...section.notes].filter((line) => line !== undefined);
    show({ toHtml: () => sectionHtml(section), [inspect.custom]: () => text.join("\n") });
    if (section.spec !== undefined) show(section.spec);
    if (section.statistics !== undefined) show(section.statistics);
  }
}
