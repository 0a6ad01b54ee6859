/**
 * Groups of symmetry operations: closing a set of generators, taking a list of operations apart into those of the
 * primitive group and the centring translations, and the point group from the numbers of rotations of each kind.
 * Source: International Tables A (2016), sections 1.3 and 2.1; the closure goes coset by coset, so that every product is
 * formed once (Dimino's algorithm, see G. Butler, Fundamental Algorithms for Permutation Groups, 1991).
 */
import { SymmetryError } from "../errors.js";
import { parseHall } from "./hall.js";
import { identityOperation, SymmetryOperation, translationDenominator } from "./symmetryOperation.js";

/** A space group as operations of different rotation part (identity first) and centring translations (0 0 0 first). */
export interface OperationGroup {
  readonly primitive: readonly SymmetryOperation[];
  /** Each 3 integers in units of 1/24. */
  readonly centring: readonly (readonly number[])[];
  /**
   * The primitive operations as cctbx lists them. Of an absent reflection, different operations may name different
   * phases; the first of this list decides.
   */
  readonly cctbxOrder?: () => readonly SymmetryOperation[];
}

/** A point group: its symbol, a Hall symbol with it, the last space group that has it, its Laue class. */
interface PointGroup {
  readonly symbol: string;
  readonly hall: string;
  readonly lastNumber: number;
  readonly laueClass: string;
}

const pointGroups: readonly PointGroup[] = `
1 P_1 1 -1; -1 -P_1 2 -1; 2 P_2y 5 2/m; m P_-2y 9 2/m; 2/m -P_2y 15 2/m; 222 P_2_2 24 mmm; mm2 P_2_-2 46 mmm;
mmm -P_2_2 74 mmm; 4 P_4 80 4/m; -4 P_-4 82 4/m; 4/m -P_4 88 4/m; 422 P_4_2 98 4/mmm; 4mm P_4_-2 110 4/mmm;
-42m P_-4_2 122 4/mmm; 4/mmm -P_4_2 142 4/mmm; 3 P_3 146 -3; -3 -P_3 148 -3; 32 P_3_2 155 -3m; 3m P_3_-2 161 -3m;
-3m -P_3_2 167 -3m; 6 P_6 173 6/m; -6 P_-6 174 6/m; 6/m -P_6 176 6/m; 622 P_6_2 182 6/mmm; 6mm P_6_-2 186 6/mmm;
-62m P_-6_-2 190 6/mmm; 6/mmm -P_6_2 194 6/mmm; 23 P_2_2_3 199 m-3; m-3 -P_2_2_3 206 m-3; 432 P_4_2_3 214 m-3m;
-43m P_-4_2_3 220 m-3m; m-3m -P_4_2_3 230 m-3m`
  .trim()
  .split(/;\s*/)
  .map((line) => {
    const [symbol, hall, lastNumber, laueClass] = line.split(" ");
    return { symbol, hall, lastNumber: Number(lastNumber), laueClass };
  });

const largestPointGroup = 48;

/**
 * All operations of different rotation part that the generators give, identity first.
 * @throws SymmetryError if there are more than a crystal can have
 */
export function closeGroup(generators: readonly SymmetryOperation[]): SymmetryOperation[] {
  const operations = [identityOperation];
  const known = new Set([rotationKey(identityOperation)]);
  generators.forEach((_, last) => {
    const subgroup = operations.slice();
    const representatives = [identityOperation];
    for (const representative of representatives) {
      for (const generator of generators.slice(0, last + 1)) {
        const product = generator.multiply(representative);
        if (known.has(rotationKey(product))) continue;
        representatives.push(product);
        for (const member of subgroup) {
          const operation = product.multiply(member);
          known.add(rotationKey(operation));
          operations.push(operation);
        }
        if (operations.length > largestPointGroup) {
          throw new SymmetryError(
            `symmetry operations ${generators.join("; ")}: got more than ${largestPointGroup} rotations, expected a crystallographic point group`,
          );
        }
      }
    }
  });
  return operations;
}

/** The group of a Hall symbol. */
export function groupOfHall(symbol: string): OperationGroup {
  const { generators, centring } = parseHall(symbol);
  return { primitive: closeGroup(generators), centring, cctbxOrder: () => closeByProducts(generators) };
}

/** The operations in the order of sgtbx: each generator is multiplied from the left by all that came before. */
function closeByProducts(generators: readonly SymmetryOperation[]): SymmetryOperation[] {
  const operations = [identityOperation];
  const known = new Set([rotationKey(identityOperation)]);
  for (const generator of generators) {
    let i = operations.length;
    append(generator);
    for (; i < operations.length; i++) {
      for (let j = 1; j <= i; j++) append(operations[j].multiply(operations[i]));
    }
  }
  return operations;

  function append(operation: SymmetryOperation): void {
    const key = rotationKey(operation);
    if (known.has(key)) return;
    known.add(key);
    operations.push(operation);
  }
}

