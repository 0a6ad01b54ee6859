/**
 * A simulated Laue data set with its truth: spots of a crystal at rest in a polychromatic beam, harmonics added up.
 * Photons expected in a spot, the sum over the harmonics h of its ray that are in the beam (λ_h = 2 d_h sin θ):
 *   c = g S P/sin²θ · Σ_h K s(λ_h) λ_h⁴ A(λ_h) D(d_h) |F(h)|²
 * with s the spectrum (photons per dλ), λ⁴/sin²θ the Laue–Lorentz factor, P the polarisation factor, g the scale of the
 * image, S the detector's sensitivity, A = exp(−a p (λ/λmax)³) absorption over a path p that varies with the direction,
 * D = exp(−ΔB dose/(2 d²)) radiation damage, and K fixing the mean of c. The I column is what is counted: nothing of
 * this is divided out, as in files of Laue programs before wavelength normalisation.
 * Sources: International Tables C (2004), section 2.2.1 (λ⁴/sin²θ: Zachariasen's integrated intensity over a spectrum);
 * Helliwell et al., J. Appl. Cryst. 22 (1989) 483 (wavelength normalisation).
 */
import { InputError } from "../errors.js";
import { randomStream } from "../random/index.js";
import type { Structure } from "../structure/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type CountedSpots, countSpots } from "./counting.js";
import { sensitivities, sensitivityCoefficients } from "./detectorSensitivity.js";
import { type LaueGeometry, type LaueSpots, predictLaueSpots } from "./laueGeometry.js";
import {
  type FilledLaueSimulationOptions,
  fillLaueOptions,
  type LaueSimulationOptions,
  laueGeometry,
} from "./laueOptions.js";
import { DEFAULT_SPACE_GROUP } from "./randomStructure.js";
import { polarizationFactor } from "./rotationGeometry.js";
import { truthTable } from "./rotationTables.js";
import { orientationOf } from "./sharedOptions.js";
import {
  backgroundBeneath,
  crystalLabels,
  overallScale,
  type SimulatedCrystal,
  type SimulationLabels,
  simulatedCrystal,
  trueIntensities,
  unmergedTable,
} from "./simulatedCrystal.js";
import type { Spectrum } from "./spectrum.js";
import { imageJitter, smoothDrift } from "./systematicErrors.js";

/** What is known of each of n spots, and of the m reflections (terms) that add up in them. */
export interface LaueObservationTruth {
  /** Terms of spot i: start[i] … start[i + 1] − 1, by ascending harmonic order; the first is the one it is indexed as. */
  readonly start: Int32Array;
  /** Row of each term in `truth`, m. */
  readonly row: Int32Array;
  /** M/ISYM of each term, m: odd for F(+), even for F(−). */
  readonly isym: Int32Array;
  /** Harmonic order of each term, m. */
  readonly order: Int32Array;
  /** Wavelength of each term, Å, m. */
  readonly wavelength: Float64Array;
  /** |F|² of each term, electrons², m. */
  readonly trueIntensity: Float64Array;
  /** What 1 electron² of each term gives to the I column, m. */
  readonly scale: Float64Array;
  /** How many reflections add up in each spot, n. */
  readonly harmonicCount: Int32Array;
  /** g: scale of the image, n. */
  readonly imageScale: Float64Array;
  /** S: sensitivity of the detector, n. */
  readonly sensitivity: Float64Array;
  /** What I would be without noise and spoiling, n: Σ scale · trueIntensity. */
  readonly expectedIntensity: Float64Array;
  /** The standard deviation that the intensity has, n, whatever SigI says. */
  readonly trueSigma: Float64Array;
  /** 1 where the observation was spoilt, n. */
  readonly outlier: Uint8Array;
}

/** How each row of `truth` was seen, Friedel mates together. */
export interface LaueReflectionTruth {
  /** In how many spots it takes part. */
  readonly spots: Int32Array;
  /** In how many of them it is alone. */
  readonly alone: Int32Array;
  /** 1 where it is seen, and never alone. */
  readonly harmonicOnly: Uint8Array;
}

