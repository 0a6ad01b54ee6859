/**
 * The file `history.jsonl` of a run: one JSON object a line, only ever appended to.
 *   {"step":12,"nll":…,"kl":…,"seconds":0.4}           a step with its terms
 *   {"step":100,"evaluation":{"ccPredTest":…},"seconds":3.1}
 *   {"step":101,"control":{"learningRate":0.5}}         a control, and the first step that it affects
 *   {"resume":1000,"steps":4000,"variant":"relaxed"}    the run was resumed from the checkpoint of step 1,000
 *   {"step":4000,"end":"finished"}                      or "stopped", or "failed" with a "reason"
 *   {"step":12,"diverged":{"term":"nll","value":"NaN","restored":0}}
 * Numbers that JSON cannot hold are the texts "NaN", "Infinity" and "-Infinity". A resume supersedes all rows of later
 * steps that stand before it. A process that is killed may leave a torn last line, after which a resume starts a new one.
 */
import { FormatError } from "../errors.js";
import type { ControlRequest } from "./controls.js";
import { History } from "./history.js";
import type { RunStore } from "./runStoreTypes.js";
import type { Terms } from "./trainableTypes.js";

/** The name of the file in the run folder. */
export const historyFile = "history.jsonl";

/** Names that a term of a step cannot have. */
export const reservedNames: readonly string[] = [
  "step",
  "seconds",
  "evaluation",
  "control",
  "resume",
  "end",
  "diverged",
];

/** One row as a line of the file. */
export function jsonLine(row: object): string {
  const spell = (_key: string, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(row, spell)}\n`;
}

/**
 * The history of a run, superseded rows left out.
 * @param source a run folder, or the text of its `history.jsonl`
 * @throws FormatError where a line in its middle is no row
 */
export async function readHistory(source: RunStore | string): Promise<History> {
  if (typeof source === "string") return parseHistory(source, historyFile);
  const bytes = await source.read(historyFile);
  const text = bytes === undefined ? "" : new TextDecoder().decode(bytes);
  return parseHistory(text, `${source.name}, ${historyFile}`);
}

function parseHistory(text: string, name: string): History {
  const history = new History();
  let number = 0;
  let torn: number | undefined;
  for (const line of text.split("\n")) {
    number++;
    if (line === "") continue;
    const row = parseRow(line);
    if (row === undefined) {
      torn ??= number;
      continue;
    }
    // torn lines are the last ones, or the last ones before a resume
    if (torn !== undefined && !("resume" in row)) throw notARow(name, torn);
    torn = undefined;
    if (!addRow(history, row)) throw notARow(name, number);
  }
  return history;
}

function notARow(name: string, line: number): FormatError {
  return new FormatError(
    `${name}, line ${line}: got no row of a history, expected a JSON object with a step (mend or remove the line)`,
  );
}

type Row = Readonly<Record<string, unknown>>;

function parseRow(line: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return isRecord(row) ? row : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Adds a row to the history; returns whether it was one. */
function addRow(history: History, row: Row): boolean {
  if (isStep(row.resume)) {
    history.dropAfter(row.resume);
    history.resumes.push({
      step: row.resume,
      ...(isStep(row.steps) ? { steps: row.steps } : {}),
      ...(typeof row.variant === "string" ? { variant: row.variant } : {}),
    });
    return true;
  }
  const { step, ...rest } = row;
  if (!isStep(step)) return false;
  if (isRecord(rest.evaluation))
    history.evaluations.append(step, { ...terms(rest.evaluation), ...terms(rest) });
  else if (isRecord(rest.control)) history.controls.push({ step, control: rest.control as ControlRequest });
  else if (rest.end === "finished" || rest.end === "stopped" || rest.end === "failed") {
    const reason = typeof rest.reason === "string" ? { reason: rest.reason } : {};
    history.end = { state: rest.end, step, ...reason };
  } else if (!isRecord(rest.diverged)) history.steps.append(step, terms(rest));
  return true;
}

function isStep(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** The numbers of a row, those spelt out among them. */
function terms(row: Row): Terms {
  const found: Record<string, number> = {};
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "number") found[name] = value;
    else if (value === "NaN" || value === "Infinity" || value === "-Infinity") found[name] = Number(value);
  }
  return found;
}
