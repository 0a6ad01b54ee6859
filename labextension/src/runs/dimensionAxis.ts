/** Where the values of a dimension lie on an axis, and its ticks: numbers evenly or by their logarithm, categories in rows. */
import { type Axis, pixelOf, ticks, tickText, valueAt } from "../training/axes.js";
import type { Dimension } from "./hyperparameters.js";

/** An axis of a dimension, from pixel `start` to pixel `end`. */
export interface DimensionAxis {
  /** NaN for a gap. */
  position(value: number): number;
  /** The value at a pixel; of categories one between two of them. */
  value(pixel: number): number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** @param count about so many ticks */
export function dimensionAxis(
  dimension: Dimension,
  start: number,
  end: number,
  count: number,
): DimensionAxis {
  const axis = rangeOf(dimension, start, end);
  const categorical = dimension.kind === "categorical";
  const at = categorical ? dimension.categories.map((_, i) => i) : ticks(axis, count);
  const apart = at.length > 1 ? at[1] - at[0] : Math.abs(at[0] ?? 1) || 1;
  const text = (value: number) => {
    if (categorical) return dimension.categories[value];
    return tickText(value, axis.kind === "log" ? value : apart);
  };
  return {
    position: (value) => (Number.isFinite(value) ? pixelOf(axis, value) : Number.NaN),
    value: (pixel) => valueAt(axis, pixel),
    ticks: at.map((value) => ({ at: pixelOf(axis, value), text: text(value) })),
  };
}

function rangeOf({ kind, log, values, categories }: Dimension, start: number, end: number): Axis {
  if (kind === "categorical") {
    const last = Math.max(1, categories.length - 1);
    const room = categories.length === 1 ? 1 : 0.15;
    return { kind: "linear", from: -room, to: last + room, start, end };
  }
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
  if (log) return { kind: "log", from: low / 1.1, to: high * 1.1, start, end };
  const room = high > low ? 0.05 * (high - low) : Math.abs(high) * 0.1 || 1;
  return { kind: "linear", from: low - room, to: high + room, start, end };
}
