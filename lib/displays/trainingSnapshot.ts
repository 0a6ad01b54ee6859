/**
 * A training as it stands, in bounded size: its lines thinned to means over windows of steps. What a cell's output shows and
 * what stays in the saved notebook; all points are in the run folder.
 */
import type { HistoryTable, JsonObject, Terms, TrainingProgress } from "../training/index.js";
import type { TrainingSeries, TrainingSnapshot } from "./mimeTypes.js";
import { finiteOrNull } from "./numbers.js";
import { trainingStatus } from "./trainingStatus.js";

/** What only the place knows in which it trains. */
export interface TrainingPlace {
  /** The run folder, from the folder of the notebook. */
  readonly folder?: string;
  readonly device?: string;
  /** Resident memory of the process, bytes. */
  readonly memory?: number;
  readonly warnings?: readonly string[];
  /** Points of each line, at most (default 200). */
  readonly points?: number;
}

const mostControls = 200;
/** Of more rows than this only some, evenly, are averaged: a snapshot is made ten times a second. */
const mostAveraged = 100_000;

/** The snapshot of a report. */
export function trainingSnapshot(progress: TrainingProgress, place: TrainingPlace = {}): TrainingSnapshot {
  const { history, config } = progress;
  const { points = 200, warnings = [], folder, device, memory } = place;
  // of a run that has just been resumed the history knows more than the loop
  const terms = { ...history.steps.last(), ...progress.terms };
  const evaluation = { ...history.evaluations.last(), ...progress.evaluation?.values };
  return {
    version: 1,
    ...trainingStatus(progress),
    last: finiteValues({ ...terms, ...evaluation }),
    series: [
      ...seriesOf(history.steps, "step", points),
      ...seriesOf(history.evaluations, "evaluation", points),
    ],
    controls: history.controls.slice(-mostControls),
    warnings,
    ...defined({ folder, config: config && plainJson(config), device, memory }),
  };
}

/** Columns of the history that are no terms. */
const isTerm = (name: string) => name !== "step" && name !== "seconds";

/** The lines of a table of the history. */
function seriesOf(table: HistoryTable, of: TrainingSeries["of"], points: number): TrainingSeries[] {
  const names = table.names.filter(isTerm);
  const steps = table.column("step");
  return names.map((name) => ({ name, of, ...thinned(steps, table.column(name), points) }));
}

/**
 * Means over windows of neighbouring rows, at most as many windows as there may be points. A window in which no value is
 * finite gives null; before the first value (of a metric that came later) there is nothing.
 */
function thinned(
  steps: Float64Array,
  values: Float64Array,
  points: number,
): Pick<TrainingSeries, "steps" | "values"> {
  const window = Math.max(1, Math.ceil(steps.length / points));
  const stride = Math.ceil(steps.length / mostAveraged);
  const found: { steps: number[]; values: (number | null)[] } = { steps: [], values: [] };
  for (let from = 0; from < steps.length; from += window) {
    const to = Math.min(from + window, steps.length);
    let [sum, count, stepSum] = [0, 0, 0];
    for (let row = from; row < to; row += stride) {
      if (!Number.isFinite(values[row])) continue;
      sum += values[row];
      stepSum += steps[row];
      count++;
    }
    if (count === 0 && found.steps.length === 0) continue;
    found.steps.push(Math.round(count > 0 ? stepSum / count : steps[to - 1]));
    found.values.push(count > 0 ? finiteOrNull(sum / count) : null);
  }
  return found;
}

function finiteValues(values: Terms): Record<string, number | null> {
  const terms = Object.entries(values).filter(([name]) => isTerm(name));
  return Object.fromEntries(terms.map(([name, value]) => [name, finiteOrNull(value)]));
}

/** As a reader of the JSON gets it: without fields that are undefined. */
function plainJson(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** Without the fields that are undefined, which JSON cannot say. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
