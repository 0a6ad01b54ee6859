/**
 * Sections of reciprocal space: the lattice plane hu + kv + lw = n of a zone [uvw], as a precession photograph shows it
 * undistorted. All points of the plane are origin + i p + j q with whole i and j; p and q are the index steps that the
 * section's name says (hk0: 100 and 010), or for a zone the shortest ones (Lagrange's reduction in the reciprocal metric).
 * The picture's coordinates are the components of s along p and across it, in the plane; its middle is the foot of the
 * perpendicular from the origin, so that r² = 1/d² − (n / |t|)² with t = ua + vb + wc.
 * Source: International Tables B, section 1.1.3 (zones); M. J. Buerger, The Precession Method (1964).
 */
import { InputError, type UnitCell } from "friedel/browser";
import { cross, dot, normalise } from "./camera.js";
import { directVector, type Matrix3, reciprocalBasis, transform, type Vector3 } from "./lattice.js";

/** Which plane, in indices alone. */
export interface Section {
  /** As it is written: "hk0", "hhl", "[1 1 1] n = 2". */
  readonly name: string;
  /** Zone axis, whole numbers without a common divisor; p, q and it are right-handed. */
  readonly uvw: Vector3;
  /** hu + kv + lw of all reflections of the section. */
  readonly level: number;
  /** Index steps to the right, and upwards. */
  readonly p: Vector3;
  readonly q: Vector3;
  /** One index of the section. */
  readonly origin: Vector3;
}

/** A section in a cell. */
export interface SectionGeometry extends Section {
  /** Cartesian directions of the picture's axes: to the right, and up. */
  readonly right: Vector3;
  readonly up: Vector3;
  /** Distance of the plane from the origin, Å⁻¹. */
  readonly height: number;
  /** Picture coordinates (Å⁻¹) of the steps p and q and of the section's origin index. */
  readonly stepP: readonly [number, number];
  readonly stepQ: readonly [number, number];
  readonly start: readonly [number, number];
  readonly basis: Matrix3;
}

const expected = 'expected two free indices such as "hk0", "h2l", "hhl", or a zone such as "[1 1 0] 2"';

/**
 * The section of a name: two free indices ("hk0", "0kl", "hk-3", "hhl", "h 2h l"), or a zone axis and a level ("[110]",
 * "[1 -1 0] 2").
 * @param cell chooses the shortest steps of a zone
 * @throws InputError if it names none
 */
export function parseSection(text: string, cell: UnitCell): Section {
  const plain = text.trim().toLowerCase().replace(/−/g, "-");
  const zone = /^\[([^\]]*)\]\s*(?:n\s*=\s*)?([+-]?\d+)?$/.exec(plain);
  return zone === null ? namedSection(text, plain) : zoneSection(text, zone[1], Number(zone[2] ?? 0), cell);
}

function namedSection(text: string, plain: string): Section {
  const alone = plain.match(/[+-]?\d+|[+-]?[hkl]/g) ?? [];
  const tokens = alone.length === 3 ? alone : (plain.match(/[+-]?\d*[hkl]|[+-]?\d+/g) ?? []);
  const letters = [...new Set(plain.replace(/[^hkl]/g, ""))];
  if (tokens.length !== 3 || tokens.join("") !== plain.replace(/\s/g, "") || letters.length !== 2)
    throw new InputError(`section: got "${text}", ${expected}`);
  const factor = (token: string, letter: string): number => {
    if (!token.endsWith(letter)) return 0;
    const sign = token.slice(0, -1);
    return sign === "" || sign === "+" ? 1 : sign === "-" ? -1 : Number(sign);
  };
  const [p, q] = letters.map((letter) => vector(tokens.map((token) => factor(token, letter))));
  const origin = vector(tokens.map((token) => (/[hkl]$/.test(token) ? 0 : Number(token))));
  const uvw = reduced(cross(p, q));
  if (uvw.every((value) => value === 0)) throw new InputError(`section: got "${text}", ${expected}`);
  return { name: plain.replace(/\s/g, ""), uvw, level: dot(origin, uvw), p, q, origin };
}