/** A simulated Laue data set. */
export interface LaueSimulation {
  /** Unmerged: H K L M/ISYM X Y Wavelength I SigI BATCH; H K L as observed are the lowest harmonic in the beam. */
  readonly observations: ReflectionTable;
  /** Merged, no errors: F I F(+) F(-) I(+) I(-) PHI(+) of every unique reflection to dMin, whether recorded or not. */
  readonly truth: ReflectionTable;
  readonly truthOfObservations: LaueObservationTruth;
  readonly truthOfReflections: LaueReflectionTruth;
  /** Undefined where structure factors were given. */
  readonly structure: Structure | undefined;
  /** s(λ), relative. */
  readonly spectrum: Spectrum;
  readonly geometry: LaueGeometry;
  /** U, 9 numbers row-major: the crystal's Cartesian axes (a along x, c* along z) to the laboratory at φ = 0. */
  readonly orientation: Float64Array;
  /** g of each image. */
  readonly imageScales: Float64Array;
  /** Coefficients a_jk of the detector's sensitivity. */
  readonly sensitivityCoefficients: Float64Array;
  /** Coefficients of ln p, in the same way. */
  readonly pathCoefficients: Float64Array;
}

/** A third of the volume of a rotation simulation's crystal: Laue patterns of small cells are sparse enough to read. */
const DEFAULT_ATOMS = { cell: [28, 34, 40, 90, 90, 90], spaceGroup: DEFAULT_SPACE_GROUP, heavyAtoms: [] };

/**
 * Simulates a Laue data set.
 * @throws InputError where an option is out of range or nothing is recorded
 */
export function simulateLaue(options: LaueSimulationOptions = {}): LaueSimulation {
  const filled = fillLaueOptions(options);
  const geometry = laueGeometry(filled);
  const crystal = simulatedCrystal(filled, () => filled.anomalous, DEFAULT_ATOMS);
  const orientation = orientationOf(filled);
  const spots = predictLaueSpots(crystal.cell, orientation, crystal.sphere.hkl, geometry);
  if (spots.length === 0) {
    throw new InputError(
      `simulated Laue data: got no spot on the detector to ${geometry.spotDMin} Å, expected some; widen the wavelength ` +
        "range, move the detector or take more images",
    );
  }
  const scales = laueScales(spots, crystal, geometry, filled);
  const trueIntensity = trueIntensities(crystal, spots.row);
  const total = scales.relative.reduce((sum, value, term) => sum + value * trueIntensity[term], 0);
  const k = overallScale(total, spots.length, filled.meanCounts);
  const scale = scales.relative.map((value) => k * value);
  const expectedIntensity = sumOverTerms(spots.start, (term) => scale[term] * trueIntensity[term]);
  const first = spots.image.map((_, i) => spots.row[spots.start[i]]);
  const beneath = backgroundBeneath(crystal, first, filled.meanBackground);
  const counted = countSpots(expectedIntensity, beneath, filled);
  const labels = laueLabels(crystal, filled);
  return {
    observations: observationTable(spots, first, counted, crystal, labels),
    truth: truthTable(crystal.factors, crystal, labels),
    truthOfObservations: {
      start: spots.start,
      row: spots.row.map((row) => crystal.sphere.unique[row]),
      isym: spots.row.map((row) => crystal.sphere.isym[row]),
      order: spots.order,
      wavelength: spots.wavelength,
      trueIntensity,
      scale,
      harmonicCount: spots.image.map((_, i) => spots.start[i + 1] - spots.start[i]),
      imageScale: scales.image,
      sensitivity: scales.sensitivity,
      expectedIntensity,
      trueSigma: counted.trueSigma,
      outlier: counted.outlier,
    },
    truthOfReflections: howSeen(spots, crystal),
    structure: crystal.structure,
    spectrum: filled.spectrum,
    geometry,
    orientation,
    imageScales: scales.ofImages,
    sensitivityCoefficients: scales.sensitivityCoefficients,
    pathCoefficients: scales.pathCoefficients,
  };
}

/** Σ of a value over the terms of each spot. */
function sumOverTerms(start: Int32Array, value: (term: number) => number): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, i) => {
    let sum = 0;
    for (let term = start[i]; term < start[i + 1]; term++) sum += value(term);
    return sum;
  });
}

interface LaueScales {
  /** All factors but K, one per term. */
  readonly relative: Float64Array;
  readonly image: Float64Array;
  readonly sensitivity: Float64Array;
  readonly ofImages: Float64Array;
  readonly sensitivityCoefficients: Float64Array;
  readonly pathCoefficients: Float64Array;
}

