/**
 * Simulated serial stills with their truth: one image of each of many crystals, in random orientations.
 * Photons expected in a spot: c = K g D L P p · |F|² · ζ, with g the scale of the image (log-normal), D = exp(−ΔB/(2 d²))
 * by its own B factor, p the partiality and L the Lorentz factor by the Ewald offset (stillsGeometry.ts), P polarisation,
 * ζ a log-normal error of each observation with mean 1, K fixing the mean of c. Counted (counting.ts); I = counts/P, as
 * integration programs have it, and SigI knows of counting alone. So I estimates K g D L p |F|².
 * Sources: Kirian et al., Acta Cryst. A67 (2011) 131 (stills of random crystals, and what their intensities scatter by);
 * Sauter, Acta Cryst. D70 (2014) 3299.
 */
import { InputError } from "../errors.js";
import { fillNormal, randomStream } from "../random/index.js";
import { anomalousFactors, type Structure } from "../structure/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { countSpots } from "./counting.js";
import { DEFAULT_SPACE_GROUP } from "./randomStructure.js";
import { polarizationFactor, randomOrientation } from "./rotationGeometry.js";
import { truthTable } from "./rotationTables.js";
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
import { type PredictedStills, predictStills, type StillsGeometry } from "./stillsGeometry.js";
import {
  type FilledStillsSimulationOptions,
  fillStillsOptions,
  type StillsSimulationOptions,
  stillsGeometry,
} from "./stillsOptions.js";

/** What is known of each observation, in the order of the rows of the observations. n of each. */
export interface StillsObservationTruth {
  /** Row in `truth`. */
  readonly row: Int32Array;
  /** M/ISYM: odd for F(+), even for F(−). */
  readonly isym: Int32Array;
  /** |F|² of the reflection and Friedel mate observed, electrons². */
  readonly trueIntensity: Float64Array;
  /** What 1 electron² gives to the I column: K g D L p. */
  readonly scale: Float64Array;
  /** D: the image's B factor at the reflection's resolution. */
  readonly decay: Float64Array;
  /** p. */
  readonly partiality: Float64Array;
  /** L. */
  readonly lorentz: Float64Array;
  /** ε and σ, Å⁻¹. */
  readonly offset: Float64Array;
  readonly width: Float64Array;
  /** ζ; 1 without noise. */
  readonly scatter: Float64Array;
  /** What I would be without noise, scatter and spoiling: scale · trueIntensity. */
  readonly expectedIntensity: Float64Array;
  /** The standard deviation that the intensity has, scatter included, whatever SigI says. */
  readonly trueSigma: Float64Array;
  /** 1 where the observation was spoilt. */
  readonly outlier: Uint8Array;
}

/** What is known of each image, the first one first. */
export interface StillsImageTruth {
  /** U, 9 numbers row-major an image: the crystal's Cartesian axes (a along x, c* along z) to the laboratory. */
  readonly orientation: Float64Array;
  /** g. */
  readonly scale: Float64Array;
  /** ΔB, Å². */
  readonly bFactor: Float64Array;
  /** w. */
  readonly width: Float64Array;
}

/** Simulated serial stills. */
export interface StillsSimulation {
  /** Unmerged: H K L M/ISYM I SigI BATCH ewald_offset (Å⁻¹) xobs yobs (mm). */
  readonly observations: ReflectionTable;
  /** Merged, no errors: F I F(+) F(-) I(+) I(-) PHI(+) of every unique reflection to dMin, whether recorded or not. */
  readonly truth: ReflectionTable;
  readonly truthOfObservations: StillsObservationTruth;
  readonly truthOfImages: StillsImageTruth;
  /** Undefined where structure factors were given. */
  readonly structure: Structure | undefined;
  /** K. */
  readonly overallScale: number;
  readonly geometry: StillsGeometry;
}

const DEFAULT_ATOMS = { cell: [30, 36, 44, 90, 90, 90], spaceGroup: DEFAULT_SPACE_GROUP, heavyAtoms: [] };

/**
 * Simulates serial stills.
 * @throws InputError where an option is out of range or nothing is recorded
 */
export function simulateStills(options: StillsSimulationOptions = {}): StillsSimulation {
  const filled = fillStillsOptions(options);
  const geometry = stillsGeometry(filled);
  const anomalous = (elements: readonly string[]) =>
    filled.anomalous ?? anomalousFactors(elements, filled.wavelength);
  const crystal = simulatedCrystal(filled, anomalous, DEFAULT_ATOMS);
  const images = drawImages(filled);
  const predicted = predictStills(
    crystal.cell,
    crystal.sphere.hkl,
    images.orientation,
    images.width,
    geometry,
  );
  if (predicted.length === 0) {
    throw new InputError(
      `simulated stills: got no reflection on the detector to ${filled.dMin} Å, expected some; take more images or move the detector`,
    );
  }
  const { truth, overallScale, intensity, sigma } = measure(predicted, images, crystal, geometry, filled);
  const { dMin, imageCount, wavelength } = filled;
  const line = `${dMin} A, ${imageCount} stills, wavelength ${wavelength} A`;
  const labels = crystalLabels(crystal, filled, wavelength, "serial stills", line);
  return {
    observations: observationTable(predicted, intensity, sigma, crystal, labels),
    truth: truthTable(crystal.factors, crystal, labels),
    truthOfObservations: truth,
    truthOfImages: images,
    structure: crystal.structure,
    overallScale,
    geometry,
  };
}

