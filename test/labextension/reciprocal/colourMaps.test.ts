/** L* of the colours against what is wanted of a map; the conversion against known pairs (CIE 15:2004, sRGB of IEC 61966). */
import { describe, expect, test } from "vitest";
import {
  colourMapNames,
  colourTexture,
  cssColour,
  lightness,
  mapColour,
  rgbOfLab,
} from "../../../labextension/src/reciprocal/colourMaps.js";

test("CIELAB to sRGB: white, black, middle grey, and the primaries", () => {
  expect(rgbOfLab([100, 0, 0]).map((value) => Math.abs(value - 255) <= 1)).toEqual([true, true, true]);
  expect(rgbOfLab([0, 0, 0])).toEqual([0, 0, 0]);
  expect(rgbOfLab([53.585, 0, 0]).every((value) => Math.abs(value - 128) <= 1)).toBe(true);
  const near = (got: readonly number[], wanted: readonly number[]) =>
    got.every((value, i) => Math.abs(value - wanted[i]) <= 2);
  expect(near(rgbOfLab([53.24, 80.09, 67.2]), [255, 0, 0])).toBe(true);
  expect(near(rgbOfLab([87.73, -86.18, 83.18]), [0, 255, 0])).toBe(true);
  expect(near(rgbOfLab([32.3, 79.19, -107.86]), [0, 0, 255])).toBe(true);
});

describe.each(["viridis", "ember", "grey"] as const)("%s", (name) => {
  test("grows lighter in even steps", () => {
    const steps = Array.from({ length: 31 }, (_, i) => lightness(mapColour(name, i / 30)));
    for (let i = 1; i < steps.length; i++) expect(Math.abs(steps[i] - steps[i - 1] - 2.6)).toBeLessThan(1.2);
  });
});

test("the diverging map is lightest in its middle, and as dark at both ends", () => {
  const at = (position: number) => lightness(mapColour("diverging", position));
  expect(at(0.5)).toBeGreaterThan(92);
  expect(Math.abs(at(0) - at(1))).toBeLessThan(2);
  expect(mapColour("diverging", 0)[2]).toBeGreaterThan(mapColour("diverging", 0)[0]);
  expect(mapColour("diverging", 1)[0]).toBeGreaterThan(mapColour("diverging", 1)[2]);
});

test("beyond the ends stand the ends; the texture holds the map", () => {
  for (const name of colourMapNames) {
    expect(mapColour(name, -3)).toEqual(mapColour(name, 0));
    expect(mapColour(name, 7)).toEqual(mapColour(name, 1));
    const texture = colourTexture(name);
    expect([...texture.subarray(4 * 100, 4 * 100 + 4)]).toEqual([...mapColour(name, 100 / 255), 255]);
  }
  expect(cssColour([1, 2, 3])).toBe("rgb(1,2,3)");
});
