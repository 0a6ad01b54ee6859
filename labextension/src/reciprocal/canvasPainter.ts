/** Draws on a 2-D canvas. */
import type { Painter, Stroke, TextStyle } from "./painter.js";

/** What a canvas must be able to do: CanvasRenderingContext2D has it. */
export type Context = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "arc"
  | "stroke"
  | "fill"
  | "fillRect"
  | "strokeRect"
  | "fillText"
  | "strokeText"
  | "setLineDash"
  | "strokeStyle"
  | "fillStyle"
  | "lineWidth"
  | "lineJoin"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
>;

const aligned = { left: "left", centre: "center", right: "right" } as const;

/** A painter on a canvas, whose transformation is set to pixels of the page. */
export class CanvasPainter implements Painter {
  readonly #context: Context;
  readonly #font: string;

  constructor(context: Context, font: string) {
    this.#context = context;
    this.#font = font;
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    const c = this.#context;
    c.beginPath();
    c.moveTo(x1, y1);
    c.lineTo(x2, y2);
    this.#stroke(stroke);
  }

  circle(x: number, y: number, radius: number, stroke: Stroke): void {
    const c = this.#context;
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    this.#stroke(stroke);
  }

  disc(x: number, y: number, radius: number, colour: string): void {
    const c = this.#context;
    c.fillStyle = colour;
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fill();
  }

  rectangle(x: number, y: number, width: number, height: number, colour: string, stroke?: Stroke): void {
    const c = this.#context;
    c.fillStyle = colour;
    c.fillRect(x, y, width, height);
    if (stroke === undefined) return;
    c.strokeStyle = stroke.colour;
    c.lineWidth = stroke.width ?? 1;
    c.strokeRect(x, y, width, height);
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const c = this.#context;
    const { size = 12, align = "left", bold = false, italic = false, halo, colour } = style;
    c.font = `${italic ? "italic " : ""}${bold ? "600 " : ""}${size}px ${this.#font}`;
    c.textAlign = aligned[align];
    c.textBaseline = "middle";
    if (halo !== undefined) {
      c.lineJoin = "round";
      c.lineWidth = 3;
      c.strokeStyle = halo;
      c.strokeText(text, x, y);
    }
    c.fillStyle = colour;
    c.fillText(text, x, y);
  }

  #stroke({ colour, width = 1, dash = [], opacity = 1 }: Stroke): void {
    const c = this.#context;
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.setLineDash([...dash]);
    c.globalAlpha = opacity;
    c.stroke();
    c.globalAlpha = 1;
    c.setLineDash([]);
  }
}
