// Oracle: the documented defaults, and dMin at the edge of the detector by trigonometry.
import { expect, test } from "vitest";
import { stillsSimulationDefaults } from "../../lib/simulate/index.js";
import { fillStillsOptions, stillsGeometry } from "../../lib/simulate/stillsOptions.js";

test("what is not given, or undefined, has its default", () => {
  expect(fillStillsOptions({})).toEqual(stillsSimulationDefaults);
  expect(fillStillsOptions({ dMin: undefined, seed: 4 })).toEqual({ ...stillsSimulationDefaults, seed: 4 });
});

test("by default dMin falls on the nearer edge of the detector", () => {
  const geometry = stillsGeometry(fillStillsOptions({ dMin: 1.8, wavelength: 1, detectorSize: [300, 200] }));
  const angle = Math.atan2(100, geometry.distance);
  expect(1 / (2 * Math.sin(angle / 2))).toBeCloseTo(1.8, 10);
  expect(geometry.beamCentre).toEqual([150, 100]);
});

test("what is given is kept", () => {
  const geometry = stillsGeometry(fillStillsOptions({ detectorDistance: 70, beamCentre: [1, 2], dMin: 0.7 }));
  expect(geometry).toMatchObject({ distance: 70, beamCentre: [1, 2] });
});

test.each([
  [{ pointSize: 0 }, "pointSize of the simulation: got 0, expected a positive number"],
  [{ intensityScatter: -1 }, "intensityScatter of the simulation: got -1, expected a number from 0 up"],
  [
    { polarizationFraction: 2 },
    "polarizationFraction of the simulation: got 2, expected a number from 0 to 1",
  ],
  [{ imageCount: 0 }, "imageCount of the simulation: got 0, expected a whole number above 0"],
  [{ detectorDistance: -5 }, "detectorDistance of the simulation: got -5, expected a positive number"],
  [
    { dMin: 0.8 },
    "dMin of the simulation: got 0.8 Å at a wavelength of 1.3 Å, expected a scattering angle below 80°; " +
      "use a shorter wavelength or give the detector's distance",
  ],
  [
    { dMin: 0.5 },
    "dMin of the simulation: got 0.5 Å at a wavelength of 1.3 Å, expected a scattering angle below 80°; " +
      "use a shorter wavelength or give the detector's distance",
  ],
])("refused: %j", (options, message) => {
  expect(() => stillsGeometry(fillStillsOptions(options))).toThrow(
    expect.objectContaining({ name: "InputError", message }),
  );
});
