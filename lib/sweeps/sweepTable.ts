/** The results of a sweep as tables: text, HTML in the page's own colours, and CSV (RFC 4180). */
import { escapeHtml } from "../table/display.js";
import type { HyperparameterValue } from "./searchSpace.js";
import type { SweepResults } from "./sweepResults.js";
import type { TrialResult, TrialState } from "./trialResult.js";

interface Table {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const stateOrder: readonly TrialState[] = [
  "finished",
  "running",
  "interrupted",
  "stopped",
  "waiting",
  "failed",
];

/** How many trials stand how, as "3 finished, 1 failed". */
export function statesText(trials: readonly TrialResult[]): string {
  const counts = stateOrder.map((state) => [trials.filter((trial) => trial.state === state).length, state]);
  return counts
    .filter(([count]) => count !== 0)
    .map(([count, state]) => `${count} ${state}`)
    .join(", ");
}

function heading({ folder, plan, trials }: SweepResults): string {
  const names = Object.keys(plan.space).join(", ");
  return `Sweep ${folder}: ${trials.length} trials of ${names}; ${statesText(trials)}`;
}

function tablesOf(results: SweepResults): Table[] {
  const names = Object.keys(results.plan.space);
  const values = ({ hyperparameters }: TrialResult) => names.map((name) => valueText(hyperparameters[name]));
  const { ranked, unfinished, failed } = results;
  const tables: Table[] = [
    {
      title: "Finished, ranked by CCpred (Spearman) of the observations held out",
      heads: ["rank", "trial", ...names, "CCpred", "NLL", "steps", "time"],
      rows: ranked.map((trial, i) => [
        ...[String(i + 1), trial.name, ...values(trial), fixed(trial.ccPred), fixed(trial.nll)],
        ...[String(trial.step), timeText(trial.seconds)],
      ]),
    },
    {
      title: "Not finished: early results, not to be compared with final ones",
      heads: ["trial", ...names, "CCpred", "NLL", "step", "of", "state"],
      rows: unfinished.map((trial) => [
        ...[trial.name, ...values(trial), fixed(trial.ccPred), fixed(trial.nll), String(trial.step)],
        ...[trial.steps === 0 ? "–" : String(trial.steps), trial.state],
      ]),
    },
    {
      title: "Failed",
      heads: ["trial", ...names, "why"],
      rows: failed.map((trial) => [trial.name, ...values(trial), trial.reason ?? "no reason was recorded"]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** The tables as text. */
export function sweepText(results: SweepResults): string {
  const parts = tablesOf(results).map(({ title, heads, rows }) => {
    const widths = heads.map((head, c) => Math.max(head.length, ...rows.map((row) => row[c].length)));
    const line = (cells: readonly string[]) =>
      `  ${cells.map((cell, c) => (heads[c] === "why" || heads[c] === "state" ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join("  ")}`.trimEnd();
    return [`${title}`, line(heads), ...rows.map(line)].join("\n");
  });
  return [heading(results), ...parts].join("\n\n");
}

const rule = "border-bottom:1px solid color-mix(in srgb,currentColor 30%,transparent)";
const cell = "padding:.15em .7em;text-align:right;white-space:nowrap";

/** The tables as HTML. */
export function sweepHtml(results: SweepResults): string {
  const parts = tablesOf(results).map(({ title, heads, rows }) => {
    const head = heads.map((text) => `<th style="${cell};${rule}">${escapeHtml(text)}</th>`).join("");
    const body = rows.map((row, i) => {
      const best = heads[0] === "rank" && i === 0 ? ";font-weight:bold" : "";
      return `<tr>${row.map((text, c) => `<td style="${cell}${heads[c] === "why" ? ";text-align:left;white-space:normal" : ""}${best}">${escapeHtml(text)}</td>`).join("")}</tr>`;
    });
    return (
      `<div style="margin-top:.6em">${escapeHtml(title)}</div>` +
      '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9em">' +
      `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`
    );
  });
  return (
    '<div class="friedel-sweep" style="color:inherit;background:transparent;overflow-x:auto">' +
    `<div><b>${escapeHtml(heading(results))}</b></div>${parts.join("")}</div>`
  );
}

/** A line a trial, ranked ones first; numbers in full. */
export function sweepCsv(results: SweepResults): string {
  const names = Object.keys(results.plan.space);
  const { ranked, unfinished, failed } = results;
  const heads = ["rank", "trial", "state", ...names, "CCpred", "NLL", "step", "steps", "seconds", "reason"];
  const lines = [...ranked, ...unfinished, ...failed].map((trial) => [
    ...[trial.state === "finished" ? String(ranked.indexOf(trial) + 1) : "", trial.name, trial.state],
    ...names.map((name) => valueText(trial.hyperparameters[name])),
    ...[trial.ccPred, trial.nll].map((value) => (Number.isFinite(value) ? String(value) : "")),
    ...[String(trial.step), String(trial.steps), trial.seconds.toFixed(2), trial.reason ?? ""],
  ]);
  return [heads, ...lines].map((fields) => `${fields.map(csvField).join(",")}\r\n`).join("");
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function valueText(value: HyperparameterValue | undefined): string {
  return value === undefined ? "–" : String(value);
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : "–";
}

function timeText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
