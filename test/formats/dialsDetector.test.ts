/** Panels in the laboratory frame; the 64 of a real detector are compared with NumPy in dialsExpt.test.ts. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { readDetector } from "../../lib/formats/dialsDetector.js";
import { panelJson } from "./dialsSamples.js";

const frame = { fast_axis: [1, 0, 0], slow_axis: [0, 1, 0], origin: [0, 0, 0] };
const leaf = (panel: unknown) => ({ panel });
const read = (json: Record<string, unknown>) => readDetector(json, "x, detector 0");

test("a panel without a hierarchy stands in the laboratory frame", () => {
  const { panels } = read({ panels: [panelJson()] });
  expect(panels).toEqual([
    {
      name: "Panel",
      fast: [1, 0, 0],
      slow: [0, -1, 0],
      origin: [-50, 50, -100],
      pixelSize: [0.1, 0.1],
      imageSize: [1000, 1000],
    },
  ]);
});

test("groups turn and move what hangs in them, each in the frame of the one above", () => {
  // a quarter turn about z at (10, 0, −100); within it a half turn about its fast axis at (0, 5, 0)
  const hierarchy = {
    ...frame,
    fast_axis: [0, 1, 0],
    slow_axis: [-1, 0, 0],
    origin: [10, 0, -100],
    children: [
      leaf(1),
      {
        ...frame,
        fast_axis: [1, 0, 0],
        slow_axis: [0, -1, 0],
        origin: [0, 5, 0],
        children: [leaf(0)],
      },
    ],
  };
  const local = panelJson({ fast_axis: [0, 0, 3], slow_axis: [0, 1, 0], origin: [1, 2, 3] });
  const { panels } = read({ panels: [local, local], hierarchy });
  // panel 1: (x, y, z) → (−y, x, z) + (10, 0, −100)
  expect(panels[1]).toMatchObject({ fast: [0, 0, 1], slow: [-1, 0, 0], origin: [8, 1, -97] });
  // panel 0: first (x, y, z) → (x, −y, −z) + (0, 5, 0)
  expect(panels[0]).toMatchObject({ fast: [0, 0, -1], slow: [1, 0, 0], origin: [7, 1, -103] });
});

describe("is refused", () => {
  const deep = (levels: number): unknown =>
    levels === 0 ? leaf(0) : { ...frame, children: [deep(levels - 1)] };
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ["no panel", { panels: [] }, /panels: got \[\], expected at least one panel/],
    ["a panel that is none", { panels: [5] }, /panel 0: got 5, expected a JSON object/],
    ["pixels without size", { panels: [panelJson({ pixel_size: [0, 1] })] }, /pixel_size: got 0, 1/],
    ["half pixels", { panels: [panelJson({ image_size: [1, 0.5] })] }, /image_size: got 1, 0.5/],
    ["an axis of two numbers", { panels: [panelJson({ fast_axis: [1, 0] })] }, /fast_axis: got \[1, 0\]/],
    [
      "a panel in two groups",
      { panels: [panelJson()], hierarchy: { ...frame, children: [leaf(0), leaf(0)] } },
      /hierarchy, panel: got 0, expected each number from 0 to 0 once/,
    ],
    [
      "a panel that is not there",
      { panels: [panelJson()], hierarchy: { ...frame, children: [leaf(1)] } },
      /hierarchy, panel: got 1/,
    ],
    ["groups without end", { panels: [panelJson()], hierarchy: deep(40) }, /got groups more than 32 deep/],
    [
      "children that are none",
      { panels: [panelJson()], hierarchy: { ...frame, children: 1 } },
      /children: got 1, expected a list/,
    ],
  ];
  test.each(cases)("%s", (_, json, message) => {
    expect(() => read(json)).toThrow(FormatError);
    expect(() => read(json)).toThrow(message);
    expect(() => read(json)).toThrow(/^x, detector 0/);
  });
});
