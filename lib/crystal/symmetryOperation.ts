/**
 * A symmetry operation x' = R x + t, as a triplet "x,y+1/2,-z". In reciprocal space it takes h to h R (a row vector
 * times R), with F(h R) = F(h) exp(−2πi h·t).
 * Source: International Tables B, section 1.4.2 (equations 1.4.2.1 to 1.4.2.11).
 */
import { InputError, SymmetryError } from "../errors.js";

/** Translations are counted in this fraction of the cell: 1/24 holds every translation of every tabulated setting. */
export const translationDenominator = 24;

/** Larger factors of x, y, z occur in no cell that anyone would use, and would overflow in products. */
const largestFactor = 1000;

const axes = "xyz";

/** A symmetry operation with integral rotation part. Immutable; treat its arrays as read-only. */
export class SymmetryOperation {
  /** The matrix R, 9 integers row-major. */
  readonly rotation: Int32Array;
  /** The translation t, 3 integers from 0 to 23, in units of 1/24 of the cell. */
  readonly translation: Int32Array;

  /**
   * @param rotation 9 integers row-major, of determinant ±1
   * @param translation 3 integers in units of 1/24; whole cells are taken away
   * @throws SymmetryError if the matrix is not of determinant ±1 or a number is not an integer
   */
  constructor(rotation: ArrayLike<number>, translation: ArrayLike<number> = [0, 0, 0]) {
    if (rotation.length !== 9 || translation.length !== 3) {
      const got = `${rotation.length} and ${translation.length} numbers`;
      throw new SymmetryError(
        `symmetry operation: got ${got}, expected a rotation of 9 and a translation of 3`,
      );
    }
    for (const number of [...Array.from(rotation), ...Array.from(translation)]) {
      if (!Number.isSafeInteger(number)) {
        throw new SymmetryError(`symmetry operation: got ${number}, expected integers`);
      }
    }
    const largest = Array.from(rotation).find((number) => Math.abs(number) > largestFactor);
    if (largest !== undefined) {
      throw new SymmetryError(
        `symmetry operation: got a factor of ${largest}, expected at most ${largestFactor}`,
      );
    }
    this.rotation = Int32Array.from(rotation);
    this.translation = Int32Array.from(translation, wrap);
    if (Math.abs(determinant(this.rotation)) !== 1) {
      throw new SymmetryError(
        `symmetry operation ${this}: got determinant ${determinant(this.rotation)}, expected 1 or -1`,
      );
    }
  }

  /**
   * The operation of a triplet such as "x,y+1/2,-z", "-Y, X-Y, Z+1/3" or "1/2+x,0.5-y,z".
   * @throws SymmetryError if the triplet cannot be read, or is no symmetry operation
   */
  static parse(triplet: string): SymmetryOperation {
    const { rotation, translation } = parseTriplet(triplet);
    return new SymmetryOperation(rotation, translation);
  }

  /** 1 for a proper rotation, −1 for one with inversion. */
  get determinant(): number {
    return determinant(this.rotation);
  }

  /** The triplet, for example "-x,y+1/2,-z". */
  toString(): string {
    return [0, 1, 2].map((row) => this.#part(row)).join(",");
  }

  #part(row: number): string {
    let text = "";
    for (let column = 0; column < 3; column++) {
      const factor = this.rotation[3 * row + column];
      if (factor === 0) continue;
      text += factor < 0 ? "-" : text === "" ? "" : "+";
      text += Math.abs(factor) === 1 ? axes[column] : `${Math.abs(factor)}*${axes[column]}`;
    }
    const shift = this.translation[row];
    if (shift === 0) return text;
    const divisor = greatestCommonDivisor(shift, translationDenominator);
    return `${text}+${shift / divisor}/${translationDenominator / divisor}`;
  }

  /** This operation after the other: x ↦ this(other(x)). */
  multiply(other: SymmetryOperation): SymmetryOperation {
    const rotation = multiplyMatrices(this.rotation, other.rotation);
    const moved = multiplyVector(this.rotation, other.translation);
    return new SymmetryOperation(
      rotation,
      moved.map((value, i) => value + this.translation[i]),
    );
  }

  /** The operation that undoes this one (but for whole cells). */
  inverse(): SymmetryOperation {
    const inverted = invertUnimodular(this.rotation);
    return new SymmetryOperation(
      inverted,
      multiplyVector(inverted, this.translation).map((value) => -value),
    );
  }

  /** R x + t of fractional coordinates. */
  apply(xyz: ArrayLike<number>): [number, number, number] {
    const [r, t] = [this.rotation, this.translation];
    const [x, y, z] = [xyz[0], xyz[1], xyz[2]];
    return [
      r[0] * x + r[1] * y + r[2] * z + t[0] / translationDenominator,
      r[3] * x + r[4] * y + r[5] * z + t[1] / translationDenominator,
      r[6] * x + r[7] * y + r[8] * z + t[2] / translationDenominator,
    ];
  }

  /** h R: the Miller index whose structure factor this operation relates to that of h k l. */
  applyToHkl(h: number, k: number, l: number): [number, number, number] {
    const r = this.rotation;
    return [h * r[0] + k * r[3] + l * r[6], h * r[1] + k * r[4] + l * r[7], h * r[2] + k * r[5] + l * r[8]];
  }

