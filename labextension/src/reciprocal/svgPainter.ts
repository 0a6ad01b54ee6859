/** Draws into an SVG document, with text as text. Numbers are cut to a hundredth of a pixel. */
import type { Painter, Stroke, TextStyle } from "./painter.js";

const anchors = { left: "start", centre: "middle", right: "end" } as const;

/** A painter whose strokes become one SVG document. */
export class SvgPainter implements Painter {
  readonly #parts: string[] = [];
  readonly #head: string;

  /** @param title what screen readers say */
  constructor(width: number, height: number, font: string, title: string) {
    this.#head =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${cut(width)}" height="${cut(height)}" ` +
      `viewBox="0 0 ${cut(width)} ${cut(height)}" font-family="${escaped(font)}" role="img">` +
      `<title>${escaped(title)}</title>`;
  }

  /** The document so far. */
  toString(): string {
    return `${this.#head}\n${this.#parts.join("\n")}\n</svg>\n`;
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    this.#parts.push(
      `<line x1="${cut(x1)}" y1="${cut(y1)}" x2="${cut(x2)}" y2="${cut(y2)}"${strokes(stroke)}/>`,
    );
  }

  circle(x: number, y: number, radius: number, stroke: Stroke): void {
    this.#parts.push(`<circle ${centre(x, y, radius)} fill="none"${strokes(stroke)}/>`);
  }

  disc(x: number, y: number, radius: number, colour: string): void {
    this.#parts.push(`<circle ${centre(x, y, radius)} fill="${escaped(colour)}"/>`);
  }

  rectangle(x: number, y: number, width: number, height: number, colour: string, stroke?: Stroke): void {
    this.#parts.push(
      `<rect x="${cut(x)}" y="${cut(y)}" width="${cut(width)}" height="${cut(height)}" ` +
        `fill="${escaped(colour)}"${stroke === undefined ? "" : strokes(stroke)}/>`,
    );
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    const { size = 12, align = "left", bold = false, italic = false, halo, colour } = style;
    const weight = `${bold ? ' font-weight="600"' : ""}${italic ? ' font-style="italic"' : ""}`;
    const around =
      halo === undefined
        ? ""
        : ` stroke="${escaped(halo)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
    this.#parts.push(
      `<text x="${cut(x)}" y="${cut(y)}" font-size="${size}" text-anchor="${anchors[align]}" ` +
        `dominant-baseline="central" fill="${escaped(colour)}"${weight}${around}>${escaped(text)}</text>`,
    );
  }
}

function centre(x: number, y: number, radius: number): string {
  return `cx="${cut(x)}" cy="${cut(y)}" r="${cut(radius)}"`;
}

function strokes({ colour, width = 1, dash, opacity }: Stroke): string {
  return (
    ` stroke="${escaped(colour)}" stroke-width="${width}"` +
    (dash === undefined ? "" : ` stroke-dasharray="${dash.join(" ")}"`) +
    (opacity === undefined ? "" : ` stroke-opacity="${opacity}"`)
  );
}

function cut(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
