/**
 * Which operation takes a Miller index into the asymmetric unit, by table. The conditions of an asymmetric unit are signs
 * of linear forms of h k l (such as h − k), and so are those of its images; these forms cut reciprocal space into
 * regions throughout which the answer is the same. The signs of at most nine forms make the number of the region.
 */
import { isInReferenceAsu, type ReciprocalAsu } from "./reciprocalAsu.js";
import {
  greatestCommonDivisor,
  multiplyMatrices,
  multiplyVector,
  type SymmetryOperation,
} from "./symmetryOperation.js";

/** The forms whose signs the conditions of each kind look at, as factors of h, k, l of the reference setting. */
const formsOfKind: readonly (readonly (readonly number[])[])[] = [
  ["001", "100", "010"],
  ["010", "001", "100"],
  ["100", "010", "001"],
  ["001", "100", "010"],
  ["1-0", "010", "001"],
  ["100", "010", "001"],
  ["1-0", "010", "001"],
  ["1-0", "010", "001"],
  ["100", "-01", "-10"],
  ["01-", "-01", "100"],
].map((forms) => forms.map((form) => [...form].map((factor) => (factor === "-" ? -1 : Number(factor)))));

/** Finds isym of Miller indices; for asymmetric units with a condition (kind ≥ 0). */
export class AsuLookup {
  readonly #kind: number;
  readonly #count: number;
  /** R times the change of basis, of each operation: takes hkl to (twice) the reference setting of its equivalent. */
  readonly #toReference: Int32Array;
  /** Factors of h, k, l, three for each form. */
  readonly #forms: Int32Array;
  /** isym of each region; 0 where it is not known yet. */
  readonly #isyms: Uint8Array;

  constructor(primitive: readonly SymmetryOperation[], asu: ReciprocalAsu) {
    this.#kind = asu.kind;
    this.#count = primitive.length;
    const images = primitive.map(({ rotation }) => multiplyMatrices(rotation, asu.toReference));
    this.#toReference = Int32Array.from(images.flat());
    const forms = new Map<string, number[]>();
    for (const image of images) {
      for (const form of formsOfKind[asu.kind]) {
        const direction = reduced(multiplyVector(image, form));
        forms.set(direction.join(" "), direction);
      }
    }
    this.#forms = Int32Array.from([...forms.values()].flat());
    this.#isyms = new Uint8Array(3 ** forms.size);
  }

  /** isym of h k l: the first operation, plus before minus, that leads inside. */
  find(h: number, k: number, l: number): number {
    const forms = this.#forms;
    let region = 0;
    for (let j = 0; j < forms.length; j += 3) {
      const value = h * forms[j] + k * forms[j + 1] + l * forms[j + 2];
      region = 3 * region + (value > 0 ? 2 : value < 0 ? 0 : 1);
    }
    const known = this.#isyms[region];
    if (known !== 0) return known;
    const isym = this.#search(h, k, l);
    this.#isyms[region] = isym;
    return isym;
  }

  #search(h: number, k: number, l: number): number {
    const m = this.#toReference;
    for (let operation = 0, i = 0; operation < this.#count; operation++, i += 9) {
      const p = h * m[i] + k * m[i + 3] + l * m[i + 6];
      const q = h * m[i + 1] + k * m[i + 4] + l * m[i + 7];
      const r = h * m[i + 2] + k * m[i + 5] + l * m[i + 8];
      if (isInReferenceAsu(this.#kind, p, q, r)) return 2 * operation + 1;
      if (isInReferenceAsu(this.#kind, -p, -q, -r)) return 2 * operation + 2;
    }
    return 0;
  }
}

/** The same direction, or its opposite, in smallest integers with the first that is not 0 above 0. */
function reduced(vector: readonly number[]): number[] {
  const divisor = vector.reduce((a, b) => greatestCommonDivisor(a, Math.abs(b)), 0);
  const sign = (vector.find((value) => value !== 0) ?? 1) < 0 ? -1 : 1;
  return vector.map((value) => (sign * value) / divisor + 0);
}
