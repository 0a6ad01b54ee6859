/**
 * What a group of operations does to Miller indices, in integer arithmetic on flat arrays: equivalents, asymmetric
 * unit, absences, centric reflections, ε. The formulas are in spaceGroup.ts, of which this is the engine room.
 */
import { InputError } from "../errors.js";
import { AsuLookup } from "./asuLookup.js";
import { type OperationGroup, rotationKey } from "./operationGroup.js";
import { isInReferenceAsu, isLargest, type ReciprocalAsu } from "./reciprocalAsu.js";
import { type SymmetryOperation, translationDenominator } from "./symmetryOperation.js";

/** The action of a space group on Miller indices. */
export class ReflectionSymmetry {
  readonly isCentrosymmetric: boolean;
  readonly #count: number;
  /** R of each operation, 9 numbers each. */
  readonly #rotations: Int32Array;
  readonly #inverses: Int32Array;
  readonly #translations: Int32Array;
  readonly #centring: Int32Array;
  readonly #inversion: number;
  /** Which operations have a translation, so that they can make a reflection absent. */
  readonly #translating: readonly number[];
  readonly #asu: ReciprocalAsu;
  readonly #lookup?: AsuLookup;
  readonly #operations: readonly SymmetryOperation[];
  readonly #cctbxOrder?: () => readonly SymmetryOperation[];
  #restricting?: readonly SymmetryOperation[];

