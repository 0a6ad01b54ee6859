/**
 * Where Miller indices lie in reciprocal space: s = h a* + k b* + l c*, Cartesian in Å⁻¹, so that |s| = 1/d. With the PDB's
 * convention for the crystal (a along x, c* along z) the columns of the matrix are a*, b*, c*: it is the transpose of the
 * matrix that takes Cartesian to fractional coordinates. Source: International Tables B, section 3.3.1.
 */
import type { SpaceGroup, UnitCell } from "friedel/browser";

/** A 3 × 3 matrix, 9 numbers row-major. */
export type Matrix3 = ArrayLike<number>;

/** A vector of three. */
export type Vector3 = readonly [number, number, number];

/** Takes indices to Cartesian coordinates in Å⁻¹; its columns are a*, b*, c*. */
export function reciprocalBasis(cell: UnitCell): Float64Array {
  const f = cell.fractionalization;
  return Float64Array.of(f[0], f[3], f[6], f[1], f[4], f[7], f[2], f[5], f[8]);
}

/** Cartesian direction in Å of u a + v b + w c: the axis of the zone [uvw], on which s · t = hu + kv + lw. */
export function directVector(cell: UnitCell, [u, v, w]: Vector3): Vector3 {
  return cell.orthogonalize([u, v, w]);
}

/** Matrix times vector. */
export function transform(m: Matrix3, [x, y, z]: Vector3): Vector3 {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];
}

/** Product of two matrices. */
export function multiply(a: Matrix3, b: Matrix3): Float64Array {
  const product = new Float64Array(9);
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 3; column++)
      for (let i = 0; i < 3; i++) product[3 * row + column] += a[3 * row + i] * b[3 * i + column];
  return product;
}

/** Cartesian coordinates of each index (3n integers) in Å⁻¹; 3n numbers. */
export function positions(basis: Matrix3, hkl: ArrayLike<number>): Float32Array {
  const out = new Float32Array(hkl.length);
  for (let j = 0; j < hkl.length; j += 3) {
    const [h, k, l] = [hkl[j], hkl[j + 1], hkl[j + 2]];
    out[j] = basis[0] * h + basis[1] * k + basis[2] * l;
    out[j + 1] = basis[3] * h + basis[4] * k + basis[5] * l;
    out[j + 2] = basis[6] * h + basis[7] * k + basis[8] * l;
  }
  return out;
}

/** Which mates of the reflections of a file are drawn beside them. */
export type Expansion = "none" | "friedel" | "laue" | "all";

/**
 * The different matrices that take an index to its drawn equivalents, identity first: h' = M h with M = ±Rᵀ of each primitive
 * operation. "none" is the file as it stands, "friedel" adds −h, "laue" all operations, "all" these with Friedel mates. Of a
 * general reflection they give as many different indices as its multiplicity; of a special one some coincide.
 */
export function indexMatrices(spaceGroup: SpaceGroup, expansion: Expansion): Int32Array[] {
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const operations = spaceGroup.primitiveOperations.map(({ rotation: r }) => [
    r[0],
    r[3],
    r[6],
    r[1],
    r[4],
    r[7],
    r[2],
    r[5],
    r[8],
  ]);
  const wanted = expansion === "laue" || expansion === "all" ? operations : [identity];
  const signs = expansion === "friedel" || expansion === "all" ? [1, -1] : [1];
  const different = new Map<string, Int32Array>();
  for (const sign of signs)
    for (const matrix of wanted) {
      const signed = Int32Array.from(matrix, (value) => sign * value);
      if (!different.has(signed.join())) different.set(signed.join(), signed);
    }
  return [...different.values()];
}

/** An index moved by a matrix of {@link indexMatrices}. */
export function moveIndex(matrix: ArrayLike<number>, hkl: ArrayLike<number>): Vector3 {
  const [h, k, l] = transform(matrix, [hkl[0], hkl[1], hkl[2]]);
  return [h + 0, k + 0, l + 0];
}

/** The largest |s| = 1/d of a list of indices, Å⁻¹; 0 for none. */
export function largestRadius(cell: UnitCell, hkl: ArrayLike<number>): number {
  let largest = 0;
  for (let j = 0; j < hkl.length; j += 3)
    largest = Math.max(largest, cell.inverseDSquared(hkl[j], hkl[j + 1], hkl[j + 2]));
  return Math.sqrt(largest);
}
