/**
 * A model of atoms strewn at random: a protein's composition, no two atoms (symmetry mates included) closer than bonded
 * ones, half of the cell left to solvent, and a few heavy atoms. Its structure factors follow Wilson statistics, as
 * those of a protein do, and its anomalous differences are those of its heavy atoms.
 * Composition of proteins without hydrogen C : N : O : S = 63 : 17 : 19.4 : 0.6 and 18 Å³ an atom: Matthews, J. Mol.
 * Biol. 33 (1968) 491, with the mean residue of Creighton, Proteins (1993), table 1.1. B factors: a floor of 0.4 B̄ and a
 * gamma distribution of shape 3 on top, skewed to high values as in refined structures (Merritt, Acta Cryst. A68 (2012)
 * 478).
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { Draws, gamma, permutation, randomStream } from "../random/index.js";
import { type Atom, atom, Structure } from "../structure/index.js";

/** Atoms of one heavy element, each at a random place. */
export interface HeavyAtoms {
  /** Element symbol, as "Xe". */
  readonly element: string;
  /** Default 1. */
  readonly count?: number;
  /** Occupancy of each; the last one given holds for the rest. Default [1]. */
  readonly occupancies?: readonly number[];
  /** Å². Default the mean B factor. */
  readonly bFactor?: number;
}

/** Options of {@link randomStructure}. */
export interface RandomStructureOptions {
  /** Default 1. The same seed gives the same atoms. */
  readonly seed?: number;
  /** Å and degrees. Default 34 × 42 × 50 Å. */
  readonly cell?: UnitCell | readonly number[];
  /** Default P 21 21 21. */
  readonly spaceGroup?: SpaceGroup | string | number;
  /** Light atoms in the asymmetric unit. Default: as many as leave half of the cell to solvent. */
  readonly atomCount?: number;
  /** Mean B factor of the light atoms, Å². Default 18. */
  readonly bFactor?: number;
  /** Default two xenons, of occupancy 0.9 and 0.4. */
  readonly heavyAtoms?: readonly HeavyAtoms[];
  /** No two atoms are closer, Å. Default 1.4. */
  readonly minimumDistance?: number;
}

const COMPOSITION: readonly (readonly [element: string, share: number])[] = [
  ["C", 0.63],
  ["N", 0.17],
  ["O", 0.194],
  ["S", 0.006],
];
const VOLUME_PER_ATOM = 18;
const ATOMS_PER_RESIDUE = 8;
const TRIES_PER_ATOM = 2000;

/** Defaults of {@link randomStructure} that other simulations share. */
export const DEFAULT_CELL: readonly number[] = [34, 42, 50, 90, 90, 90];
export const DEFAULT_SPACE_GROUP = "P 21 21 21";
const DEFAULT_HEAVY_ATOMS: readonly HeavyAtoms[] = [{ element: "Xe", count: 2, occupancies: [0.9, 0.4] }];

/**
 * Random atoms in an asymmetric unit.
 * @throws InputError where the cell cannot hold so many atoms so far apart, or a number is out of range
 */
export function randomStructure(options: RandomStructureOptions = {}): Structure {
  const { seed = 1, bFactor = 18, heavyAtoms = DEFAULT_HEAVY_ATOMS, minimumDistance = 1.4 } = options;
  const cell = UnitCell.of(options.cell ?? DEFAULT_CELL);
  const spaceGroup = SpaceGroup.of(options.spaceGroup ?? DEFAULT_SPACE_GROUP);
  const atomCount =
    options.atomCount ??
    Math.max(1, Math.floor(cell.volume / spaceGroup.operations.length / (2 * VOLUME_PER_ATOM)));
  checkOptions(atomCount, bFactor, minimumDistance, heavyAtoms);
  const heavy = heavyAtoms.flatMap((kind) =>
    Array.from({ length: kind.count ?? 1 }, (_, i) => {
      const occupancies = kind.occupancies ?? [1];
      return {
        element: kind.element,
        occupancy: occupancies[Math.min(i, occupancies.length - 1)],
        bIso: kind.bFactor ?? bFactor,
      };
    }),
  );
  const places = new Packing(cell, spaceGroup, minimumDistance).place(seed, atomCount + heavy.length);
  const elements = lightElements(seed, atomCount);
  const bStream = randomStream(seed, "B factors");
  const atoms = places.map(([x, y, z], i): Atom => {
    const isHeavy = i >= atomCount;
    const kind = isHeavy
      ? heavy[i - atomCount]
      : { element: elements[i], occupancy: 1, bIso: bFactor * (0.4 + 0.2 * gamma(bStream, i, 3)) };
    return atom({
      element: kind.element,
      serial: i + 1,
      residueName: isHeavy ? kind.element.toUpperCase() : "UNK",
      residueNumber: isHeavy ? 1 + i - atomCount : 1 + Math.floor(i / ATOMS_PER_RESIDUE),
      chain: isHeavy ? "X" : "A",
      occupancy: kind.occupancy,
      bIso: kind.bIso,
      x,
      y,
      z,
      hetero: isHeavy,
    });
  });
  return new Structure({ cell, spaceGroup, atoms, name: `random atoms, seed ${seed}` });
}

