// Oracle: the normal distribution function of the test helpers, and sums over the parts.
import { expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { randomStream } from "../../lib/random/index.js";
import { cutSpots, wholeSpots } from "../../lib/simulate/partialSpots.js";
import {
  predictReflections,
  type RotationGeometry,
  randomOrientation,
} from "../../lib/simulate/rotationGeometry.js";
import { enumerateReflections } from "../../lib/simulate/trueStructureFactors.js";
import { normalCdf } from "../random/goodness.js";

const cell = new UnitCell(30, 40, 50);
const { sphere } = enumerateReflections(cell, SpaceGroup.of("P 21 21 21"), 3, 30);
const geometry: RotationGeometry = {
  wavelength: 1,
  startAngle: 10,
  imageWidth: 0.5,
  imageCount: 60,
  distance: 150,
  pixelSize: 0.172,
  detectorSize: [1475, 1679],
  beamCentre: [737.5, 839.5],
  polarizationFraction: 0.5,
  mosaicity: 0.15,
  minimumZeta: 0.05,
  minimumFraction: 0,
};
const predict = (changed: Partial<RotationGeometry> = {}) =>
  predictReflections(cell, randomOrientation(randomStream(5)), sphere.hkl, { ...geometry, ...changed });

test("each part is what its image holds of a normal distribution about φ", () => {
  const whole = predict();
  const { predicted, spot, partial } = cutSpots(whole, geometry);
  expect(predicted.length).toBeGreaterThan(1.5 * whole.length);
  for (let i = 0; i < predicted.length; i++) {
    const width = geometry.mosaicity / Math.abs(whole.zeta[spot[i]]);
    const start = geometry.startAngle + (predicted.image[i] - 1) * geometry.imageWidth;
    const phi = whole.phi[spot[i]];
    const part = normalCdf((start + geometry.imageWidth - phi) / width) - normalCdf((start - phi) / width);
    expect(Math.abs(predicted.fraction[i] - part)).toBeLessThan(1e-6);
    expect(predicted.fraction[i]).toBeGreaterThanOrEqual(0.005);
    expect(predicted.xDetector[i]).toBe(whole.xDetector[spot[i]]);
    const alone = spot[i - 1] !== spot[i] && spot[i + 1] !== spot[i];
    expect(partial[i]).toBe(alone ? 0 : 1);
  }
});

test("the parts of a spot lie on images in a row, and make up the spot but for what is lost at its tails", () => {
  const whole = predict();
  const { predicted, spot } = cutSpots(whole, geometry);
  const sums = new Float64Array(whole.length);
  for (let i = 0; i < predicted.length; i++) {
    sums[spot[i]] += predicted.fraction[i];
    if (spot[i] === spot[i - 1]) expect(predicted.image[i]).toBe(predicted.image[i - 1] + 1);
  }
  sums.forEach((total, i) => {
    const width = geometry.mosaicity / Math.abs(whole.zeta[i]);
    let kept = 0;
    for (let image = 0; image < geometry.imageCount; image++) {
      const start = (geometry.startAngle + image * geometry.imageWidth - whole.phi[i]) / width;
      const part = normalCdf(start + geometry.imageWidth / width) - normalCdf(start);
      if (part >= 0.005) kept += part;
    }
    // A part at the very limit may be taken by one and not by the other: their functions differ by 1e-7.
    expect(Math.abs(total - kept) < 1e-5 || Math.abs(Math.abs(total - kept) - 0.005) < 1e-5).toBe(true);
    expect(total).toBeGreaterThan(whole.fraction[i] - 0.03);
  });
});

test("without mosaic spread, and where nothing is cut, every spot is whole", () => {
  const sharp = predict({ mosaicity: 0 });
  const cut = cutSpots(sharp, { ...geometry, mosaicity: 0 });
  const whole = wholeSpots(sharp);
  expect(cut.spot).toEqual(whole.spot);
  expect(cut.partial).toEqual(whole.partial);
  expect(cut.predicted.image).toEqual(sharp.image);
  expect(cut.predicted.fraction).toEqual(sharp.fraction);
});
