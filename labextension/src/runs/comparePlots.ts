/**
 * Runs compared in pictures of SVG: a scatter plot of one hyperparameter against held-out quality, and parallel coordinates
 * of all of them. Colour tells quality, from grey to blue; the best run is ringed. Ranges are drawn by dragging.
 */
import { svgElement } from "../common/dom.js";
import { valueText } from "../training/axes.js";
import { type DimensionAxis, dimensionAxis } from "./dimensionAxis.js";
import type { Dimension } from "./hyperparameters.js";

/** What is drawn. */
export interface PlottedRuns {
  readonly names: readonly string[];
  /** Which run is which: whether it is within all brushes. */
  readonly within: readonly boolean[];
  /** From 0, the worst, to 1, the best; NaN without quality. */
  readonly rank: readonly number[];
  /** Highlighted under the pointer. */
  readonly pointed: number | undefined;
}

/** What the pictures tell. */
export interface PlotEvents {
  point(run: number | undefined): void;
  open(run: number): void;
  /** A range of a dimension; undefined takes it away. */
  brush(path: string, range: readonly [number, number] | undefined): void;
}

/** Grey to blue of the palette, in CSS so that it follows nothing but itself; the worst is still seen on light and on dark. */
export function rankColour(rank: number): string {
  if (Number.isNaN(rank)) return "var(--jp-ui-font-color3)";
  const share = Math.round(100 * rank);
  return `color-mix(in srgb, #0072B2 ${share}%, #b9a27c)`;
}

/** The scatter plot. */
export function scatterPlot(
  x: Dimension,
  y: Dimension,
  runs: PlottedRuns,
  [width, height]: readonly [number, number],
  events: PlotEvents,
): SVGSVGElement {
  const frame = { left: 64, right: width - 16, top: 14, bottom: height - 40 };
  const xAxis = dimensionAxis(x, frame.left, frame.right, Math.max(2, Math.floor(width / 90)));
  const yAxis = dimensionAxis(y, frame.bottom, frame.top, Math.max(2, Math.floor(height / 45)));
  const svg = svgElement("svg", {
    class: "friedel-scatter",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `${y.title} against ${x.title}, ${runs.names.length} runs`,
  });
  for (const { at, text } of yAxis.ticks)
    svg.append(
      svgElement("line", { class: "friedel-grid", x1: frame.left, x2: frame.right, y1: at, y2: at }),
      svgElement(
        "text",
        { x: frame.left - 8, y: at, "text-anchor": "end", "dominant-baseline": "middle" },
        text,
      ),
    );
  svg.append(
    svgElement("line", {
      class: "friedel-axis",
      x1: frame.left,
      x2: frame.right,
      y1: frame.bottom,
      y2: frame.bottom,
    }),
  );
  for (const { at, text } of xAxis.ticks)
    svg.append(
      svgElement("line", { class: "friedel-axis", x1: at, x2: at, y1: frame.bottom, y2: frame.bottom + 4 }),
      svgElement("text", { x: at, y: frame.bottom + 17, "text-anchor": "middle" }, text),
    );
  svg.append(
    svgElement(
      "text",
      {
        class: "friedel-axis-title",
        x: (frame.left + frame.right) / 2,
        y: height - 6,
        "text-anchor": "middle",
      },
      x.title,
    ),
    svgElement(
      "text",
      { class: "friedel-axis-title", x: frame.left - 52, y: 10, "text-anchor": "start" },
      y.title,
    ),
  );
  for (const run of drawingOrder(runs)) {
    const [cx, cy] = [xAxis.position(x.values[run]), yAxis.position(y.values[run])];
    if (Number.isNaN(cx) || Number.isNaN(cy)) continue;
    svg.append(
      runMark(
        run,
        runs,
        events,
        { cx, cy, r: runs.pointed === run ? 8 : 6 },
        `${y.title} ${valueText(y.values[run])}`,
      ),
    );
  }
  return svg;
}

function runMark(
  run: number,
  runs: PlottedRuns,
  events: PlotEvents,
  place: Readonly<Record<string, number>>,
  text: string,
): SVGCircleElement {
  return svgElement(
    "circle",
    {
      ...place,
      class: classOf("friedel-run-mark", run, runs),
      style: `fill: ${rankColour(runs.rank[run])}`,
      tabindex: 0,
      role: "button",
      "data-run": runs.names[run],
      "aria-label": `${runs.names[run]}: ${text}`,
      onpointerenter: () => events.point(run),
      onpointerleave: () => events.point(undefined),
      onfocus: () => events.point(run),
      onclick: () => events.open(run),
    },
    svgElement("title", {}, `${runs.names[run]}\n${text}\nclick to open`),
  );
}

