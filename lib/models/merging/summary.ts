/** What a model and a run of it are, in a few lines: what a notebook cell or console.log shows of them. */
import { grouped } from "../../plots/numberText.js";
import { partialText } from "../../statistics/table1.js";
import { escapeHtml } from "../../table/display.js";
import type { JsonObject } from "../../training/index.js";
import { laueSummary, laueText } from "./laue/laueText.js";
import type { MergingModel } from "./mergingModel.js";
import type { MergingRun } from "./mergingRun.js";
import { described, scaleText, under } from "./runStatisticsText.js";

type Line = readonly [name: string, text: string];

/** A title, and facts by their names; a name that is empty goes on with the fact before. */
export type Summary = readonly [title: string, ...facts: Line[]];

/** What it merges, and with which scale, likelihood and prior. */
export function modelSummary(model: MergingModel): Summary {
  return ["variational merge, not yet trained", ...modelLines(model)];
}

/** The model, how its training went, and what to ask of it. */
export function runSummary({ model, result, history, others }: MergingRun): Summary {
  const last: Readonly<Record<string, number | undefined>> = {
    ...history.steps.last(),
    ...history.evaluations.last(),
  };
  const values = Object.entries(terms).flatMap(([name, term]) => {
    const value = last[term];
    return value === undefined || Number.isNaN(value) ? [] : [`${name} ${value.toPrecision(4)}`];
  });
  return [
    "variational merge",
    ...modelLines(model),
    ["training", `${grouped(result.step)} steps in ${result.seconds.toFixed(1)} s, ${result.state}`],
    ...(others.length === 0
      ? []
      : [["", `the first of ${1 + others.length}, whose amplitudes are averaged`] as const]),
    ["at its end", values.join("  ")],
    ["ask it for", "merged, statistics(), predictions, ccPred(), halfDatasets(), scales, history"],
  ];
}

/** Terms of the last step and evaluation, by the name shown. */
const terms: Readonly<Record<string, string>> = {
  NLL: "nll",
  KL: "kl",
  "NLL test": "nllTest",
  CCpred: "ccPredTrain",
  "CCpred test": "ccPredTest",
};

function modelLines(model: MergingModel): Line[] {
  const { data, description } = model;
  const held = data.test.reduce((sum, flag) => sum + flag, 0);
  const observations = data.observations.intensity.length;
  return [
    [
      "data",
      `${grouped(observations)} observations of ${grouped(data.groups.count)} reflections` +
        `${data.anomalous ? " (Friedel mates apart)" : ""} on ${grouped(data.images.length)} images`,
    ],
    ["held out", held === 0 ? "nothing" : `${grouped(held)} observations`],
    ...under("partials", partialText(data.observations.partials)),
    ...under("Laue", laueText(laueSummary(data))),
    ["scale", scaleText(description.scale as JsonObject, data.metadata.names)],
    ...data.metadata.leftOut.map(({ name, reason }): Line => ["", `without ${name}: ${reason}`]),
    ...(model.takenOver?.text ?? []).map((line, i): Line => [i === 0 ? "weights" : "", line]),
    ["likelihood", described(model.likelihood.description)],
    [
      "prior",
      `${described(model.prior.description, ["bFactor"])}, B ${model.bFactor.toFixed(1)} Å²` +
        `${model.prior.bFactor === "fitted" ? ", fitted to the data" : ""}`,
    ],
  ];
}

/** A summary as text, a fact a line. */
export function summaryText([title, ...lines]: Summary): string {
  return [title, ...lines.map(([name, value]) => `${`  ${name}`.padEnd(14)}${value}`)].join("\n");
}

/** A summary as HTML for a notebook, in the page's own colours. */
export function summaryHtml([title, ...lines]: Summary): string {
  const cell = "padding:.1em .8em .1em 0;vertical-align:top;text-align:left";
  const rows = lines.map(
    ([name, value]) =>
      `<tr><td style="${cell};opacity:.65;white-space:nowrap">${escapeHtml(name)}</td><td style="${cell}">${escapeHtml(value)}</td></tr>`,
  );
  return (
    '<div class="friedel-summary" style="color:inherit;background:transparent;overflow-x:auto">' +
    `<div><b>${escapeHtml(title)}</b></div>` +
    `<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">${rows.join("")}</table></div>`
  );
}
