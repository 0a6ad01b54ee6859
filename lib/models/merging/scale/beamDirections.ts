/**
 * Directions of the beams of each observation, for absorption and polarisation. Where the tables know the orientation of the
 * crystal (U of their batch headers, the rotation angle, the indices as observed), in the Cambridge frame, x along the
 * incident beam and z along the rotation axis:
 *   s1 = s0 + R_z(φ) U B h,   s0 = (1/λ, 0, 0),
 * and in a frame fixed to the crystal s1 and −s0 turned back by R_z(φ) and U. Else, from the place (x, y) on a flat detector
 * across the beam and the scattering angle, sin θ = λ/(2d), in a frame fixed to the detector:
 *   ŝ1 = (cos 2θ, sin 2θ cos ψ, sin 2θ sin ψ),   ψ the azimuth of (x, y) about the beam's centre,
 * centre c and distance D being fitted to (x − c_x)² + (y − c_y)² = D² tan² 2θ, which is linear in c, D² and a constant.
 * Sources: CCP4's "MTZ format", batch headers; Busing & Levy, Acta Cryst. 22 (1967) 457; Blessing, Acta Cryst. A51 (1995) 33.
 */

import { observedHkl } from "../../../table/asu.js";
import { cross, dot, unit, type Vector } from "../../../table/batchOrientation.js";
import type { ReflectionTable } from "../../../table/reflectionTable.js";
import { solveLinear } from "../linearSystem.js";
import type { ScaleTermData } from "./scaleTermTypes.js";

/** Unit vectors, three numbers for each of t terms. */
export interface BeamDirections {
  /** Of the diffracted beams in the laboratory: x along the incident beam. */
  readonly diffracted: Float64Array;
  /** Diffracted beams, and the way back to the source, in the crystal; undefined where its orientation is not known. */
  readonly crystal: { readonly diffracted: Float64Array; readonly source: Float64Array } | undefined;
}

const DEGREE = Math.PI / 180;
/** By how much |s1| λ may differ from 1 (median), or a radius from D tan 2θ, before the geometry is not the data's. */
const TOLERANCE = 0.02;
const angleNames = ["ROT", "PHI", "rotation"];
const placeNames: readonly (readonly [string, string])[] = [
  ["XDET", "YDET"],
  ["X", "Y"],
  ["xdet", "ydet"],
  ["xcal", "ycal"],
  ["XCAL", "YCAL"],
  ["XD", "YD"],
];

/** Directions, as far as the tables tell; undefined where they do not, for one of them at least. */
export function beamDirections(data: ScaleTermData): BeamDirections | undefined {
  return fromOrientation(data) ?? fromDetector(data);
}

/** Å, of each term; undefined where a table does not say. */
export function wavelengths({ tables, table, wavelength }: ScaleTermData): Float64Array | undefined {
  if (wavelength !== undefined) return wavelength;
  const ofTable = tables.map(
    ({ datasets, batches }) =>
      [...datasets, ...batches].find((of) => of.wavelength > 0)?.wavelength ?? Number.NaN,
  );
  return ofTable.some(Number.isNaN) ? undefined : Float64Array.from(table, (t) => ofTable[t]);
}

function fromOrientation(data: ScaleTermData): BeamDirections | undefined {
  // indices of a table are those of one harmonic of each ray
  if (data.wavelength !== undefined) return undefined;
  const lambda = wavelengths(data);
  const crystals = data.tables.map(crystalOf);
  if (lambda === undefined || crystals.some((crystal) => crystal === undefined)) return undefined;
  const { table, row } = data;
  const n = row.length;
  const diffracted = new Float64Array(3 * n);
  const inCrystal = new Float64Array(3 * n);
  const source = new Float64Array(3 * n);
  const lengths = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const placed = crystals[table[i]]?.(row[i]);
    if (placed === undefined) return undefined;
    const { q, u, phi } = placed;
    const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
    const turned = turn(u, q);
    const s1: Vector = [
      1 / lambda[i] + cos * turned[0] - sin * turned[1],
      sin * turned[0] + cos * turned[1],
      turned[2],
    ];
    lengths[i] = Math.sqrt(dot(s1, s1)) * lambda[i];
    const s1Hat = unit(s1);
    const back = ([x, y, z]: Vector) => turnBack(u, [cos * x + sin * y, cos * y - sin * x, z]);
    diffracted.set(s1Hat, 3 * i);
    inCrystal.set(back(s1Hat), 3 * i);
    source.set(back([-1, 0, 0]), 3 * i);
  }
  if (!(median(lengths.map((length) => Math.abs(length - 1))) < TOLERANCE)) return undefined;
  return { diffracted, crystal: { diffracted: inCrystal, source } };
}

/** Of a row: h in the crystal's axes of Busing & Levy, Å⁻¹, U, and φ in radians. */
type Placed = { readonly q: Vector; readonly u: readonly number[]; readonly phi: number };

