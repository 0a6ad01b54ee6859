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
import { isObject } from "../json.js";
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
  const reader = new HistoryReader(
    typeof source === "string" ? historyFile : `${source.name}, ${historyFile}`,
  );
  const bytes =
    typeof source === "string" ? new TextEncoder().encode(source) : await source.read(historyFile);
  if (bytes !== undefined) reader.push(bytes);
  reader.finish();
  return reader.history;
}

/**
 * Reads a history that grows: the bytes of the file in pieces cut anywhere, as they come. A line counts once its end is
 * there, so that one that is being written is neither torn nor read twice.
 */
export class HistoryReader {
  /** What was read so far, superseded rows left out. */
  readonly history: History = new History();
  private readonly decoder = new TextDecoder();
  private taken = 0;
  private held = "";
  private line = 0;
  private torn: number | undefined;

  /** @param name what errors call the file */
  constructor(private readonly name: string = historyFile) {}

  /** Bytes taken in so far: where the next piece begins. */
  get offset(): number {
    return this.taken;
  }

  /**
   * Takes the next bytes of the file.
   * @returns how many lines ended in them
   * @throws FormatError where a line is no row
   */
  push(bytes: Uint8Array): number {
    this.taken += bytes.length;
    const lines = (this.held + this.decoder.decode(bytes, { stream: true })).split("\n");
    this.held = lines.pop() as string;
    for (const line of lines) this.take(line);
    return lines.length;
  }

  /** The file ends here: a last line that is whole counts without its end, a torn one is dropped. */
  finish(): void {
    const last = this.held + this.decoder.decode();
    this.held = "";
    this.take(last);
  }

  private take(line: string): void {
    this.line++;
    if (line === "") return;
    const row = parseRow(line);
    if (row === undefined) {
      this.torn ??= this.line;
      return;
    }
    // torn lines are the last ones, or the last ones before a resume
    if (this.torn !== undefined && !("resume" in row)) throw notARow(this.name, this.torn);
    this.torn = undefined;
    if (!addRow(this.history, row)) throw notARow(this.name, this.line);
  }
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
    return isObject(row) ? row : undefined;
  } catch {
    return undefined;
  }
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
  if (isObject(rest.evaluation))
    history.evaluations.append(step, { ...terms(rest.evaluation), ...terms(rest) });
  else if (isObject(rest.control)) history.controls.push({ step, control: rest.control as ControlRequest });
  else if (rest.end === "finished" || rest.end === "stopped" || rest.end === "failed") {
    const reason = typeof rest.reason === "string" ? { reason: rest.reason } : {};
    history.end = { state: rest.end, step, ...reason };
  } else if (!isObject(rest.diverged)) history.steps.append(step, terms(rest));
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