  constructor(group: OperationGroup, asu: ReciprocalAsu) {
    const { primitive, centring } = group;
    this.#count = primitive.length;
    this.#operations = primitive;
    this.#cctbxOrder = group.cctbxOrder;
    this.#asu = asu;
    if (asu.kind >= 0) this.#lookup = new AsuLookup(primitive, asu);
    this.#rotations = flatten(primitive.map(({ rotation }) => rotation));
    this.#inverses = flatten(primitive.map((operation) => operation.inverse().rotation));
    this.#translations = flatten(primitive.map(({ translation }) => translation));
    this.#centring = flatten(centring.slice(1));
    this.#translating = primitive.flatMap(({ translation }, i) =>
      translation.some((t) => t !== 0) ? [i] : [],
    );
    this.#inversion = primitive.findIndex((operation) => rotationKey(operation) === "-1 0 0 0 -1 0 0 0 -1");
    this.isCentrosymmetric = this.#inversion >= 0;
  }

  /** Whether the operation takes h k l to sign · h k l. */
  #keeps(operation: number, h: number, k: number, l: number, sign: number): boolean {
    const r = this.#rotations;
    const i = 9 * operation;
    return (
      h * r[i] + k * r[i + 3] + l * r[i + 6] === sign * h &&
      h * r[i + 1] + k * r[i + 4] + l * r[i + 7] === sign * k &&
      h * r[i + 2] + k * r[i + 5] + l * r[i + 8] === sign * l
    );
  }

  isAbsent(h: number, k: number, l: number): boolean {
    const t = this.#translations;
    const c = this.#centring;
    for (let j = 0; j < c.length; j += 3) {
      if ((h * c[j] + k * c[j + 1] + l * c[j + 2]) % translationDenominator !== 0) return true;
    }
    for (const i of this.#translating) {
      if (!this.#keeps(i, h, k, l, 1)) continue;
      const turn = h * t[3 * i] + k * t[3 * i + 1] + l * t[3 * i + 2];
      if (turn % translationDenominator !== 0) return true;
    }
    return false;
  }

  /** Index of an operation other than the identity with h R = −h (the inversion if there is one), or −1. */
  centricOperation(h: number, k: number, l: number): number {
    if (this.#inversion >= 0) return this.#inversion;
    for (let i = 1; i < this.#count; i++) if (this.#keeps(i, h, k, l, -1)) return i;
    return -1;
  }

  /** How many primitive operations leave h k l as it is. */
  stabilizer(h: number, k: number, l: number): number {
    let count = 1;
    for (let i = 1; i < this.#count; i++) if (this.#keeps(i, h, k, l, 1)) count++;
    return count;
  }

  epsilon(h: number, k: number, l: number): number {
    const count = this.stabilizer(h, k, l);
    return this.#inversion >= 0 && h === 0 && k === 0 && l === 0 ? count / 2 : count;
  }

  multiplicity(h: number, k: number, l: number): number {
    const images = this.#count / this.stabilizer(h, k, l);
    const withMates = this.#inversion < 0 && this.centricOperation(h, k, l) < 0;
    return withMates && (h !== 0 || k !== 0 || l !== 0) ? 2 * images : images;
  }

  phaseRestriction(h: number, k: number, l: number): number | undefined {
    const i = this.centricOperation(h, k, l);
    if (i < 0) return undefined;
    let operation = this.#operations[i];
    if (this.#inversion < 0 && this.#cctbxOrder !== undefined) {
      this.#restricting ??= this.#cctbxOrder();
      operation = this.#restricting.find((candidate, j) => j > 0 && sendsToMate(candidate, h, k, l))!;
    }
    const [t, n] = [operation.translation, translationDenominator];
    const turn = (h * t[0] + k * t[1] + l * t[2]) % n;
    return (((turn + n) % n) * 180) / n;
  }

  isInAsu(h: number, k: number, l: number): boolean {
    const { kind, toReference: m } = this.#asu;
    if (kind < 0) return isLargest(this.#operations, h, k, l);
    return isInReferenceAsu(
      kind,
      h * m[0] + k * m[3] + l * m[6],
      h * m[1] + k * m[4] + l * m[7],
      h * m[2] + k * m[5] + l * m[8],
    );
  }

  mapToAsu(hkl: Int32Array): { hkl: Int32Array; isym: Int32Array } {
    const rows = rowCount(hkl);
    const mapped = new Int32Array(3 * rows);
    const isyms = new Int32Array(rows);
    const r = this.#rotations;
    const lookup = this.#lookup;
    for (let row = 0, j = 0; row < rows; row++, j += 3) {
      const h = hkl[j];
      const k = hkl[j + 1];
      const l = hkl[j + 2];
      const isym = lookup === undefined ? this.#isymOfLargest(h, k, l) : lookup.find(h, k, l);
      const i = 9 * ((isym - 1) >> 1);
      const sign = isym & 1 ? 1 : -1;
      mapped[j] = sign * (h * r[i] + k * r[i + 3] + l * r[i + 6]);
      mapped[j + 1] = sign * (h * r[i + 1] + k * r[i + 4] + l * r[i + 7]);
      mapped[j + 2] = sign * (h * r[i + 2] + k * r[i + 5] + l * r[i + 8]);
      isyms[row] = isym;
    }
    return { hkl: mapped, isym: isyms };
  }

  /** isym where there is no condition on signs: the first operation that gives the largest index. */
  #isymOfLargest(h: number, k: number, l: number): number {
    const i = this.#operations.findIndex((operation) => {
      const [p, q, r] = operation.applyToHkl(h, k, l);
      return isLargest(this.#operations, p, q, r) || isLargest(this.#operations, -p, -q, -r);
    });
    const [p, q, r] = this.#operations[i].applyToHkl(h, k, l);
    return isLargest(this.#operations, p, q, r) ? 2 * i + 1 : 2 * i + 2;
  }

  mapFromAsu(hkl: ArrayLike<number>, isym: ArrayLike<number>): Int32Array {
    const rows = rowCount(hkl, isym.length);
    const observed = new Int32Array(3 * rows);
    const r = this.#inverses;
    for (let row = 0, j = 0; row < rows; row++, j += 3) {
      const symbol = isym[row];
      if (!(symbol >= 1 && symbol <= 2 * this.#count && Number.isInteger(symbol))) {
        throw new InputError(`M/ISYM of row ${row}: got isym ${symbol}, expected 1 to ${2 * this.#count}`);
      }
      const sign = symbol & 1 ? 1 : -1;
      const i = 9 * ((symbol - 1) >> 1);
      const [h, k, l] = [sign * hkl[j], sign * hkl[j + 1], sign * hkl[j + 2]];
      observed[j] = h * r[i] + k * r[i + 3] + l * r[i + 6];
      observed[j + 1] = h * r[i + 1] + k * r[i + 4] + l * r[i + 7];
      observed[j + 2] = h * r[i + 2] + k * r[i + 5] + l * r[i + 8];
    }
    return observed;
  }

  centricFlags(hkl: Int32Array): Uint8Array {
    const flags = new Uint8Array(rowCount(hkl));
    if (this.isCentrosymmetric) return flags.fill(1);
    for (let row = 0, j = 0; row < flags.length; row++, j += 3) {
      if (this.centricOperation(hkl[j], hkl[j + 1], hkl[j + 2]) >= 0) flags[row] = 1;
    }
    return flags;
  }

  absenceFlags(hkl: Int32Array): Uint8Array {
    const flags = new Uint8Array(rowCount(hkl));
    for (let row = 0, j = 0; row < flags.length; row++, j += 3) {
      if (this.isAbsent(hkl[j], hkl[j + 1], hkl[j + 2])) flags[row] = 1;
    }
    return flags;
  }

  asuFlags(hkl: Int32Array): Uint8Array {
    const flags = new Uint8Array(rowCount(hkl));
    for (let row = 0, j = 0; row < flags.length; row++, j += 3) {
      if (this.isInAsu(hkl[j], hkl[j + 1], hkl[j + 2])) flags[row] = 1;
    }
    return flags;
  }

  epsilons(hkl: Int32Array): Uint8Array {
    const factors = new Uint8Array(rowCount(hkl));
    for (let row = 0, j = 0; row < factors.length; row++, j += 3) {
      factors[row] = this.epsilon(hkl[j], hkl[j + 1], hkl[j + 2]);
    }
    return factors;
  }
}

/**
 * The number of reflections in `hkl` (3n numbers, h k l interleaved).
 * @throws InputError if the length is not a multiple of 3, or not three times `expected`
 */
export function rowCount(hkl: ArrayLike<number>, expected: number = hkl.length / 3): number {
  if (hkl.length !== 3 * expected || hkl.length % 3 !== 0) {
    const wanted =
      hkl.length % 3 === 0
        ? `${3 * expected} (3 for each of ${expected} reflections)`
        : "3 for each reflection";
    throw new InputError(`Miller indices: got ${hkl.length} numbers, expected ${wanted}`);
  }
  return hkl.length / 3;
}

function sendsToMate(operation: SymmetryOperation, h: number, k: number, l: number): boolean {
  const [p, q, r] = operation.applyToHkl(h, k, l);
  return p + h === 0 && q + k === 0 && r + l === 0;
}

function flatten(arrays: readonly ArrayLike<number>[]): Int32Array {
  return Int32Array.from(arrays.flatMap((array) => Array.from(array)));
}
