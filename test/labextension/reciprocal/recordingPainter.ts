/** A painter that writes down what it is told, for tests of drawings. */
import type { Painter, Stroke, TextStyle } from "../../../labextension/src/reciprocal/painter.js";

export class RecordingPainter implements Painter {
  readonly lines: { from: [number, number]; to: [number, number]; stroke: Stroke }[] = [];
  readonly circles: { x: number; y: number; radius: number; stroke: Stroke }[] = [];
  readonly discs: { x: number; y: number; radius: number; colour: string }[] = [];
  readonly rectangles: { x: number; y: number; width: number; colour: string }[] = [];
  readonly texts: { x: number; y: number; text: string; style: TextStyle }[] = [];

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    this.lines.push({ from: [x1, y1], to: [x2, y2], stroke });
  }

  circle(x: number, y: number, radius: number, stroke: Stroke): void {
    this.circles.push({ x, y, radius, stroke });
  }

  disc(x: number, y: number, radius: number, colour: string): void {
    this.discs.push({ x, y, radius, colour });
  }

  rectangle(x: number, y: number, width: number, _height: number, colour: string): void {
    this.rectangles.push({ x, y, width, colour });
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    this.texts.push({ x, y, text, style });
  }

  /** The words, in the order in which they were drawn. */
  get words(): string[] {
    return this.texts.map(({ text }) => text);
  }
}
