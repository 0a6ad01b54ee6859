/**
 * One chart in the page: a caption with the values under the crosshair, and a canvas that takes the pointer and the keys.
 * Dragging chooses a range of steps, of values too where the drag is high; a double click or the key 0 shows all again; the
 * arrows move the crosshair.
 */
import { button, element } from "../common/dom.js";
import { type Axis, valueAt } from "./axes.js";
import { type ChartFrame, type ChartScene, type ChartTheme, drawChart } from "./chartDrawing.js";
import type { ChartPlan } from "./chartPlan.js";

/** What the figure tells its board. */
export interface FigureEvents {
  hover(step: number | undefined): void;
  /** A range of steps was chosen, and a range of values for this chart. */
  zoom(id: string, steps: readonly [number, number], values?: readonly [number, number]): void;
  reset(): void;
  /** Moves the crosshair by so many recorded steps. */
  move(by: number): void;
  toggleLog(id: string): void;
  redraw(): void;
}

/** A value in the caption. */
export interface Key {
  readonly label: string;
  readonly value: string;
  readonly colour: string;
  readonly dashed: boolean;
}

/** A drag is one from so many pixels on. */
const leastDrag = 5;
/** From so many pixels of height on, it chooses values too. */
const leastHeight = 24;

interface Drag {
  readonly x: number;
  readonly y: number;
  toX: number;
  toY: number;
}

export class ChartFigure {
  readonly node: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  private readonly keys = element("span", { class: "friedel-chart-keys" });
  private readonly log: HTMLButtonElement;
  private readonly help: HTMLElement;
  private frame: ChartFrame | undefined;
  private drag: Drag | undefined;
  private keysText = "";

  constructor(
    readonly plan: ChartPlan,
    private readonly events: FigureEvents,
  ) {
    const { id, title, group, help } = plan;
    this.canvas = element("canvas", { class: "friedel-chart-canvas", tabindex: 0, role: "img" });
    this.log = button("log", () => events.toggleLog(id), {
      title: "Logarithmic axis",
      className: "friedel-chart-toggle",
    });
    this.help = element("p", { class: "friedel-chart-help", hidden: true, role: "note" }, help);
    const ask = button("?", () => this.showHelp(this.help.hidden), {
      title: help,
      className: "friedel-chart-toggle",
    });
    ask.setAttribute("aria-label", `What ${title} means`);
    this.node = element(
      "figure",
      { class: "friedel-chart", "data-chart": id },
      element(
        "figcaption",
        {},
        element("span", { class: "friedel-chart-title" }, title),
        element("span", { class: "friedel-chart-group" }, group.toLowerCase()),
        this.keys,
        this.log,
        ask,
      ),
      element("div", { class: "friedel-chart-body" }, this.canvas, this.help),
    );
    this.listen();
  }

  /** The size of the drawing in CSS pixels; 0 while it is not in sight. */
  get size(): readonly [width: number, height: number] {
    return [this.canvas.clientWidth, this.canvas.clientHeight];
  }

