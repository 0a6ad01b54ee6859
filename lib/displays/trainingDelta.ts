/**
 * What is new of a training since the last look: the rows recorded since then, for a page that follows it over a comm. Of
 * many rows only some are sent, evenly; all of them are in the run folder.
 */
import type { ControlRecord, HistoryTable, TrainingProgress } from "../training/index.js";
import type { TrainingStatus } from "./mimeTypes.js";
import { finiteOrNull } from "./numbers.js";
import { trainingStatus } from "./trainingStatus.js";

/** Rows of a table of the history: the values in the order of the names, null where one is not finite. */
export interface DeltaRows {
  /** "step" first. */
  readonly names: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** How a training goes, and what was recorded since the delta before. */
export interface TrainingDelta extends TrainingStatus {
  readonly rows: DeltaRows;
  readonly evaluations: DeltaRows;
  readonly controls: readonly ControlRecord[];
  readonly warnings: readonly string[];
}

/** Rows in a delta, at most. */
export const deltaRows = 200;

/** The deltas of one training, from the rows on that there are when it is made. */
export class TrainingDeltas {
  private steps: number;
  private evaluations: number;
  private controls: number;

  constructor({ history }: TrainingProgress) {
    this.steps = history.steps.length;
    this.evaluations = history.evaluations.length;
    this.controls = history.controls.length;
  }

  /** What is new. */
  next(progress: TrainingProgress): TrainingDelta {
    const { history, events } = progress;
    const delta: TrainingDelta = {
      ...trainingStatus(progress),
      rows: rowsSince(history.steps, this.steps),
      evaluations: rowsSince(history.evaluations, this.evaluations),
      controls: history.controls.slice(this.controls),
      warnings: events.flatMap((event) => (event.kind === "warning" ? [event.message] : [])),
    };
    this.steps = history.steps.length;
    this.evaluations = history.evaluations.length;
    this.controls = history.controls.length;
    return delta;
  }
}

/** The last row is always among them. */
function rowsSince(table: HistoryTable, from: number): DeltaRows {
  const { names } = table;
  const columns = names.map((name) => table.column(name));
  const count = table.length - from;
  const stride = Math.max(1, Math.ceil(count / deltaRows));
  const values: (number | null)[][] = [];
  for (let row = table.length - 1; row >= from; row -= stride)
    values.push(columns.map((column) => finiteOrNull(column[row])));
  return { names, values: values.reverse() };
}