/** Every operation: the primitive ones, then the same with each centring translation. */
export function allOperations(group: OperationGroup): SymmetryOperation[] {
  return group.centring.flatMap((shift) =>
    group.primitive.map((operation) =>
      shift.every((value) => value === 0) ? operation : translated(operation, shift),
    ),
  );
}

/**
 * A list of operations taken apart. Their order is kept, but for the identity, which comes first; repeats are left out.
 * @throws SymmetryError if they are not a group (modulo translations of the lattice)
 */
export function splitGroup(operations: readonly SymmetryOperation[]): OperationGroup {
  const distinct = new Map<string, SymmetryOperation>();
  for (const operation of [identityOperation, ...operations]) distinct.set(operation.toString(), operation);
  if (!operations.some((operation) => operation.equals(identityOperation))) {
    throw new SymmetryError("symmetry operations: got no identity x,y,z, expected a group");
  }
  const primitive = new Map<string, SymmetryOperation>();
  const centring: number[][] = [];
  for (const operation of distinct.values()) {
    const key = rotationKey(operation);
    if (!primitive.has(key)) primitive.set(key, operation);
    if (key === rotationKey(identityOperation)) centring.push(Array.from(operation.translation));
  }
  const group = { primitive: [...primitive.values()], centring };
  checkClosed(group, distinct);
  return group;
}

function checkClosed(group: OperationGroup, all: ReadonlyMap<string, SymmetryOperation>): void {
  const expected = group.primitive.length * group.centring.length;
  if (all.size !== expected || expected > 4 * largestPointGroup) {
    throw new SymmetryError(
      `symmetry operations: got ${all.size} of ${group.primitive.length} rotations and ${group.centring.length} centring translations, expected a group of ${expected}`,
    );
  }
  const lattice = group.centring.map((shift) => translated(identityOperation, shift));
  for (const first of [...group.primitive, ...lattice]) {
    for (const second of [...group.primitive, ...lattice]) {
      const product = first.multiply(second);
      if (!all.has(product.toString())) {
        throw new SymmetryError(
          `symmetry operations: got ${first} and ${second} without their product ${product}, expected a group`,
        );
      }
    }
  }
}

/** The same for two lists of operations exactly where they are the same group in the same setting. */
export function groupKey(group: OperationGroup): string {
  return allOperations(group).map(String).sort().join(" ");
}

/** The letter of the lattice, "?" where it is none of those of Hall symbols. */
export function latticeLetter(centring: OperationGroup["centring"]): string {
  const key = (vectors: OperationGroup["centring"]): string => vectors.map(String).sort().join(" ");
  const ours = key(centring);
  return [..."PABCIFRSTH"].find((letter) => key(parseHall(`${letter} 1`).centring) === ours) ?? "?";
}

/** The point group of a space group by its number. */
export function pointGroupOfNumber(number: number): PointGroup {
  return pointGroups.find(({ lastNumber }) => number <= lastNumber) ?? pointGroups[pointGroups.length - 1];
}

/**
 * The point group of operations: no two point groups have the same numbers of rotations of each kind.
 * @throws SymmetryError if the operations are no crystallographic point group
 */
export function pointGroupOfOperations(primitive: readonly SymmetryOperation[]): PointGroup {
  const ours = rotationKinds(primitive);
  const found = pointGroups.find(({ hall }) => rotationKinds(groupOfHall(hall).primitive) === ours);
  if (found === undefined) {
    throw new SymmetryError(
      `symmetry operations: got rotations of kinds ${ours}, expected a crystallographic point group`,
    );
  }
  return found;
}

/** Determinant and trace of every rotation, sorted: they tell 1, 2, 3, 4, 6 and their products with inversion. */
function rotationKinds(primitive: readonly SymmetryOperation[]): string {
  return primitive
    .map(({ rotation, determinant }) => `${determinant}:${rotation[0] + rotation[4] + rotation[8]}`)
    .sort()
    .join(" ");
}

/** For a, b and c: whether every rotation leaves that axis as it is. */
export function freeAxes(primitive: readonly SymmetryOperation[]): boolean[] {
  return [0, 1, 2].map((axis) =>
    primitive.every(({ rotation }) =>
      [0, 1, 2].every((row) => rotation[3 * row + axis] === (row === axis ? 1 : 0)),
    ),
  );
}

/** Whether every rotation leaves some direction as it is: their sum projects onto the directions that all keep. */
export function hasFreeDirection(primitive: readonly SymmetryOperation[]): boolean {
  return Array.from({ length: 9 }, (_, i) => i).some(
    (i) => primitive.reduce((total, { rotation }) => total + rotation[i], 0) !== 0,
  );
}

/** A text that is the same for operations of the same rotation part. */
export function rotationKey(operation: SymmetryOperation): string {
  return operation.rotation.join(" ");
}

function translated(operation: SymmetryOperation, shift: readonly number[]): SymmetryOperation {
  return new SymmetryOperation(
    operation.rotation,
    Array.from(operation.translation, (value, i) => (value + shift[i]) % translationDenominator),
  );
}
