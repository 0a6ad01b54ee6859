// Oracles: the addition theorem Σ_m Y_lm(a) Y_lm(b) = (2l + 1)/(4π) P_l(a·b), closed forms for l ≤ 2, and
// orthonormality by quadrature over the sphere.
import { expect, test } from "vitest";
import { harmonicCount, realHarmonics } from "../../lib/simulate/sphericalHarmonics.js";

const ORDER = 8;

function harmonics(x: number, y: number, z: number): Float64Array {
  const out = new Float64Array(harmonicCount(ORDER));
  realHarmonics(x, y, z, ORDER, out);
  return out;
}

test("closed forms of the first degrees", () => {
  const [x, y, z] = [2 / 7, 3 / 7, 6 / 7];
  const one = Math.sqrt(3 / (4 * Math.PI));
  const two = Math.sqrt(15 / (4 * Math.PI));
  const expected = [
    one * y,
    one * z,
    one * x,
    two * x * y,
    two * y * z,
    (Math.sqrt(5 / Math.PI) / 4) * (3 * z * z - 1),
    two * x * z,
    (two / 2) * (x * x - y * y),
  ];
  const got = harmonics(x, y, z);
  for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, 14);
});

test("the addition theorem holds to degree 8, poles included", () => {
  const directions = [
    [0, 0, 1],
    [0, 0, -1],
    [1, 0, 0],
    [0.36, 0.48, 0.8],
    [-2 / 3, 1 / 3, 2 / 3],
  ];
  for (const a of directions) {
    for (const b of directions) {
      const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      const ya = harmonics(a[0], a[1], a[2]);
      const yb = harmonics(b[0], b[1], b[2]);
      let [before, legendre] = [1, cosine];
      for (let l = 1; l <= ORDER; l++) {
        let sum = 0;
        for (let i = l * l - 1; i < (l + 1) ** 2 - 1; i++) sum += ya[i] * yb[i];
        expect(sum).toBeCloseTo(((2 * l + 1) / (4 * Math.PI)) * legendre, 12);
        [before, legendre] = [legendre, ((2 * l + 1) * cosine * legendre - l * before) / (l + 1)];
      }
    }
  }
});

test("orthonormal on the sphere", () => {
  const count = harmonicCount(3);
  const sums = new Float64Array(count * count);
  const steps = 400;
  for (let i = 0; i < steps; i++) {
    const z = -1 + (2 * (i + 0.5)) / steps;
    for (let j = 0; j < 16; j++) {
      const angle = (2 * Math.PI * j) / 16;
      const r = Math.sqrt(1 - z * z);
      const y = harmonics(r * Math.cos(angle), r * Math.sin(angle), z);
      for (let p = 0; p < count; p++) {
        for (let q = 0; q < count; q++) sums[p * count + q] += (y[p] * y[q] * 4 * Math.PI) / (steps * 16);
      }
    }
  }
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++) expect(sums[p * count + q]).toBeCloseTo(p === q ? 1 : 0, 3);
  }
});
