/** Zone geometry against the lattice itself: brute force over all indices of a sphere. */
import { describe, expect, test } from "vitest";
import { dot } from "../../../labextension/src/reciprocal/camera.js";
import type { Vector3 } from "../../../labextension/src/reciprocal/lattice.js";
import { reciprocalBasis, transform } from "../../../labextension/src/reciprocal/lattice.js";
import {
  circleRadius,
  neighbouringSection,
  parseSection,
  planeIndex,
  planePoint,
  planeSteps,
  sectionGeometry,
  stepsTo,
  stepsWithin,
} from "../../../labextension/src/reciprocal/sections.js";
import { UnitCell } from "../../../lib/crystal/unitCell.js";
import { InputError } from "../../../lib/errors.js";

const cell = new UnitCell(11, 17, 23, 82, 97, 112);
const names = [
  "hk0",
  "h0l",
  "0kl",
  "hk3",
  "h-2l",
  "4kl",
  "hhl",
  "h-hl",
  "h2hl",
  "[110]",
  "[1 -1 0] 2",
  "[1,1,1] 3",
  "[3 -2 5] -4",
];

describe("names", () => {
  test.each([
    ["hk0", [0, 0, 1], 0, [1, 0, 0], [0, 1, 0]],
    ["h0l", [0, -1, 0], 0, [1, 0, 0], [0, 0, 1]],
    ["0KL", [1, 0, 0], 0, [0, 1, 0], [0, 0, 1]],
    ["hk−3", [0, 0, 1], -3, [1, 0, 0], [0, 1, 0]],
    ["h2l", [0, -1, 0], -2, [1, 0, 0], [0, 0, 1]],
    ["1kl", [1, 0, 0], 1, [0, 1, 0], [0, 0, 1]],
    ["hhl", [1, -1, 0], 0, [1, 1, 0], [0, 0, 1]],
    ["h -h l", [-1, -1, 0], 0, [1, -1, 0], [0, 0, 1]],
    ["h 2h l", [2, -1, 0], 0, [1, 2, 0], [0, 0, 1]],
  ] as const)("%s", (name, uvw, level, p, q) => {
    const section = parseSection(name, cell);
    expect(section.uvw).toEqual(uvw);
    expect(section.level).toBe(level);
    expect([section.p, section.q]).toEqual([p, q]);
    expect(dot(section.origin, section.uvw)).toBe(level);
  });

  test.each(["", "hkl", "00l", "h", "hk0x", "h+l", "[0 0 0]", "[1 2]", "[a b c]", "[99 1 1]", "hh0"])(
    "%j is none",
    (name) => {
      expect(() => parseSection(name, cell)).toThrow(InputError);
    },
  );

  test("the zone of a name and the name of a zone are the same plane", () => {
    const [named, zone] = [parseSection("hk2", cell), parseSection("[0 0 1] 2", cell)];
    expect(zone.uvw).toEqual(named.uvw);
    expect(stepsTo(zone, [5, -7, 2])).toBeDefined();
    expect(stepsTo(zone, [5, -7, 1])).toBeUndefined();
  });
});

