/** Peaks of a map, as of an anomalous difference map, in σ, with the nearest atom of the model. */
import { InputError } from "../errors.js";
import { type PlotOptions, palette, plotSpec } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of a peak; what `findPeaks` gives has it. */
export interface PeakBar {
  /** In σ of the map. */
  readonly height: number;
  readonly fractional?: readonly number[];
  readonly nearest?: {
    readonly atom: {
      readonly name: string;
      readonly residueName: string;
      readonly residueNumber: number;
      readonly chain: string;
    };
    /** Å */
    readonly distance: number;
  };
}

export interface PeaksOptions extends PlotOptions {
  /** At most so many, the highest. Default 20. */
  readonly count?: number;
  /** Peaks whose nearest atom is farther, in Å, count as being at none. Default 2. */
  readonly maximumDistance?: number;
  /** A dashed line at this height, above which a peak is hardly noise; false for none. Default 5. */
  readonly limit?: number | false;
}

/** Bars of the highest peaks. @throws InputError where there are none */
export function peaks(found: readonly PeakBar[], options: PeaksOptions = {}): VegaLiteSpec {
  const { count = 20, maximumDistance = 2, limit = 5 } = options;
  if (found.length === 0) {
    throw new InputError(
      "plot of peaks: got none, expected at least one; search the map with a smaller minimumSigma",
    );
  }
  const highest = [...found].sort((a, b) => b.height - a.height).slice(0, count);
  const rows: PlotRow[] = highest.map((peak, i) => {
    const near = peak.nearest !== undefined && peak.nearest.distance <= maximumDistance;
    const atom = peak.nearest?.atom;
    const name = atom === undefined ? "" : atomName(atom);
    return {
      rank: i + 1,
      label: near ? name : peak.nearest === undefined ? `peak ${i + 1}` : `none (${i + 1})`,
      height: Number(peak.height.toPrecision(5)),
      shown: peak.height.toFixed(1),
      atom: name,
      distance: peak.nearest === undefined ? null : Number(peak.nearest.distance.toPrecision(3)),
      series: near ? "at an atom" : "elsewhere",
      place: peak.fractional === undefined ? "" : peak.fractional.map((u) => u.toFixed(3)).join(" "),
    };
  });
  return plotSpec(
    {
      title: "Peaks of the anomalous difference map",
      subtitle: `${which(rows.length, found.length)}, with the nearest atom within ${maximumDistance} Å`,
      description: `${rows.length === 1 ? "Height" : "Heights"} in standard deviations: ${rows
        .slice(0, 5)
        .map((row) => `${row.label} ${row.shown}`)
        .join(", ")}${rows.length > 5 ? `, … (${rows.length} peaks)` : ""}.`,
      rows,
      layers: peakLayers(rows, limit, options),
    },
    { height: Math.max(80, 22 * rows.length), ...options },
  );
}

/** Which of the peaks are shown, for a sentence. */
function which(shown: number, found: number): string {
  if (shown === found) return shown === 1 ? "The only peak" : `All ${shown} peaks`;
  return shown === 1 ? "The highest peak" : `The ${shown} highest peaks`;
}

function peakLayers(rows: readonly PlotRow[], limit: number | false, options: PlotOptions): JsonObject[] {
  const colours = options.colours ?? palette;
  const order = rows.map((row) => Number(row.rank));
  const labels = rows.map((row) => String(row.label));
  const y: JsonObject = {
    field: "rank",
    type: "ordinal",
    sort: order,
    title: null,
    axis: {
      labelExpr: `${JSON.stringify(labels)}[datum.value - 1]`,
      ticks: false,
      domain: false,
      grid: false,
      labelLimit: 200,
      labelOverlap: false,
    },
  };
  const x = { field: "height", type: "quantitative", title: "Height (σ)" };
  const tooltip: JsonObject[] = [
    { field: "atom", type: "nominal", title: "nearest atom" },
    { field: "distance", type: "quantitative", title: "distance (Å)" },
    { field: "height", type: "quantitative", title: "height (σ)", format: ".1f" },
    { field: "place", type: "nominal", title: "fractional" },
  ];
  const color = {
    field: "series",
    type: "nominal",
    scale: { domain: ["at an atom", "elsewhere"], range: [colours[0], "#9a9a9a"] },
    legend: null,
  };
  const line: JsonObject[] =
    limit === false
      ? []
      : [
          {
            data: { values: [{ limit }] },
            mark: { type: "rule", strokeDash: [4, 4], strokeWidth: 1, color: "#b0b0b0" },
            encoding: { x: { field: "limit", type: "quantitative" } },
          },
        ];
  return [
    ...line,
    { mark: { type: "bar", height: { band: 0.7 } }, encoding: { x, y, color, tooltip } },
    {
      mark: { type: "text", align: "left", dx: 4 },
      encoding: { x, y, text: { field: "shown", type: "nominal" } },
    },
  ];
}

function atomName(atom: NonNullable<PeakBar["nearest"]>["atom"]): string {
  const residue = `${atom.residueName} ${atom.chain}${atom.residueNumber}`;
  return atom.name === atom.residueName ? residue : `${residue} ${atom.name}`;
}
