/**
 * How the statistics of a variational merge show themselves: as text (a terminal, a notebook cell) and as HTML. Both give
 * the data and the fit, a summary of all reflections and the outermost shells, and every shell; an undefined value is –.
 */
import { isObject } from "../../json.js";
import { significantCorrelation } from "../../statistics/index.js";
import { align, droppedText, format, partialText } from "../../statistics/table1.js";
import { escapeHtml } from "../../table/display.js";
import type { JsonObject } from "../../training/index.js";
import { laueText } from "./laue/laueText.js";
import type { RunShell, RunStatisticsValues } from "./runStatisticsTypes.js";

type Cells = readonly (readonly string[])[];

/** What both displays are made of. */
interface Parts {
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly summary: Cells;
  readonly shells: Cells;
  readonly notes: readonly string[];
}

/** The statistics as aligned text. */
export function runStatisticsText(values: RunStatisticsValues): string {
  const { facts, summary, shells, notes } = partsOf(values);
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    "Variational merge",
    "",
    ...facts.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
    "",
    ...align(summary),
    "",
    ...align(shells),
    "",
    ...notes,
  ].join("\n");
}

/** The facts and the notes, a line each. */
export function runStatisticsNotes(values: RunStatisticsValues): string[] {
  const { facts, notes } = partsOf(values);
  return [...facts.map(([name, text]) => (name === "" ? text : `${name}: ${text}`)), ...notes];
}

/** The statistics as HTML that inherits the page's colours, light or dark. */
export function runStatisticsHtml(values: RunStatisticsValues): string {
  const { facts, summary, shells, notes } = partsOf(values);
  const lines = facts.map(
    ([name, text]) => `<span style="opacity:.65">${escapeHtml(name)}</span> ${escapeHtml(text)}`,
  );
  return (
    '<div class="friedel-statistics" style="color:inherit;background:transparent;overflow-x:auto">' +
    `<div><b>Variational merge</b></div><div style="margin:.3em 0">${lines.join("<br>")}</div>` +
    `${htmlTable(summary)}${htmlTable(shells)}` +
    `<div style="opacity:.65;margin:.3em 0">${notes.map(escapeHtml).join("<br>")}</div></div>`
  );
}

function htmlTable([header, ...rows]: Cells): string {
  const line = "border-bottom:1px solid color-mix(in srgb,currentColor 30%,transparent)";
  const words = header[0] === "";
  const cell = (column: number) =>
    `padding:.15em .7em;white-space:nowrap;text-align:${words && column === 0 ? "left" : "right"}`;
  const heads = header.map((text, c) => `<th style="${cell(c)};${line}">${escapeHtml(text)}</th>`).join("");
  const body = rows
    .map(
      (row) => `<tr>${row.map((text, c) => `<td style="${cell(c)}">${escapeHtml(text)}</td>`).join("")}</tr>`,
    )
    .join("");
  return (
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9em;margin:.5em 0">' +
    `<thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`
  );
}

function partsOf(values: RunStatisticsValues): Parts {
  const held = values.overall.testObservations > 0;
  return {
    facts: factsOf(values, held),
    summary: summaryOf(values, held),
    shells: shellsOf(values, held),
    notes: notesOf(values, held),
  };
}

function factsOf(values: RunStatisticsValues, held: boolean): [string, string][] {
  const { overall, fit, model } = values;
  const { metadata, scale, likelihood, prior } = model;
  const nllTest = held ? `, ${format(fit.nllTest, 4)} of those held out` : "";
  const { dataSet } = values;
  return [
    ...(dataSet === undefined ? [] : [["Data set", dataSet] as [string, string]]),
    ["Space group", values.spaceGroup],
    ["Cell a b c (Å), α β γ (°)", values.cell.map((value) => String(Number(value.toFixed(3)))).join(" ")],
    ["Wavelength (Å)", format(values.wavelength, 5)],
    ["Observations", `${overall.observations} fitted, ${overall.testObservations} held out`],
    ["Dropped before merging", droppedText(values.dropped)],
    ...under("Partial records", partialText(values.partials)),
    ...under("Laue", laueText(values.laue)),
    ["Scale", scaleText(scale as JsonObject, metadata as readonly string[])],
    ["Likelihood", described(likelihood as JsonObject)],
    ["Prior", described(prior as JsonObject, ["bFactor"])],
    ["Wilson B (Å²)", `${format(fit.bFactor, 1)}, ${fit.bFactorFitted ? "fitted to the data" : "given"}`],
    ["Steps", `${fit.step}${endText(fit)}, ${fit.seconds.toFixed(1)} s, ${fit.variant} kernels`],
    ["NLL per observation", `${format(fit.nll, 4)}${nllTest}`],
    ["KL per observation", format(fit.kl, 4)],
  ];
}

