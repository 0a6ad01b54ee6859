/** What goes to the graphics card. */
import { expect, test } from "vitest";
import {
  codeOfShare,
  encode,
  evenCodes,
  packCodes,
  packIndices,
  usualRadius,
  zoomedRadius,
} from "../../../labextension/src/reciprocal/cloudData.js";
import { missingCode } from "../../../labextension/src/reciprocal/scales.js";

test("indices and codes in the order of the levels of detail", () => {
  const hkl = Int32Array.of(1, 2, 3, -4, 5, -32_767, 7, 8, 9);
  expect([...packIndices(hkl, [2, 0, 1])]).toEqual([7, 8, 9, 0, 1, 2, 3, 0, -4, 5, -32_767, 0]);
  const codes = packCodes(Uint16Array.of(10, 20, 30), Uint16Array.of(1, 2, 65_535), [2, 0, 1]);
  expect([...codes]).toEqual([30, 65_535, 10, 1, 20, 2]);
  expect([...evenCodes(2)]).toEqual([32_767, 32_767]);
});

test("a share of the lowest values is hidden, missing ones not counted", () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => i);
  values[17] = Number.NaN;
  const { codes, scale } = encode(values, "linear");
  expect([scale.count, codes[17]]).toEqual([999, missingCode]);
  const limit = codeOfShare(codes, 0.4);
  const hidden = codes.filter((code) => code !== missingCode && code < limit).length;
  expect(Math.abs(hidden - 0.4 * 999)).toBeLessThanOrEqual(1);
  expect([codeOfShare(codes, 0), codeOfShare(Uint16Array.of(missingCode), 0.5)]).toEqual([0, 0]);
});

test("many points are small, few are large, and both grow when one goes nearer", () => {
  expect(usualRadius(10, 800)).toBe(7);
  expect(usualRadius(1e7, 800)).toBe(1.1);
  expect(usualRadius(20_000, 800)).toBeGreaterThan(usualRadius(100_000, 800));
  expect(zoomedRadius(2, 1, 0.25)).toBeCloseTo(2 * 4 ** 0.7, 9);
  expect(zoomedRadius(2, 1, 3)).toBe(2);
});
