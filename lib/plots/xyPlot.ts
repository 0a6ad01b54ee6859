/** Pieces of the plots that are not over resolution shells: axes, points, and thinning of what is too much to draw. */
import type { JsonObject, PlotRow } from "./vegaLiteTypes.js";

/** A quantitative axis that need not show zero. */
export function axis(field: string, title: string, more: JsonObject = {}): JsonObject {
  return { field, type: "quantitative", title, scale: { zero: false }, ...more };
}

/** A tooltip line. */
export function tip(field: string, title: string, format?: string): JsonObject {
  return {
    field,
    title,
    type: format === undefined ? "nominal" : "quantitative",
    ...(format === undefined ? {} : { format }),
  };
}

/** At most `most` of `length` row numbers, evenly spread, first and last among them. */
export function evenlySpread(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / (most - 1)));
}

/** A line through points given on the spot, apart from the plot's own data. */
export function guideLine(
  points: readonly (readonly [x: number, y: number])[],
  x: JsonObject,
  y: JsonObject,
  mark: JsonObject,
): JsonObject {
  const values: PlotRow[] = points.map(([guideX, guideY]) => ({ guideX, guideY }));
  return {
    data: { values },
    mark: { type: "line", clip: true, ...mark },
    encoding: { x: { ...x, field: "guideX" }, y: { ...y, field: "guideY" } },
  };
}