/** Lines of one fact, of which the first has its name. */
export function under(name: string, lines: readonly string[]): [string, string][] {
  return lines.map((line, i) => [i === 0 ? name : "", line]);
}

function endText({ state, stoppedEarly }: RunStatisticsValues["fit"]): string {
  if (state === "stopped") return " (stopped before its last: the fit has not converged)";
  return stoppedEarly ? " (early stop)" : "";
}

/** The scale model: its layers, what they take in, what each image has of its own, and its other terms. */
export function scaleText(scale: JsonObject, metadata: readonly string[]): string {
  const { network, layers, width, imageScales, link, positionalEncoding, terms } = scale;
  const has = (name: string, text: string) => (scale[name] ? [text] : []);
  const parts = [
    ...(network && metadata.length > 0
      ? [`${layers} layers of ${width} on ${metadata.join(" ")}`]
      : ["no network"]),
    ...(positionalEncoding ? [`${(positionalEncoding as JsonObject).frequencies} frequencies`] : []),
    ...(imageScales ? ["a factor for each image"] : []),
    ...has("oneHotImages", "one-hot images"),
    ...has("imageEmbedding", `${scale.imageEmbedding} features of each image`),
    ...has("imageLayers", `${scale.imageLayers} layers of each image's own`),
    ...has("imageTerms", "coefficients of each image"),
    ...has("laueLorentz", "Lorentz factor of Laue spots"),
    ...((terms ?? []) as readonly JsonObject[]).map((term) => described(term)),
    ...(link === "log" ? ["log link"] : []),
  ];
  return parts.join(", ");
}

/** A name with its options; what is said elsewhere, and what is not set, is left out. */
export function described({ name, ...options }: JsonObject, elsewhere: readonly string[] = []): string {
  const isSet = (value: unknown) =>
    value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  const texts = Object.entries(options)
    .filter(([key, value]) => !elsewhere.includes(key) && isSet(value))
    .map(([key, value]) => `${key} ${isObject(value) ? described(value) : value}`);
  return texts.length === 0 ? String(name) : `${name} (${texts.join(", ")})`;
}

function summaryOf({ overall, shells, anomalous, repeats }: RunStatisticsValues, held: boolean): Cells {
  const withError = (value: number, error: number, digits: number) =>
    Number.isFinite(error) ? `${format(value, digits)} ± ${format(error, digits)}` : format(value, digits);
  const rows: readonly (readonly [name: string, shown: boolean, write: (shell: RunShell) => string])[] = [
    ["Resolution (Å)", true, (s) => `${format(s.dMax, 2)}–${format(s.dMin, 2)}`],
    ["Observations", true, (s) => format(s.observations, 0)],
    ["Unique reflections", true, (s) => format(s.reflections, 0)],
    ["Multiplicity", true, (s) => format(s.multiplicity, 2)],
    ["Completeness (%)", true, (s) => format(s.completeness, 1, 100)],
    ["Anomalous completeness (%)", anomalous, (s) => format(s.anomalousCompleteness, 1, 100)],
    ["Mean F/σ(F)", true, (s) => format(s.meanFOverSigma, 1)],
    ["Mean I/σ(I)", true, (s) => format(s.meanIOverSigma, 1)],
    ["CCpred, fitted", true, (s) => format(s.ccPredTrain, 4)],
    ["CCpred, held out", held, (s) => format(s.ccPredTest, 4)],
    ["CCpred weighted, fitted", true, (s) => format(s.ccPredTrainWeighted, 4)],
    ["CCpred weighted, held out", held, (s) => format(s.ccPredTestWeighted, 4)],
    ["CC1/2", repeats > 0, (s) => withError(s.ccHalf, s.ccHalfError, 4)],
    ["Rsplit (%)", repeats > 0, (s) => withError(100 * s.rSplit, 100 * s.rSplitError, 2)],
    ["CCanom", repeats > 0 && anomalous, (s) => withError(s.ccAnomalous, s.ccAnomalousError, 3)],
  ];
  return [
    ["", "Overall", "Low shell", "(High shell)"],
    ...rows
      .filter(([, shown]) => shown)
      .map(([name, , write]) => [
        name,
        write(overall),
        write(shells[0]),
        `(${write(shells[shells.length - 1])})`,
      ]),
  ];
}