describe.each(names)("geometry of %s", (name) => {
  const section = parseSection(name, cell);
  const geometry = sectionGeometry(section, cell);
  const basis = reciprocalBasis(cell);
  const dMin = 2.1;

  test("holds just the indices of the plane within the sphere, each once", () => {
    const radius = circleRadius(geometry, dMin)!;
    const steps = stepsWithin(geometry, radius);
    const found = new Set<string>();
    for (let n = 0; n < steps.length; n += 2)
      found.add(planeIndex(geometry, steps[n], steps[n + 1]).join(" "));
    expect(found.size).toBe(steps.length / 2);
    const wanted = new Set<string>();
    for (let h = -12; h <= 12; h++)
      for (let k = -12; k <= 12; k++)
        for (let l = -15; l <= 15; l++)
          if (dot([h, k, l], section.uvw) === section.level && cell.inverseDSquared(h, k, l) <= 1 / dMin ** 2)
            if (stepsTo(section, [h, k, l]) !== undefined) wanted.add(`${h} ${k} ${l}`);
    expect(found).toEqual(wanted);
    expect(wanted.size).toBeGreaterThan(10);
  });

  test("its coordinates are lengths in Å⁻¹, at right angles to the axis", () => {
    for (const [i, j] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-4, 3],
      [7, 2],
    ]) {
      const index = planeIndex(geometry, i, j);
      const [x, y] = planePoint(geometry, i, j);
      const s = transform(basis, index);
      expect(Math.hypot(x, y, geometry.height)).toBeCloseTo(Math.hypot(...s), 12);
      expect(dot(s, geometry.right)).toBeCloseTo(x, 12);
      const [back, across] = planeSteps(geometry, x, y);
      expect([back - i, across - j].every((difference) => Math.abs(difference) < 1e-9)).toBe(true);
      expect(stepsTo(section, index)).toEqual([i, j]);
    }
  });

  test("the first step points to the right, the second up, at their true angle", () => {
    const { stepP, stepQ } = geometry;
    expect(stepP[1]).toBeCloseTo(0, 12);
    expect(stepP[0]).toBeGreaterThan(0);
    expect(stepQ[1]).toBeGreaterThan(0);
    const [p, q] = [transform(basis, section.p), transform(basis, section.q)];
    expect(stepP[0] * stepQ[0] + stepP[1] * stepQ[1]).toBeCloseTo(dot(p, q), 12);
  });
});

test("angles of hk0 and h0l are γ* and β*", () => {
  const angle = (name: string): number => {
    const { stepP, stepQ } = sectionGeometry(parseSection(name, cell), cell);
    return ((Math.atan2(stepQ[1], stepQ[0]) - Math.atan2(stepP[1], stepP[0])) * 180) / Math.PI;
  };
  expect(angle("hk0")).toBeCloseTo(cell.reciprocal.gamma, 9);
  expect(angle("h0l")).toBeCloseTo(cell.reciprocal.beta, 9);
  expect(angle("0kl")).toBeCloseTo(cell.reciprocal.alpha, 9);
});

test("steps of a zone are its shortest, in a long thin cell too", () => {
  const long = new UnitCell(5, 6, 400, 90, 100, 90);
  for (const name of ["[110]", "[0 1 0] 1", "[1 0 1]"]) {
    const section = parseSection(name, long);
    const { stepP, stepQ } = sectionGeometry(section, long);
    const [p, q] = [Math.hypot(...stepP), Math.hypot(...stepQ)];
    const angle = Math.acos((stepP[0] * stepQ[0] + stepP[1] * stepQ[1]) / p / q) * (180 / Math.PI);
    expect(p).toBeLessThanOrEqual(q * (1 + 1e-9));
    expect(angle >= 60 - 1e-6 && angle <= 120 + 1e-6).toBe(true);
  }
});

test("a sphere that does not reach the plane has no circle there", () => {
  const geometry = sectionGeometry(parseSection("hk9", cell), cell);
  expect(circleRadius(geometry, 10)).toBeUndefined();
  const zero: Vector3 = [0, 0, 1];
  expect(circleRadius(sectionGeometry({ ...parseSection("hk0", cell), uvw: zero }, cell), 2)).toBeCloseTo(
    0.5,
    12,
  );
});

test.each([
  ["hk0", 1, "hk1"],
  ["h-2l", 1, "h-1l"],
  ["0kl", -1, "-1kl"],
  ["hhl", 1, "[1 -1 0] 1"],
  ["[1 1 0] 2", -3, "[1 1 0] -1"],
])("%s and %i levels further: %s", (name, by, next) => {
  expect(neighbouringSection(name, by, cell)).toBe(next);
  const [here, there] = [parseSection(name, cell), parseSection(next, cell)];
  expect(Math.abs(there.level - here.level)).toBe(Math.abs(by));
});