  /** −2π h·t, in radians, from 0 down to (not including) −2π: the phase of F(h R) is that of F(h) plus this. */
  phaseShift(h: number, k: number, l: number): number {
    const t = this.translation;
    const turn = wrap(h * t[0] + k * t[1] + l * t[2]);
    return turn === 0 ? 0 : (-2 * Math.PI * turn) / translationDenominator;
  }

  /** True where rotation and translation are the same. */
  equals(other: SymmetryOperation): boolean {
    return (
      this.rotation.every((value, i) => value === other.rotation[i]) &&
      this.translation.every((value, i) => value === other.translation[i])
    );
  }
}

/** The identity, "x,y,z". */
export const identityOperation: SymmetryOperation = new SymmetryOperation([1, 0, 0, 0, 1, 0, 0, 0, 1]);

/**
 * The matrix and translation of any triplet, also one that is no symmetry operation: "x/2+z/2,-y,x/2-z/2".
 * @returns rotation: 9 numbers row-major; translation: 3 numbers in units of 1/24, not wrapped
 * @throws SymmetryError if the triplet cannot be read
 */
export function parseTriplet(triplet: string): { rotation: number[]; translation: number[] } {
  if (typeof triplet !== "string") {
    throw new SymmetryError(
      `symmetry operation: got ${typeof triplet}, expected a triplet such as "x,y+1/2,-z"`,
    );
  }
  const parts = triplet.toLowerCase().replace(/\s/g, "").split(",");
  if (parts.length !== 3) {
    throw new SymmetryError(
      `symmetry operation "${triplet}": got ${parts.length} parts, expected three as in "x,y+1/2,-z"`,
    );
  }
  const rotation: number[] = [];
  const translation: number[] = [];
  for (const part of parts) {
    const row = [0, 0, 0, 0];
    let rest = part;
    while (rest !== "") {
      // a sign, then a number with perhaps a letter, or a letter with perhaps a divisor
      const term =
        /^([+-]?)(?:(\d+\.?\d*|\.\d+)(?:\/(\d+))?(?:\*?([xyz]))?|([xyz])(?:\/(\d+))?)(?=[+-]|$)/.exec(rest);
      if (term === null || (rest !== part && term[1] === "")) {
        throw new SymmetryError(
          `symmetry operation "${triplet}": got "${part}", expected terms such as x, -y, z+1/2`,
        );
      }
      const size = Number(term[2] ?? 1) / Number(term[3] ?? term[6] ?? 1);
      row[(term[4] ?? term[5]) ? axes.indexOf(term[4] ?? term[5]) : 3] += term[1] === "-" ? -size : size;
      rest = rest.slice(term[0].length);
    }
    rotation.push(...row.slice(0, 3));
    translation.push(inTwentyFourths(row[3], triplet));
  }
  return { rotation, translation };
}

/** A fraction of the cell in units of 1/24, where it is one (to 0.002, for files that write 0.333). */
function inTwentyFourths(fraction: number, triplet: string): number {
  const count = Math.round(fraction * translationDenominator);
  if (!(Math.abs(fraction * translationDenominator - count) < 0.05)) {
    throw new SymmetryError(
      `symmetry operation "${triplet}": got a translation of ${fraction}, expected a multiple of 1/24`,
    );
  }
  return count;
}

/** A B of two 3 × 3 matrices, row-major. */
export function multiplyMatrices(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  const product: number[] = [];
  for (let i = 0; i < 9; i++) {
    const [row, column] = [3 * Math.trunc(i / 3), i % 3];
    product.push(a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6]);
  }
  return product;
}

/** A v of a 3 × 3 matrix, row-major. */
export function multiplyVector(a: ArrayLike<number>, v: ArrayLike<number>): number[] {
  return [0, 3, 6].map((row) => a[row] * v[0] + a[row + 1] * v[1] + a[row + 2] * v[2]);
}

/** Determinant of a 3 × 3 matrix, row-major. */
export function determinant(m: ArrayLike<number>): number {
  return (
    m[0] * (m[4] * m[8] - m[5] * m[7]) -
    m[1] * (m[3] * m[8] - m[5] * m[6]) +
    m[2] * (m[3] * m[7] - m[4] * m[6])
  );
}

/** Inverse of a 3 × 3 matrix, row-major. */
export function invertMatrix(m: ArrayLike<number>): number[] {
  const d = determinant(m);
  if (d === 0 || !Number.isFinite(d)) {
    throw new InputError(
      `matrix ${Array.from(m).join(" ")}: got determinant ${d}, expected one that is not 0`,
    );
  }
  const cofactors = [
    m[4] * m[8] - m[5] * m[7],
    m[2] * m[7] - m[1] * m[8],
    m[1] * m[5] - m[2] * m[4],
    m[5] * m[6] - m[3] * m[8],
    m[0] * m[8] - m[2] * m[6],
    m[2] * m[3] - m[0] * m[5],
    m[3] * m[7] - m[4] * m[6],
    m[1] * m[6] - m[0] * m[7],
    m[0] * m[4] - m[1] * m[3],
  ];
  return cofactors.map((cofactor) => cofactor / d);
}

/** Inverse of an integral matrix of determinant ±1; the sum with 0 turns −0 into 0. */
function invertUnimodular(m: Int32Array): number[] {
  return invertMatrix(m).map((value) => Math.round(value) + 0);
}

function wrap(count: number): number {
  return ((count % translationDenominator) + translationDenominator) % translationDenominator;
}

/** The greatest integer that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
