/** Values of the user's own while a merge is trained: functions of the merged table as it stands. */
import type { ReflectionTable } from "../../table/reflectionTable.js";
import type { Metric } from "../../training/index.js";

/** A merge in the midst of its training. */
export interface MergeState {
  /** As `run.merged` would be if the training ended here; made where it is asked for. */
  readonly merged: ReflectionTable;
}

/**
 * A value of the user's own, such as the height of a peak in the anomalous map.
 * @param step the last step done
 */
export type MergeMetric = (step: number, state: MergeState) => number | Promise<number>;

/**
 * The metrics as the training loop takes them; those of one evaluation share one merged table.
 * @param merge makes the table
 */
export function mergeMetrics(
  metrics: Readonly<Record<string, MergeMetric>> | undefined,
  merge: () => ReflectionTable,
): Record<string, Metric> {
  let made: { readonly step: number; readonly table: ReflectionTable } | undefined;
  const merged = (step: number): ReflectionTable => {
    if (made?.step !== step) made = { step, table: merge() };
    return made.table;
  };
  const withState = (metric: MergeMetric): Metric => {
    return (step) =>
      metric(step, {
        get merged() {
          return merged(step);
        },
      });
  };
  return Object.fromEntries(Object.entries(metrics ?? {}).map(([name, metric]) => [name, withState(metric)]));
}
