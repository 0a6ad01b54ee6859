/**
 * The Ewald offset: how far a reciprocal lattice point lies from the Ewald sphere along the diffracted beam,
 * |s₀ + A h| − |s₀| in Å⁻¹, positive outside of the sphere; s₀ is the incident beam of length 1/λ and the columns of A are
 * a*, b*, c* in the laboratory frame. What is recorded of a still is the part of a reflection near offset 0.
 * Source: Dalton, K. M., Greisman, J. B. & Hekstra, D. R. (2022) Nat. Commun. 13, 7764 (metadata of stills); the geometry
 * as in Waterman et al. (2016) Acta Cryst. D72, 558–575.
 */
import { InputError } from "../errors.js";

/**
 * Offsets of reflections of one crystal on one still.
 * @param axes a, b, c in the laboratory frame, 9 numbers, an axis after the other, Å
 * @param incident s₀, 3 numbers, Å⁻¹
 * @param hkl 3n indices as observed, interleaved
 * @throws InputError for axes that span no cell
 */
export function ewaldOffsets(
  axes: ArrayLike<number>,
  incident: ArrayLike<number>,
  hkl: ArrayLike<number>,
): Float64Array {
  const [a, b, c] = [0, 3, 6].map((i): [number, number, number] => [axes[i], axes[i + 1], axes[i + 2]]);
  const volume = dot(a, cross(b, c));
  if (!(Math.abs(volume) > 0 && Number.isFinite(volume)))
    throw new InputError(
      `crystal axes: got a cell of volume ${volume} Å³, expected three axes that span a cell`,
    );
  const [p, q, r] = [cross(b, c), cross(c, a), cross(a, b)].map((v) => v.map((value) => value / volume));
  const [x, y, z] = [incident[0], incident[1], incident[2]];
  const length = Math.sqrt(x * x + y * y + z * z);
  const offsets = new Float64Array(hkl.length / 3);
  for (let i = 0, j = 0; i < offsets.length; i++, j += 3) {
    const [h, k, l] = [hkl[j], hkl[j + 1], hkl[j + 2]];
    const u = h * p[0] + k * q[0] + l * r[0];
    const v = h * p[1] + k * q[1] + l * r[1];
    const w = h * p[2] + k * q[2] + l * r[2];
    // (|s₀ + A h|² − |s₀|²) / (|s₀ + A h| + |s₀|): the difference of two near lengths would lose digits
    const excess = u * (u + 2 * x) + v * (v + 2 * y) + w * (w + 2 * z);
    offsets[i] = excess / (Math.sqrt((x + u) ** 2 + (y + v) ** 2 + (z + w) ** 2) + length);
  }
  return offsets;
}

type Triple = [number, number, number];

function cross(u: Triple, v: Triple): Triple {
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}

function dot(u: Triple, v: Triple): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}
