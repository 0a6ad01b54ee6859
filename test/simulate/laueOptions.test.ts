// Oracle: the documented defaults.
import { expect, test } from "vitest";
import { laueSimulationDefaults } from "../../lib/simulate/index.js";
import { fillLaueOptions, laueGeometry } from "../../lib/simulate/laueOptions.js";

test("what is not given, or undefined, has its default", () => {
  const filled = fillLaueOptions({ seed: 4, dMin: undefined });
  expect(filled).toMatchObject({
    ...laueSimulationDefaults,
    seed: 4,
    spotDMin: 3.875,
    beamCentre: [1024, 1024],
  });
  expect(filled.spectrum(0.7)).toBe(1);
});

test("what is given is kept", () => {
  const spectrum = (wavelength: number): number => wavelength;
  const filled = fillLaueOptions({ spotDMin: 3, spectrum, detectorSize: [10, 20], detectorDistance: 7 });
  expect(filled.spectrum).toBe(spectrum);
  expect(laueGeometry(filled)).toMatchObject({ spotDMin: 3, beamCentre: [5, 10], distance: 7 });
});

test.each([
  [{ dMin: 0 }, "dMin of the simulation: got 0, expected a positive number"],
  [{ absorption: -1 }, "absorption of the simulation: got -1, expected a number from 0 up"],
  [{ outlierFraction: 2 }, "outlierFraction of the simulation: got 2, expected a number from 0 to 1"],
  [{ imageCount: 1.5 }, "imageCount of the simulation: got 1.5, expected a whole number above 0"],
  [{ startAngle: Number.NaN }, "startAngle of the simulation: got NaN, expected degrees"],
  [{ imageStep: Infinity }, "imageStep of the simulation: got Infinity, expected degrees"],
  [{ spotDMin: 2 }, "spotDMin of the simulation: got 2 Å, expected at least dMin, 2.5 Å"],
  [
    { wavelengthRange: [2, 1] as const },
    "wavelengthRange of the simulation: got 2 to 1, expected the shortest and then the longest wavelength in Å",
  ],
  [{ spectrum: () => -1 }, "spectrum of the simulation: got -1 at 0.5 Å, expected a number from 0 up"],
  [
    { spectrum: () => 0 },
    "spectrum of the simulation: got 0 from 0.5 to 2 Å, expected photons in the wavelength range",
  ],
])("refused: %j", (options, message) => {
  expect(() => fillLaueOptions(options)).toThrow(expect.objectContaining({ name: "InputError", message }));
});
