/** Plots in the dark: the library's own colours, all of them. */
import { expect, test } from "vitest";
import { darkPlot } from "../../../labextension/src/outputs/plotTheme.js";
import { ccHalf, palette } from "../../../lib/plots/index.js";

const shells = [1, 2, 3].map((i) => ({
  dMax: 4 / i,
  dMin: 4 / (i + 1),
  ccHalf: 1 / i,
  ccAnomalous: 0.3 / i,
}));

/** Relative luminance of a colour "#rrggbb" (WCAG 2.1). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast with JupyterLab's dark paper, #111111. */
const contrast = (colour: string) => (luminance(colour) + 0.05) / (luminance("#111111") + 0.05);

test("ink and series can be read on dark paper, which shows through", () => {
  const spec = darkPlot(ccHalf({ shells })) as { config: Record<string, unknown> };
  expect(spec.config.background).toBe("transparent");
  const { axis, title } = spec.config as { axis: Record<string, string>; title: Record<string, string> };
  for (const ink of [axis.labelColor, axis.titleColor, title.color, title.subtitleColor])
    expect(contrast(ink), ink).toBeGreaterThan(7);
  for (const colour of palette) expect(contrast(colourOf(colour)), colour).toBeGreaterThan(4);
  const grid = contrast(axis.gridColor);
  expect(grid > 1.2 && grid < 3).toBe(true);
});

test("what is plotted is left alone, and so is the specification that was given", () => {
  const spec = {
    data: { values: [{ colour: "#000000" }] },
    mark: { color: "#000000" },
    config: { font: "x" },
  };
  expect(darkPlot(spec)).toEqual({ ...spec, mark: { color: "#f2f2f2" } });
  expect(spec.mark.color).toBe("#000000");
  expect(darkPlot("x")).toBe("x");
});

function colourOf(colour: string): string {
  return (darkPlot({ colour }) as { colour: string }).colour;
}
