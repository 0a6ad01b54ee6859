/**
 * Hall symbols: "-P 2ybc", "P 61 2 (0 0 5)", "F 4d 2 3 -1d", "C 2y (x,y,-x+z)". A symbol is a lattice letter (with a
 * minus where the inversion at the origin is present), then generators N with rotation axis and translation, then
 * perhaps a change of basis.
 * Source: S. R. Hall, Acta Cryst. A37 (1981) 517–525; International Tables B (2010), appendix A1.4.2.
 */
import { SymmetryError } from "../errors.js";
import {
  determinant,
  identityOperation,
  invertMatrix,
  multiplyMatrices,
  multiplyVector,
  parseTriplet,
  SymmetryOperation,
  translationDenominator,
} from "./symmetryOperation.js";

/** What a Hall symbol says: generators without the identity, and centring vectors, the first of which is 0 0 0. */
export interface HallSymbol {
  readonly generators: readonly SymmetryOperation[];
  /** Each 3 integers in units of 1/24. */
  readonly centring: readonly (readonly number[])[];
}

/** Centring translations beside 0 0 0, in units of 1/24 (table A1.4.2.2; H is the triple hexagonal cell). */
const latticeTranslations: Readonly<Record<string, readonly (readonly number[])[]>> = {
  P: [],
  A: [[0, 12, 12]],
  B: [[12, 0, 12]],
  C: [[12, 12, 0]],
  I: [[12, 12, 12]],
  R: [
    [16, 8, 8],
    [8, 16, 16],
  ],
  S: [
    [8, 8, 16],
    [16, 16, 8],
  ],
  T: [
    [8, 16, 8],
    [16, 8, 16],
  ],
  H: [
    [16, 8, 0],
    [8, 16, 0],
  ],
  F: [
    [0, 12, 12],
    [12, 0, 12],
    [12, 12, 0],
  ],
};

