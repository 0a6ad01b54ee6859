/**
 * Which curves a training has and on which chart each stands: −ELBO = NLL + KL with its two parts, other losses,
 * correlations, what concerns the optimiser, and the user's own metrics. Training and held-out data of one quantity share a
 * chart. What is not known here by name still gets its chart.
 */

import type { HelpText } from "../common/help.js";

/** The groups, in the order in which they are shown. */
export const groups = ["Loss", "Correlation", "Optimiser", "Metrics"] as const;
export type Group = (typeof groups)[number];

/** A curve of a chart. */
export interface Curve {
  /** The name in the history; "elbo" is computed, as nll + kl. */
  readonly name: string;
  /** From every step, or from the evaluations. */
  readonly of: "step" | "evaluation";
  /** What the legend calls it beside the chart's title; empty where it is the only one. */
  readonly label: string;
  /** Whether it is of held-out data. */
  readonly heldOut: boolean;
}

/** A chart. */
export interface ChartPlan {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly curves: readonly Curve[];
  /** What it means and by which formula. */
  readonly help: string;
}

/** The names of a history's columns. */
export interface CurveNames {
  readonly step: readonly string[];
  readonly evaluation: readonly string[];
}

interface Known {
  readonly title: string;
  readonly group: Group;
  readonly help: string;
}

/** −ELBO, which no history has: it is the sum of two terms that it has. */
export const elbo = "elbo";

const known: Readonly<Record<string, Known>> = {
  elbo: {
    title: "−ELBO",
    group: "Loss",
    help: "−ELBO = NLL + KL, for each observation: what the training makes small. Batch: of the minibatch of each step, so it is noisy; the smooth line tells the trend. All data: over all training data at once, with KL at the weight that is set.",
  },
  nll: {
    title: "NLL",
    group: "Loss",
    help: "Negative log likelihood, −⟨log p(I | F, scale)⟩ for each observation: how badly intensities drawn from the model fit the observed ones. Test: of observations that the fit has not seen. A test line that turns up while the training line falls means overfitting.",
  },
  kl: {
    title: "KL",
    group: "Loss",
    help: "Kullback-Leibler divergence D(q ‖ p) of the surrogate posterior from the prior, for each observation: how far the amplitudes have moved from what Wilson's statistics say.",
  },
  ccPred: {
    title: "CCpred",
    group: "Correlation",
    help: "Correlation of predicted with observed intensities, of the observations that were fitted and of those held out. The held-out value is the one to judge by; a gap between the two that widens means overfitting.",
  },
  gradientNorm: {
    title: "Gradient norm",
    group: "Optimiser",
    help: "√Σ g², over all parameters. Peaks are minibatches with outliers; a steady rise announces a divergence.",
  },
  learningRate: {
    title: "Learning rate",
    group: "Optimiser",
    help: "The learning rate of the step: schedule × what the button sets.",
  },
  priorWeight: {
    title: "Prior weight",
    group: "Optimiser",
    help: "The factor of KL in what the optimiser makes small.",
  },
};

const order = Object.keys(known);

/** The charts of a history with columns of these names, in the order in which they are shown. */
export function planCharts(names: CurveNames): ChartPlan[] {
  const found = new Map<string, { of: Curve["of"]; name: string; part: string }[]>();
  const hasElbo = names.step.includes("nll") && names.step.includes("kl");
  const enter = (name: string, of: Curve["of"]) => {
    const [base, part] = partOf(name, hasElbo);
    const list = found.get(base) ?? [];
    list.push({ of, name, part });
    found.set(base, list);
  };
  if (hasElbo) enter(elbo, "step");
  for (const name of names.step) if (!notCurves.has(name)) enter(name, "step");
  for (const name of names.evaluation) if (!notCurves.has(name)) enter(name, "evaluation");
  const charts = [...found].map(([base, members]) => chartOf(base, members));
  const place = ({ id }: ChartPlan) => (order.includes(id) ? order.indexOf(id) : order.length);
  return charts.sort(
    (a, b) =>
      groups.indexOf(a.group) - groups.indexOf(b.group) || place(a) - place(b) || (a.id < b.id ? -1 : 1),
  );
}

const notCurves: ReadonlySet<string> = new Set(["step", "seconds"]);

function chartOf(
  base: string,
  members: readonly { of: Curve["of"]; name: string; part: string }[],
): ChartPlan {
  const about = known[base] ?? guess(base, members[0].of);
  const curves = members.map(({ of, name, part }) => ({
    name,
    of,
    label: members.length === 1 && part === "" ? "" : (partLabels[part] ?? part),
    heldOut: part === "Test",
  }));
  return { id: base, ...about, curves };
}

const partLabels: Readonly<Record<string, string>> = {
  "": "batch",
  Train: "train",
  Test: "test",
  All: "all",
};

/** "ccPredTest" is ccPred of the part Test; the loss over all training data is −ELBO. */
function partOf(name: string, hasElbo: boolean): [base: string, part: string] {
  if (name === "lossTrain" && hasElbo) return [elbo, "All"];
  const match = /^(.+)(Train|Test)$/.exec(name);
  return match === null ? [name, ""] : [match[1], match[2]];
}

function guess(base: string, of: Curve["of"]): Known {
  if (/^cc[A-Z0-9]/.test(base))
    return { title: base, group: "Correlation", help: `The correlation ${base}, as the model computes it.` };
  if (/loss|nll|^kl|divergence/i.test(base))
    return { title: base, group: "Loss", help: `The term ${base} of the model's loss.` };
  const source = of === "step" ? "a term of the model, told at every step" : "computed at every evaluation";
  return { title: base, group: "Metrics", help: `${base}: ${source}.` };
}

/** What the charts mean, for the page of help. */
export const trainingHelp: readonly HelpText[] = Object.entries(known).map(([id, { title, help }]) => ({
  id: `training.${id}`,
  title,
  text: [help],
}));
