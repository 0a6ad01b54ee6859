// Oracle: distances between all atoms and their symmetry mates by brute force; the composition asked for.
import { expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { randomStructure } from "../../lib/simulate/index.js";
import type { Structure } from "../../lib/structure/index.js";

/** The smallest distance between two different atoms of the crystal, Å. */
function closest({ atoms, cell, spaceGroup }: Structure): number {
  const first = atoms.map((atom) => cell.fractionalize([atom.x, atom.y, atom.z]));
  let smallest = Number.POSITIVE_INFINITY;
  for (const [number, operation] of spaceGroup.operations.entries()) {
    const images = first.map((xyz) => operation.apply(xyz));
    for (let i = 0; i < first.length; i++) {
      for (let j = number === 0 ? i + 1 : 0; j < images.length; j++) {
        const difference = first[i].map((value, axis) => {
          const d = value - images[j][axis];
          return d - Math.round(d);
        });
        smallest = Math.min(smallest, Math.hypot(...cell.orthogonalize(difference)));
      }
    }
  }
  return smallest;
}

test("the default is protein-like: half the cell, its elements, two xenons", () => {
  const structure = randomStructure();
  const counts = structure.elementCounts();
  const light = counts.C + counts.N + counts.O + counts.S;
  expect(light).toBe(Math.floor((34 * 42 * 50) / 4 / 36));
  expect(counts).toEqual({
    C: Math.round(0.63 * light),
    N: Math.round(0.8 * light) - Math.round(0.63 * light),
    O: Math.round(0.994 * light) - Math.round(0.8 * light),
    S: light - Math.round(0.994 * light),
    Xe: 2,
  });
  const xenons = structure.select({ element: "Xe" });
  expect([...xenons.occupancies()]).toEqual([0.9, 0.4]);
  const bFactors = structure.filter((atom) => !atom.hetero).bFactors();
  const mean = bFactors.reduce((sum, b) => sum + b, 0) / bFactors.length;
  expect(Math.abs(mean - 18)).toBeLessThan(1.5);
  expect(Math.min(...bFactors)).toBeGreaterThan(0.4 * 18);
});

test.each([
  ["P 21 21 21", [34, 42, 50, 90, 90, 90]],
  ["P 1", [20, 23, 26, 75, 105, 112]],
  ["R 3:H", [40, 40, 30, 90, 90, 120]],
  ["C 1 2 1", [50, 22, 31, 90, 118, 90]],
] as const)("no two atoms are too close in %s", (spaceGroup, cell) => {
  const structure = randomStructure({ seed: 3, spaceGroup, cell: [...cell], minimumDistance: 1.6 });
  expect(structure.spaceGroup.equals(SpaceGroup.fromName(spaceGroup))).toBe(true);
  expect(structure.cell.equals(UnitCell.of([...cell]))).toBe(true);
  expect(closest(structure)).toBeGreaterThanOrEqual(1.6);
});

test("the seed decides, and nothing else", () => {
  expect([...randomStructure({ seed: 5 }).positions()]).toEqual([
    ...randomStructure({ seed: 5 }).positions(),
  ]);
  expect([...randomStructure({ seed: 5 }).positions()]).not.toEqual([
    ...randomStructure({ seed: 6 }).positions(),
  ]);
});

test("heavy atoms as asked for", () => {
  const structure = randomStructure({
    heavyAtoms: [{ element: "Se", count: 3, occupancies: [1, 0.5], bFactor: 30 }],
  });
  const heavy = structure.select({ element: "Se" });
  expect([...heavy.occupancies()]).toEqual([1, 0.5, 0.5]);
  expect([...heavy.bFactors()]).toEqual([30, 30, 30]);
  expect(randomStructure({ heavyAtoms: [] }).elementCounts().Xe).toBeUndefined();
});

test.each([
  [{ atomCount: 0 }, "number of atoms of a random structure: got 0, expected a whole number above 0"],
  [{ bFactor: -1 }, "B factor of a random structure: got -1, expected a positive number of Å²"],
  [{ minimumDistance: -1 }, "minimum distance of a random structure: got -1, expected 0 to 10 Å"],
  [{ heavyAtoms: [{ element: "Xe", count: 0.5 }] }, "number of Xe atoms: got 0.5, expected a whole number"],
  [
    { cell: [10, 10, 10], atomCount: 200, minimumDistance: 3 },
    "after 2000 tries, expected a cell that holds them 3 Å apart; ask for fewer atoms or a smaller minimumDistance",
  ],
])("what cannot be is refused: %j", (options, message) => {
  expect(() => randomStructure(options)).toThrow(message);
});
