/** What a model and a run of it are, in a few lines: what a notebook cell or console.log shows of them. */
import type { JsonObject } from "../../training/index.js";
import type { MergingModel } from "./mergingModel.js";
import type { MergingRun } from "./mergingRun.js";
import { described, scaleText } from "./runStatisticsText.js";

type Line = readonly [name: string, text: string];

/** What it merges, and with which scale, likelihood and prior. */
export function modelSummary(model: MergingModel): string {
  return text(["variational merge, not yet trained", ...modelLines(model)]);
}

/** The model, how its training went, and what to ask of it. */
export function runSummary({ model, result, history }: MergingRun): string {
  const last: Readonly<Record<string, number | undefined>> = {
    ...history.steps.last(),
    ...history.evaluations.last(),
  };
  const values = Object.entries(terms).flatMap(([name, term]) => {
    const value = last[term];
    return value === undefined || Number.isNaN(value) ? [] : [`${name} ${value.toPrecision(4)}`];
  });
  return text([
    "variational merge",
    ...modelLines(model),
    ["training", `${grouped(result.step)} steps in ${result.seconds.toFixed(1)} s, ${result.state}`],
    ["at its end", values.join("  ")],
    ["ask it for", "merged, statistics(), predictions, ccPred(), halfDatasets(), scales, history"],
  ]);
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
    ["scale", scaleText(description.scale as JsonObject, data.metadata.names)],
    ...data.metadata.leftOut.map(({ name, reason }): Line => ["", `without ${name}: ${reason}`]),
    ["likelihood", described(model.likelihood.description)],
    [
      "prior",
      `${described(model.prior.description, ["bFactor"])}, B ${model.bFactor.toFixed(1)} Å²` +
        `${model.prior.bFactor === "fitted" ? ", fitted to the data" : ""}`,
    ],
  ];
}

function text([title, ...lines]: readonly [string, ...Line[]]): string {
  return [title, ...lines.map(([name, value]) => `${`  ${name}`.padEnd(14)}${value}`)].join("\n");
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
