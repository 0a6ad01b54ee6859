/**
 * The few strokes of which all drawings of this room are made, so that a picture on the screen, in a PNG and in an SVG comes
 * from the same lines of code. Lengths in pixels from the top left corner, y downwards.
 */

/** How a line or outline looks. */
export interface Stroke {
  readonly colour: string;
  readonly width?: number;
  /** Lengths of dashes and gaps. */
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** How a text looks. */
export interface TextStyle {
  readonly colour: string;
  /** Height of the letters in pixels; by default 12. */
  readonly size?: number;
  readonly align?: "left" | "centre" | "right";
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** Drawn around the letters so that they can be read on anything. */
  readonly halo?: string;
}

/** Something to draw on. */
export interface Painter {
  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void;
  circle(x: number, y: number, radius: number, stroke: Stroke): void;
  /** A filled disc. */
  disc(x: number, y: number, radius: number, colour: string): void;
  rectangle(x: number, y: number, width: number, height: number, colour: string, stroke?: Stroke): void;
  /** y is the middle of the letters. */
  text(x: number, y: number, text: string, style: TextStyle): void;
}

/** The colours of a drawing that follow the theme. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  /** Lines and words that stand back. */
  readonly quiet: string;
  readonly missing: string;
  /** What is not in the data but should be. */
  readonly absentData: string;
  readonly selected: string;
  readonly ice: string;
  /** a*, b*, c*. */
  readonly axes: readonly [string, string, string];
  readonly font: string;
}

/** Colours on white or on dark. */
export function themePalette(dark: boolean, font = "system-ui, Helvetica, Arial, sans-serif"): Palette {
  return dark
    ? {
        background: "#14161a",
        ink: "#e8e8e8",
        quiet: "#8b929c",
        missing: "#6d7480",
        absentData: "#ff6ac1",
        selected: "#ffffff",
        ice: "#6cc4f5",
        axes: ["#ff7a5c", "#4fd08a", "#6ea8ff"],
        font,
      }
    : {
        background: "#ffffff",
        ink: "#1f2328",
        quiet: "#7a828c",
        missing: "#b3b8be",
        absentData: "#d0218a",
        selected: "#000000",
        ice: "#2b8fce",
        axes: ["#c23c1c", "#0a7c4c", "#2463c9"],
        font,
      };
}