function laueScales(
  spots: LaueSpots,
  { cell, sphere }: SimulatedCrystal,
  geometry: LaueGeometry,
  options: FilledLaueSimulationOptions,
): LaueScales {
  const { seed, spectrum, absorption, radiationDamage } = options;
  const { imageCount, detectorSize, polarizationFraction } = geometry;
  const drift = smoothDrift(seed, options.scaleDrift);
  const ofImages = imageJitter(seed, options.imageJitter, imageCount).map((z, i) =>
    Math.exp(z + drift((i + 0.5) / imageCount)),
  );
  const surface = (name: string, amplitude: number): Float64Array =>
    sensitivityCoefficients(randomStream(seed, name), amplitude);
  const ofDetector = surface("detector sensitivity", options.detectorSensitivity);
  const ofPath = surface("absorption path", options.pathVariation);
  const sensitivity = sensitivities(ofDetector, spots.x, spots.y, detectorSize);
  const path = sensitivities(ofPath, spots.x, spots.y, detectorSize);
  const longest = geometry.wavelengthRange[1];
  const relative = new Float64Array(spots.row.length);
  for (let i = 0; i < spots.length; i++) {
    const [s1x, s1y] = [spots.diffracted[3 * i], spots.diffracted[3 * i + 1]];
    const polarization = polarizationFactor(s1x, s1y, polarizationFraction);
    const g = ofImages[spots.image[i] - 1];
    const ofSpot = (g * sensitivity[i] * polarization) / spots.sinTheta[i] ** 2;
    const dose = imageCount > 1 ? (spots.image[i] - 1) / (imageCount - 1) : 0;
    for (let term = spots.start[i]; term < spots.start[i + 1]; term++) {
      const wavelength = spots.wavelength[term];
      const j = 3 * spots.row[term];
      const inverse = cell.inverseDSquared(sphere.hkl[j], sphere.hkl[j + 1], sphere.hkl[j + 2]);
      const lost =
        absorption * path[i] * (wavelength / longest) ** 3 + 0.5 * radiationDamage * dose * inverse;
      relative[term] = ofSpot * spectrum(wavelength) * wavelength ** 4 * Math.exp(-lost);
    }
  }
  return {
    relative,
    image: Float64Array.from(spots.image, (number) => ofImages[number - 1]),
    sensitivity,
    ofImages,
    sensitivityCoefficients: ofDetector,
    pathCoefficients: ofPath,
  };
}

function howSeen(spots: LaueSpots, { sphere, factors }: SimulatedCrystal): LaueReflectionTruth {
  const n = factors.amplitudePlus.length;
  const [seen, alone] = [new Int32Array(n), new Int32Array(n)];
  for (let i = 0; i < spots.length; i++) {
    const [from, to] = [spots.start[i], spots.start[i + 1]];
    for (let term = from; term < to; term++) seen[sphere.unique[spots.row[term]]]++;
    if (to - from === 1) alone[sphere.unique[spots.row[from]]]++;
  }
  return {
    spots: seen,
    alone,
    harmonicOnly: Uint8Array.from(seen, (count, i) => (count > 0 && alone[i] === 0 ? 1 : 0)),
  };
}

function laueLabels(crystal: SimulatedCrystal, options: FilledLaueSimulationOptions): SimulationLabels {
  const [shortest, longest] = options.wavelengthRange;
  const line = `${options.dMin} A, spots to ${options.spotDMin} A, ${shortest} to ${longest} A, ${options.imageCount} images`;
  return crystalLabels(crystal, options, (shortest + longest) / 2, "Laue data", line);
}

/** Columns as in files of Laue data that reciprocalspaceship writes. @param first rows as indexed */
function observationTable(
  spots: LaueSpots,
  first: Int32Array,
  counted: CountedSpots,
  crystal: SimulatedCrystal,
  labels: SimulationLabels,
): ReflectionTable {
  const real = (data: Float64Array): Float32Array => Float32Array.from(data);
  const wavelength = Float32Array.from({ length: spots.length }, (_, i) => spots.wavelength[spots.start[i]]);
  return unmergedTable("simulated Laue observations", crystal, first, labels, [
    { label: "X", type: "R", data: real(spots.x) },
    { label: "Y", type: "R", data: real(spots.y) },
    { label: "Wavelength", type: "R", data: wavelength },
    { label: "I", type: "J", data: real(counted.intensity) },
    { label: "SigI", type: "Q", data: real(counted.sigma) },
    { label: "BATCH", type: "B", data: spots.image },
  ]);
}
