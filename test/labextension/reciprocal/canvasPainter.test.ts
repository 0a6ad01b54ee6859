/** The calls that a canvas gets, by a context that writes them down. */
import { expect, test } from "vitest";
import { CanvasPainter, type Context } from "../../../labextension/src/reciprocal/canvasPainter.js";

/** A context that notes each call with the properties that matter at that moment. */
function notebook(): { context: Context; calls: string[] } {
  const calls: string[] = [];
  const state: Record<string, unknown> = {};
  const context = new Proxy(state, {
    get: (target, name: string) =>
      name in target
        ? target[name]
        : (...values: unknown[]) => {
            calls.push(`${name}(${values.map((value) => JSON.stringify(value)).join(",")})`);
          },
  }) as unknown as Context;
  return { context, calls };
}

test("lines, discs and words", () => {
  const { context, calls } = notebook();
  const painter = new CanvasPainter(context, "serif");
  painter.line(1, 2, 3, 4, { colour: "red", width: 2, dash: [3, 1], opacity: 0.5 });
  expect(calls).toEqual([
    "beginPath()",
    "moveTo(1,2)",
    "lineTo(3,4)",
    "setLineDash([3,1])",
    "stroke()",
    "setLineDash([])",
  ]);
  expect([context.strokeStyle, context.lineWidth, context.globalAlpha]).toEqual(["red", 2, 1]);
  calls.length = 0;
  painter.disc(5, 6, 7, "blue");
  painter.circle(5, 6, 7, { colour: "green" });
  painter.rectangle(0, 0, 9, 9, "white", { colour: "black" });
  expect(calls.filter((call) => /^(arc|fill|stroke)/.test(call))).toEqual([
    `arc(5,6,7,0,${2 * Math.PI})`,
    "fill()",
    `arc(5,6,7,0,${2 * Math.PI})`,
    "stroke()",
    "fillRect(0,0,9,9)",
    "strokeRect(0,0,9,9)",
  ]);
  calls.length = 0;
  painter.text(1, 2, "a*", {
    colour: "black",
    bold: true,
    italic: true,
    size: 14,
    align: "centre",
    halo: "white",
  });
  expect(calls).toEqual(['strokeText("a*",1,2)', 'fillText("a*",1,2)']);
  expect([context.font, context.textAlign, context.textBaseline]).toEqual([
    "italic 600 14px serif",
    "center",
    "middle",
  ]);
});
