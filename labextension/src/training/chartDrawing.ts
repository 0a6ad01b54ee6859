/**
 * Draws a chart on a canvas: axes with crisp lines and ticks, curves with their raw values faint behind the smoothed ones,
 * marks of controls and checkpoints, a crosshair, and the range that is being chosen. All coordinates are CSS pixels; the
 * context is scaled by the device's pixel ratio, on whose grid straight lines are laid.
 */
import { type Axis, pixelOf, tickStep, ticks, tickText } from "./axes.js";
import { partWithin } from "./chartRange.js";
import { type PathSink, tracePath } from "./curvePath.js";

/** What of a 2-D context is used. */
export interface DrawingContext extends PathSink {
  strokeStyle: unknown;
  fillStyle: unknown;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  lineJoin: string;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  closePath(): void;
  stroke(): void;
  fill(): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  save(): void;
  restore(): void;
  setLineDash(segments: number[]): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}

/** Colours and font of the page. */
export interface ChartTheme {
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly accent: string;
  readonly background: string;
  readonly font: string;
}

/** A curve as it is drawn. */
export interface DrawnCurve {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** The smoothed values; absent: the values themselves are the line. */
  readonly smooth?: Float64Array;
  readonly colour: string;
  readonly dashed: boolean;
  /** Whether each value has a dot: evaluations, which are few. */
  readonly dots: boolean;
}

/** Something that happened at a step. */
export interface ChartMark {
  readonly step: number;
  readonly kind: "control" | "checkpoint" | "resume";
}

/** All that a chart shows. */
export interface ChartScene {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly yKind: Axis["kind"];
  readonly curves: readonly DrawnCurve[];
  readonly marks: readonly ChartMark[];
  readonly crosshair?: number;
  /** The rectangle that is being dragged, in pixels; without top and bottom the whole height. */
  readonly selection?: {
    readonly left: number;
    readonly right: number;
    readonly top?: number;
    readonly bottom?: number;
  };
}

/** Where the drawing lies in the canvas. */
export interface ChartFrame {
  readonly x: Axis;
  readonly y: Axis;
}

const top = 8;
const right = 10;
const bottom = 22;
const gap = 6;

/** Draws a scene. @returns the axes, for the pointer */
export function drawChart(context: DrawingContext, scene: ChartScene, theme: ChartTheme): ChartFrame {
  const { width, height, ratio } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `11px ${theme.font}`;
  const yTicks = ticks(
    { kind: scene.yKind, from: scene.y[0], to: scene.y[1] },
    Math.max(2, Math.floor(height / 38)),
  );
  const yTexts = tickTexts(yTicks, scene.yKind);
  const left = Math.ceil(Math.max(28, ...yTexts.map((text) => context.measureText(text).width))) + gap + 2;
  const x: Axis = { kind: "linear", from: scene.x[0], to: scene.x[1], start: left, end: width - right };
  const y: Axis = { kind: scene.yKind, from: scene.y[0], to: scene.y[1], start: height - bottom, end: top };
  drawGrid(context, { x, y }, { ticks: yTicks, texts: yTexts }, ratio, theme);
  context.save();
  context.beginPath();
  context.rect(x.start, y.end - 3, x.end - x.start, y.start - y.end + 6);
  context.clip();
  drawMarkLines(context, { x, y }, scene.marks, ratio, theme);
  for (const curve of scene.curves) drawCurve(context, { x, y }, curve);
  drawCrosshair(context, { x, y }, scene, theme);
  drawSelection(context, { x, y }, scene, theme);
  context.restore();
  drawMarkSigns(context, { x, y }, scene.marks, theme);
  return { x, y };
}

function tickTexts(values: readonly number[], kind: Axis["kind"]): string[] {
  const apart = values.length > 1 ? values[1] - values[0] : Math.abs(values[0] ?? 1);
  return values.map((value) => tickText(value, kind === "log" ? value : apart));
}

function drawGrid(
  context: DrawingContext,
  { x, y }: ChartFrame,
  labels: { readonly ticks: readonly number[]; readonly texts: readonly string[] },
  ratio: number,
  theme: ChartTheme,
): void {
  const crisp = (pixel: number) => (Math.round(pixel * ratio) + 0.5) / ratio;
  context.lineWidth = 1 / ratio;
  context.setLineDash([]);
  context.fillStyle = theme.quiet;
  context.strokeStyle = theme.grid;
  context.textAlign = "right";
  context.textBaseline = "middle";
  labels.ticks.forEach((value, i) => {
    const at = crisp(pixelOf(y, value));
    context.beginPath();
    context.moveTo(x.start, at);
    context.lineTo(x.end, at);
    context.stroke();
    context.fillText(labels.texts[i], x.start - gap, at);
  });
  const count = Math.max(2, Math.floor((x.end - x.start) / 70));
  // steps are whole numbers
  const steps = ticks(x, count).filter((step) => Number.isInteger(step));
  const apart = Math.max(1, tickStep(x.from, x.to, count));
  context.strokeStyle = theme.quiet;
  context.textBaseline = "top";
  context.beginPath();
  context.moveTo(x.start, crisp(y.start));
  context.lineTo(x.end, crisp(y.start));
  for (const step of steps) {
    const at = crisp(pixelOf(x, step));
    context.moveTo(at, crisp(y.start));
    context.lineTo(at, crisp(y.start) + 4);
  }
  context.stroke();
  for (const step of steps) {
    const text = tickText(step, apart);
    const half = context.measureText(text).width / 2;
    const at = pixelOf(x, step);
    const fits = at + half > x.end + right ? "right" : "center";
    context.textAlign = fits;
    context.fillText(text, fits === "right" ? x.end + right : at, y.start + 7);
  }
}

