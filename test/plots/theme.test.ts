// Oracle: what the options say; WCAG's contrast of the palette on white.
import { expect, test } from "vitest";
import { multiplicity, palette } from "../../lib/plots/index.js";
import { numberAxis, plotNumber, plotSpec, seriesEncoding } from "../../lib/plots/theme.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";

test("own title, size, font, colours", async () => {
  const spec = multiplicity(
    { shells },
    {
      title: "Mine",
      subtitle: "below",
      width: 300,
      height: 200,
      colours: ["#123456"],
      font: "Courier",
      fontSize: 9,
    },
  );
  const picture = await render("themeOptions", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["Mine", "below"]));
  expect(picture.svg).toContain("#123456");
  expect(picture.svg).toContain('font-family="Courier"');
  expect(picture.svg).toContain('font-size="9px"');
  expect([spec.width, spec.height]).toEqual([300, 200]);
});

test("an option that is undefined counts as left out", () => {
  const parts = { title: "T", description: "D", rows: [], layers: [] };
  expect(plotSpec(parts, { width: undefined, height: undefined })).toEqual(plotSpec(parts));
});

test("numbers of a specification are short and finite", () => {
  expect(
    [1 / 3, 0, -1e-9 / 7, Number.NaN, Number.POSITIVE_INFINITY, undefined, null].map(plotNumber),
  ).toEqual([0.333333, 0, -1.42857e-10, null, null, null, null]);
});

test("axes of shares count in per cent", () => {
  expect(numberAxis(".3~p")).toEqual({ labelExpr: "format(100 * datum.value, '.4~g')" });
  expect(numberAxis(".2f")).toEqual({ format: ".2f" });
});

test("series keep colour and shape by their place; more series than colours start over", () => {
  const names = Array.from({ length: 9 }, (_, i) => `s${i}`);
  const { color } = seriesEncoding(names, {});
  expect(JSON.stringify(color)).toContain(JSON.stringify([...palette, palette[0], palette[1]]));
});

test("the palette stands out from white, its colours from each other", () => {
  const luminance = (colour: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  expect(new Set(palette).size).toBe(palette.length);
  for (const colour of palette) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(1.9);
  for (const colour of palette.slice(0, 2)) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(3);
});
