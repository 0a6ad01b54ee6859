/** The document is well-formed whatever the words, and says what was drawn. */
import { expect, test } from "vitest";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import { SvgPainter } from "../../../labextension/src/reciprocal/svgPainter.js";

test("strokes", () => {
  const svg = new SvgPainter(300, 200, "system-ui", 'hk0 of <a> & "b"');
  svg.line(0, 0, 10.123456, 5, { colour: "#123456", width: 2, dash: [4, 2], opacity: 0.5 });
  svg.circle(5, 6, 7, { colour: "red" });
  svg.disc(1, 2, 3, "rgb(1,2,3)");
  svg.rectangle(0, 0, 300, 200, "white", { colour: "black" });
  svg.text(10, 20, 'F(+) < 3 & "x"', {
    colour: "black",
    size: 11,
    align: "centre",
    bold: true,
    italic: true,
    halo: "white",
  });
  const text = svg.toString();
  expect(text.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"')).toBe(true);
  expect(text).toContain("<title>hk0 of &lt;a&gt; &amp; &quot;b&quot;</title>");
  expect(text).toContain(
    '<line x1="0" y1="0" x2="10.12" y2="5" stroke="#123456" stroke-width="2" stroke-dasharray="4 2" stroke-opacity="0.5"/>',
  );
  expect(text).toContain('<circle cx="5" cy="6" r="7" fill="none" stroke="red" stroke-width="1"/>');
  expect(text).toContain('<circle cx="1" cy="2" r="3" fill="rgb(1,2,3)"/>');
  expect(text).toContain(">F(+) &lt; 3 &amp; &quot;x&quot;</text>");
  expect(text.match(/<(\w+)[^>]*[^/]>/g)?.length).toBe(text.match(/<\/\w+>/g)?.length);
});

test("light and dark differ in every colour that must be seen on its background", () => {
  const [light, dark] = [themePalette(false), themePalette(true)];
  expect(light.background).not.toBe(dark.background);
  expect(light.ink).not.toBe(dark.ink);
});
