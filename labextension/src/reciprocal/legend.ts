/**
 * The legend of a drawing: a bar of the colour map with the values at its marks, what has no value, and three sizes.
 */
import { grouped } from "../common/numberText.js";
import { type ColourMapName, cssColour, mapColour } from "./colourMaps.js";
import type { Painter, Palette } from "./painter.js";
import { formatNumber, type Scale, ticks, valueAt } from "./scales.js";

/** What a legend says of colours. */
export interface ColourLegend {
  readonly title: string;
  readonly scale: Scale;
  readonly map: ColourMapName;
}

/** What it says of sizes: radii in pixels at positions 0, ½ and 1. */
export interface SizeLegend {
  readonly title: string;
  readonly scale: Scale;
  readonly radii: readonly [number, number, number];
}

const barWidth = 190;
const barHeight = 9;
const steps = 64;

/** What the scale's kind adds to the title. */
const kindWords = { linear: "", log: "logarithmic", quantile: "equal shares", diverging: "" } as const;

/** Draws the colour bar with its top left corner at x, y; 46 pixels high. */
export function drawColourLegend(
  painter: Painter,
  { title, scale, map }: ColourLegend,
  palette: Palette,
  x: number,
  y: number,
): void {
  const words = [plainTitle(title), kindWords[scale.kind]].filter((word) => word !== "").join(", ");
  painter.text(x, y + 6, words, { colour: palette.ink, size: 12, bold: true, halo: palette.background });
  const top = y + 18;
  for (let i = 0; i < steps; i++) {
    const colour = cssColour(mapColour(map, i / (steps - 1)));
    // half a pixel more closes the seams between the steps
    painter.rectangle(x + (i * barWidth) / steps, top, barWidth / steps + 0.5, barHeight, colour);
  }
  for (const { position, label } of marks(scale)) {
    const at = x + position * barWidth;
    const align = position < 0.04 ? "left" : position > 0.96 ? "right" : "centre";
    painter.line(at, top + barHeight, at, top + barHeight + 4, { colour: palette.quiet });
    painter.text(at, top + barHeight + 11, label, {
      colour: palette.ink,
      size: 11,
      align,
      halo: palette.background,
    });
  }
  if (scale.missing === 0) return;
  const beside = x + barWidth + 26;
  painter.disc(beside, top + 4, 4.5, palette.missing);
  painter.text(beside + 9, top + 4, `no value (${grouped(scale.missing)})`, {
    colour: palette.quiet,
    size: 11,
    halo: palette.background,
  });
}

/** An expression without the backticks that only the parser needs. */
export function plainTitle(expression: string): string {
  return expression.replace(/`/g, "");
}

/** Marks that do not run into each other. */
function marks(scale: Scale): { position: number; label: string }[] {
  const chosen: { position: number; label: string }[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { position, label } of ticks(scale, 5)) {
    const half = 3.4 * label.length;
    // labels at the ends stand inwards
    const at = Math.min(barWidth - half, Math.max(half, position * barWidth));
    if (at - half < free) continue;
    chosen.push({ position, label });
    free = at + half + 6;
  }
  return chosen;
}

/** Draws three discs with their values, with the top left corner at x, y. */
export function drawSizeLegend(
  painter: Painter,
  { title, scale, radii }: SizeLegend,
  palette: Palette,
  x: number,
  y: number,
): void {
  painter.text(x, y + 6, `size: ${plainTitle(title)}`, {
    colour: palette.ink,
    size: 12,
    bold: true,
    halo: palette.background,
  });
  let at = x + 8;
  radii.forEach((radius, i) => {
    painter.disc(at, y + 22, radius, palette.quiet);
    const label = formatNumber(valueAt(scale, i / 2), 3);
    painter.text(at + radius + 5, y + 22, label, { colour: palette.ink, size: 11, halo: palette.background });
    at += 2 * radius + 24 + 6.5 * label.length;
  });
}
