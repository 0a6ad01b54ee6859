/**
 * Colour maps as a few control points, joined by straight lines in CIELAB, in which equal steps look equal (CIE 15:2004,
 * D65 white): "viridis", from dark violet over teal to pale yellow with L* in even steps, so that a print in grey keeps the
 * order (after the map of that name, with points of our own); "ember", from near black over red to pale yellow; "grey";
 * "diverging", blue over near white to red, for numbers with a sign.
 */

/** Red, green, blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

type Lab = readonly [number, number, number];

/** L*, a*, b* at even distances. L* of the sequential maps is evenly spaced; of "diverging" it is symmetrical. */
const controlPoints: Readonly<Record<ColourMapName, readonly Lab[]>> = {
  viridis: [
    [15, 34, -36],
    [28, 20, -40],
    [41, -6, -30],
    [54, -32, -10],
    [67, -44, 22],
    [80, -32, 62],
    [93, -8, 80],
  ],
  ember: [
    [12, 12, -22],
    [26, 42, -36],
    [40, 58, -8],
    [54, 58, 32],
    [67, 36, 62],
    [80, 10, 74],
    [93, -8, 56],
  ],
  grey: [
    [15, 0, 0],
    [93, 0, 0],
  ],
  diverging: [
    [28, 14, -50],
    [48, 2, -46],
    [70, -8, -26],
    [94, 0, 2],
    [70, 32, 24],
    [48, 60, 40],
    [28, 46, 28],
  ],
};

/** Names of the maps. */
export type ColourMapName = "viridis" | "ember" | "grey" | "diverging";

/** The names, in the order in which they are offered. */
export const colourMapNames: readonly ColourMapName[] = ["viridis", "ember", "grey", "diverging"];

/** The colour at `position` from 0 to 1; beyond them the ends. */
export function mapColour(name: ColourMapName, position: number): Rgb {
  const points = controlPoints[name];
  const at = Math.min(1, Math.max(0, position)) * (points.length - 1);
  const i = Math.min(points.length - 2, Math.floor(at));
  const rest = at - i;
  const mixed = points[i].map((value, axis) => value + rest * (points[i + 1][axis] - value));
  return rgbOfLab([mixed[0], mixed[1], mixed[2]]);
}

/** 256 colours of four bytes for the graphics card. */
export function colourTexture(name: ColourMapName): Uint8Array {
  const bytes = new Uint8Array(1024);
  for (let i = 0; i < 256; i++) bytes.set([...mapColour(name, i / 255), 255], 4 * i);
  return bytes;
}

/** A colour as CSS has it. */
export function cssColour([r, g, b]: Rgb): string {
  return `rgb(${r},${g},${b})`;
}

/** sRGB of CIELAB; what the screen cannot show is clipped. */
export function rgbOfLab([lightness, a, b]: Lab): Rgb {
  const y = (lightness + 16) / 116;
  const [fx, fz] = [y + a / 500, y - b / 200];
  const cube = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  const [x, yy, z] = [0.95047 * cube(fx), cube(y), 1.08883 * cube(fz)];
  return [
    companded(3.2406 * x - 1.5372 * yy - 0.4986 * z),
    companded(-0.9689 * x + 1.8758 * yy + 0.0415 * z),
    companded(0.0557 * x - 0.204 * yy + 1.057 * z),
  ];
}

/** L* of an sRGB colour: how light it looks, from 0 to 100. */
export function lightness([r, g, b]: Rgb): number {
  const [lr, lg, lb] = [r, g, b].map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
  return y > (6 / 29) ** 3 ? 116 * Math.cbrt(y) - 16 : (29 / 3) ** 3 * y;
}

function companded(linear: number): number {
  const v = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
}
