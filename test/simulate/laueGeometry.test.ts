/**
 * Oracles: every Miller index on its own by Bragg's law, with the angle between −q and the beam from a scalar product and the
 * position by r = D tan 2θ at the azimuth of q (predictLaueSpots goes by rays and vectors); harmonicTerms; the bound
 * of Cruickshank, Helliwell & Moffat (1987): at most an eighth of the spots hold harmonics where all are recorded to dMin.
 */
import { expect, test } from "vitest";
import { harmonicTerms } from "../../lib/crystal/harmonics.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { randomStream } from "../../lib/random/index.js";
import { type LaueGeometry, predictLaueSpots } from "../../lib/simulate/laueGeometry.js";
import { randomOrientation, settingMatrix } from "../../lib/simulate/rotationGeometry.js";
import { enumerateReflections } from "../../lib/simulate/trueStructureFactors.js";

const cell = new UnitCell(30, 36, 44, 90, 102, 90);
const spaceGroup = SpaceGroup.of("P 1 21 1");
const dMin = 3;
const orientation = randomOrientation(randomStream(5, "orientation"));
const geometry: LaueGeometry = {
  wavelengthRange: [0.6, 1.9],
  startAngle: 12,
  imageStep: 25,
  imageCount: 4,
  distance: 120,
  pixelSize: 0.1,
  detectorSize: [1500, 1300],
  beamCentre: [700, 660],
  beamStop: 4,
  polarizationFraction: 0.5,
  spotDMin: 4,
};
const { hkl } = enumerateReflections(cell, spaceGroup, dMin, 1e6).sphere;
const spots = predictLaueSpots(cell, orientation, hkl, geometry);
const observed = Int32Array.from(
  { length: 3 * spots.length },
  (_, i) => hkl[3 * spots.row[spots.start[Math.trunc(i / 3)]] + (i % 3)],
);

/** Where one Miller index diffracts, whatever else does. */
function bragg(row: number, image: number): { wavelength: number; x: number; y: number } | undefined {
  const ub = settingMatrix(cell, orientation);
  const index = hkl.subarray(3 * row, 3 * row + 3);
  const [p, q, z] = [0, 3, 6].map((i) => ub[i] * index[0] + ub[i + 1] * index[1] + ub[i + 2] * index[2]);
  const angle = ((geometry.startAngle + geometry.imageStep * (image - 1)) * Math.PI) / 180;
  const [x, y] = [p * Math.cos(angle) - q * Math.sin(angle), p * Math.sin(angle) + q * Math.cos(angle)];
  const d = cell.dSpacing(index[0], index[1], index[2]);
  // the planes make an angle θ with the beam where their normal makes 90° + θ with it
  const theta = Math.acos(x * d) - Math.PI / 2;
  const wavelength = 2 * d * Math.sin(theta);
  if (theta <= 0 || theta >= Math.PI / 4) return undefined;
  if (wavelength < geometry.wavelengthRange[0] || wavelength > geometry.wavelengthRange[1]) return undefined;
  const radius = (geometry.distance * Math.tan(2 * theta)) / geometry.pixelSize;
  if (radius < geometry.beamStop / geometry.pixelSize) return undefined;
  const azimuth = Math.atan2(z, y);
  const spot = {
    wavelength,
    x: geometry.beamCentre[0] + radius * Math.cos(azimuth),
    y: geometry.beamCentre[1] + radius * Math.sin(azimuth),
  };
  const [width, height] = geometry.detectorSize;
  return spot.x >= 0 && spot.y >= 0 && spot.x <= width && spot.y <= height ? spot : undefined;
}