function crystalOf(table: ReflectionTable): ((row: number) => Placed | undefined) | undefined {
  const batchColumn = table.columns.find(({ type }) => type === "B");
  const batches = new Map(table.batches.map((batch) => [batch.number, batch]));
  if (batchColumn === undefined || batches.size === 0) return undefined;
  const numbers = table.values(batchColumn.label);
  const angle = angleNames.find((name) => table.has(name));
  const angles = angle === undefined ? undefined : table.values(angle);
  const hkl = observedHkl(table);
  const f = table.cell.fractionalization;
  const [a, b, c] = [0, 3, 6].map((at): Vector => [f[at], f[at + 1], f[at + 2]]);
  const x = unit(a);
  const z = unit(cross(a, b));
  const axes = [x, cross(z, x), z];
  const columns = [a, b, c].map((star) => axes.map((axis) => dot(axis, star)));
  return (row) => {
    const batch = batches.get(numbers[row]);
    if (batch === undefined || !batch.uMatrix.some((value) => value !== 0)) return undefined;
    const degrees = angles?.[row] ?? (batch.phiStart + batch.phiEnd) / 2;
    const [q0, q1, q2] = [0, 1, 2].map((axis) =>
      columns.reduce((sum, column, k) => sum + hkl[3 * row + k] * column[axis], 0),
    );
    return { q: [q0, q1, q2], u: batch.uMatrix, phi: degrees * DEGREE };
  };
}

function turn(u: readonly number[], [x, y, z]: Vector): Vector {
  return [u[0] * x + u[1] * y + u[2] * z, u[3] * x + u[4] * y + u[5] * z, u[6] * x + u[7] * y + u[8] * z];
}

function turnBack(u: readonly number[], [x, y, z]: Vector): Vector {
  return [u[0] * x + u[3] * y + u[6] * z, u[1] * x + u[4] * y + u[7] * z, u[2] * x + u[5] * y + u[8] * z];
}

function fromDetector(data: ScaleTermData): BeamDirections | undefined {
  const { tables, table, row, inverseDSquared } = data;
  const lambda = wavelengths(data);
  const labels = placeNames.find((pair) => pair.every((label) => tables.every((of) => of.has(label))));
  if (lambda === undefined || labels === undefined) return undefined;
  const [xs, ys] = labels.map((label) => tables.map((of) => of.values(label)));
  const twoTheta = inverseDSquared.map(
    (inverse, i) => 2 * Math.asin(Math.min(1, (lambda[i] * Math.sqrt(inverse)) / 2)),
  );
  const diffracted = new Float64Array(3 * row.length);
  for (const t of tables.keys()) {
    const rows = Array.from(row.keys()).filter((i) => table[i] === t);
    const x = Float64Array.from(rows, (i) => xs[t][row[i]]);
    const y = Float64Array.from(rows, (i) => ys[t][row[i]]);
    const centre = beamCentre(
      x,
      y,
      Float64Array.from(rows, (i) => Math.tan(twoTheta[i])),
    );
    if (centre === undefined) return undefined;
    rows.forEach((i, k) => {
      const psi = Math.atan2(y[k] - centre[1], x[k] - centre[0]);
      const sin = Math.sin(twoTheta[i]);
      diffracted.set([Math.cos(twoTheta[i]), sin * Math.cos(psi), sin * Math.sin(psi)], 3 * i);
    });
  }
  return { diffracted, crystal: undefined };
}

/** Where the beam meets the detector; undefined where places are not those of a flat detector across the beam. */
function beamCentre(
  x: Float64Array,
  y: Float64Array,
  tangent: Float64Array,
): readonly [number, number] | undefined {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(x), mean(y)];
  const size = Math.sqrt(mean(x.map((value, k) => (value - x0) ** 2 + (y[k] - y0) ** 2)));
  // in units of the detector: the normal equations are then well scaled
  const u = x.map((value) => (value - x0) / size);
  const v = y.map((value) => (value - y0) / size);
  const solved = leastSquares(
    Array.from(u, (value, k) => [2 * value, 2 * v[k], tangent[k] ** 2, 1]),
    u.map((value, k) => value ** 2 + v[k] ** 2),
  );
  const [cu, cv, squaredDistance] = solved ?? [];
  if (!(squaredDistance > 0)) return undefined;
  const errors = u.map((value, k) =>
    Math.abs(Math.hypot(value - cu, v[k] - cv) - Math.sqrt(squaredDistance) * Math.abs(tangent[k])),
  );
  return median(errors) < TOLERANCE ? [x0 + size * cu, y0 + size * cv] : undefined;
}

/** Solves the normal equations; undefined where they are singular. */
function leastSquares(rows: readonly (readonly number[])[], right: Float64Array): Float64Array | undefined {
  const unknowns = rows[0] ?? [];
  return solveLinear(
    unknowns.map((_, i) => unknowns.map((_value, j) => rows.reduce((sum, r) => sum + r[i] * r[j], 0))),
    unknowns.map((_, i) => rows.reduce((sum, r, k) => sum + r[i] * right[k], 0)),
  );
}

function median(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : values.slice().sort()[values.length >> 1];
}