function shellsOf({ overall, shells, anomalous, repeats }: RunStatisticsValues, held: boolean): Cells {
  const columns: readonly (readonly [name: string, shown: boolean, write: (shell: RunShell) => string])[] = [
    ["dMax", true, (s) => format(s.dMax, 2)],
    ["dMin", true, (s) => format(s.dMin, 2)],
    ["obs", true, (s) => format(s.observations, 0)],
    ["unique", true, (s) => format(s.reflections, 0)],
    ["mult", true, (s) => format(s.multiplicity, 2)],
    ["comp%", true, (s) => format(s.completeness, 1, 100)],
    ["anom%", anomalous, (s) => format(s.anomalousCompleteness, 1, 100)],
    ["F/σ", true, (s) => format(s.meanFOverSigma, 1)],
    ["I/σ", true, (s) => format(s.meanIOverSigma, 1)],
    ["CCpred", true, (s) => format(s.ccPredTrain, 3)],
    ["test", held, (s) => format(s.ccPredTest, 3)],
    ["CC1/2", repeats > 0, (s) => format(s.ccHalf, 3)],
    ["±", repeats > 1, (s) => format(s.ccHalfError, 4)],
    ["Rsplit%", repeats > 0, (s) => format(s.rSplit, 1, 100)],
    ["CCanom", repeats > 0 && anomalous, (s) => format(s.ccAnomalous, 3)],
    ["±", repeats > 1 && anomalous, (s) => format(s.ccAnomalousError, 3)],
  ];
  const chosen = columns.filter(([, shown]) => shown);
  const line = (shell: RunShell) => chosen.map(([, , write]) => write(shell));
  return [chosen.map(([name]) => name), ...shells.map(line), line(overall)];
}

/** Where CCpred is no more than chance gives: nothing shows that the model predicts anything. */
function chanceNotes({ overall }: RunStatisticsValues, held: boolean): string[] {
  const { testObservations, ccPredTest, observations, ccPredTrain } = overall;
  const [name, n, found] = held
    ? (["held out", testObservations, ccPredTest] as const)
    : (["fitted", observations, ccPredTrain] as const);
  const least = significantCorrelation(n);
  if (!(n > 2) || found > least) return [];
  return [
    `CCpred of the ${n} observations ${name}, ${format(found, 3)}, is not significantly above 0 (by chance it exceeds`,
    `${format(least, 3)} once in 1000): nothing shows that the model predicts anything.`,
  ];
}

function notesOf(values: RunStatisticsValues, held: boolean): string[] {
  const { repeats, fit, halvesWithheld } = values;
  return [
    ...chanceNotes(values, held),
    ...(halvesWithheld === undefined ? [] : [halvesWithheld]),
    "CCpred: observed against predicted intensities, Spearman's correlation of their ranks. Weighted (Pearson's, by 1/σ²)",
    "it is ruled by a few huge observations: judge by the ranks.",
    held
      ? "Compare models by the observations held out: those fitted flatter the fit."
      : "No observation was held out: CCpred cannot show overfitting; hold some out for that.",
    ...(repeats === 1
      ? ["CC1/2 and Rsplit are of one division into halves: an error (±) needs several."]
      : []),
    ...(repeats > 1
      ? [`CC1/2, Rsplit and CCanom are means over ${repeats} divisions by image, ± of the mean.`]
      : []),
    ...(fit.state === "stopped"
      ? ["The run was stopped before its last step; resume it before using this."]
      : []),
  ];
}
