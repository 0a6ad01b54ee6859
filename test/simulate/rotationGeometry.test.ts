// Oracle: the conditions themselves, in vector form: |s0 + q| = 1/λ, Bragg's law, Kabsch's vector formulas for the
// Lorentz and polarisation factors, the speed of crossing by differences, and the blind region 1 − cos θ.
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { randomStream } from "../../lib/random/index.js";
import {
  crossingAngles,
  predictReflections,
  type RotationGeometry,
  randomOrientation,
  settingMatrix,
} from "../../lib/simulate/rotationGeometry.js";

const cell = new UnitCell(41, 53, 67, 82, 97, 105);
const orientation = randomOrientation(randomStream(5));
const geometry: RotationGeometry = {
  wavelength: 1.1,
  startAngle: -25,
  imageWidth: 0.5,
  imageCount: 720,
  distance: 150,
  pixelSize: 0.172,
  detectorSize: [20_000, 20_000],
  beamCentre: [10_000, 10_000],
  polarizationFraction: 0.8,
  mosaicity: 0,
  minimumZeta: 0,
  minimumFraction: 0,
};

function sphere(dMin: number): Int32Array {
  const out: number[] = [];
  for (let h = -30; h <= 30; h++) {
    for (let k = -30; k <= 30; k++) {
      for (let l = -35; l <= 35; l++) {
        if ((h !== 0 || k !== 0 || l !== 0) && cell.dSpacing(h, k, l) >= dMin) out.push(h, k, l);
      }
    }
  }
  return Int32Array.from(out);
}

const hkl = sphere(4);
const ub = settingMatrix(cell, orientation);
const predicted = predictReflections(cell, orientation, hkl, geometry);

/** q of an observation at an angle in degrees, by full matrix products. */
function rotated(i: number, degrees: number): [number, number, number] {
  const [h, k, l] = hkl.subarray(3 * predicted.row[i], 3 * predicted.row[i] + 3);
  const q = [0, 1, 2].map((r) => ub[3 * r] * h + ub[3 * r + 1] * k + ub[3 * r + 2] * l);
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * q[0] - s * q[1], s * q[0] + c * q[1], q[2]];
}

test("an orientation is a rotation, and U B keeps lengths and angles", () => {
  for (let step = 0; step < 20; step++) {
    const u = randomOrientation(randomStream(step));
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const dot = u[3 * i] * u[3 * j] + u[3 * i + 1] * u[3 * j + 1] + u[3 * i + 2] * u[3 * j + 2];
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
    const determinant =
      u[0] * (u[4] * u[8] - u[5] * u[7]) -
      u[1] * (u[3] * u[8] - u[5] * u[6]) +
      u[2] * (u[3] * u[7] - u[4] * u[6]);
    expect(determinant).toBeCloseTo(1, 12);
  }
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const dot = ub[i] * ub[j] + ub[3 + i] * ub[3 + j] + ub[6 + i] * ub[6 + j];
      expect(dot).toBeCloseTo(cell.reciprocalMetric[3 * i + j], 14);
    }
  }
});

test("orientations are drawn evenly: the mean of the matrix and of its squares is that of the whole group", () => {
  const sum = new Float64Array(9);
  const squares = new Float64Array(9);
  for (let step = 0; step < 4000; step++) {
    randomOrientation(randomStream(7, "even", step)).forEach((value, i) => {
      sum[i] += value / 4000;
      squares[i] += (value * value) / 4000;
    });
  }
  // Standard errors: √(1/3/4000) = 0.0091 and √(4/45/4000) = 0.0047.
  for (const value of sum) expect(Math.abs(value)).toBeLessThan(0.04);
  for (const value of squares) expect(Math.abs(value - 1 / 3)).toBeLessThan(0.02);
});

test("every recorded reflection lies on the Ewald sphere and obeys Bragg's law", () => {
  expect(predicted.length).toBeGreaterThan(15_000);
  for (let i = 0; i < predicted.length; i += 7) {
    const q = rotated(i, predicted.phi[i]);
    const s1 = [1 / geometry.wavelength + q[0], q[1], q[2]];
    const length = Math.hypot(...s1);
    expect(length * geometry.wavelength).toBeCloseTo(1, 12);
    s1.forEach((value, axis) => {
      expect(value / length).toBeCloseTo(predicted.diffracted[3 * i + axis], 12);
    });
    const [h, k, l] = hkl.subarray(3 * predicted.row[i]);
    const twoTheta = Math.acos(s1[0] / length);
    expect(2 * cell.dSpacing(h, k, l) * Math.sin(twoTheta / 2)).toBeCloseTo(geometry.wavelength, 9);
  }
});

test("spots lie where the diffracted beam meets the detector", () => {
  for (let i = 0; i < predicted.length; i += 11) {
    const [x, y, z] = predicted.diffracted.subarray(3 * i);
    const scale = geometry.distance / x / geometry.pixelSize;
    expect(predicted.xDetector[i]).toBeCloseTo(10_000 + scale * y, 7);
    expect(predicted.yDetector[i]).toBeCloseTo(10_000 + scale * z, 7);
  }
});

test("image numbers belong to the angles", () => {
  for (let i = 0; i < predicted.length; i++) {
    const start = -25 + 0.5 * (predicted.image[i] - 1);
    expect(predicted.phi[i]).toBeGreaterThanOrEqual(start);
    expect(predicted.phi[i]).toBeLessThan(start + 0.5 + 1e-9);
  }
});

