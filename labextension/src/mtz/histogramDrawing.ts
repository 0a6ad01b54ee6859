/** A histogram as SVG: bars from the least to the greatest value, the limits below them, what lies outside beside them. */
import { svgElement } from "../common/dom.js";
import type { Histogram } from "./columnStatistics.js";

/** A bar, in the units of the drawing. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Size of the drawing's field in its own units. */
export const field = { width: 280, height: 96 } as const;

/** The bars of the counts, the tallest as high as the field; a bin that is not empty is at least one unit high. */
export function barsOf({ counts }: Pick<Histogram, "counts">): Bar[] {
  const most = counts.reduce((one, other) => Math.max(one, other), 0);
  const width = field.width / Math.max(1, counts.length);
  return counts.map((count, i) => {
    const height = count === 0 ? 0 : Math.max(1, (field.height * count) / most);
    return { x: i * width, y: field.height - height, width, height };
  });
}

/** The drawing; each bar says in its tooltip what it counts. */
export function histogramDrawing(
  histogram: Histogram,
  name: string,
  format: (value: number) => string,
): SVGElement {
  const { from, to, counts, below, above } = histogram;
  const step = (to - from) / Math.max(1, counts.length);
  const bars = barsOf(histogram).map(({ x, y, width, height }, i) =>
    svgElement(
      "rect",
      {
        x: x.toFixed(2),
        y: y.toFixed(2),
        width: Math.max(0.5, width - (width > 3 ? 0.6 : 0)).toFixed(2),
        height: height.toFixed(2),
      },
      svgElement("title", {}, `${format(from + i * step)} to ${format(from + (i + 1) * step)}: ${counts[i]}`),
    ),
  );
  const outside = [below > 0 ? `${below} below` : "", above > 0 ? `${above} above` : ""].filter(
    (text) => text !== "",
  );
  const label = `Histogram of ${name}, ${format(from)} to ${format(to)}${outside.length > 0 ? `; ${outside.join(", ")}` : ""}`;
  return svgElement(
    "svg",
    {
      class: "friedel-mtz-histogram",
      viewBox: `-2 -4 ${field.width + 4} ${field.height + 22}`,
      role: "img",
      "aria-label": label,
    },
    svgElement("g", { class: "friedel-mtz-bars" }, ...bars),
    svgElement("line", { x1: 0, x2: field.width, y1: field.height + 0.5, y2: field.height + 0.5 }),
    svgElement(
      "text",
      { x: 0, y: field.height + 14 },
      below > 0 ? `${below} < ${format(from)}` : format(from),
    ),
    svgElement(
      "text",
      { x: field.width, y: field.height + 14, "text-anchor": "end" },
      above > 0 ? `${format(to)} < ${above}` : format(to),
    ),
  );
}
