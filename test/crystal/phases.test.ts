/** Oracle: structure factors as explicit sums over atoms in all equivalent places. */
import { expect, test } from "vitest";
import { phaseShiftDegrees, phasesFromAsu, phasesToAsu, wrapPhase } from "../../lib/crystal/phases.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { InputError } from "../../lib/errors.js";
import { someHkl } from "./someHkl.js";

/** Phase in degrees and amplitude of two atoms and all their equivalents. */
function structureFactor(group: SpaceGroup, hkl: readonly number[]): [number, number] {
  let [re, im] = [0, 0];
  for (const operation of group.operations) {
    for (const atom of [
      [0.11, 0.27, 0.43],
      [0.81, 0.05, 0.37],
    ]) {
      const [x, y, z] = operation.apply(atom);
      const angle = 2 * Math.PI * (hkl[0] * x + hkl[1] * y + hkl[2] * z);
      re += Math.cos(angle);
      im += Math.sin(angle);
    }
  }
  return [(Math.atan2(im, re) * 180) / Math.PI, Math.hypot(re, im)];
}

const names = [
  "P 1",
  "P 1 21 1",
  "C 1 2 1",
  "P 21 21 21",
  "I 41 2 2",
  "P 31 2 1",
  "R 3 2:H",
  "R 3:R",
  "P 61 2 2",
  "F 41 3 2",
];

test.each(names)("%s: phases of the asymmetric unit and back", (name) => {
  const group = SpaceGroup.fromName(name);
  const hkl = someHkl(400, 8);
  const { hkl: asu, isym } = group.mapToAsu(hkl);
  const rows = Array.from(isym, (_, i) => i);
  const observed = rows.map((i) => structureFactor(group, Array.from(hkl.subarray(3 * i, 3 * i + 3))));
  const unique = rows.map((i) => structureFactor(group, Array.from(asu.subarray(3 * i, 3 * i + 3))));
  const toAsu = phasesToAsu(
    group,
    hkl,
    isym,
    observed.map(([phase]) => phase),
  );
  const fromAsu = phasesFromAsu(
    group,
    hkl,
    isym,
    unique.map(([phase]) => phase),
  );
  let compared = 0;
  for (const i of rows) {
    expect(Math.abs(observed[i][1] - unique[i][1])).toBeLessThan(1e-9);
    if (observed[i][1] < 1e-6) continue;
    compared++;
    expect(Math.abs(wrapPhase(toAsu[i] - unique[i][0]))).toBeLessThan(1e-6);
    expect(Math.abs(wrapPhase(fromAsu[i] - observed[i][0]))).toBeLessThan(1e-6);
    const restricted = group.phaseRestriction(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]);
    if (restricted !== undefined) {
      expect(Math.abs(Math.sin(((observed[i][0] - restricted) * Math.PI) / 180))).toBeLessThan(1e-6);
    }
    expect(group.isAbsent(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2])).toBe(false);
  }
  expect(compared).toBeGreaterThan(20);
});

test("angles", () => {
  expect([180, -180, 540, 190, -190, 0, -360, 720.5].map(wrapPhase)).toEqual([
    180, 180, 180, -170, 170, 0, 0, 0.5,
  ]);
  expect(wrapPhase(Number.NaN)).toBeNaN();
  expect(phaseShiftDegrees([12, 0, 8], 1, 5, 2)).toBe(-60);
  expect(phaseShiftDegrees([12, 0, 8], -1, 5, -2)).toBe(-300);
});

test("bad isym and lengths are refused", () => {
  const group = SpaceGroup.fromName("P 1 21 1");
  expect(() => phasesToAsu(group, [1, 2, 3], [5], [0])).toThrow(
    "M/ISYM of row 0: got isym 5, expected 1 to 4",
  );
  expect(() => phasesToAsu(group, [1, 2, 3], [0], [0])).toThrow(InputError);
  expect(() => phasesFromAsu(group, [1, 2, 3], [1], [0, 1])).toThrow(
    "got 3 numbers, expected 6 (3 for each of 2",
  );
  expect(phasesToAsu(group, [1, 2, 3], [1], [Number.NaN])[0]).toBeNaN();
});