test("every index that diffracts in the beam is in a spot, at its wavelength and place, and no other", () => {
  const found = new Map<string, { wavelength: number; x: number; y: number; lowest: number }>();
  for (let i = 0; i < spots.length; i++) {
    for (let term = spots.start[i]; term < spots.start[i + 1]; term++) {
      found.set(`${spots.image[i]}: ${spots.row[term]}`, {
        wavelength: spots.wavelength[term],
        x: spots.x[i],
        y: spots.y[i],
        lowest: spots.row[spots.start[i]],
      });
    }
  }
  expect(found.size).toBe(spots.row.length);
  let kept = 0;
  let tooFar = 0;
  for (let image = 1; image <= geometry.imageCount; image++) {
    for (let row = 0; row < hkl.length / 3; row++) {
      const expected = bragg(row, image);
      const actual = found.get(`${image}: ${row}`);
      if (expected === undefined) {
        expect(actual).toBeUndefined();
      } else if (actual === undefined) {
        tooFar++;
        // not recorded: the reflection itself, and so every lower one in the beam, is beyond spotDMin
        expect(cell.dSpacing(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2])).toBeLessThan(
          geometry.spotDMin,
        );
      } else {
        kept++;
        expect(actual.wavelength).toBeCloseTo(expected.wavelength, 10);
        expect(actual.x).toBeCloseTo(expected.x, 6);
        expect(actual.y).toBeCloseTo(expected.y, 6);
        const [h, k, l] = hkl.subarray(3 * actual.lowest, 3 * actual.lowest + 3);
        expect(cell.dSpacing(h, k, l)).toBeGreaterThanOrEqual(geometry.spotDMin);
      }
    }
  }
  expect(kept).toBe(found.size);
  expect(kept).toBeGreaterThan(500);
  expect(tooFar).toBeGreaterThan(500);
});

test("the terms are those of harmonicTerms, from the index and wavelength observed", () => {
  const wavelength = Float64Array.from({ length: spots.length }, (_, i) => spots.wavelength[spots.start[i]]);
  const { wavelengthRange } = geometry;
  const terms = harmonicTerms({ hkl: observed, wavelength, cell, spaceGroup, wavelengthRange, dMin });
  expect(terms.start).toEqual(spots.start);
  expect(terms.order).toEqual(spots.order);
  expect(terms.hkl).toEqual(
    Int32Array.from(spots.row).reduce(
      (list, row, term) => {
        list.set(hkl.subarray(3 * row, 3 * row + 3), 3 * term);
        return list;
      },
      new Int32Array(3 * spots.row.length),
    ),
  );
  terms.wavelength.forEach((value, term) => {
    expect(value).toBeCloseTo(spots.wavelength[term], 12);
  });
});

test("sin θ is λ/2d, and the diffracted beams are unit vectors at 2θ to the beam", () => {
  for (let i = 0; i < spots.length; i++) {
    const [h, k, l] = observed.subarray(3 * i, 3 * i + 3);
    const sinTheta = spots.wavelength[spots.start[i]] / (2 * cell.dSpacing(h, k, l));
    expect(spots.sinTheta[i]).toBeCloseTo(sinTheta, 12);
    const [x, y, z] = spots.diffracted.subarray(3 * i, 3 * i + 3);
    expect(Math.hypot(x, y, z)).toBeCloseTo(1, 12);
    expect(x).toBeCloseTo(Math.cos(2 * Math.asin(sinTheta)), 12);
  }
});

test("spots go by image, from left to right", () => {
  for (let i = 1; i < spots.length; i++) {
    const before = spots.image[i - 1];
    expect(spots.image[i] > before || (spots.image[i] === before && spots.x[i] >= spots.x[i - 1])).toBe(true);
  }
});

test("with spots to dMin at most an eighth hold harmonics, however wide the band", () => {
  const share = (wavelengthRange: [number, number]): number => {
    const all = predictLaueSpots(cell, orientation, hkl, { ...geometry, wavelengthRange, spotDMin: dMin });
    return all.image.filter((_, i) => all.start[i + 1] - all.start[i] > 1).length / all.length;
  };
  const shares = [share([1, 1.2]), share([0.6, 1.2]), share([0.6, 1.9]), share([0.2, 4])];
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0]).toBeLessThan(0.02);
  expect(shares[3]).toBeGreaterThan(0.09);
  expect(shares[3]).toBeLessThan(0.135);
});