/** Elements in the shares of a protein, in random order. */
function lightElements(seed: number, count: number): string[] {
  const elements: string[] = [];
  let share = 0;
  for (const [element, part] of COMPOSITION) {
    share += part;
    while (elements.length < Math.round(share * count)) elements.push(element);
  }
  return Array.from(permutation(randomStream(seed, "elements"), count), (i) => elements[i]);
}

/** Places atoms one by one at random, each far enough from all before it and their symmetry mates. */
class Packing {
  private readonly bins = new Map<number, number[]>();
  private readonly shape: readonly [number, number, number];

  constructor(
    private readonly cell: UnitCell,
    private readonly spaceGroup: SpaceGroup,
    private readonly distance: number,
  ) {
    const bins = (reciprocal: number): number => Math.max(1, Math.floor(1 / (reciprocal * distance || 1e-9)));
    const { a, b, c } = cell.reciprocal;
    // Bins at least as thick as the distance: only a bin's own neighbours can hold an atom too near.
    this.shape = [Math.min(512, bins(a)), Math.min(512, bins(b)), Math.min(512, bins(c))];
  }

  /** Cartesian coordinates (Å) of `count` atoms. */
  place(seed: number, count: number): [number, number, number][] {
    const draws = new Draws(randomStream(seed, "coordinates"));
    const places: [number, number, number][] = [];
    for (let i = 0; i < count; i++) {
      draws.moveTo(i);
      let tries = 0;
      let mates = this.mates([draws.next(), draws.next(), draws.next()]);
      while (!this.isFree(mates)) {
        if (++tries > TRIES_PER_ATOM) {
          throw new InputError(
            `random structure: got no room for atom ${i + 1} of ${count} after ${TRIES_PER_ATOM} tries, expected a ` +
              `cell that holds them ${this.distance} Å apart; ask for fewer atoms or a smaller minimumDistance`,
          );
        }
        mates = this.mates([draws.next(), draws.next(), draws.next()]);
      }
      for (const mate of mates) {
        const bin = this.bin(mate, 0, 0, 0);
        const there = this.bins.get(bin);
        if (there === undefined) this.bins.set(bin, [...mate]);
        else there.push(...mate);
      }
      places.push(this.cell.orthogonalize(mates[0]));
    }
    return places;
  }

  private mates(xyz: [number, number, number]): [number, number, number][] {
    return this.spaceGroup.operations.map((operation) => {
      const [x, y, z] = operation.apply(xyz);
      return [x - Math.floor(x), y - Math.floor(y), z - Math.floor(z)];
    });
  }

  private isFree(mates: readonly [number, number, number][]): boolean {
    const [first] = mates;
    for (let i = 1; i < mates.length; i++) {
      if (this.isNear(first, mates[i][0], mates[i][1], mates[i][2])) return false;
    }
    const seen = new Set<number>();
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (let k = -1; k <= 1; k++) seen.add(this.bin(first, i, j, k));
      }
    }
    for (const bin of seen) {
      const there = this.bins.get(bin) ?? [];
      for (let i = 0; i < there.length; i += 3) {
        if (this.isNear(first, there[i], there[i + 1], there[i + 2])) return false;
      }
    }
    return true;
  }

  private isNear(from: readonly [number, number, number], x: number, y: number, z: number): boolean {
    const u = from[0] - x - Math.round(from[0] - x);
    const v = from[1] - y - Math.round(from[1] - y);
    const w = from[2] - z - Math.round(from[2] - z);
    const g = this.cell.metric;
    const squared =
      u * u * g[0] + v * v * g[4] + w * w * g[8] + 2 * (u * v * g[1] + u * w * g[2] + v * w * g[5]);
    return squared < this.distance * this.distance;
  }

  private bin(xyz: readonly [number, number, number], i: number, j: number, k: number): number {
    const at = (axis: number, step: number): number => {
      const n = this.shape[axis];
      return (Math.floor(xyz[axis] * n) + step + n) % n;
    };
    return (at(0, i) * this.shape[1] + at(1, j)) * this.shape[2] + at(2, k);
  }
}

function checkOptions(
  atomCount: number,
  bFactor: number,
  minimumDistance: number,
  heavyAtoms: readonly HeavyAtoms[],
): void {
  if (!Number.isInteger(atomCount) || atomCount < 1) {
    throw new InputError(
      `number of atoms of a random structure: got ${atomCount}, expected a whole number above 0`,
    );
  }
  if (!(bFactor > 0 && Number.isFinite(bFactor))) {
    throw new InputError(`B factor of a random structure: got ${bFactor}, expected a positive number of Å²`);
  }
  if (!(minimumDistance >= 0 && minimumDistance < 10)) {
    throw new InputError(
      `minimum distance of a random structure: got ${minimumDistance}, expected 0 to 10 Å`,
    );
  }
  for (const { element, count = 1 } of heavyAtoms) {
    if (!Number.isInteger(count) || count < 0) {
      throw new InputError(`number of ${element} atoms: got ${count}, expected a whole number`);
    }
  }
}
