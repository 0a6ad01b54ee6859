/**
 * The unit cell: metric G_ij = a_i · a_j, its inverse G*, volume, resolution 1/d² = hᵀ G* h, and the matrix that takes
 * fractional to Cartesian coordinates in the convention of the PDB (a along x, c* along z).
 * Source: International Tables B, section 1.1 and 3.3.1 (the volume in the half-angle form of International Tables C,
 * table 1.1.2, which does not lose digits in flat cells and shows at once whether three angles can meet).
 */
import { InputError } from "../errors.js";

/** Six cell parameters: lengths in Å (Å⁻¹ for a reciprocal cell), angles in degrees. */
export interface CellParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** What {@link UnitCell.of} takes: a cell, `[a, b, c, alpha, beta, gamma]`, `[a, b, c]` or an object (angles 90 by default). */
export type UnitCellLike =
  | UnitCell
  | ArrayLike<number>
  | (Pick<CellParameters, "a" | "b" | "c"> & Partial<Pick<CellParameters, "alpha" | "beta" | "gamma">>);

/** A unit cell. Immutable; treat its matrices (9 numbers, row-major) as read-only. */
export class UnitCell implements CellParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** Å³ */
  readonly volume: number;
  /** G_ij = a_i · a_j, Å², 9 numbers row-major. */
  readonly metric: Float64Array;
  /** The inverse of the metric, Å⁻², 9 numbers row-major. */
  readonly reciprocalMetric: Float64Array;
  /** Fractional → Cartesian (Å), 9 numbers row-major, upper triangular: a along x, c* along z. */
  readonly orthogonalization: Float64Array;
  /** Cartesian (Å) → fractional, 9 numbers row-major. */
  readonly fractionalization: Float64Array;
  /** a*, b*, c* (Å⁻¹) and their angles (degrees); a · a* = 1. */
  readonly reciprocal: CellParameters;

  /**
   * @param a length in Å, as b and c
   * @param alpha angle in degrees, as beta and gamma
   * @throws InputError if a length is not positive, an angle is not between 0 and 180, or three such angles cannot meet
   */
  constructor(a: number, b: number, c: number, alpha = 90, beta = 90, gamma = 90) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.alpha = alpha;
    this.beta = beta;
    this.gamma = gamma;
    const unitVolume = checkedUnitVolume(this);
    this.volume = a * b * c * unitVolume;

    const [cosA, cosB, cosC] = [alpha, beta, gamma].map(cosine);
    const [sinA, sinB, sinC] = [alpha, beta, gamma].map(sine);
    const [ab, ac, bc] = [a * b * cosC, a * c * cosB, b * c * cosA];
    this.metric = Float64Array.of(a * a, ab, ac, ab, b * b, bc, ac, bc, c * c);

    const starred = {
      a: sinA / (a * unitVolume),
      b: sinB / (b * unitVolume),
      c: sinC / (c * unitVolume),
      // cos α* loses all digits near 180°; tan α* does not
      alpha: degrees(Math.atan2(unitVolume, cosB * cosC - cosA)),
      beta: degrees(Math.atan2(unitVolume, cosA * cosC - cosB)),
      gamma: degrees(Math.atan2(unitVolume, cosA * cosB - cosC)),
    };
    this.reciprocal = starred;
    const v2 = unitVolume * unitVolume;
    const g12 = (cosA * cosB - cosC) / (a * b * v2);
    const g13 = (cosA * cosC - cosB) / (a * c * v2);
    const g23 = (cosB * cosC - cosA) / (b * c * v2);
    const [g11, g22, g33] = [starred.a ** 2, starred.b ** 2, starred.c ** 2];
    this.reciprocalMetric = Float64Array.of(g11, g12, g13, g12, g22, g23, g13, g23, g33);

    const m = [a, b * cosC, c * cosB, b * sinC, (c * (cosA - cosB * cosC)) / sinC, (c * unitVolume) / sinC];
    const [m11, m12, m13, m22, m23, m33] = m;
    this.orthogonalization = Float64Array.of(m11, m12, m13, 0, m22, m23, 0, 0, m33);
    this.fractionalization = Float64Array.of(
      1 / m11,
      -m12 / (m11 * m22),
      (m12 * m23 - m13 * m22) / (m11 * m22 * m33),
      0,
      1 / m22,
      -m23 / (m22 * m33),
      0,
      0,
      1 / m33,
    );
  }

  /**
   * A unit cell from anything that describes one.
   * @throws InputError if the cell is impossible or an array has not 3 or 6 numbers
   */
  static of(cell: UnitCellLike): UnitCell {
    if (cell instanceof UnitCell) return cell;
    if (typeof cell !== "object" || cell === null) {
      throw new InputError(`unit cell: got ${cell}, expected a, b, c, alpha, beta, gamma`);
    }
    if ("length" in cell) {
      if (cell.length !== 6 && cell.length !== 3) {
        throw new InputError(`unit cell: got ${cell.length} numbers, expected a, b, c, alpha, beta, gamma`);
      }
      return new UnitCell(cell[0], cell[1], cell[2], cell[3] ?? 90, cell[4] ?? 90, cell[5] ?? 90);
    }
    return new UnitCell(cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma);
  }

  /** Fractional → Cartesian coordinates in Å. */
  orthogonalize(fractional: ArrayLike<number>): [number, number, number] {
    const m = this.orthogonalization;
    const [u, v, w] = [fractional[0], fractional[1], fractional[2]];
    return [m[0] * u + m[1] * v + m[2] * w, m[4] * v + m[5] * w, m[8] * w];
  }

  /** Cartesian coordinates in Å → fractional. */
  fractionalize(xyz: ArrayLike<number>): [number, number, number] {
    const m = this.fractionalization;
    const [x, y, z] = [xyz[0], xyz[1], xyz[2]];
    return [m[0] * x + m[1] * y + m[2] * z, m[4] * y + m[5] * z, m[8] * z];
  }

  /** 1/d² in Å⁻². */
  inverseDSquared(h: number, k: number, l: number): number {
    const g = this.reciprocalMetric;
    return h * h * g[0] + k * k * g[4] + l * l * g[8] + 2 * (h * k * g[1] + h * l * g[2] + k * l * g[5]);
  }

  /** Resolution d in Å; Infinity for 0 0 0. */
  dSpacing(h: number, k: number, l: number): number {
    return 1 / Math.sqrt(this.inverseDSquared(h, k, l));
  }

  /** Resolution d in Å of each row of `hkl` (3n numbers, h k l interleaved); n numbers. */
  dSpacings(hkl: ArrayLike<number>): Float64Array {
    const d = new Float64Array(hkl.length / 3);
    for (let i = 0, j = 0; i < d.length; i++, j += 3) d[i] = this.dSpacing(hkl[j], hkl[j + 1], hkl[j + 2]);
    return d;
  }

  /** `[a, b, c, alpha, beta, gamma]` */
  toArray(): [number, number, number, number, number, number] {
    return [this.a, this.b, this.c, this.alpha, this.beta, this.gamma];
  }

  /** True where all lengths and angles agree within the tolerance (by default 0.001 Å and 0.001°). */
  equals(other: UnitCell, tolerance: { length?: number; angle?: number } = {}): boolean {
    const { length = 1e-3, angle = 1e-3 } = tolerance;
    const ours = this.toArray();
    return other.toArray().every((value, i) => Math.abs(value - ours[i]) <= (i < 3 ? length : angle));
  }

  /** Whether a rotation (9 numbers row-major, fractional) keeps the metric: |Rᵀ G R − G|_ij ≤ tolerance · |a_i| |a_j|. */
  isKeptBy(rotation: ArrayLike<number>, tolerance: number): boolean {
    const [r, g, size] = [rotation, this.metric, [this.a, this.b, this.c]];
    for (let element = 0; element < 9; element++) {
      const [i, j] = [Math.trunc(element / 3), element % 3];
      let moved = 0;
      for (let p = 0; p < 3; p++) {
        for (let q = 0; q < 3; q++) moved += r[3 * p + i] * g[3 * p + q] * r[3 * q + j];
      }
      if (!(Math.abs(moved - g[element]) <= tolerance * size[i] * size[j])) return false;
    }
    return true;
  }

  /** For example "78.17 78.17 78.17 Å, 90 90 90°". */
  toString(): string {
    const show = (value: number): string => String(Number(value.toFixed(3)));
    const [a, b, c, alpha, beta, gamma] = this.toArray().map(show);
    return `${a} ${b} ${c} Å, ${alpha} ${beta} ${gamma}°`;
  }
}