  /** Draws a scene. */
  draw(scene: Omit<ChartScene, "width" | "height" | "ratio" | "selection">, theme: ChartTheme): void {
    const [width, height] = this.size;
    const context = this.canvas.getContext("2d");
    if (width === 0 || height === 0 || context === null) return;
    const ratio = window.devicePixelRatio || 1;
    const [pixelsX, pixelsY] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== pixelsX) this.canvas.width = pixelsX;
    if (this.canvas.height !== pixelsY) this.canvas.height = pixelsY;
    this.frame = drawChart(context, { ...scene, width, height, ratio, ...this.selection() }, theme);
  }

  /** Shows values in the caption. */
  showKeys(keys: readonly Key[], at: string): void {
    const text = JSON.stringify(keys);
    if (text !== this.keysText) {
      this.keysText = text;
      this.keys.replaceChildren(
        ...keys.map(({ label, value, colour, dashed }) =>
          element(
            "span",
            { class: "friedel-chart-key" },
            element("span", {
              class: dashed ? "friedel-swatch friedel-mod-dashed" : "friedel-swatch",
              style: `color: ${colour}`,
            }),
            label === "" ? undefined : element("span", { class: "friedel-chart-label" }, label),
            element("span", { class: "friedel-chart-value" }, value),
          ),
        ),
      );
    }
    const spoken = keys.map(({ label, value }) => `${label} ${value}`.trim()).join(", ");
    this.canvas.setAttribute("aria-label", `${this.plan.title}${at}: ${spoken || "no values"}`);
  }

  /** Whether the axis is logarithmic, and why it cannot be. */
  showLog(on: boolean, obstacle: string | undefined): void {
    this.log.setAttribute("aria-pressed", String(on));
    this.log.disabled = obstacle !== undefined;
    this.log.title = obstacle ?? (on ? "Linear axis" : "Logarithmic axis");
  }

  private showHelp(shown: boolean): void {
    this.help.hidden = !shown;
  }

  private selection(): Pick<ChartScene, "selection"> {
    const { drag, frame } = this;
    if (drag === undefined || frame === undefined || Math.abs(drag.toX - drag.x) < leastDrag) return {};
    const high = Math.abs(drag.toY - drag.y) >= leastHeight;
    return {
      selection: {
        left: Math.min(drag.x, drag.toX),
        right: Math.max(drag.x, drag.toX),
        ...(high ? { top: Math.min(drag.y, drag.toY), bottom: Math.max(drag.y, drag.toY) } : {}),
      },
    };
  }

  private listen(): void {
    const { canvas, events } = this;
    const at = (event: PointerEvent) => [event.offsetX, event.offsetY] as const;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.frame === undefined) return;
      const [x, y] = at(event);
      this.drag = { x, y, toX: x, toY: y };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      if (this.drag !== undefined) Object.assign(this.drag, { toX: x, toY: y });
      events.hover(this.frame === undefined ? undefined : clamped(this.frame.x, x));
    });
    canvas.addEventListener("pointerup", () => this.endDrag());
    canvas.addEventListener("pointercancel", () => {
      this.drag = undefined;
      events.redraw();
    });
    canvas.addEventListener("pointerleave", () => {
      if (this.drag === undefined) events.hover(undefined);
    });
    canvas.addEventListener("dblclick", () => events.reset());
    canvas.addEventListener("keydown", (event) => {
      const act = this.keyAction(event);
      if (act === undefined) return;
      // JupyterLab's notebook would move to another cell
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  }

  private keyAction({ key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    const { events, frame } = this;
    const by = shiftKey ? 10 : 1;
    if (key === "ArrowLeft") return () => events.move(-by);
    if (key === "ArrowRight") return () => events.move(by);
    if (key === "0") return () => events.reset();
    if (key === "l") return () => events.toggleLog(this.plan.id);
    if (key === "Escape") return () => events.hover(undefined);
    if (frame === undefined || (key !== "+" && key !== "-")) return undefined;
    const { from, to } = frame.x;
    const [middle, half] = [(from + to) / 2, ((to - from) / 2) * (key === "+" ? 0.5 : 2)];
    return () => events.zoom(this.plan.id, [Math.max(0, middle - half), middle + half]);
  }

  private endDrag(): void {
    const { frame } = this;
    const { selection } = this.selection();
    this.drag = undefined;
    if (selection === undefined || frame === undefined) {
      this.events.redraw();
      return;
    }
    const { left, right, top, bottom } = selection;
    const steps = [clamped(frame.x, left), clamped(frame.x, right)] as const;
    const values =
      top === undefined || bottom === undefined
        ? undefined
        : ([valueAt(frame.y, bottom), valueAt(frame.y, top)] as const);
    this.events.zoom(this.plan.id, steps, values);
  }
}

function clamped(axis: Axis, pixel: number): number {
  return valueAt(axis, Math.min(axis.end, Math.max(axis.start, pixel)));
}
