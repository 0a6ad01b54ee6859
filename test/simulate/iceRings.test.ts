// Oracles: the crystal room for the spacings, and the structure factors of ice itself, summed over its oxygens, for the
// strengths of the rings.
import { expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { iceProfile, iceRingTable, iceSpacing } from "../../lib/simulate/iceRings.js";
import { atom, directSummation, Structure } from "../../lib/structure/index.js";

const cell = UnitCell.of([4.497, 4.497, 7.321, 90, 90, 120]);
const spaceGroup = SpaceGroup.of("P 63/m m c");

test("the rings lie where the cell of ice puts them", () => {
  for (const { hkl } of iceRingTable) expect(iceSpacing(hkl)).toBeCloseTo(cell.dSpacing(...hkl), 10);
  // The rings that every crystallographer knows.
  const known = [3.9, 3.67, 3.44, 2.67, 2.25, 2.07, 1.95, 1.92, 1.88, 1.72];
  iceRingTable.forEach(({ hkl }, i) => {
    expect(Math.abs(iceSpacing(hkl) - known[i])).toBeLessThan(0.011);
  });
});

test("their strengths are m |F|² d² of ice, to the two figures given, and none to 1.7 Å is left out", () => {
  const [x, y, z] = cell.orthogonalize([1 / 3, 2 / 3, 0.0625]);
  // Four oxygens lie on a threefold axis: each of the 24 operations stands for a sixth of one.
  const oxygen = atom({ element: "O", x, y, z, bIso: 1.5, occupancy: 1 / 6 });
  const ice = new Structure({ cell, spaceGroup, atoms: [oxygen] });
  const indices: number[] = [];
  for (let h = 0; h <= 3; h++) {
    for (let k = 0; k <= h; k++) {
      for (let l = 0; l <= 5; l++) {
        if (h + l > 0 && cell.dSpacing(h, k, l) > 1.7) indices.push(h, k, l);
      }
    }
  }
  const { re, im } = directSummation(ice, Int32Array.from(indices));
  const strengths = Array.from(re, (real, i) => {
    const [h, k, l] = indices.slice(3 * i, 3 * i + 3);
    const mates = new Set<string>();
    for (const operation of spaceGroup.operations) mates.add(operation.applyToHkl(h, k, l).join());
    return mates.size * (real ** 2 + im[i] ** 2) * cell.dSpacing(h, k, l) ** 2;
  });
  const strongest = Math.max(...strengths);
  strengths.forEach((strength, i) => {
    const hkl = indices.slice(3 * i, 3 * i + 3).join();
    const listed = iceRingTable.find((ring) => ring.hkl.join() === hkl)?.strength ?? 0;
    expect(Math.abs(strength / strongest - listed), hkl).toBeLessThan(0.006);
  });
});

test("between rings there is nothing, in the middle of one its strength", () => {
  for (const { hkl, strength } of iceRingTable) {
    expect(Math.abs(iceProfile(1 / iceSpacing(hkl)) - strength)).toBeLessThan(0.05);
  }
  for (const d of [5, 3, 2.45, 2.15, 1.8]) expect(iceProfile(1 / d)).toBeLessThan(1e-3);
});
