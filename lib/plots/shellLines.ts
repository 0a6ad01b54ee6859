/** Lines over resolution shells, the frame of most plots here: one point a shell at its middle in 1/d², one line a series. */
import { InputError } from "../errors.js";
import { resolutionEncoding, shellName } from "./resolutionAxis.js";
import {
  numberAxis,
  type PlotOptions,
  plotNumber,
  plotSpec,
  referenceLine,
  seriesEncoding,
} from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";

/** What every shell of the statistics says of itself. */
export interface ShellLimits {
  /** High-resolution limit, Å. */
  readonly dMin: number;
  /** Low-resolution limit, Å; may be Infinity. */
  readonly dMax: number;
}

/** One line: its name and its value in each shell; where it has none (undefined, null, NaN) the point is left out. */
export interface ShellSeries<Shell> {
  readonly name: string;
  readonly value: (shell: Shell) => number | undefined | null;
  /** Half the length of the error bar. */
  readonly error?: (shell: Shell) => number | undefined | null;
  /** The value above which it is no chance: drawn as a dashed line of its colour. */
  readonly chance?: (shell: Shell) => number | undefined | null;
}

/** What a plot over shells consists of. */
export interface ShellPlot<Shell> {
  readonly shells: readonly Shell[];
  readonly series: readonly ShellSeries<Shell>[];
  readonly title: string;
  readonly subtitle?: string;
  readonly description: string;
  readonly yTitle: string;
  /** Vega number format of axis and tooltip. Default ".3~f". */
  readonly format?: string;
  /** Fixed ends of the y axis; by default from 0 to a round number above the largest value. */
  readonly domain?: readonly [number, number];
  /** A dashed line at a customary or ideal value. */
  readonly reference?: { readonly value: number; readonly label: string };
}

/** Middle of a shell in 1/d², Å⁻². */
export function shellMiddle(shell: ShellLimits): number {
  const low = Number.isFinite(shell.dMax) ? 1 / (shell.dMax * shell.dMax) : 0;
  return (low + 1 / (shell.dMin * shell.dMin)) / 2;
}

/** The specification of lines over shells. @throws InputError where there are no shells or nothing to draw */
export function shellLines<Shell extends ShellLimits>(
  plot: ShellPlot<Shell>,
  options: PlotOptions = {},
): VegaLiteSpec {
  const rows = shellRows(plot);
  const names = plot.series.map((s) => s.name).filter((name) => rows.some((row) => row.series === name));
  if (rows.length === 0) {
    throw new InputError(
      `${plot.title} plot: got ${plot.shells.length} shells without a value, expected statistics by shell`,
    );
  }
  const ends = plot.shells.flatMap((shell) => [shell.dMin, shell.dMax].map((d) => 1 / (d * d)));
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  // A hair wider, so that data to 2.00 Å have their tick at 2 Å.
  const x = resolutionEncoding("invD2", from, to + 0.005 * (to - from));
  const format = plot.format ?? ".3~f";
  const shown = seriesEncoding(names, options);
  const y: JsonObject = {
    field: "value",
    type: "quantitative",
    title: plot.yTitle,
    axis: numberAxis(format),
    ...(plot.domain ? { scale: { domain: [...plot.domain], nice: false } } : {}),
  };
  const tooltip: JsonObject[] = [
    { field: "shell", type: "nominal", title: "resolution" },
    { field: "series", type: "nominal", title: "statistic" },
    { field: "value", type: "quantitative", title: plot.yTitle, format },
  ];
  const errors = rows.some((row) => row.low !== undefined) ? [errorBars(x, shown)] : [];
  const chance = rows.some((row) => row.chance !== undefined) ? [chanceLine(x, shown)] : [];
  const reference = plot.reference ? referenceLine(plot.reference.value, plot.reference.label) : [];
  return plotSpec(
    {
      title: plot.title,
      subtitle: plot.subtitle,
      description: plot.description,
      rows,
      layers: [
        ...reference,
        ...chance,
        ...errors,
        { mark: { type: "line" }, encoding: { x, y, color: shown.color } },
        { mark: { type: "point" }, encoding: { x, y, ...shown, tooltip } },
      ],
    },
    options,
  );
}

function shellRows<Shell extends ShellLimits>(plot: ShellPlot<Shell>): PlotRow[] {
  const rows: PlotRow[] = [];
  for (const series of plot.series) {
    for (const shell of plot.shells) {
      const value = plotNumber(series.value(shell));
      if (value === null) continue;
      const error = plotNumber(series.error?.(shell));
      const chance = plotNumber(series.chance?.(shell));
      rows.push({
        invD2: Number(shellMiddle(shell).toPrecision(6)),
        shell: shellName(shell.dMax, shell.dMin),
        series: series.name,
        value,
        ...(error === null ? {} : { low: value - error, high: value + error }),
        ...(chance === null ? {} : { chance }),
      });
    }
  }
  return rows;
}

function chanceLine(x: JsonObject, shown: JsonObject): JsonObject {
  return {
    transform: [{ filter: "isValid(datum.chance)" }],
    mark: { type: "line", strokeDash: [2, 3], strokeWidth: 1.2 },
    encoding: { x, y: { field: "chance", type: "quantitative" }, color: shown.color },
  };
}

function errorBars(x: JsonObject, shown: JsonObject): JsonObject {
  return {
    mark: { type: "rule", strokeWidth: 1.5 },
    encoding: {
      x,
      y: { field: "low", type: "quantitative" },
      y2: { field: "high" },
      color: shown.color,
    },
  };
}
