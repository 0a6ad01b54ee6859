/**
 * Level and anisotropic fall-off of merged intensities: A ε exp(−½ sᵀ B s), s the reciprocal-space vector in the crystal's
 * Cartesian axes (a along x, c* along z), B a symmetric tensor in Å² that the point group leaves as it is; B = B_iso · 1 is
 * exp(−B_iso/(2d²)). (Of amplitudes it is exp(−2π² sᵀ U s), B = 8π² U: Grosse-Kunstleve & Adams, J. Appl. Cryst. 35 (2002)
 * 477; anisotropic Wilson scaling: Popov & Bourenkov, Acta Cryst. D59 (2003) 1145.) Fitted as wilsonFallOff.ts does it, with
 * log of the mean linear in as many numbers as the point group leaves free: of triclinic crystals 6, monoclinic 4,
 * orthorhombic 3, tetragonal, trigonal and hexagonal 2, cubic 1.
 */
import type { SpaceGroup, UnitCell } from "../../crystal/index.js";
import { InputError } from "../../errors.js";
import { solveLinear } from "./linearSystem.js";
import { type FallOff, fitFallOff, type MergedIntensities } from "./wilsonFallOff.js";

/** A symmetric tensor: 11, 22, 33, 12, 13, 23. */
export type SymmetricTensor = readonly number[];

/** Level, B_iso = tr B/3, and B. */
export interface AnisotropicFallOff extends FallOff {
  readonly anisotropy: SymmetricTensor;
}

const ITERATIONS = 100;
/** How far any number of B may be from the isotropic one, Å². */
const LARGEST = 200;
/** Reflections for each number to be fitted. */
const FEWEST = 10;
const places: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
];

/** s, 3n, Å⁻¹. @param hkl 3n */
export function reciprocalVectors({ fractionalization: f }: UnitCell, hkl: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: hkl.length }, (_, k) => {
    const [at, axis] = [k - (k % 3), k % 3];
    return hkl[at] * f[axis] + hkl[at + 1] * f[3 + axis] + hkl[at + 2] * f[6 + axis];
  });
}

/** sᵀ T s of the i-th vector. */
export function quadraticForm(tensor: SymmetricTensor, s: ArrayLike<number>, i: number): number {
  const [x, y, z] = [s[3 * i], s[3 * i + 1], s[3 * i + 2]];
  const [t11, t22, t33, t12, t13, t23] = tensor;
  return x * x * t11 + y * y * t22 + z * z * t33 + 2 * (x * y * t12 + x * z * t13 + y * z * t23);
}

/** The mean of a tensor over the point group: what of it the crystal may have. */
export function symmetrised(
  tensor: SymmetricTensor,
  { cell, spaceGroup }: { readonly cell: UnitCell; readonly spaceGroup: SpaceGroup },
): SymmetricTensor {
  const whole = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => tensor[places.findIndex(([p, q]) => p === Math.min(i, j) && q === Math.max(i, j))]),
  );
  const { primitiveOperations } = spaceGroup;
  const sum = new Float64Array(6);
  for (const { rotation } of primitiveOperations) {
    const c = product(product(cell.orthogonalization, rotation), cell.fractionalization);
    places.forEach(([i, j], k) => {
      for (let p = 0; p < 3; p++)
        for (let q = 0; q < 3; q++) sum[k] += c[3 * p + i] * whole[p][q] * c[3 * q + j];
    });
  }
  return Array.from(sum, (value) => value / primitiveOperations.length);
}

/** Tensors that the point group leaves free: 1 and others orthogonal to it and to each other. */
export function freeTensors(crystal: {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
}): SymmetricTensor[] {
  const found: SymmetricTensor[] = [[1, 1, 1, 0, 0, 0]];
  for (let k = 0; k < 6; k++) {
    let tensor = symmetrised(
      Array.from({ length: 6 }, (_, j) => (j === k ? 1 : 0)),
      crystal,
    );
    for (const other of found) {
      const along = inner(tensor, other) / inner(other, other);
      tensor = tensor.map((value, j) => value - along * other[j]);
    }
    const length = Math.sqrt(inner(tensor, tensor));
    if (length > 1e-3) found.push(tensor.map((value) => value / length));
  }
  return found;
}

/**
 * The fall-off of the data. Where there is nothing above the noise, or too few reflections for the numbers, it is isotropic.
 * @param vectors s of each reflection, 3g
 */
