// Oracle: the documented defaults, and dMin at the edge of the detector by trigonometry.
import { expect, test } from "vitest";
import { rotationDefaults } from "../../lib/simulate/index.js";
import { fillRotationOptions, rotationGeometry } from "../../lib/simulate/rotationOptions.js";

test("what is not given, or undefined, has its default", () => {
  expect(fillRotationOptions({})).toEqual(rotationDefaults);
  expect(fillRotationOptions({ dMin: undefined, seed: 4 })).toEqual({ ...rotationDefaults, seed: 4 });
});

test("by default dMin falls on the nearer edge of the detector", () => {
  for (const [dMin, wavelength] of [
    [2, 1.54178],
    [1.5, 1],
    [3, 0.9],
  ]) {
    const geometry = rotationGeometry(fillRotationOptions({ dMin, wavelength }));
    const angle = Math.atan2((1475 / 2) * 0.172, geometry.distance);
    expect(wavelength / (2 * Math.sin(angle / 2))).toBeCloseTo(dMin, 10);
    expect(geometry.beamCentre).toEqual([737.5, 839.5]);
  }
});

test("rotation range and image width give whole images", () => {
  const images = (rotationRange: number, imageWidth: number): number =>
    rotationGeometry(fillRotationOptions({ rotationRange, imageWidth })).imageCount;
  expect([images(180, 1), images(90, 0.1), images(0.3, 1)]).toEqual([180, 900, 1]);
});

test("what is given is kept", () => {
  const geometry = rotationGeometry(
    fillRotationOptions({
      detectorDistance: 300,
      beamCentre: [10, 20],
      detectorSize: [100, 200],
      startAngle: -30,
    }),
  );
  expect(geometry).toMatchObject({
    distance: 300,
    beamCentre: [10, 20],
    detectorSize: [100, 200],
    startAngle: -30,
  });
});

test.each([
  [{ imageWidth: 0 }, "imageWidth of the simulation: got 0, expected a positive number"],
  [
    { instrumentError: Number.NaN },
    "instrumentError of the simulation: got NaN, expected a number from 0 up",
  ],
  [{ absorptionOrder: 1.5 }, "absorptionOrder of the simulation: got 1.5, expected a whole number above 0"],
])("refused: %j", (options, message) => {
  expect(() => fillRotationOptions(options)).toThrow(
    expect.objectContaining({ name: "InputError", message }),
  );
});