/** The volume of a cell with these angles and edges of length 1, once the cell is known to be possible. */
function checkedUnitVolume(cell: UnitCell): number {
  for (const name of ["a", "b", "c"] as const) {
    if (!(cell[name] > 0 && Number.isFinite(cell[name]))) {
      throw new InputError(`unit cell: got ${name} = ${cell[name]}, expected a positive length in Å`);
    }
  }
  for (const name of ["alpha", "beta", "gamma"] as const) {
    if (!(cell[name] > 0 && cell[name] < 180)) {
      throw new InputError(
        `unit cell: got ${name} = ${cell[name]}, expected an angle between 0 and 180 degrees`,
      );
    }
  }
  const { alpha, beta, gamma } = cell;
  if (alpha === 90 && beta === 90) return sine(gamma);
  if (alpha === 90 && gamma === 90) return sine(beta);
  if (beta === 90 && gamma === 90) return sine(alpha);
  const half = (alpha + beta + gamma) / 2;
  const factors = [half, half - alpha, half - beta, half - gamma];
  if (!factors.every((angle) => angle > 1e-9 && angle < 180 - 1e-9)) {
    throw new InputError(
      `unit cell: got angles ${alpha}, ${beta}, ${gamma}, expected three that can meet at a corner ` +
        "(each less than the sum of the other two, all together less than 360 degrees)",
    );
  }
  return 2 * Math.sqrt(factors.reduce((product, angle) => product * sine(angle), 1));
}

/** Cosine of an angle in degrees, exact where a lattice needs it to be (60, 90 and 120 degrees). */
function cosine(angle: number): number {
  if (angle === 90) return 0;
  if (angle === 120) return -0.5;
  if (angle === 60) return 0.5;
  return Math.cos((angle * Math.PI) / 180);
}

function sine(angle: number): number {
  return angle === 90 ? 1 : Math.sin((angle * Math.PI) / 180);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
