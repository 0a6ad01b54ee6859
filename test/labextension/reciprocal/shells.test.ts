/** Rings; d of ice by gemmi 0.7.5: UnitCell(4.497, 4.497, 7.321, 90, 90, 120).calculate_d. */
import { expect, test } from "vitest";
import { iceRings, resolutionRings, ringsAt } from "../../../labextension/src/reciprocal/shells.js";

test.each([0.8, 1.05, 1.3, 1.9, 2.2, 3.4, 8])(
  "rings within %s Å lie apart, the first near the edge",
  (dMin) => {
    const rings = resolutionRings(dMin);
    expect(rings.length >= 2 && rings.length <= 4).toBe(true);
    rings.forEach(({ d }, i) => {
      expect(d).toBeGreaterThanOrEqual(dMin * 0.9999);
      if (i > 0) expect(1 / rings[i - 1].d - 1 / d).toBeGreaterThanOrEqual(0.999 / dMin / 6);
    });
    expect(dMin / rings[0].d).toBeGreaterThan(0.7);
  },
);

test("rings as they are asked for", () => {
  expect(ringsAt("3.5, 2; x -1 2").map(({ label }) => label)).toEqual(["3.5 Å", "2 Å"]);
  expect(ringsAt("")).toEqual([]);
});

test("ice", () => {
  const spacings = iceRings(1.7).map(({ d }) => d);
  [3.89452, 3.6605, 3.43829, 2.66726, 2.2485].forEach((d, i) => {
    expect(spacings[i]).toBeCloseTo(d, 4);
  });
  expect(iceRings(3.5).length).toBe(2);
  expect(iceRings(3.5)[0].label).toBe("ice 3.89 Å");
});
