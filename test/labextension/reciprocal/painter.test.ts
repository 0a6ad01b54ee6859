/** Colours of the themes: words must be readable on their background (contrast of WCAG 2.2, 4.5 to 1; marks 3 to 1). */
import { expect, test } from "vitest";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test.each([false, true])("dark: %s", (dark) => {
  const { background, ink, quiet, selected, absentData, axes, ice } = themePalette(dark);
  for (const words of [ink, ...axes]) expect(contrast(words, background)).toBeGreaterThan(4.5);
  for (const mark of [quiet, selected, absentData, ice])
    expect(contrast(mark, background)).toBeGreaterThan(3);
});