function zoneSection(text: string, inside: string, level: number, cell: UnitCell): Section {
  const numbers = (/[\s,]/.test(inside.trim()) ? inside.match(/[+-]?\d+/g) : inside.match(/-?\d/g)) ?? [];
  const given = vector(numbers.map(Number));
  const uvw = reduced(given);
  if (numbers.length !== 3 || uvw.every((value) => value === 0))
    throw new InputError(`zone: got "${text}", expected three whole numbers as in "[1 1 0]", not all 0`);
  if (uvw.some((value) => Math.abs(value) > 20))
    throw new InputError(`zone: got "${text}", expected numbers from -20 to 20`);
  const [p, q] = reducedSteps(uvw, cell);
  const name = `[${uvw.join(" ")}] n = ${level}`;
  const unit = smallIndices(uvw).find((index) => dot(index, uvw) === 1) ?? [0, 0, 0];
  return { name, uvw, level, p, q, origin: [unit[0] * level + 0, unit[1] * level + 0, unit[2] * level + 0] };
}

/** The name of the section `by` levels further: "hk0" becomes "hk1"; one without a level of its own is named by its zone. */
export function neighbouringSection(text: string, by: number, cell: UnitCell): string {
  const { name, uvw, level } = parseSection(text, cell);
  const tokens = name.match(/[+-]?\d+|[+-]?[hkl]/g) ?? [];
  const numbers = tokens.filter((token) => /\d$/.test(token));
  if (name.startsWith("[") || tokens.length !== 3 || numbers.length !== 1)
    return `[${uvw.join(" ")}] ${level + by}`;
  return tokens.map((token) => (/\d$/.test(token) ? String(Number(token) + by) : token)).join("");
}

/** Two shortest steps within the plane h·uvw = 0 that reach all of its points, with p × q = uvw. */
function reducedSteps(uvw: Vector3, cell: UnitCell): [Vector3, Vector3] {
  const inPlane = smallIndices(uvw).filter((index) => dot(index, uvw) === 0 && index.some((i) => i !== 0));
  const g = cell.reciprocalMetric;
  const product = (a: Vector3, b: Vector3): number => dot(a, transform(g, b));
  inPlane.sort((a, b) => product(a, a) - product(b, b));
  let p = inPlane[0];
  let q = inPlane.find((index) => isSame(cross(p, index), uvw)) ?? p;
  for (;;) {
    const times = Math.round(product(p, q) / product(p, p));
    q = subtract(q, p, times);
    if (product(q, q) >= product(p, p) * (1 - 1e-12)) break;
    [p, q] = [q, [-p[0], -p[1], -p[2]]];
  }
  return standardSigns(p, q);
}

/** Of ±p ±q those with the first index that is not 0 positive in p; the hand is kept. */
function standardSigns(p: Vector3, q: Vector3): [Vector3, Vector3] {
  const sign = (p.find((value) => value !== 0) ?? 1) < 0 ? -1 : 1;
  const times = ([h, k, l]: Vector3): Vector3 => [sign * h + 0, sign * k + 0, sign * l + 0];
  return [times(p), times(q)];
}

/** All indices up to the size of the zone axis, which hold a basis of the plane and one of the next plane. */
function smallIndices(uvw: Vector3): Vector3[] {
  const size = Math.max(1, ...uvw.map(Math.abs));
  const found: Vector3[] = [];
  for (let h = -size; h <= size; h++)
    for (let k = -size; k <= size; k++) for (let l = -size; l <= size; l++) found.push([h, k, l]);
  return found.sort((a, b) => dot(a, a) - dot(b, b));
}

