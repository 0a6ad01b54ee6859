// Oracle: y ∫K_5/3 by mpmath's quadrature (test/reference/simulate/spectrum.py); numbers by hand.
import { expect, test } from "vitest";
import { bendingMagnetSpectrum, pinkBeamSpectrum } from "../../lib/simulate/spectrum.js";
import golden from "../reference/simulate/spectrum.json" with { type: "json" };

test.each(golden.g1)("a bending magnet at y = %d is mpmath's", (y, expected) => {
  const spectrum = bendingMagnetSpectrum({ criticalWavelength: 0.8, cutoff: Infinity });
  const wavelength = 0.8 / y;
  expect((spectrum(wavelength) * wavelength) / expected).toBeCloseTo(1, 12);
});

test("windows and filters take e^−(λ/λa)³", () => {
  const open = bendingMagnetSpectrum({ cutoff: Infinity });
  const closed = bendingMagnetSpectrum({ cutoff: 1.2 });
  expect(closed(1.2) / open(1.2)).toBeCloseTo(Math.exp(-1), 12);
  expect(closed(0.6) / open(0.6)).toBeCloseTo(Math.exp(-0.125), 12);
});

test("a pink beam has its peak and its two widths", () => {
  const spectrum = pinkBeamSpectrum({ peak: 1.1, shortWidth: 0.05, longWidth: 0.2 });
  expect(spectrum(1.1)).toBe(1);
  expect(spectrum(1.05)).toBeCloseTo(Math.exp(-0.5), 12);
  expect(spectrum(1.5)).toBeCloseTo(Math.exp(-2), 12);
  expect(pinkBeamSpectrum({ cutoff: 0.7 })(0.7)).toBeCloseTo(Math.exp(-1), 12);
});

test.each([
  [() => pinkBeamSpectrum({ peak: 0 }), "peak of the spectrum: got 0, expected a positive number of Å"],
  [() => pinkBeamSpectrum({ longWidth: Number.NaN }), "longWidth of the spectrum: got NaN"],
  [() => bendingMagnetSpectrum({ criticalWavelength: -1 }), "criticalWavelength of the spectrum: got -1"],
])("impossible spectra are refused: %s", (make, message) => {
  expect(make).toThrow(message);
});
