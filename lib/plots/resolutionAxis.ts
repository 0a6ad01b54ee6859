/**
 * The resolution axis: linear in 1/d² (in which shells of equal width hold about equally many reflections per unit of
 * 1/d and a Wilson plot is straight), labelled with d in Å.
 */
import type { JsonObject } from "./vegaLiteTypes.js";

// Resolutions a reader likes to see, the most welcome first.
const WELCOME = [
  [2, 3, 4, 1, 1.5, 5, 2.5, 6, 8, 10, 1.2, 0.8, 0.7, 0.6, 0.5, 15, 20],
  [1.8, 3.5, 1.7, 2.2, 1.6, 1.4, 1.3, 1.1, 0.9, 2.8, 7, 1.9, 2.4, 2.1, 2.3, 2.6, 2.7, 3.2],
];

/** Values of 1/d² (Å⁻²) for ticks between `from` and `to`, at good resolutions and not too near each other. */
export function resolutionTicks(from: number, to: number, most = 7): number[] {
  const apart = (to - from) / (most + 1);
  const ticks: number[] = [];
  for (const d of WELCOME.flat()) {
    const s = 1 / (d * d);
    if (s < from || s > to || ticks.length >= most) continue;
    if (ticks.every((tick) => Math.abs(tick - s) >= apart)) ticks.push(s);
  }
  if (ticks.length < 2) return [from, (from + to) / 2, to].filter((s) => s > 0);
  return ticks.sort((a, b) => a - b);
}

/** The x encoding over a field that holds 1/d² in Å⁻². */
export function resolutionEncoding(field: string, from: number, to: number): JsonObject {
  return {
    field,
    type: "quantitative",
    title: "Resolution d (Å)",
    scale: { domain: [from, to], zero: false, nice: false },
    axis: {
      values: resolutionTicks(from, to),
      labelExpr: "format(1 / sqrt(datum.value), '.3~r')",
      grid: false,
    },
  };
}

/** "3.02 – 2.71 Å" */
export function shellName(dMax: number, dMin: number): string {
  const low = Number.isFinite(dMax) ? dMax.toFixed(2) : "∞";
  return `${low} – ${dMin.toFixed(2)} Å`;
}
