// Oracle: the documented defaults, each limit on both of its sides, and dMin at the edge of the detector by trigonometry.
import { describe, expect, test } from "vitest";
import { fillLaueOptions, laueGeometry } from "../../lib/simulate/laueOptions.js";
import { fillRotationOptions, rotationGeometry } from "../../lib/simulate/rotationOptions.js";
import {
  centreOf,
  checkCounted,
  checkGoniometer,
  countedDefaults,
  distanceOf,
  goniometerDefaults,
  orientationOf,
} from "../../lib/simulate/sharedOptions.js";
import { fillStillsOptions } from "../../lib/simulate/stillsOptions.js";

describe("what simulations share", () => {
  test("has the same defaults in all of them", () => {
    for (const filled of [fillRotationOptions({}), fillLaueOptions({}), fillStillsOptions({})])
      expect(filled).toMatchObject(countedDefaults);
    for (const filled of [fillRotationOptions({}), fillLaueOptions({})])
      expect(filled).toMatchObject(goniometerDefaults);
  });

  test("is kept where it is given, by rotation and Laue alike", () => {
    const given = { seed: 8, noise: false, outlierMagnitude: 3, startAngle: -20, scaleDrift: 0.5 };
    const place = { instrumentError: 0.1, instrumentErrorInSigma: false, beamCentre: [3, 4] } as const;
    for (const filled of [
      fillRotationOptions({ ...given, ...place }),
      fillLaueOptions({ ...given, ...place }),
    ])
      expect(filled).toMatchObject({ ...given, ...place });
    const rotation = rotationGeometry(fillRotationOptions({ ...given, ...place }));
    for (const geometry of [rotation, laueGeometry(fillLaueOptions({ ...given, ...place }))])
      expect(geometry).toMatchObject({ startAngle: -20, beamCentre: [3, 4] });
  });
});

const counted = { meanCounts: 1, meanBackground: 0, outlierFraction: 0, outlierMagnitude: 0 };
const goniometer = {
  startAngle: -5,
  pixelSize: 0.1,
  polarizationFraction: 1,
  scaleDrift: 0,
  imageJitter: 0,
  absorption: 0,
  radiationDamage: 0,
  detectorSensitivity: 0,
  instrumentError: 0,
};

test.each([
  ["meanCounts", 0, "a positive number"],
  ["meanBackground", -1, "a number from 0 up"],
  ["outlierFraction", 1.1, "a number from 0 to 1"],
  ["outlierMagnitude", -1, "a number from 0 up"],
])("counting: %s %d is refused", (name, value, expected) => {
  expect(() => checkCounted(counted)).not.toThrow();
  expect(() => checkCounted({ ...counted, [name]: value })).toThrow(
    `${name} of the simulation: got ${value}, expected ${expected}`,
  );
});

test.each([
  ["startAngle", Number.NaN, "degrees"],
  ["pixelSize", 0, "a positive number"],
  ["polarizationFraction", 2, "a number from 0 to 1"],
  ["scaleDrift", -1, "a number from 0 up"],
  ["imageJitter", -1, "a number from 0 up"],
  ["absorption", -1, "a number from 0 up"],
  ["radiationDamage", -1, "a number from 0 up"],
  ["detectorSensitivity", -1, "a number from 0 up"],
  ["instrumentError", -1, "a number from 0 up"],
])("goniometer: %s %d is refused", (name, value, expected) => {
  expect(() => checkGoniometer(goniometer)).not.toThrow();
  expect(() => checkGoniometer({ ...goniometer, [name]: value })).toThrow(
    `${name} of the simulation: got ${value}, expected ${expected}`,
  );
});

test("an orientation has nine numbers; without one it is a rotation that follows from the seed", () => {
  const unit = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  expect(orientationOf({ seed: 1, orientation: unit })).toEqual(Float64Array.from(unit));
  expect(() => orientationOf({ seed: 1, orientation: [1, 0, 0, 1] })).toThrow(
    "orientation: got 4 numbers, expected the 9",
  );
  const u = orientationOf({ seed: 5 });
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 2],
    [2, 2],
  ])
    expect(u[3 * i] * u[3 * j] + u[3 * i + 1] * u[3 * j + 1] + u[3 * i + 2] * u[3 * j + 2]).toBeCloseTo(
      i === j ? 1 : 0,
      14,
    );
  expect(orientationOf({ seed: 5 })).toEqual(u);
  expect(orientationOf({ seed: 6 })).not.toEqual(u);
});

test("beam centre and distance are those given, or the middle and where dMin falls on the edge", () => {
  expect(centreOf({ detectorSize: [10, 30] })).toEqual([5, 15]);
  expect(centreOf({ detectorSize: [10, 30], beamCentre: [1, 2] })).toEqual([1, 2]);
  expect(distanceOf({ dMin: 2, wavelength: 1, detectorDistance: 70 }, 50)).toBe(70);
  const theta = Math.atan2(50, distanceOf({ dMin: 2, wavelength: 1 }, 50)) / 2;
  expect(1 / (2 * Math.sin(theta))).toBeCloseTo(2, 12);
  for (const dMin of [0.77, 0.4])
    expect(() => distanceOf({ dMin, wavelength: 1 }, 50)).toThrow(
      `dMin of the simulation: got ${dMin} Å at a wavelength of 1 Å, expected a scattering angle below 80°; ` +
        "use a shorter wavelength or give the detector's distance",
    );
  expect(distanceOf({ dMin: 0.78, wavelength: 1 }, 50)).toBeGreaterThan(0);
});
