/**
 * Oracles: |x̂/λ + q|² multiplied out for the offset; the widths by finite differences, turning the crystal and changing
 * the wavelength; every reflection that is left out is farther than the limit or off the detector.
 */
import { expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { randomStream } from "../../lib/random/index.js";
import { randomOrientation, settingMatrix } from "../../lib/simulate/rotationGeometry.js";
import { predictStills, type StillsGeometry } from "../../lib/simulate/stillsGeometry.js";
import { enumerateReflections } from "../../lib/simulate/trueStructureFactors.js";

const cell = new UnitCell(36, 40, 47, 90, 97, 90);
const { hkl } = enumerateReflections(cell, SpaceGroup.of("P 1 21 1"), 2, 1e6).sphere;
const orientations = new Float64Array(27);
for (let i = 0; i < 3; i++) orientations.set(randomOrientation(randomStream(8, "orientation", i)), 9 * i);
const widths = Float64Array.of(0.7, 1, 1.6);
const geometry: StillsGeometry = {
  wavelength: 1.3,
  bandwidth: 0.002,
  mosaicity: 0.05,
  pointSize: 0.0004,
  maximumOffset: 3,
  distance: 80,
  detectorSize: [120, 100],
  beamCentre: [62, 52],
  polarizationFraction: 1,
};
const stills = predictStills(cell, hkl, orientations, widths, geometry);

function scatteringVector(image: number, row: number): number[] {
  const ub = settingMatrix(cell, orientations.subarray(9 * image - 9, 9 * image));
  const index = hkl.subarray(3 * row, 3 * row + 3);
  return [0, 3, 6].map((i) => ub[i] * index[0] + ub[i + 1] * index[1] + ub[i + 2] * index[2]);
}

function offset([x, y, z]: readonly number[], wavelength: number): number {
  const k = 1 / wavelength;
  return Math.sqrt(k * k + 2 * k * x + x * x + y * y + z * z) - k;
}

test("each reflection has its signed offset, its spot and the direction to it", () => {
  expect(stills.length).toBeGreaterThan(200);
  for (let i = 0; i < stills.length; i++) {
    const q = scatteringVector(stills.image[i], stills.row[i]);
    expect(stills.offset[i]).toBeCloseTo(offset(q, geometry.wavelength), 12);
    const twoTheta = Math.atan2(Math.hypot(q[1], q[2]), 1 / geometry.wavelength + q[0]);
    const azimuth = Math.atan2(q[2], q[1]);
    expect(stills.x[i]).toBeCloseTo(62 + 80 * Math.tan(twoTheta) * Math.cos(azimuth), 9);
    expect(stills.y[i]).toBeCloseTo(52 + 80 * Math.tan(twoTheta) * Math.sin(azimuth), 9);
    const [x, y, z] = stills.diffracted.subarray(3 * i, 3 * i + 3);
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 12);
    expect(x).toBeCloseTo(Math.cos(twoTheta), 12);
  }
});

test("the width is that of the point, of turns by the mosaic spread and of the bandwidth", () => {
  const { wavelength, bandwidth, mosaicity, pointSize } = geometry;
  const step = 1e-4;
  for (let i = 0; i < stills.length; i++) {
    const q = scatteringVector(stills.image[i], stills.row[i]);
    // how the offset changes where the crystal turns about each axis of the laboratory, per radian
    const [x, y, z] = q;
    const turns = [
      [x, y - step * z, z + step * y],
      [x + step * z, y, z - step * x],
      [x - step * y, y + step * x, z],
    ].map((turned) => (offset(turned, wavelength) - offset(q, wavelength)) / step);
    const mosaic = ((mosaicity * Math.PI) / 180) * Math.hypot(...turns);
    const band = (bandwidth * (offset(q, wavelength * (1 + step)) - offset(q, wavelength))) / step;
    const expected = widths[stills.image[i] - 1] * Math.hypot(pointSize, mosaic, band);
    // the formula is that of a reflection on the sphere, and these are at most 3σ from it
    expect(stills.width[i] / expected).toBeCloseTo(1, 2);
  }
});

test("partiality is a Gaussian of the offset, and the Lorentz factor what the width leaves", () => {
  for (let i = 0; i < stills.length; i++) {
    const z = stills.offset[i] / stills.width[i];
    expect(stills.partiality[i]).toBeCloseTo(Math.exp((-z * z) / 2), 12);
    expect(stills.partiality[i]).toBeGreaterThanOrEqual(Math.exp(-4.5) - 1e-12);
    expect(stills.lorentz[i] * stills.width[i]).toBeCloseTo(geometry.pointSize, 15);
  }
  const signs = stills.offset.filter((value) => value > 0).length / stills.length;
  expect(signs).toBeGreaterThan(0.4);
  expect(signs).toBeLessThan(0.6);
});

test("what is left out is too far from the sphere, or off the detector", () => {
  const found = new Set(Array.from(stills.row, (row, i) => `${stills.image[i]} ${row}`));
  expect(found.size).toBe(stills.length);
  const { wavelength, bandwidth, mosaicity, pointSize, maximumOffset, distance } = geometry;
  let near = 0;
  for (let image = 1; image <= 3; image++) {
    for (let row = 0; row < hkl.length / 3; row++) {
      const q = scatteringVector(image, row);
      const length = Math.hypot(...q);
      const theta = Math.asin((wavelength * length) / 2);
      const mosaic = ((mosaicity * Math.PI) / 180) * length * Math.cos(theta);
      const width = widths[image - 1] * Math.hypot(pointSize, mosaic, bandwidth * length * Math.sin(theta));
      const k = 1 / wavelength + q[0];
      const x = 62 + (distance * q[1]) / k;
      const y = 52 + (distance * q[2]) / k;
      const isOn = k > 0 && x >= 0 && x <= 120 && y >= 0 && y <= 100;
      const isNear = Math.abs(offset(q, wavelength)) <= maximumOffset * width;
      near += Number(isNear);
      expect(found.has(`${image} ${row}`)).toBe(isOn && isNear);
    }
  }
  expect(near).toBeGreaterThan(stills.length);
});
