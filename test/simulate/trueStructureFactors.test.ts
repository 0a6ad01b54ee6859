// Oracle: a structure of one atom, whose structure factor is known in closed form; generateHkl of the crystal room.
import { expect, test } from "vitest";
import { generateHkl, SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { enumerateReflections, trueStructureFactors } from "../../lib/simulate/trueStructureFactors.js";
import { atom, evaluateFormFactor, formFactor, Structure } from "../../lib/structure/index.js";

test("one xenon atom: |f0 + f′ + i f″| exp(−B/4d²) for both mates, phase of its place", () => {
  const cell = new UnitCell(20, 25, 30);
  const [x, y, z] = [2, 5, 3];
  const structure = new Structure({
    cell,
    spaceGroup: SpaceGroup.fromName("P 1"),
    atoms: [atom({ element: "Xe", x, y, z, bIso: 15, occupancy: 0.8 })],
  });
  const hkl = Int32Array.of(1, 2, 3, -4, 1, 0, 0, 0, 7);
  const anomalous = { Xe: { fPrime: -0.5, fDoublePrime: 7.4 } };
  const factors = trueStructureFactors(structure, hkl, anomalous);
  for (let i = 0; i < 3; i++) {
    const [h, k, l] = hkl.subarray(3 * i);
    const s = cell.inverseDSquared(h, k, l);
    const f0 = evaluateFormFactor(formFactor("Xe"), s);
    const amplitude = 0.8 * Math.hypot(f0 - 0.5, 7.4) * Math.exp((-15 * s) / 4);
    expect(factors.amplitudePlus[i]).toBeCloseTo(amplitude, 9);
    expect(factors.amplitudeMinus[i]).toBeCloseTo(amplitude, 9);
    const phase =
      360 * ((h * x) / 20 + (k * y) / 25 + (l * z) / 30) + (Math.atan2(7.4, f0 - 0.5) * 180) / Math.PI;
    const off = (factors.phasePlus[i] - phase) / 360;
    expect(360 * Math.abs(off - Math.round(off))).toBeLessThan(1e-8);
  }
});

test.each([
  ["P 21 21 21", [24, 31, 37, 90, 90, 90]],
  ["C 1 2 1", [41, 19, 28, 90, 113, 90]],
  ["P 61 2 2", [30, 30, 44, 90, 90, 120]],
  ["P 1", [15, 17, 19, 80, 95, 107]],
] as const)(
  "%s: the unique reflections of the crystal room, and a sphere that maps onto them",
  (name, parameters) => {
    const cell = UnitCell.of([...parameters]);
    const spaceGroup = SpaceGroup.fromName(name);
    const { unique, sphere } = enumerateReflections(cell, spaceGroup, 2.5, 1000);
    const key = (hkl: Int32Array): string[] =>
      Array.from({ length: hkl.length / 3 }, (_, i) => hkl.subarray(3 * i, 3 * i + 3).join(" ")).sort();
    expect(key(unique)).toEqual(key(generateHkl(cell, spaceGroup, 2.5)));
    for (let i = 0; i < sphere.unique.length; i++) {
      const [h, k, l] = unique.subarray(3 * sphere.unique[i]);
      expect(spaceGroup.fromAsu(h, k, l, sphere.isym[i])).toEqual([...sphere.hkl.subarray(3 * i, 3 * i + 3)]);
    }
    // The whole sphere: each index with its Friedel mate.
    const all = new Set(key(sphere.hkl));
    expect(all.size).toBe(sphere.hkl.length / 3);
    expect(key(sphere.hkl.map((index) => 0 - index)).every((mate) => all.has(mate))).toBe(true);
  },
);

test("low-resolution limit", () => {
  const cell = new UnitCell(30, 40, 50);
  const { unique } = enumerateReflections(cell, SpaceGroup.fromName("P 2 2 2"), 3, 10);
  for (let i = 0; i < unique.length; i += 3) {
    const d = cell.dSpacing(unique[i], unique[i + 1], unique[i + 2]);
    expect(d).toBeLessThanOrEqual(10);
    expect(d).toBeGreaterThanOrEqual(3);
  }
});
