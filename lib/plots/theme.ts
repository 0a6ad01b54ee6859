/**
 * What all plots share: size, fonts, colours, and the frame of a specification. The colours are those of Okabe & Ito
 * (Color Universal Design, 2008), which readers with any kind of colour vision can tell apart; their yellow, too pale
 * on white, is left out. Series also differ by the shape of their points.
 */
import {
  type JsonObject,
  type PlotRow,
  VEGA_LITE_SCHEMA,
  type VegaLiteFrame,
  type VegaLiteSpec,
} from "./vegaLiteTypes.js";

/** What every plot takes, beside its own options. */
export interface PlotOptions {
  /** Width of the drawing area in pixels, or "container" to fill the page. Default 440. */
  readonly width?: number | "container";
  /** Height of the drawing area in pixels. Default 270. */
  readonly height?: number;
  /** Replaces the plot's own title. */
  readonly title?: string;
  /** Replaces the line below the title. */
  readonly subtitle?: string;
  /** Size of the axis labels in points; the rest follows. Default 12. */
  readonly fontSize?: number;
  /** Default "system-ui, Helvetica, Arial, sans-serif". */
  readonly font?: string;
  /** Colours of the series in turn. Default {@link palette}. */
  readonly colours?: readonly string[];
}

/** Okabe & Ito's colours without the yellow: blue, vermilion, green, purple, orange, sky blue, black. */
export const palette: readonly string[] = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#000000",
];

const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "circle"];
const INK = "#222222";
const QUIET = "#666666";
/** Colour of theory and reference lines. */
export const REFERENCE_COLOUR = "#767676";

const defaults = {
  width: 440,
  height: 270,
  fontSize: 12,
  font: "system-ui, Helvetica, Arial, sans-serif",
} as const;

/** What a plot gives to {@link plotSpec}. */
export interface PlotParts {
  readonly title: string;
  readonly subtitle?: string;
  readonly description: string;
  readonly rows: readonly PlotRow[];
  readonly layers: readonly JsonObject[];
  readonly resolve?: JsonObject;
}

/** A whole specification: the plot's parts in the common frame. */
export function plotSpec(parts: PlotParts, options: PlotOptions = {}): VegaLiteSpec {
  const { width, height } = { ...defaults, ...defined(options) };
  return {
    ...plotFrame(parts, options),
    width,
    height,
    layer: parts.layers,
    ...(parts.resolve === undefined ? {} : { resolve: parts.resolve }),
  };
}

/** What a specification has whatever is drawn in it. */
export function plotFrame(
  parts: Omit<PlotParts, "layers" | "resolve">,
  options: PlotOptions = {},
): VegaLiteFrame {
  const { fontSize, font } = { ...defaults, ...defined(options) };
  const subtitle = options.subtitle ?? parts.subtitle;
  return {
    $schema: VEGA_LITE_SCHEMA,
    title: { text: options.title ?? parts.title, ...(subtitle === undefined ? {} : { subtitle }) },
    description: parts.description,
    data: { values: parts.rows },
    config: themeConfig(font, fontSize),
  };
}

/** Vega-Lite's configuration: quiet axes, left-aligned title, legend above the drawing. */
function themeConfig(font: string, fontSize: number): JsonObject {
  const axis = {
    labelFontSize: fontSize - 1,
    titleFontSize: fontSize,
    titleFontWeight: "normal",
    labelColor: INK,
    titleColor: INK,
    titlePadding: 8,
    gridColor: "#ececec",
    domainColor: "#888888",
    tickColor: "#888888",
    labelOverlap: true,
    labelFlush: false,
  };
  return {
    background: "white",
    font,
    view: { stroke: null },
    axis,
    title: {
      anchor: "start",
      frame: "group",
      fontSize: fontSize + 2,
      fontWeight: 600,
      color: INK,
      subtitleFontSize: fontSize - 1,
      subtitleColor: QUIET,
      subtitlePadding: 4,
      offset: 10,
    },
    legend: {
      labelFontSize: fontSize - 1,
      titleFontSize: fontSize - 1,
      titleFontWeight: "normal",
      labelColor: INK,
      titleColor: INK,
      orient: "top",
      direction: "horizontal",
      offset: 8,
      padding: 0,
      columnPadding: 16,
      labelLimit: 0,
      symbolSize: 60,
    },
    line: { strokeWidth: 2 },
    point: { size: 40, filled: true, opacity: 1 },
  };
}

/** The colour and shape scales of named series, the same names in the same order on every plot that has them. */
export function seriesEncoding(names: readonly string[], options: PlotOptions): JsonObject {
  const colours = options.colours ?? palette;
  const domain = [...names];
  const legend = names.length > 1 ? { title: null } : null;
  return {
    color: {
      field: "series",
      type: "nominal",
      scale: { domain, range: names.map((_, i) => colours[i % colours.length]) },
      legend,
    },
    shape: {
      field: "series",
      type: "nominal",
      scale: { domain, range: names.map((_, i) => SHAPES[i % SHAPES.length]) },
      legend,
    },
  };
}

/** The axis of numbers in a Vega format; of a share (a format of type p) in per cent, whose sign stands in the axis title. */
export function numberAxis(format: string): JsonObject {
  return format.endsWith("p") ? { labelExpr: "format(100 * datum.value, '.4~g')" } : { format };
}

/** A number for a spec: six significant digits, and null for what is not finite. */
export function plotNumber(value: number | undefined | null): number | null {
  return value === undefined || value === null || !Number.isFinite(value)
    ? null
    : Number(value.toPrecision(6));
}

/** A thin dashed line across the plot with a word on it: a theoretical or customary value. */
export function referenceLine(value: number, label: string): JsonObject[] {
  const data = { values: [{ reference: value, label }] };
  const y = { field: "reference", type: "quantitative" };
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [4, 4], strokeWidth: 1, color: REFERENCE_COLOUR },
      encoding: { y },
    },
    {
      data,
      mark: { type: "text", align: "left", baseline: "bottom", dx: 2, dy: -2, color: REFERENCE_COLOUR },
      encoding: { y, x: { value: 0 }, text: { field: "label", type: "nominal" } },
    },
  ];
}

/** Options whose value is given: an explicit undefined counts as left out. */
function defined(options: PlotOptions): Partial<PlotOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
