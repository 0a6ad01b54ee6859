/**
 * Spectra of polychromatic beams: photons per wavelength interval dλ, relative.
 *   pinkBeam        an undulator's line and its tail: exp(−(λ − λp)²/(2 w²)), w different on the two sides of the peak,
 *                   times the transmission exp(−(λ/λa)³) of windows and filters (absorption ∝ λ³ between edges)
 *   bendingMagnet   (1/λ) · y ∫_y^∞ K_5/3(t) dt, y = λc/λ: photons per relative bandwidth over λ, times that transmission
 * Sources: Kim, X-ray Data Booklet (2009), section 2.1, equation 3; the integral of the Bessel function by the series of
 * Kostroun, Nucl. Instrum. Methods 172 (1980) 371: ∫_y^∞ K_ν = a [e^{−y}/2 + Σ_{r≥1} e^{−y cosh ra} cosh(νra)/cosh(ra)].
 */
import { InputError } from "../errors.js";

/** Photons per wavelength interval at a wavelength in Å; relative, from 0 up. */
export type Spectrum = (wavelength: number) => number;

/** Options of {@link pinkBeamSpectrum}. */
export interface PinkBeamOptions {
  /** λp, Å. Default 0.7. */
  readonly peak?: number;
  /** w at wavelengths below the peak, Å. Default 0.12. */
  readonly shortWidth?: number;
  /** w above it. Default 0.25. */
  readonly longWidth?: number;
  /** λa, Å: where windows and filters let 1/e through. Default Infinity, none. */
  readonly cutoff?: number;
}

/** An undulator's line: steep towards short wavelengths, with a tail to long ones. @throws InputError */
export function pinkBeamSpectrum(options: PinkBeamOptions = {}): Spectrum {
  const { peak = 0.7, shortWidth = 0.12, longWidth = 0.25, cutoff = Number.POSITIVE_INFINITY } = options;
  checkPositive({ peak, shortWidth, longWidth, cutoff });
  return (wavelength) => {
    const z = (wavelength - peak) / (wavelength < peak ? shortWidth : longWidth);
    return Math.exp(-0.5 * z * z - (wavelength / cutoff) ** 3);
  };
}

/** Options of {@link bendingMagnetSpectrum}. */
export interface BendingMagnetOptions {
  /** λc, Å: half of the power is at shorter wavelengths. Default 0.65 (19 keV). */
  readonly criticalWavelength?: number;
  /** λa, Å: where windows and filters let 1/e through. Default 1.6. */
  readonly cutoff?: number;
}

/** Largest step a of Kostroun's series. Its terms fall as exp(−y r² a²/2): the step must resolve that where y is large. */
const LARGEST_STEP = 0.25;
/** Terms below this part of the sum do not count. */
const NEGLIGIBLE = 1e-17;

/** A bending magnet or wiggler behind windows and filters. @throws InputError */
export function bendingMagnetSpectrum(options: BendingMagnetOptions = {}): Spectrum {
  const { criticalWavelength = 0.65, cutoff = 1.6 } = options;
  checkPositive({ criticalWavelength, cutoff });
  return (wavelength) => {
    const y = criticalWavelength / wavelength;
    return (y * besselIntegral(y) * Math.exp(-((wavelength / cutoff) ** 3))) / wavelength;
  };
}

/** ∫_y^∞ K_5/3(t) dt. */
function besselIntegral(y: number): number {
  const order = 5 / 3;
  const step = Math.min(LARGEST_STEP, 0.7 / Math.sqrt(y));
  let sum = 0.5 * Math.exp(-y);
  for (let r = 1; ; r++) {
    const c = Math.cosh(r * step);
    const term = (Math.exp(-y * c) * Math.cosh(order * r * step)) / c;
    sum += term;
    if (term <= NEGLIGIBLE * sum) return step * sum;
  }
}

function checkPositive(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!(value > 0)) {
      throw new InputError(`${name} of the spectrum: got ${value}, expected a positive number of Å`);
    }
  }
}
