/** Ewald offsets against closed forms; against NumPy and DIALS's own delpsical in fromDials.test.ts. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { ewaldOffsets } from "../../lib/table/ewaldOffset.js";

const axes = [40, 0, 0, 0, 50, 0, 0, 0, 60];

test("along the beam an index goes inside or outside by its own length", () => {
  // s0 along −z with |s0| = 1: (0 0 l) adds l/60 to −1
  const offsets = ewaldOffsets(axes, [0, 0, -1], [0, 0, -6, 0, 0, 6, 0, 0, 0]);
  expect(offsets[0]).toBeCloseTo(0.1, 15);
  expect(offsets[1]).toBeCloseTo(-0.1, 15);
  expect(offsets[2]).toBe(0);
});

test("across the beam it is √(1 + q²) − 1, to all digits however small", () => {
  const [offset] = ewaldOffsets([4e6, 0, 0, 0, 50, 0, 0, 0, 60], [0, 0, -1], [1, 0, 0]);
  const q = 1 / 4e6;
  expect(Math.abs(offset / ((q * q) / 2 - q ** 4 / 8) - 1)).toBeLessThan(1e-14);
});

test("a crystal with oblique axes: where h lies on the sphere it is 0", () => {
  // two waves of length 1/λ that differ by a*, from a triclinic cell turned anyhow
  const cell = [11, 2, -3, -1, 13, 4, 2, 0.5, 17];
  const [a, b, c] = [0, 3, 6].map((i) => cell.slice(i, i + 3));
  const cross = (u: number[], v: number[]) =>
    [0, 1, 2].map((i) => u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3]);
  const bc = cross(b, c);
  const volume = a[0] * bc[0] + a[1] * bc[1] + a[2] * bc[2];
  const star = bc.map((value) => value / volume);
  const normal = cross(star, [0, 0, 1]);
  const incident = star.map((value, i) => -value / 2 + 3 * normal[i]);
  const [on, off] = ewaldOffsets(cell, incident, [1, 0, 0, -1, 0, 0]);
  expect(Math.abs(on)).toBeLessThan(1e-16);
  expect(off).toBeGreaterThan(0.01);
});

test("axes that span no cell are refused", () => {
  const flat = () => ewaldOffsets([1, 0, 0, 2, 0, 0, 0, 0, 1], [0, 0, 1], [1, 0, 0]);
  expect(flat).toThrow(InputError);
  expect(flat).toThrow("crystal axes: got a cell of volume 0 Å³, expected three axes that span a cell");
});
