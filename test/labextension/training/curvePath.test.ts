/** A curve cut down to columns of pixels covers the same pixels as the whole curve. */
import { expect, test } from "vitest";
import { type Axis, pixelOf } from "../../../labextension/src/training/axes.js";
import { tracePath } from "../../../labextension/src/training/curvePath.js";

const x: Axis = { kind: "linear", from: 0, to: 1000, start: 0, end: 100 };
const y: Axis = { kind: "linear", from: 0, to: 1, start: 100, end: 0 };

type Corner = readonly ["move" | "line", number, number];

function trace(steps: Float64Array, values: Float64Array, yAxis: Axis = y): Corner[] {
  const corners: Corner[] = [];
  const sink = {
    moveTo: (px: number, py: number) => void corners.push(["move", px, py]),
    lineTo: (px: number, py: number) => void corners.push(["line", px, py]),
  };
  tracePath(sink, steps, values, [0, steps.length], x, yAxis);
  return corners;
}

test("a few points are drawn as they are", () => {
  const corners = trace(Float64Array.of(0, 500, 1000), Float64Array.of(0, 1, 0.5));
  expect(corners).toEqual([
    ["move", 0, 100],
    ["line", 50, 0],
    ["line", 100, 50],
  ]);
});

test("of many points each column keeps its first, last, lowest and highest, in order", () => {
  const n = 100_001;
  const steps = Float64Array.from({ length: n }, (_, i) => (i * 1000) / (n - 1));
  const values = Float64Array.from({ length: n }, (_, i) => 0.5 + 0.5 * Math.sin(i * i * 1e-7) * Math.cos(i));
  const corners = trace(steps, values);
  expect(corners.length).toBeLessThanOrEqual(4 * 101);
  for (let i = 1; i < corners.length; i++) expect(corners[i][1]).toBeGreaterThanOrEqual(corners[i - 1][1]);
  const ends = (points: Iterable<readonly [number, number]>) => {
    const found = Array.from({ length: 101 }, () => [Infinity, -Infinity]);
    for (const [px, py] of points) {
      const column = found[Math.floor(px)];
      column[0] = Math.min(column[0], py);
      column[1] = Math.max(column[1], py);
    }
    return found;
  };
  const all = Array.from(values, (value, i) => [pixelOf(x, steps[i]), pixelOf(y, value)] as const);
  expect(ends(corners.map(([, px, py]) => [px, py] as const))).toEqual(ends(all));
});

test("what a logarithmic axis does not have leaves a gap", () => {
  const log: Axis = { ...y, kind: "log", from: 0.1, to: 10 };
  const steps = Float64Array.of(0, 100, 200, 300, 301, 302, 400);
  const kinds = trace(steps, Float64Array.of(1, 1, 0, 1, 1, -1, 1), log).map(([kind]) => kind);
  expect(kinds).toEqual(["move", "line", "move", "line", "move"]);
});
