/**
 * The charts of a training, or of several over each other: one step axis and one crosshair for all of them. It draws when
 * something changed and the page has time, and only charts that are in sight.
 */
import { element } from "../common/dom.js";
import { grouped } from "../common/numberText.js";
import { valueText } from "./axes.js";
import type { ChartMark, ChartTheme, DrawnCurve } from "./chartDrawing.js";
import { ChartFigure, type FigureEvents, type Key } from "./chartFigure.js";
import { type ChartPlan, type Curve, planCharts } from "./chartPlan.js";
import { stepRange, valueRange } from "./chartRange.js";
import { palette } from "./colours.js";
import { controlText } from "./controlText.js";
import type { RunRecord } from "./runRecord.js";
import { smoothed, weightFor } from "./smoothing.js";

/** A run on the board. */
export interface BoardRun {
  readonly record: RunRecord;
  readonly hidden: boolean;
}

/** What the board is set to. */
export interface BoardSettings {
  /** Weight of the past, 0 to below 1. */
  smoothing: number;
  /** Whether losses are logarithmic unless the user says otherwise. */
  logLosses: boolean;
}

interface FigureCurve {
  readonly curve: Curve;
  readonly run: number;
  readonly drawn: DrawnCurve;
}

/** Curves that are set and not measured: nothing in them is noise. */
const exact: ReadonlySet<string> = new Set(["learningRate", "priorWeight"]);

/** A mark is under the crosshair within so many pixels. */
const markReach = 5;

