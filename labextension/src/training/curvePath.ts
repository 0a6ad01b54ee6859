/**
 * A curve cut down to what a screen can show: of all points that fall into one column of pixels only the first, lowest,
 * highest and last are drawn, in their order. The line looks the same to the pixel as one through all points, and takes at
 * most four points a column, whether there are a thousand steps or ten million.
 */
import { type Axis, pixelOf } from "./axes.js";

/** Takes the corners of a line. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/**
 * Draws a curve into a path. Points that an axis does not have (0 on a logarithmic one) leave a gap.
 * @param steps ascending
 */
export function tracePath(
  sink: PathSink,
  steps: Float64Array,
  values: Float64Array,
  [from, to]: readonly [number, number],
  x: Axis,
  y: Axis,
): void {
  let pen = false;
  const line = (px: number, py: number) => {
    if (pen) sink.lineTo(px, py);
    else sink.moveTo(px, py);
    pen = true;
  };
  let column = Number.NaN;
  let first = 0;
  let low = 0;
  let high = 0;
  const flush = (end: number) => {
    // those of the column that are not its first or last, in the order of the steps
    for (const i of low < high ? [low, high] : [high, low])
      if (i > first && i < end) line(pixelOf(x, steps[i]), pixelOf(y, values[i]));
    if (end > first) line(pixelOf(x, steps[end]), pixelOf(y, values[end]));
  };
  for (let i = from; i < to; i++) {
    const py = pixelOf(y, values[i]);
    if (Number.isNaN(py)) {
      if (!Number.isNaN(column)) flush(i - 1);
      pen = false;
      column = Number.NaN;
      continue;
    }
    const px = pixelOf(x, steps[i]);
    const here = Math.floor(px);
    if (here === column) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
      continue;
    }
    if (!Number.isNaN(column)) flush(i - 1);
    line(px, py);
    column = here;
    first = i;
    low = i;
    high = i;
  }
  if (!Number.isNaN(column)) flush(to - 1);
}