/** Parallel coordinates: an axis a dimension, a line a run. */
export function parallelCoordinates(
  dimensions: readonly Dimension[],
  brushes: ReadonlyMap<string, readonly [number, number]>,
  runs: PlottedRuns,
  [width, height]: readonly [number, number],
  events: PlotEvents,
): SVGSVGElement {
  const frame = { left: 56, right: width - 64, top: 34, bottom: height - 18 };
  const apart = dimensions.length > 1 ? (frame.right - frame.left) / (dimensions.length - 1) : 0;
  const axes = dimensions.map((dimension, i) => ({
    dimension,
    x: dimensions.length > 1 ? frame.left + i * apart : (frame.left + frame.right) / 2,
    axis: dimensionAxis(dimension, frame.bottom, frame.top, Math.max(2, Math.floor(height / 50))),
  }));
  const svg = svgElement("svg", {
    class: "friedel-parallel",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `Parallel coordinates of ${dimensions.map(({ title }) => title).join(", ")}; drag along an axis to choose a range`,
  });
  for (const run of drawingOrder(runs)) {
    const points = axes
      .map(({ dimension, x, axis }) => [x, axis.position(dimension.values[run])] as const)
      .filter(([, y]) => !Number.isNaN(y));
    svg.append(
      svgElement(
        "polyline",
        {
          class: classOf("friedel-run-line", run, runs),
          style: `stroke: ${rankColour(runs.rank[run])}`,
          points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
          "data-run": runs.names[run],
          onpointerenter: () => events.point(run),
          onpointerleave: () => events.point(undefined),
          onclick: () => events.open(run),
        },
        svgElement("title", {}, `${runs.names[run]}\nclick to open`),
      ),
    );
  }
  for (const { dimension, x, axis } of axes)
    svg.append(axisWithBrush(dimension, { x, ...frame }, axis, brushes.get(dimension.path), events));
  return svg;
}

interface AxisPlace {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

function axisWithBrush(
  { path, title }: Dimension,
  { x, top, bottom }: AxisPlace,
  axis: DimensionAxis,
  brush: readonly [number, number] | undefined,
  events: PlotEvents,
): SVGGElement {
  const group = svgElement(
    "g",
    { class: "friedel-parallel-axis", "data-dimension": path },
    svgElement("line", { class: "friedel-axis", x1: x, x2: x, y1: top, y2: bottom }),
    svgElement(
      "text",
      { class: "friedel-axis-title", x, y: top - 18, "text-anchor": "middle" },
      title,
      svgElement("title", {}, path),
    ),
    ...axis.ticks.flatMap(({ at, text }) => [
      svgElement("line", { class: "friedel-axis", x1: x - 4, x2: x, y1: at, y2: at }),
      svgElement(
        "text",
        { x: x - 7, y: at, "text-anchor": "end", "dominant-baseline": "middle", class: "friedel-halo" },
        text,
      ),
    ]),
  );
  const shade = svgElement("rect", { class: "friedel-brush", x: x - 8, width: 16, visibility: "hidden" });
  const shadeAt = (from: number, to: number) => {
    shade.setAttribute("y", String(Math.min(from, to)));
    shade.setAttribute("height", String(Math.abs(to - from)));
    shade.setAttribute("visibility", "visible");
  };
  if (brush !== undefined) shadeAt(axis.position(brush[0]), axis.position(brush[1]));
  const handle = svgElement("rect", {
    class: "friedel-brush-handle",
    x: x - 12,
    y: top - 6,
    width: 24,
    height: bottom - top + 12,
  });
  listenBrush(handle, shadeAt, (range) =>
    events.brush(path, range === undefined ? undefined : [axis.value(range[0]), axis.value(range[1])]),
  );
  group.append(shade, handle);
  return group;
}

/** A drag draws a range, a click takes it away. */
function listenBrush(
  handle: SVGRectElement,
  shade: (from: number, to: number) => void,
  done: (range: readonly [number, number] | undefined) => void,
): void {
  let start: number | undefined;
  const pixel = (event: PointerEvent) => {
    const box = (handle.ownerSVGElement as SVGSVGElement).getBoundingClientRect();
    return event.clientY - box.top;
  };
  handle.addEventListener("pointerdown", (event) => {
    start = pixel(event);
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (start !== undefined) shade(start, pixel(event));
  });
  handle.addEventListener("pointerup", (event) => {
    if (start === undefined) return;
    const range = [start, pixel(event)] as const;
    start = undefined;
    done(Math.abs(range[1] - range[0]) < 4 ? undefined : range);
  });
}

function classOf(base: string, run: number, { within, rank, pointed }: PlottedRuns): string {
  const classes = [base];
  if (!within[run]) classes.push("friedel-mod-out");
  if (rank[run] === 1) classes.push("friedel-mod-best");
  if (pointed === run) classes.push("friedel-mod-pointed");
  return classes.join(" ");
}

/** The better a run, the later it is drawn; the one under the pointer last. */
function drawingOrder({ names, within, rank, pointed }: PlottedRuns): number[] {
  const weight = (run: number) => {
    if (run === pointed) return 3;
    return (within[run] ? 1 : -1) + (Number.isNaN(rank[run]) ? 0 : rank[run]);
  };
  return names.map((_, run) => run).sort((a, b) => weight(a) - weight(b));
}
