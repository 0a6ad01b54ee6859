/** The picture as SVG, and what is drawn around the points. */
import { describe, expect, test } from "vitest";
import { wholeCamera } from "../../../labextension/src/reciprocal/cloudKeys.js";
import {
  type CloudLook,
  clipOf,
  cloudFrame,
  cloudSvg,
  mostSvgPoints,
  radiusOf,
} from "../../../labextension/src/reciprocal/cloudPicture.js";
import { reflectionDetails } from "../../../labextension/src/reciprocal/details.js";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import { ViewModel } from "../../../labextension/src/reciprocal/viewModel.js";
import { initialState, type ViewState } from "../../../labextension/src/reciprocal/viewState.js";
import { someReflections } from "./someReflections.js";

const reflections = someReflections([30, 40, 50, 90, 90, 90], "P 21 21 21", 3);

function lookOf(change: Partial<ViewState> = {}, of = reflections): CloudLook {
  const model = new ViewModel(of, { ...initialState(of), ...change });
  const camera = wholeCamera(model.basis, model.reach, false);
  return { model, camera, palette: themePalette(false), selected: undefined, width: 900, height: 600 };
}

describe("SVG", () => {
  test("a circle for each point, axes and legend as text", () => {
    const svg = cloudSvg(lookOf());
    const discs = svg.match(/<circle [^>]*fill="rgb/g)?.length;
    expect(discs).toBe(reflections.count);
    for (const words of ["a*", "b*", "c*", "size: I", "I, equal shares", "P 21 21 21"])
      expect(svg).toContain(words);
    expect(svg).not.toContain("NaN");
  });

  test("at most so many, and says so", () => {
    const many = someReflections([60, 70, 80, 90, 90, 90], "P 1", 2.6);
    const svg = cloudSvg(lookOf({ expansion: "all" }, many));
    expect(2 * many.count).toBeGreaterThan(mostSvgPoints);
    expect(svg.match(/<circle [^>]*fill="rgb/g)?.length).toBe(mostSvgPoints);
    expect(svg).toContain("20,000 points drawn");
  });
});

describe("frame", () => {
  test("rings, ice and legends as the state asks for them", () => {
    const frame = cloudFrame(lookOf({ rings: "4, 3.5", ice: true, size: "" }));
    expect(frame.rings.map(({ d }) => d)).toEqual([4, 3.5]);
    expect(frame.ice.length).toBe(3);
    expect(frame.size).toBeUndefined();
    expect(cloudFrame(lookOf({ rings: "" })).rings).toEqual([]);
    expect(cloudFrame(lookOf({ expansion: "all" })).full).toBe(true);
  });

  test("the selected reflection, and its equivalents in the data", () => {
    const look = { ...lookOf(), selected: { details: reflectionDetails(reflections, [1, -2, 3]) } };
    const { selected, marked } = cloudFrame(look);
    expect(selected?.label).toBe("1 −2 3");
    expect(selected?.s[1]).toBeCloseTo(-2 / 40, 9);
    expect(marked.map((s) => Math.round(s[1] * 40))).toEqual([2]);
  });

  test("in a layer neighbours do not run into each other", () => {
    const look = lookOf({ slab: { axis: "c", middle: 0, thickness: 1 } });
    const apart = (1 / 40) * (look.height / 2 / look.camera.span);
    expect(2 * 1.6 * radiusOf(look)).toBeCloseTo(apart, 6);
    expect(radiusOf(look)).toBeLessThan(radiusOf(lookOf()));
    const { normal } = clipOf(lookOf({ slab: { axis: "view", middle: 0, thickness: 0.1 } }));
    expect(Math.hypot(...normal)).toBeCloseTo(1, 9);
  });
});
