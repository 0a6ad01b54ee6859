/** The points of a run as a table of text, as programs of any kind read it: one row a step, a column a curve. */
import { elbo } from "./chartPlan.js";
import type { RunRecord } from "./runRecord.js";

/** Comma-separated values (RFC 4180): what, step, then the curves of the steps or of the evaluations. */
export function pointsAsCsv(record: RunRecord): string {
  const { step, evaluation } = record.names;
  const names = step.includes("nll") && step.includes("kl") ? [...step, elbo] : step;
  return (
    [...rowsOf(record, names, "step"), "", ...rowsOf(record, evaluation, "evaluation")].join("\n") + "\n"
  );
}

function rowsOf(record: RunRecord, names: readonly string[], of: "step" | "evaluation"): string[] {
  const curves = names.map((name) => record.curve(name, of)).filter((points) => points !== undefined);
  const steps = [...new Set(curves.flatMap(({ steps: at }) => [...at]))].sort((a, b) => a - b);
  const next = curves.map(() => 0);
  const lines = steps.map((step) => {
    const cells = curves.map((points, i) => {
      if (points.steps[next[i]] !== step) return "";
      return String(points.values[next[i]++]);
    });
    return [of, step, ...cells].join(",");
  });
  return [["of", "step", ...names].map(quoted).join(","), ...lines];
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
