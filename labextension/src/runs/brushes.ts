/** Which runs are within the ranges that the user has drawn on axes: all of the ranges at once. */
import type { Dimension } from "./hyperparameters.js";

/** Ranges by the path of the dimension. */
export type Brushes = ReadonlyMap<string, readonly [from: number, to: number]>;

/** Whether each run is within; a gap is within no range. */
export function within(dimensions: readonly Dimension[], brushes: Brushes, runs: number): boolean[] {
  return Array.from({ length: runs }, (_, run) =>
    dimensions.every(({ path, values }) => {
      const brush = brushes.get(path);
      if (brush === undefined) return true;
      const [from, to] = brush[0] <= brush[1] ? brush : [brush[1], brush[0]];
      return values[run] >= from && values[run] <= to;
    }),
  );
}