function drawCurve(context: DrawingContext, { x, y }: ChartFrame, curve: DrawnCurve): void {
  const { steps, values, smooth, colour, dashed, dots } = curve;
  const part = partWithin(steps, x.from, x.to);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineJoin = "round";
  context.setLineDash([]);
  if (smooth !== undefined) {
    context.globalAlpha = 0.22;
    context.lineWidth = 1;
    context.beginPath();
    tracePath(context, steps, values, part, x, y);
    context.stroke();
    context.globalAlpha = 1;
  }
  context.lineWidth = 1.75;
  context.setLineDash(dashed ? [6, 3] : []);
  context.beginPath();
  tracePath(context, steps, smooth ?? values, part, x, y);
  context.stroke();
  context.setLineDash([]);
  if (!dots || part[1] - part[0] > (x.end - x.start) / 7) return;
  for (let i = part[0]; i < part[1]; i++) dot(context, pixelOf(x, steps[i]), pixelOf(y, values[i]), 2.5);
}

function dot(context: DrawingContext, px: number, py: number, radius: number): void {
  if (Number.isNaN(py)) return;
  context.beginPath();
  context.arc(px, py, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawCrosshair(
  context: DrawingContext,
  { x, y }: ChartFrame,
  scene: ChartScene,
  theme: ChartTheme,
): void {
  const { crosshair } = scene;
  if (crosshair === undefined || crosshair < x.from || crosshair > x.to) return;
  const at = (Math.round(pixelOf(x, crosshair) * scene.ratio) + 0.5) / scene.ratio;
  context.strokeStyle = theme.quiet;
  context.lineWidth = 1 / scene.ratio;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(at, y.end);
  context.lineTo(at, y.start);
  context.stroke();
  context.setLineDash([]);
  for (const { steps, values, smooth, colour } of scene.curves) {
    const i = nearestIndex(steps, crosshair);
    if (i < 0) continue;
    const [px, py] = [pixelOf(x, steps[i]), pixelOf(y, (smooth ?? values)[i])];
    context.fillStyle = theme.background;
    dot(context, px, py, 5);
    context.fillStyle = colour;
    dot(context, px, py, 3.5);
  }
}

function drawSelection(
  context: DrawingContext,
  { y }: ChartFrame,
  { selection }: ChartScene,
  theme: ChartTheme,
): void {
  if (selection === undefined) return;
  const { left, right: end, top: high = y.end, bottom: low = y.start } = selection;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.15;
  context.fillRect(left, high, end - left, low - high);
  context.globalAlpha = 1;
}

function drawMarkLines(
  context: DrawingContext,
  { x, y }: ChartFrame,
  marks: readonly ChartMark[],
  ratio: number,
  theme: ChartTheme,
): void {
  context.strokeStyle = theme.accent;
  context.lineWidth = 1 / ratio;
  context.setLineDash([2, 3]);
  context.beginPath();
  for (const { step, kind } of marks) {
    if (kind === "checkpoint") continue;
    const at = (Math.round(pixelOf(x, step) * ratio) + 0.5) / ratio;
    context.moveTo(at, y.end);
    context.lineTo(at, y.start);
  }
  context.stroke();
  context.setLineDash([]);
}

/** Controls are diamonds at the top, resumes triangles there, checkpoints small triangles on the axis. */
function drawMarkSigns(
  context: DrawingContext,
  { x, y }: ChartFrame,
  marks: readonly ChartMark[],
  theme: ChartTheme,
): void {
  for (const { step, kind } of marks) {
    if (step < x.from || step > x.to) continue;
    const at = pixelOf(x, step);
    context.fillStyle = kind === "checkpoint" ? theme.quiet : theme.accent;
    context.beginPath();
    if (kind === "checkpoint") polygon(context, [at - 4, y.start], [at + 4, y.start], [at, y.start - 6]);
    else if (kind === "resume") polygon(context, [at, y.end - 6], [at + 7, y.end - 2], [at, y.end + 2]);
    else polygon(context, [at, y.end - 7], [at + 4, y.end - 2], [at, y.end + 3], [at - 4, y.end - 2]);
    context.fill();
  }
}

function polygon(context: DrawingContext, ...corners: readonly (readonly [number, number])[]): void {
  corners.forEach(([px, py], i) => {
    if (i === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
  });
  context.closePath();
}

/** The index of the value whose step is nearest; -1 where there are none. */
export function nearestIndex(steps: Float64Array, step: number): number {
  if (steps.length === 0) return -1;
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low > 0 && step - steps[low - 1] <= steps[low] - step ? low - 1 : low;
}
