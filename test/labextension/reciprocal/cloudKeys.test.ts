/** Keys, and the cameras that look along an axis. */
import { describe, expect, test } from "vitest";
import { type Camera, projector, toEye } from "../../../labextension/src/reciprocal/camera.js";
import {
  cameraAfterKey,
  cameraAlong,
  wholeCamera,
  wholeSpan,
  zoomed,
} from "../../../labextension/src/reciprocal/cloudKeys.js";
import { reciprocalBasis, transform, type Vector3 } from "../../../labextension/src/reciprocal/lattice.js";
import { UnitCell } from "../../../lib/crystal/unitCell.js";

const basis = reciprocalBasis(new UnitCell(30, 40, 50, 81, 97, 112));
const whole = wholeCamera(basis, 0.5, false);
const context = { shift: false, basis, reach: 0.5 };
const after = (key: string, shift = false): Camera | undefined =>
  cameraAfterKey(whole, key, { ...context, shift });

describe("along an axis", () => {
  test.each([1, 2, 3] as const)("%s points at the reader", (axis) => {
    const index: Vector3 = [axis === 1 ? 1 : 0, axis === 2 ? 1 : 0, axis === 3 ? 1 : 0];
    const seen = toEye(cameraAlong(whole, basis, axis), transform(basis, index));
    expect(Math.hypot(seen[0], seen[1])).toBeLessThan(1e-12);
    expect(seen[2]).toBeGreaterThan(0);
    expect(after(String(axis))?.rotation).toEqual(cameraAlong(whole, basis, axis).rotation);
  });
});

test("arrows turn to and fro, with Shift they move the picture", () => {
  const right = after("ArrowRight")!;
  const back = cameraAfterKey(right, "ArrowLeft", context)!;
  back.rotation.forEach((value, i) => {
    expect(value).toBeCloseTo(whole.rotation[i], 12);
  });
  const up = after("ArrowUp", true);
  expect([up?.pan[1], up?.rotation]).toEqual([0.1, whole.rotation]);
  // a point in front goes to the right with the right arrow
  const front = projector(whole, 800, 600);
  const point = [0, 0, 1].map((_, i) => toEye({ ...whole, rotation: conjugate(whole) }, [0, 0, 0.3])[i]);
  const [x, y, z] = point;
  expect(projector(right, 800, 600)(x, y, z).x).toBeGreaterThan(front(x, y, z).x);
});

function conjugate({ rotation: [x, y, z, w] }: Camera): Camera["rotation"] {
  return [-x, -y, -z, w];
}

test("plus and minus zoom, Home shows all, other keys mean nothing", () => {
  expect(after("+")?.span).toBeCloseTo(whole.span / 1.2, 12);
  expect(after("-")?.span).toBeCloseTo(whole.span * 1.2, 12);
  expect(cameraAfterKey({ ...whole, span: 0.01, pan: [3, 3] }, "Home", context)).toEqual(whole);
  expect(whole.span).toBe(wholeSpan(0.5));
  expect(after("q")).toBeUndefined();
});

test("what is under the pointer stays there when one zooms", () => {
  const place = [0.4, -0.3] as const;
  const point = projector(whole, 600, 600);
  const near = zoomed(whole, 1.7, place);
  const s = [0.1, 0.15, -0.2] as const;
  const before = point(...s);
  const [dx, dy] = [(before.x - 300) / 300 - place[0], (300 - before.y) / 300 - place[1]];
  const later = projector(near, 600, 600)(...s);
  expect((later.x - 300) / 300 - place[0]).toBeCloseTo(1.7 * dx, 9);
  expect((300 - later.y) / 300 - place[1]).toBeCloseTo(1.7 * dy, 9);
});