export class ChartBoard implements FigureEvents {
  readonly node: HTMLElement = element("div", { class: "friedel-board" });
  private runs: readonly BoardRun[] = [];
  private readonly figures = new Map<string, ChartFigure>();
  private readonly inSight = new Set<Element>();
  private readonly logs = new Map<string, boolean>();
  private readonly valueZooms = new Map<string, readonly [number, number]>();
  private stepZoom: readonly [number, number] | undefined;
  private crosshair: number | undefined;
  private frame: number | undefined;
  private theme: ChartTheme | undefined;
  private readonly sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) this.inSight.add(target);
      else this.inSight.delete(target);
    this.redraw();
  });
  private readonly sizes = new ResizeObserver(() => this.redraw());

  /** @param say told what stands under the crosshair: the step and what happened there; "" where nothing does */
  constructor(
    private readonly settings: BoardSettings,
    private readonly say: (text: string, zoomed: boolean) => void,
  ) {
    this.sizes.observe(this.node);
  }

  /** Shows these runs; the first is the one whose marks are drawn. */
  show(runs: readonly BoardRun[]): void {
    this.runs = runs;
    this.redraw();
  }

  /** The colours of the page have changed. */
  newTheme(): void {
    this.theme = undefined;
    this.redraw();
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.sight.disconnect();
    this.sizes.disconnect();
  }

  redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  hover(step: number | undefined): void {
    this.crosshair = step;
    this.redraw();
  }

  zoom(id: string, steps: readonly [number, number], values?: readonly [number, number]): void {
    // a range of less than a step has nothing in it
    if (steps[1] - steps[0] < 1) return;
    this.stepZoom = steps;
    if (values !== undefined) this.valueZooms.set(id, values);
    else this.valueZooms.clear();
    this.redraw();
  }

  reset(): void {
    this.stepZoom = undefined;
    this.valueZooms.clear();
    this.redraw();
  }

  move(by: number): void {
    const points = this.runs[0]?.record.curve("nll", "step") ?? this.anyPoints();
    if (points === undefined || points.length === 0) return;
    const at = this.crosshair === undefined ? points.length - 1 : points.nearest(this.crosshair) + by;
    this.crosshair = points.steps[Math.min(points.length - 1, Math.max(0, at))];
    this.redraw();
  }

  toggleLog(id: string): void {
    const plan = this.figures.get(id)?.plan;
    if (plan === undefined) return;
    this.logs.set(id, !this.wantsLog(plan));
    this.valueZooms.delete(id);
    this.redraw();
  }

  private anyPoints() {
    const record = this.runs[0]?.record;
    if (record === undefined) return undefined;
    const { step, evaluation } = record.names;
    if (step.length > 0) return record.curve(step[0], "step");
    return evaluation.length > 0 ? record.curve(evaluation[0], "evaluation") : undefined;
  }

  private wantsLog({ id, group }: ChartPlan): boolean {
    return this.logs.get(id) ?? (group === "Loss" && this.settings.logLosses);
  }

  private draw(): void {
    if (!this.node.isConnected || this.node.clientWidth === 0) return;
    this.theme ??= themeOf(this.node);
    const shown = this.runs.map((run, index) => ({ ...run, index })).filter(({ hidden }) => !hidden);
    this.arrange(planCharts(unionOf(this.runs.map(({ record }) => record.names))));
    const curves = new Map<string, FigureCurve[]>();
    for (const { plan } of this.figures.values())
      curves.set(
        plan.id,
        shown.flatMap(({ record, index }) => this.curvesOf(plan, record, index)),
      );
    const all = [...curves.values()].flat().map(({ drawn }) => drawn);
    const steps = this.stepZoom ?? stepRange(all);
    const marks = this.marks();
    for (const figure of this.figures.values())
      if (this.inSight.has(figure.node))
        this.drawFigure(figure, curves.get(figure.plan.id) ?? [], steps, marks);
    this.tell(steps, marks);
  }

  private drawFigure(
    figure: ChartFigure,
    curves: readonly FigureCurve[],
    steps: readonly [number, number],
    marks: readonly ChartMark[],
  ): void {
    const { id } = figure.plan;
    const drawn = curves.map((curve) => curve.drawn);
    const positive = drawn.some(({ values }) => values.some((value) => value > 0));
    const obstacle = positive || drawn.length === 0 ? undefined : "No value is above 0: no logarithmic axis";
    const log = this.wantsLog(figure.plan) && obstacle === undefined;
    const yKind = log ? "log" : "linear";
    const y = this.valueZooms.get(id) ?? valueRange(drawn, steps, yKind, this.stepZoom !== undefined);
    figure.showLog(log, obstacle);
    figure.showKeys(
      curves.map((curve) => this.keyOf(curve)),
      this.at(),
    );
    const theme = this.theme as ChartTheme;
    const crosshair = this.crosshair === undefined ? {} : { crosshair: this.crosshair };
    figure.draw({ x: steps, y, yKind, curves: drawn, marks, ...crosshair }, theme);
  }

  private curvesOf(plan: ChartPlan, record: RunRecord, run: number): FigureCurve[] {
    const several = this.runs.length > 1;
    const found: FigureCurve[] = [];
    plan.curves.forEach((curve, index) => {
      const points = record.curve(curve.name, curve.of);
      if (points === undefined || points.length === 0) return;
      const { steps, values } = points;
      const smooth = curve.of === "step" && !exact.has(curve.name) && this.settings.smoothing > 0;
      found.push({
        curve,
        run,
        drawn: {
          steps,
          values,
          ...(smooth ? { smooth: smoothed(values, weightFor(values.length, this.settings.smoothing)) } : {}),
          colour: colourOf(several ? run : index, this.theme as ChartTheme),
          dashed: several && index > 0,
          dots: curve.of === "evaluation",
        },
      });
    });
    return found;
  }

  private keyOf({ curve, drawn }: FigureCurve): Key {
    const { steps, values, smooth, colour, dashed } = drawn;
    const i = this.crosshair === undefined ? steps.length - 1 : nearest(steps, this.crosshair);
    // of several runs the colours say which is which, and the dashes what is held out
    const label = this.runs.length > 1 ? "" : curve.label;
    return { label, value: valueText((smooth ?? values)[i]), colour, dashed };
  }

  private at(): string {
    return this.crosshair === undefined ? "" : ` at step ${Math.round(this.crosshair)}`;
  }

  private marks(): ChartMark[] {
    const first = this.runs.find(({ hidden }) => !hidden)?.record;
    if (first === undefined) return [];
    const controls = first.controls.map(({ step }) => ({ step, kind: "control" as const }));
    const saved = first.checkpoints.map((step) => ({ step, kind: "checkpoint" as const }));
    const resumed = first.resumes.map((step) => ({ step, kind: "resume" as const }));
    return [...controls, ...saved, ...resumed];
  }

  private tell([from, to]: readonly [number, number], marks: readonly ChartMark[]): void {
    const zoomed = this.stepZoom !== undefined || this.valueZooms.size > 0;
    if (this.crosshair === undefined) {
      this.say("", zoomed);
      return;
    }
    const step = this.crosshair;
    const width = [...this.figures.values()][0]?.size[0] ?? 300;
    const reach = (markReach * (to - from)) / width;
    const near = marks.filter((mark) => Math.abs(mark.step - step) <= reach);
    const record = this.runs.find(({ hidden }) => !hidden)?.record;
    const texts = near.map((mark) => {
      if (mark.kind === "checkpoint") return `checkpoint of step ${grouped(mark.step)}`;
      if (mark.kind === "resume") return `resumed from step ${grouped(mark.step)}`;
      const done = record?.controls.filter((control) => control.step === mark.step) ?? [];
      return `${done.map(({ control }) => controlText(control)).join(", ")} at step ${grouped(mark.step)}`;
    });
    const unique = [...new Set(texts)];
    this.say([`step ${grouped(Math.round(step))}`, ...unique].join(" · "), zoomed);
  }

  /** Brings the figures in line with the plan; those that stay keep their elements. */
  private arrange(plans: readonly ChartPlan[]): void {
    const wanted = new Set(plans.map(({ id }) => id));
    for (const [id, figure] of this.figures)
      if (!wanted.has(id)) {
        this.sight.unobserve(figure.node);
        figure.node.remove();
        this.figures.delete(id);
      }
    plans.forEach((plan, place) => {
      let figure = this.figures.get(plan.id);
      if (figure !== undefined && JSON.stringify(figure.plan) !== JSON.stringify(plan)) {
        this.sight.unobserve(figure.node);
        figure.node.remove();
        figure = undefined;
      }
      if (figure === undefined) {
        figure = new ChartFigure(plan, this);
        this.figures.set(plan.id, figure);
        this.sight.observe(figure.node);
      }
      if (this.node.children[place] !== figure.node)
        this.node.insertBefore(figure.node, this.node.children[place] ?? null);
    });
  }
}

function nearest(steps: Float64Array, step: number): number {
  let best = 0;
  let low = 0;
  let high = steps.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (Math.abs(steps[middle] - step) < Math.abs(steps[best] - step)) best = middle;
    if (steps[middle] < step) low = middle + 1;
    else high = middle - 1;
  }
  return best;
}

function unionOf(names: readonly { step: string[]; evaluation: string[] }[]) {
  return {
    step: [...new Set(names.flatMap(({ step }) => step))],
    evaluation: [...new Set(names.flatMap(({ evaluation }) => evaluation))],
  };
}

/** The colour of the n-th series; the palette's black is the colour of the text, to be seen on dark. */
function colourOf(index: number, { ink }: ChartTheme): string {
  const colour = palette[index % palette.length];
  return colour === "#000000" ? ink : colour;
}

function themeOf(node: Element): ChartTheme {
  const style = getComputedStyle(node);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    ink: read("--jp-ui-font-color1", "#222"),
    quiet: read("--jp-ui-font-color2", "#666"),
    grid: read("--jp-border-color3", "#eee"),
    accent: read("--jp-warn-color1", "#e69f00"),
    background: read("--jp-layout-color0", "#fff"),
    font: read("--jp-ui-font-family", "sans-serif"),
  };
}
