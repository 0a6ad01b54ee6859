/** What a view is at first, and how parts of it go together. */
import { expect, test } from "vitest";
import {
  initialState,
  positiveNumber,
  ringsOf,
  withScale,
} from "../../../labextension/src/reciprocal/viewState.js";
import { someReflections } from "./someReflections.js";

const reflections = someReflections([30, 40, 50, 90, 90, 90], "P 21 21 21", 4);

test("without wishes: the cloud of the first intensity, as in the file; sections whole", () => {
  expect(initialState(reflections)).toMatchObject({
    show: "cloud",
    colour: "I",
    size: "I",
    colourScale: "quantile",
    colourMap: "viridis",
    expansion: "none",
    sectionExpansion: "all",
    section: "hk0",
  });
});

test("with the wishes of a cell, and the settings", () => {
  const view = { show: "section", colour: "I/SIGI", scale: "log", expand: true, section: "h0l" } as const;
  const state = initialState(reflections, view, { colourMap: "grey", section: "0kl" });
  expect(state).toMatchObject({
    show: "section",
    colour: "I/SIGI",
    colourScale: "log",
    colourMap: "grey",
    size: "",
  });
  expect(state).toMatchObject({ expansion: "all", section: "h0l" });
  expect(initialState(reflections, {}, { colourMap: "grey", section: "0kl" }).section).toBe("0kl");
});

test("a diverging scale brings its map, and takes it away again", () => {
  const state = initialState(reflections);
  const diverging = withScale(state, "diverging", "ember");
  expect([diverging.colourScale, diverging.colourMap]).toEqual(["diverging", "diverging"]);
  expect(withScale(diverging, "log", "ember").colourMap).toBe("ember");
  expect(withScale({ ...state, colourMap: "grey" }, "log", "ember").colourMap).toBe("grey");
});

test("rings and numbers as they are typed", () => {
  expect(ringsOf({ rings: "auto" }, 2).length).toBeGreaterThan(1);
  expect(ringsOf({ rings: "5, 3, 1" }, 2).map(({ d }) => d)).toEqual([5, 3]);
  expect(["2.5", " 2,5 ", "0", "-1", "x", ""].map(positiveNumber)).toEqual([
    2.5,
    2.5,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
