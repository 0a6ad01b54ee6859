// The oracle on real files is gemmi, in xds.test.ts; here what must hold for any crystal.
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import {
  batchWords,
  cambridgeFrame,
  cross,
  dot,
  orientationMatrix,
  unit,
  type Vector,
} from "../../lib/table/batchOrientation.js";

test("the Cambridge frame is right-handed: z along the axis, x as near the beam as can be", () => {
  const frame = cambridgeFrame([0.01, 0.02, 1.3], [0.999, 0.03, -0.02])!;
  const [x, y, z] = frame;
  expect(dot(z, unit([0.999, 0.03, -0.02]))).toBeCloseTo(1, 14);
  expect(dot(cross(x, y), z)).toBeCloseTo(1, 14);
  expect(dot(y, [0.01, 0.02, 1.3])).toBeCloseTo(0, 14);
  expect(dot(x, [0.01, 0.02, 1.3])).toBeGreaterThan(0);
  expect(cambridgeFrame([1, 0, 0], [2, 0, 0])).toBe(undefined);
  expect(cambridgeFrame([0, 0, 0], [2, 0, 0])).toBe(undefined);
});

test("U B h is the scattering vector in the Cambridge frame", () => {
  const cell = new UnitCell(30, 40, 50, 80, 95, 105);
  // the rows of fractionalization are a*, b*, c* in Cartesian axes; turned by a rotation of the laboratory's
  const turn: Vector[] = [unit([1, 2, 3]), [0, 0, 0], [0, 0, 0]];
  turn[1] = unit(cross([0, 0, 1], turn[0]));
  turn[2] = cross(turn[0], turn[1]);
  const row = (i: number): Vector => {
    const v = cell.fractionalization.slice(3 * i, 3 * i + 3);
    return [0, 1, 2].map(
      (j) => turn[0][j] * v[0] + turn[1][j] * v[1] + turn[2][j] * v[2],
    ) as unknown as Vector;
  };
  const [aStar, bStar, cStar] = [row(0), row(1), row(2)];
  const frame = cambridgeFrame([0, 0, 1], [1, 0, 0])!;
  const u = orientationMatrix(aStar, bStar, frame)!;
  const { reciprocal } = cell;
  const [cosB, cosC] = [reciprocal.beta, reciprocal.gamma].map((angle) => Math.cos((angle * Math.PI) / 180));
  const sinC = Math.sin((reciprocal.gamma * Math.PI) / 180);
  const sinB = Math.sin((reciprocal.beta * Math.PI) / 180);
  const cosAlpha = Math.cos((cell.alpha * Math.PI) / 180);
  // B of Busing & Levy, equation 3
  const b = [
    [reciprocal.a, reciprocal.b * cosC, reciprocal.c * cosB],
    [0, reciprocal.b * sinC, -reciprocal.c * sinB * cosAlpha],
    [0, 0, 1 / cell.c],
  ];
  const h = [3, -2, 5];
  const bh = b.map((r) => r[0] * h[0] + r[1] * h[1] + r[2] * h[2]);
  const lab = [0, 1, 2].map((j) => aStar[j] * h[0] + bStar[j] * h[1] + cStar[j] * h[2]) as unknown as Vector;
  frame.forEach((axis, i) => {
    expect(u[3 * i] * bh[0] + u[3 * i + 1] * bh[1] + u[3 * i + 2] * bh[2]).toBeCloseTo(dot(axis, lab), 14);
  });
  expect(orientationMatrix(aStar, aStar, frame)).toBe(undefined);
});

test("words that all batches share: lengths of the block, one axis along z, source at −x", () => {
  const { integers, reals } = batchWords();
  expect([...integers.subarray(0, 3)]).toEqual([185, 29, 156]);
  expect([...reals.subarray(59, 62), ...reals.subarray(80, 83)]).toEqual([0, 0, 1, -1, 0, 0]);
});