export function fitAnisotropicFallOff(
  data: MergedIntensities,
  vectors: ArrayLike<number>,
  tensors: readonly SymmetricTensor[],
): AnisotropicFallOff {
  const { intensity, sigma, epsilon } = data;
  const isotropic = fitFallOff(data);
  const used = Array.from(intensity.keys()).filter(
    (g) => Number.isFinite(sigma[g]) && Number.isFinite(intensity[g]),
  );
  const numbers = 1 + tensors.length;
  const coefficients = [
    Math.log(isotropic.level),
    ...tensors.map((_, k) => (k === 0 ? isotropic.bFactor : 0)),
  ];
  if (used.length < FEWEST * numbers) return withTensor(coefficients, tensors);
  const basis = used.map((g) => [1, ...tensors.map((tensor) => -0.5 * quadraticForm(tensor, vectors, g))]);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const matrix = Array.from({ length: numbers }, () => new Float64Array(numbers));
    const right = new Float64Array(numbers);
    used.forEach((g, k) => {
      const x = basis[k];
      const m = epsilon[g] * Math.exp(x.reduce((sum, value, j) => sum + value * coefficients[j], 0));
      const w = 1 / (1 + (sigma[g] / m) ** 2);
      for (let i = 0; i < numbers; i++) {
        right[i] += w * x[i] * (intensity[g] / m - 1);
        for (let j = 0; j < numbers; j++) matrix[i][j] += w * x[i] * x[j];
      }
    });
    const step = solveLinear(matrix, right);
    if (step === undefined) return withTensor([Math.log(isotropic.level), isotropic.bFactor], tensors);
    // a step of the level of 1 at most, of B of 20 Å²
    const longest = step.reduce((most, value, j) => Math.max(most, Math.abs(value) / (j === 0 ? 1 : 20)), 0);
    const shortened = Math.min(1, 1 / Math.max(longest, 1e-300));
    coefficients.forEach((value, j) => {
      const bound = j === 0 ? Number.POSITIVE_INFINITY : LARGEST;
      coefficients[j] = Math.min(bound, Math.max(-bound, value + shortened * step[j]));
    });
    if (longest < 1e-10) break;
  }
  return withTensor(coefficients, tensors);
}

/** The level of the data where B is given. */
export function givenAnisotropy(
  data: MergedIntensities,
  vectors: ArrayLike<number>,
  anisotropy: SymmetricTensor,
): AnisotropicFallOff {
  const epsilon = anisotropicIntensities({ level: 1, bFactor: 0, anisotropy }, data.epsilon, vectors);
  const { level } = fitFallOff({ ...data, epsilon }, 0);
  return { level, bFactor: isotropicPart(anisotropy), anisotropy };
}

/** A tensor that is given. @throws InputError for one that the point group does not leave as it is */
export function checkedTensor(
  tensor: SymmetricTensor,
  crystal: { readonly cell: UnitCell; readonly spaceGroup: SpaceGroup },
): SymmetricTensor {
  const mean = symmetrised(tensor, crystal);
  const scale = Math.max(1, ...tensor.map(Math.abs));
  if (mean.every((value, k) => Math.abs(value - tensor[k]) < 0.01 * scale)) return mean;
  throw new InputError(
    `Wilson prior, anisotropy: got ${tensor.join(", ")} Å², expected a tensor that point group ${crystal.spaceGroup.pointGroup} leaves as it is, such as their mean ${mean.map((value) => value.toFixed(2)).join(", ")}`,
  );
}

/** ε level exp(−½ sᵀ B s), g. */
export function anisotropicIntensities(
  { level, anisotropy }: AnisotropicFallOff,
  epsilon: Float64Array,
  vectors: ArrayLike<number>,
): Float64Array {
  return epsilon.map((e, g) => e * level * Math.exp(-0.5 * quadraticForm(anisotropy, vectors, g)));
}

function withTensor(
  [logLevel, ...weights]: readonly number[],
  tensors: readonly SymmetricTensor[],
): AnisotropicFallOff {
  const anisotropy = places.map((_, j) =>
    weights.reduce((sum, weight, k) => sum + weight * tensors[k][j], 0),
  );
  return { level: Math.exp(logLevel), bFactor: isotropicPart(anisotropy), anisotropy };
}

/** tr B/3. */
export function isotropicPart([b11, b22, b33]: SymmetricTensor): number {
  return (b11 + b22 + b33) / 3;
}

/** Σ_ij a_ij b_ij. */
function inner(a: SymmetricTensor, b: SymmetricTensor): number {
  return a.reduce((sum, value, k) => sum + (k < 3 ? 1 : 2) * value * b[k], 0);
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: 9 }, (_, k) => {
    const [i, j] = [Math.floor(k / 3), k % 3];
    return a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
  });
}