/** The same plane in a cell, with its picture coordinates. */
export function sectionGeometry(section: Section, cell: UnitCell): SectionGeometry {
  const basis = reciprocalBasis(cell);
  const axis = directVector(cell, section.uvw);
  const right = normalise(transform(basis, section.p));
  const up = cross(normalise(axis), right);
  const inPicture = (index: Vector3): [number, number] => {
    const s = transform(basis, index);
    return [dot(s, right), dot(s, up)];
  };
  return {
    ...section,
    basis,
    right,
    up,
    height: section.level / Math.hypot(...axis),
    stepP: inPicture(section.p),
    stepQ: inPicture(section.q),
    start: inPicture(section.origin),
  };
}

/** Picture coordinates of i and j steps from the section's origin index. */
export function planePoint({ start, stepP, stepQ }: SectionGeometry, i: number, j: number): [number, number] {
  return [start[0] + i * stepP[0] + j * stepQ[0], start[1] + i * stepP[1] + j * stepQ[1]];
}

/** The steps i, j (not whole numbers in general) that lead to picture coordinates. */
export function planeSteps({ start, stepP, stepQ }: SectionGeometry, x: number, y: number): [number, number] {
  const area = stepP[0] * stepQ[1] - stepP[1] * stepQ[0];
  const [dx, dy] = [x - start[0], y - start[1]];
  return [(dx * stepQ[1] - dy * stepQ[0]) / area, (dy * stepP[0] - dx * stepP[1]) / area];
}

/** The Miller index of i and j steps. */
export function planeIndex({ origin, p, q }: Section, i: number, j: number): Vector3 {
  return [
    origin[0] + i * p[0] + j * q[0] + 0,
    origin[1] + i * p[1] + j * q[1] + 0,
    origin[2] + i * p[2] + j * q[2] + 0,
  ];
}

/** Steps to an index of the section; undefined if it is not one that steps reach. */
export function stepsTo(section: Section, hkl: Vector3): [number, number] | undefined {
  const { p, q, uvw } = section;
  if (dot(hkl, uvw) !== section.level) return undefined;
  const rest = subtract(hkl, section.origin, 1);
  const [area, i, j] = [dot(uvw, cross(p, q)), dot(uvw, cross(rest, q)), dot(uvw, cross(p, rest))];
  return i % area === 0 && j % area === 0 ? [i / area + 0, j / area + 0] : undefined;
}

/** All i, j whose points lie within `radius` of the picture's middle: pairs, one after the other. */
export function stepsWithin(geometry: SectionGeometry, radius: number): Int32Array {
  const { stepP, stepQ } = geometry;
  const area = Math.abs(stepP[0] * stepQ[1] - stepP[1] * stepQ[0]);
  const [i0, j0] = planeSteps(geometry, 0, 0);
  const iReach = (radius * Math.hypot(...stepQ)) / area;
  const jReach = (radius * Math.hypot(...stepP)) / area;
  const pairs: number[] = [];
  for (let i = Math.ceil(i0 - iReach - 1e-9); i <= i0 + iReach + 1e-9; i++)
    for (let j = Math.ceil(j0 - jReach - 1e-9); j <= j0 + jReach + 1e-9; j++) {
      const [x, y] = planePoint(geometry, i, j);
      if (x * x + y * y <= radius * radius * (1 + 1e-12)) pairs.push(i, j);
    }
  return Int32Array.from(pairs);
}

/** Radius in the picture of the sphere of a resolution; undefined where it does not reach the plane. */
export function circleRadius({ height }: SectionGeometry, d: number): number | undefined {
  const squared = 1 / (d * d) - height * height;
  return squared > 0 ? Math.sqrt(squared) : undefined;
}

function vector(numbers: readonly number[]): Vector3 {
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

function subtract(a: Vector3, b: Vector3, times: number): Vector3 {
  return [a[0] - times * b[0] + 0, a[1] - times * b[1] + 0, a[2] - times * b[2] + 0];
}

function isSame(a: Vector3, b: Vector3): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** Without a common divisor. */
function reduced([u, v, w]: Vector3): Vector3 {
  const divisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : divisor(b, a % b));
  const common = divisor(divisor(u, v), w) || 1;
  return [u / common + 0, v / common + 0, w / common + 0];
}