/** Rotations about z, and those about diagonals (tables A1.4.2.4 to A1.4.2.6). */
const rotations: Readonly<Record<string, readonly number[]>> = {
  "1": [1, 0, 0, 0, 1, 0, 0, 0, 1],
  "2": [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  "3": [0, -1, 0, 1, -1, 0, 0, 0, 1],
  "4": [0, -1, 0, 1, 0, 0, 0, 0, 1],
  "6": [1, -1, 0, 1, 0, 0, 0, 0, 1],
  "'": [0, -1, 0, -1, 0, 0, 0, 0, -1],
  '"': [0, 1, 0, 1, 0, 0, 0, 0, -1],
  "*": [0, 0, 1, 1, 0, 0, 0, 1, 0],
};

/** Translation letters, in units of 1/24 (table A1.4.2.3). */
const translations: Readonly<Record<string, readonly number[]>> = {
  a: [12, 0, 0],
  b: [0, 12, 0],
  c: [0, 0, 12],
  n: [12, 12, 12],
  u: [6, 0, 0],
  v: [0, 6, 0],
  w: [0, 0, 6],
  d: [6, 6, 6],
};

const inversion = new SymmetryOperation([-1, 0, 0, 0, -1, 0, 0, 0, -1]);

/**
 * The generators and centring translations that a Hall symbol stands for.
 * @throws SymmetryError if the symbol breaks the rules of Hall symbols
 */
export function parseHall(symbol: string): HallSymbol {
  if (typeof symbol !== "string") {
    throw new SymmetryError(`Hall symbol: got ${typeof symbol}, expected a symbol such as "-P 2ybc"`);
  }
  const parts = /^\s*(-?)\s*([A-Z])((?:[\s_]+[^\s_()]+)*)[\s_]*(?:\(([^()]*)\))?\s*$/.exec(symbol);
  const lattice = parts === null ? undefined : latticeTranslations[parts[2]];
  if (parts === null || lattice === undefined) {
    throw new SymmetryError(
      `Hall symbol "${symbol}": got no lattice letter and generators, expected a symbol such as "-P 2ybc"`,
    );
  }
  const generators: SymmetryOperation[] = [];
  let previous = 0;
  const words = parts[3].split(/[\s_]+/).filter((word) => word !== "");
  words.forEach((word, position) => {
    const { operation, order } = parseGenerator(word, position + 1, previous, symbol);
    previous = order;
    if (!operation.equals(identityOperation)) generators.push(operation);
  });
  if (parts[1] === "-") generators.push(inversion);
  const plain = { generators, centring: [[0, 0, 0], ...lattice] };
  return parts[4] === undefined ? plain : changeBasis(plain, parts[4], symbol);
}

/** One word N^A_T: sign, order, axis, screw subscript, translation letters. */
function parseGenerator(
  word: string,
  position: number,
  previous: number,
  symbol: string,
): { operation: SymmetryOperation; order: number } {
  const fields = /^(-?)([12346])([1-5]?)([xyz]?)(['"*]?)([xyz]?)([1-5]?)([abcnuvwd]*)$/.exec(word);
  if (fields === null) {
    throw new SymmetryError(
      `Hall symbol "${symbol}": got "${word}", expected a rotation such as 2, -4n, 3* or 61`,
    );
  }
  const [, sign, order, early, axisBefore, diagonal, axisAfter, late, letters] = fields;
  const screw = Number(early || late || 0);
  const { axis, kind } = impliedAxis(
    { order, axis: axisBefore || axisAfter, diagonal },
    position,
    previous,
    `Hall symbol "${symbol}", "${word}"`,
  );
  const rotation = orient(rotations[kind], axis).map((value) => (sign === "-" ? -value : value) + 0);
  const translation = [0, 1, 2].map((i) =>
    [...letters].reduce((sum, letter) => sum + translations[letter][i], 0),
  );
  if (screw > 0) translation["xyz".indexOf(axis)] += (24 / Number(order)) * screw;
  return { operation: new SymmetryOperation(rotation, translation), order: Number(order) };
}

/** The axis where the symbol leaves it out: z first; then x after 2 or 4 and a − b after 3 or 6; then a + b + c. */
function impliedAxis(
  given: { order: string; axis: string; diagonal: string },
  position: number,
  previous: number,
  where: string,
): { axis: string; kind: string } {
  const { order, axis, diagonal } = given;
  if (diagonal !== "") {
    if (order !== (diagonal === "*" ? "3" : "2")) {
      throw new SymmetryError(`${where}: got a ${order}-fold axis along ${diagonal}, expected 2', 2" or 3*`);
    }
    return { axis: axis || "z", kind: diagonal };
  }
  if (axis !== "" || position === 1 || order === "1") return { axis: axis || "z", kind: order };
  if (position === 2 && order === "2" && (previous === 2 || previous === 4))
    return { axis: "x", kind: order };
  if (position === 2 && order === "2" && (previous === 3 || previous === 6)) return { axis: "z", kind: "'" };
  if (position === 3 && order === "3") return { axis: "z", kind: "*" };
  throw new SymmetryError(`${where}: got no axis, expected one of x, y, z (nothing is implied here)`);
}

/** A matrix about z turned to be about x or y by a cyclic change of the axes. */
function orient(matrix: readonly number[], axis: string): number[] {
  const order = axis === "x" ? [2, 0, 1] : axis === "y" ? [1, 2, 0] : [0, 1, 2];
  return order.flatMap((row) => order.map((column) => matrix[3 * row + column]));
}

/** V S V⁻¹ of every generator and V of every centring translation, V being "x,y,z+1/4" or (in twelfths) "0 0 3". */
function changeBasis(hall: HallSymbol, change: string, symbol: string): HallSymbol {
  const shift = /^\s*(-?\d+)\s+(-?\d+)\s+(-?\d+)\s*$/.exec(change);
  const { rotation, translation } =
    shift === null
      ? parseTriplet(change)
      : { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: shift.slice(1).map((n) => 2 * Number(n)) };
  if (determinant(rotation) === 0) {
    throw new SymmetryError(
      `Hall symbol "${symbol}": got "(${change})" of determinant 0, expected a change of basis`,
    );
  }
  const back = invertMatrix(rotation);
  const n = translationDenominator;
  // what was a whole cell may be a part of one now, and the other way round
  const lattice = [...hall.centring, [n, 0, 0], [0, n, 0], [0, 0, n]];
  const centring = sumsOf(lattice.map((vector) => multiplyVector(rotation, vector).map(wholeNumber)));
  const generators = hall.generators.map((operation) => {
    const turned = multiplyMatrices(multiplyMatrices(rotation, operation.rotation), back).map(wholeNumber);
    const moved = multiplyVector(rotation, operation.translation);
    const origin = multiplyVector(turned, translation);
    return new SymmetryOperation(
      turned,
      moved.map((value, i) => wholeNumber(value + translation[i] - origin[i])),
    );
  });
  return { generators, centring };

  function wholeNumber(value: number): number {
    const rounded = Math.round(value) + 0;
    if (Math.abs(value - rounded) > 1e-6) {
      throw new SymmetryError(
        `Hall symbol "${symbol}": got "(${change})", expected a change between lattice bases`,
      );
    }
    return rounded;
  }
}

/** All sums of vectors, modulo whole cells; 0 0 0 first. */
function sumsOf(vectors: readonly (readonly number[])[]): number[][] {
  const n = translationDenominator;
  const sums = new Map([["0 0 0", [0, 0, 0]]]);
  // a map goes on to what is added while it is gone through
  for (const sum of sums.values()) {
    for (const vector of vectors) {
      const next = sum.map((value, i) => (((value + vector[i]) % n) + n) % n);
      sums.set(next.join(" "), next);
    }
  }
  return [...sums.values()];
}
