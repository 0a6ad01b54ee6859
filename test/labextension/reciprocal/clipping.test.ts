/** Clipping against the definitions, in indices and d. */
import { expect, test } from "vitest";
import { isInside, makeClip, slabShare } from "../../../labextension/src/reciprocal/clipping.js";
import { reciprocalBasis, transform } from "../../../labextension/src/reciprocal/lattice.js";
import { UnitCell } from "../../../lib/crystal/unitCell.js";

const cell = new UnitCell(21, 34, 40, 82, 97, 112);
const basis = reciprocalBasis(cell);
const towards = [0, 0.6, 0.8] as const;

function everyIndex(
  check: (h: number, k: number, l: number, s: readonly [number, number, number]) => void,
): void {
  for (let h = -5; h <= 5; h++)
    for (let k = -5; k <= 5; k++) for (let l = -5; l <= 5; l++) check(h, k, l, transform(basis, [h, k, l]));
}

test("resolution", () => {
  const clip = makeClip(cell, towards, { dMin: 5, dMax: 9 });
  everyIndex((h, k, l, s) => {
    const d = cell.dSpacing(h, k, l);
    expect(isInside(clip, s)).toBe(d >= 5 && d <= 9);
  });
});

test.each([
  ["a", 0, 1],
  ["b", 2, 1],
  ["c", -1, 3],
  ["c", 0.5, 1],
] as const)("layers along %s, middle %s, thickness %s", (axis, middle, thickness) => {
  const clip = makeClip(cell, towards, { slab: { axis, middle, thickness } });
  everyIndex((h, k, l, s) => {
    const layer = { a: h, b: k, c: l }[axis];
    expect(isInside(clip, s)).toBe(Math.abs(layer - middle) <= thickness / 2);
  });
});

test("across the line of sight, and no limits at all", () => {
  const clip = makeClip(cell, towards, { slab: { axis: "view", middle: 0.02, thickness: 0.06 } });
  const none = makeClip(cell, towards, {});
  everyIndex((_h, _k, _l, s) => {
    const depth = 0.6 * s[1] + 0.8 * s[2];
    expect(isInside(clip, s)).toBe(Math.abs(depth - 0.02) <= 0.03 + 1e-6);
    expect(isInside(none, s)).toBe(true);
  });
});

test("the share of a slab", () => {
  expect(slabShare(cell, 0.5, undefined)).toBe(1);
  expect(slabShare(cell, 0.5, { axis: "a", middle: 0, thickness: 1 })).toBeCloseTo(1 / 21, 9);
  expect(slabShare(cell, 0.5, { axis: "view", middle: 0, thickness: 0.25 })).toBeCloseTo(0.25, 9);
  expect(slabShare(cell, 0.5, { axis: "a", middle: 0, thickness: 99 })).toBe(1);
});