/** Orientation, scale, B factor and Ewald width of each image. */
function drawImages(options: FilledStillsSimulationOptions): StillsImageTruth {
  const { seed, imageCount } = options;
  const orientation = new Float64Array(9 * imageCount);
  for (let image = 0; image < imageCount; image++) {
    orientation.set(randomOrientation(randomStream(seed, "orientation", image)), 9 * image);
  }
  const normals = (name: string): Float64Array =>
    fillNormal(randomStream(seed, name), new Float64Array(imageCount));
  return {
    orientation,
    scale: normals("scale of a still").map((z) => Math.exp(options.scaleSpread * z)),
    bFactor: normals("B factor of a still").map((z) => options.bFactorSpread * z),
    width: normals("Ewald width of a still").map((z) => Math.exp(options.widthSpread * z)),
  };
}

/** Counts every reflection and turns counts into intensities. */
function measure(
  predicted: PredictedStills,
  images: StillsImageTruth,
  crystal: SimulatedCrystal,
  { polarizationFraction }: StillsGeometry,
  options: FilledStillsSimulationOptions,
): { truth: StillsObservationTruth; overallScale: number; intensity: Float64Array; sigma: Float64Array } {
  const { cell, sphere } = crystal;
  const { row, image, partiality, lorentz } = predicted;
  const trueIntensity = trueIntensities(crystal, row);
  const decay = Float64Array.from(row, (at, i) => {
    const inverse = cell.inverseDSquared(sphere.hkl[3 * at], sphere.hkl[3 * at + 1], sphere.hkl[3 * at + 2]);
    return Math.exp(-0.5 * images.bFactor[image[i] - 1] * inverse);
  });
  const relative = partiality.map((p, i) => images.scale[image[i] - 1] * decay[i] * lorentz[i] * p);
  const polarization = partiality.map((_, i) =>
    polarizationFactor(predicted.diffracted[3 * i], predicted.diffracted[3 * i + 1], polarizationFraction),
  );
  const total = relative.reduce((sum, value, i) => sum + value * polarization[i] * trueIntensity[i], 0);
  const k = overallScale(total, row.length, options.meanCounts);
  const scale = relative.map((value) => k * value);
  const expectedIntensity = scale.map((value, i) => value * trueIntensity[i]);
  const scatter = intensityScatter(row.length, options);
  const beneath = backgroundBeneath(crystal, row, options.meanBackground);
  const expectedCounts = expectedIntensity.map((value, i) => value * polarization[i]);
  const counted = countSpots(
    expectedCounts.map((value, i) => value * scatter[i]),
    beneath,
    { ...options, instrumentError: 0 },
  );
  // Counting has the variance of the expected photons, whatever ζ is: its mean is 1, and counting is independent of it.
  const exact = countSpots(expectedCounts, beneath, {
    ...options,
    noise: false,
    instrumentError: options.intensityScatter,
  });
  return {
    truth: {
      row: row.map((at) => sphere.unique[at]),
      isym: row.map((at) => sphere.isym[at]),
      trueIntensity,
      scale,
      decay,
      partiality,
      lorentz,
      offset: predicted.offset,
      width: predicted.width,
      scatter,
      expectedIntensity,
      trueSigma: exact.trueSigma.map((value, i) => value / polarization[i]),
      outlier: counted.outlier,
    },
    overallScale: k,
    intensity: counted.intensity.map((value, i) => value / polarization[i]),
    sigma: counted.sigma.map((value, i) => value / polarization[i]),
  };
}

/** ζ: log-normal with mean 1 and the standard deviation asked for. */
function intensityScatter(
  length: number,
  { seed, noise, intensityScatter: spread }: FilledStillsSimulationOptions,
): Float64Array {
  if (!noise) return new Float64Array(length).fill(1);
  const variance = Math.log(1 + spread ** 2);
  const normals = fillNormal(randomStream(seed, "scatter of stills"), new Float64Array(length));
  return normals.map((z) => Math.exp(Math.sqrt(variance) * z - 0.5 * variance));
}

/** The unmerged table, columns as in the files of stills that careless is given. */
function observationTable(
  predicted: PredictedStills,
  intensity: Float64Array,
  sigma: Float64Array,
  crystal: SimulatedCrystal,
  labels: SimulationLabels,
): ReflectionTable {
  const real = (data: Float64Array): Float32Array => Float32Array.from(data);
  return unmergedTable("simulated stills", crystal, predicted.row, labels, [
    { label: "I", type: "J", data: real(intensity) },
    { label: "SigI", type: "Q", data: real(sigma) },
    { label: "BATCH", type: "B", data: predicted.image },
    { label: "ewald_offset", type: "R", data: real(predicted.offset) },
    { label: "xobs", type: "R", data: real(predicted.x) },
    { label: "yobs", type: "R", data: real(predicted.y) },
  ]);
}
