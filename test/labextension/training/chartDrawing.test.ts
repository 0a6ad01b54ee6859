/** A chart on a context that writes down what is drawn. */
import { expect, test } from "vitest";
import {
  type ChartScene,
  type DrawingContext,
  drawChart,
  nearestIndex,
} from "../../../labextension/src/training/chartDrawing.js";

const theme = {
  ink: "black",
  quiet: "grey",
  grid: "silver",
  accent: "orange",
  background: "white",
  font: "sans-serif",
};

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly stroke: unknown;
  readonly fill: unknown;
  readonly width: number;
}

/** Records every call with the colours and width in force. */
function recorder(): { context: DrawingContext; calls: Call[] } {
  const calls: Call[] = [];
  const state: Record<string, unknown> = {};
  const context = new Proxy(state, {
    get: (target, name: string) => {
      if (name === "measureText") return (text: string) => ({ width: 6 * text.length });
      if (name in target) return target[name];
      return (...args: unknown[]) =>
        calls.push({
          name,
          args,
          stroke: target.strokeStyle,
          fill: target.fillStyle,
          width: target.lineWidth as number,
        });
    },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  });
  return { context: context as unknown as DrawingContext, calls };
}

const scene: ChartScene = {
  width: 300,
  height: 160,
  ratio: 2,
  x: [0, 100],
  y: [0, 1],
  yKind: "linear",
  curves: [
    {
      steps: Float64Array.of(0, 50, 100),
      values: Float64Array.of(0, 1, 0.5),
      smooth: Float64Array.of(0, 0.5, 0.5),
      colour: "blue",
      dashed: false,
      dots: false,
    },
  ],
  marks: [],
};

test("axes, ticks, the raw line faint and the smooth one on top", () => {
  const { context, calls } = recorder();
  const { x, y } = drawChart(context, scene, theme);
  const texts = calls.filter(({ name }) => name === "fillText").map(({ args }) => args[0]);
  expect(texts).toEqual(expect.arrayContaining(["0", "50", "100", "0.5", "1.0"]));
  const blue = calls.filter(({ name, stroke }) => name === "stroke" && stroke === "blue");
  expect(blue.map(({ width }) => width)).toEqual([1, 1.75]);
  expect([x.from, x.to, x.end]).toEqual([0, 100, 290]);
  expect(x.start).toBeGreaterThan(20);
  expect([y.start, y.end]).toEqual([138, 8]);
});

test("straight lines lie on the device's pixels", () => {
  const { context, calls } = recorder();
  const { x } = drawChart(context, { ...scene, curves: [] }, theme);
  const moves = calls.filter(({ name, stroke }) => name === "moveTo" && stroke === "silver");
  expect(moves.length).toBeGreaterThan(1);
  for (const { args } of moves) {
    expect(args[0]).toBe(x.start);
    expect(((args[1] as number) * 2) % 1).toBeCloseTo(0.5, 9);
  }
});

test("controls and checkpoints in sight have signs, those out of sight none", () => {
  const { context, calls } = recorder();
  const marks = [
    { step: 20, kind: "control" },
    { step: 40, kind: "checkpoint" },
    { step: 60, kind: "resume" },
    { step: 400, kind: "control" },
  ] as const;
  drawChart(context, { ...scene, curves: [], marks }, theme);
  const fills = calls.filter(({ name }) => name === "fill").map(({ fill }) => fill);
  expect(fills).toEqual(["orange", "grey", "orange"]);
});

test("the crosshair has a dot on each curve at the nearest step, the selection a shade", () => {
  const { context, calls } = recorder();
  drawChart(context, { ...scene, crosshair: 60, selection: { left: 50, right: 90 } }, theme);
  const dots = calls.filter(({ name }) => name === "arc");
  expect(dots).toHaveLength(2);
  expect(calls.find(({ name }) => name === "fillRect")?.args).toEqual([50, 8, 40, 130]);
});

test("the nearest index of ascending steps", () => {
  const steps = Float64Array.of(1, 5, 9);
  expect([0, 3, 4, 7, 8, 99].map((step) => nearestIndex(steps, step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(nearestIndex(new Float64Array(0), 3)).toBe(-1);
});
