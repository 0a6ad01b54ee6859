// Oracle: by hand.
import { expect, test } from "vitest";
import { axis, evenlySpread, guideLine, tip } from "../../lib/plots/xyPlot.js";

test("thinning keeps the first and the last", () => {
  expect(evenlySpread(3, 10)).toEqual([0, 1, 2]);
  expect(evenlySpread(101, 5)).toEqual([0, 25, 50, 75, 100]);
  expect(evenlySpread(0, 5)).toEqual([]);
});

test("axes, tooltips and guide lines", () => {
  expect(axis("f", "F (e)")).toEqual({
    field: "f",
    type: "quantitative",
    title: "F (e)",
    scale: { zero: false },
  });
  expect(tip("f", "F")).toEqual({ field: "f", title: "F", type: "nominal" });
  expect(tip("f", "F", ".1f")).toEqual({ field: "f", title: "F", type: "quantitative", format: ".1f" });
  const line = guideLine([[0, 1]], axis("x", "X"), axis("y", "Y"), { color: "red" });
  expect(line).toMatchObject({
    data: { values: [{ guideX: 0, guideY: 1 }] },
    mark: { type: "line", color: "red" },
  });
});