test("the Lorentz factor is the inverse speed of crossing, and ζ that of spot widening", () => {
  for (let i = 0; i < predicted.length; i += 53) {
    const step = 1e-4;
    const excitation = (degrees: number): number => {
      const [x, y, z] = rotated(i, degrees);
      return Math.hypot(1 / geometry.wavelength + x, y, z);
    };
    const before = excitation(predicted.phi[i] - step);
    const after = excitation(predicted.phi[i] + step);
    const speed = ((after - before) / (2 * step)) * (180 / Math.PI) * geometry.wavelength;
    expect(predicted.lorentz[i] * Math.abs(speed)).toBeCloseTo(1, 6);
    const [x, y, z] = predicted.diffracted.subarray(3 * i);
    const sinTwoTheta = Math.sqrt(1 - x * x);
    expect(predicted.zeta[i]).toBeCloseTo(y / Math.hypot(y, z), 12);
    expect(predicted.lorentz[i]).toBeCloseTo(1 / (sinTwoTheta * Math.abs(predicted.zeta[i])), 6);
  }
});

test("polarisation is that of a sum over the two states of the beam", () => {
  // A beam polarised along e is weakened to 1 − (e·ŝ1)²; share p along z (in the plane of beam and axis), 1 − p along y.
  for (let i = 0; i < predicted.length; i += 53) {
    const [, y, z] = predicted.diffracted.subarray(3 * i);
    expect(predicted.polarization[i]).toBeCloseTo(0.8 * (1 - z * z) + 0.2 * (1 - y * y), 12);
  }
});

test("a full turn records each reflection twice, but for the blind region 1 − cos θ", () => {
  let wanted = 0;
  for (let j = 0; j < hkl.length; j += 3) {
    const sinTheta = geometry.wavelength / (2 * cell.dSpacing(hkl[j], hkl[j + 1], hkl[j + 2]));
    wanted += 2 * Math.sqrt(1 - sinTheta * sinTheta);
  }
  expect(Math.abs(predicted.length / wanted - 1)).toBeLessThan(0.002);
  const counts = new Int32Array(hkl.length / 3);
  for (const row of predicted.row) counts[row]++;
  expect(new Set(counts)).toEqual(new Set([0, 2]));
});

test("half a turn records each Friedel pair's members once in all, twice over", () => {
  const half = predictReflections(cell, orientation, hkl, { ...geometry, imageCount: 360 });
  const key = (h: number, k: number, l: number): string => `${h} ${k} ${l}`;
  const counts = new Map<string, number>();
  for (const row of half.row) {
    const [h, k, l] = hkl.subarray(3 * row);
    const pair = h > 0 || (h === 0 && (k > 0 || (k === 0 && l > 0))) ? key(h, k, l) : key(-h, -k, -l);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  // −h crosses half a turn after h does: between them they are recorded twice in any half turn.
  expect([...new Set(counts.values())]).toEqual([2]);
});

test("crossing angles: none on the axis, none beyond the limiting sphere", () => {
  expect(crossingAngles(0, 0, 0.1, 1)).toBeUndefined();
  expect(crossingAngles(2.1, 0, 0, 1)).toBeUndefined();
  const [into, outOf] = crossingAngles(0.3, 0.2, 0.1, 1)!;
  expect(0.3 * Math.sin(into) + 0.2 * Math.cos(into)).toBeGreaterThan(0);
  expect(0.3 * Math.sin(outOf) + 0.2 * Math.cos(outOf)).toBeLessThan(0);
});

test("mosaic spots at the ends of the rotation are recorded in part", () => {
  const partial = predictReflections(cell, orientation, hkl, {
    ...geometry,
    imageCount: 60,
    mosaicity: 0.3,
    minimumFraction: 0.6,
  });
  for (let i = 0; i < partial.length; i++) {
    expect(partial.fraction[i]).toBeGreaterThanOrEqual(0.6);
    const fromEnd = Math.min(partial.phi[i] + 25, 5 - partial.phi[i]);
    if (fromEnd > (5 * 0.3) / Math.abs(partial.zeta[i])) expect(partial.fraction[i]).toBeCloseTo(1, 5);
  }
  expect(partial.fraction.some((f) => f < 0.9)).toBe(true);
});

test("reflections near the axis or off the detector are left out", () => {
  const narrow = predictReflections(cell, orientation, hkl, {
    ...geometry,
    minimumZeta: 0.2,
    detectorSize: [500, 400],
    beamCentre: [250, 200],
  });
  expect(narrow.length).toBeGreaterThan(0);
  for (let i = 0; i < narrow.length; i++) {
    expect(Math.abs(narrow.zeta[i])).toBeGreaterThanOrEqual(0.2);
    expect(narrow.xDetector[i]).toBeGreaterThanOrEqual(0);
    expect(narrow.xDetector[i]).toBeLessThanOrEqual(500);
    expect(narrow.yDetector[i]).toBeLessThanOrEqual(400);
  }
});

test.each([
  [{ wavelength: 0 }, "wavelength of the simulation: got 0, expected a positive number"],
  [{ imageCount: 1.5 }, "number of images: got 1.5, expected a whole number"],
  [
    { polarizationFraction: 2 },
    "polarizationFraction of the simulation: got 2, expected a number from 0 to 1",
  ],
  [{ mosaicity: -1 }, "mosaicity: got -1, expected degrees from 0 up"],
  [{ startAngle: Number.NaN }, "start angle: got NaN, expected degrees"],
])("an impossible geometry is refused: %j", (change, message) => {
  expect(() => predictReflections(cell, orientation, hkl, { ...geometry, ...change })).toThrow(
    expect.objectContaining({ name: "InputError", message }),
  );
});
