/**
 * A simulated rotation data set with its truth: what a diffractometer would have written of a known crystal.
 * Expected photons in a spot: c = K · g · A · D · S · L P · f · |F(h)|², with g the scale of the image, A absorption, D
 * radiation damage, S the detector's sensitivity (systematicErrors.ts), L Lorentz and P polarisation factor, f the
 * recorded part of the spot (rotationGeometry.ts), and K fixing the mean of c. Counted (counting.ts), then corrected as
 * an integration program does: I = counts/(L P f). So I estimates K · g · A · D · S · |F|²; the `scaled` option divides
 * g A D S out again. With `partials`, f is the part of a spot on one image (partialSpots.ts), and not divided out.
 */
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { fillNormal, randomStream } from "../random/index.js";
import { anomalousFactors, type Structure } from "../structure/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { backgroundProfile, countSpots } from "./counting.js";
import { iceProfile } from "./iceRings.js";
import { cutSpots, type SpotParts, wholeSpots } from "./partialSpots.js";
import { randomStructure } from "./randomStructure.js";
import {
  type PredictedReflections,
  predictReflections,
  type RotationGeometry,
  takePredicted,
} from "./rotationGeometry.js";
import {
  checkMissingImages,
  type FilledRotationOptions,
  fillRotationOptions,
  type RotationOptions,
  rotationGeometry,
} from "./rotationOptions.js";
import { observationTable, simulationLabels, truthTable } from "./rotationTables.js";
import { orientationOf } from "./sharedOptions.js";
import { overallScale } from "./simulatedCrystal.js";
import { type ImposedScales, imposeScales } from "./systematicErrors.js";
import {
  enumerateReflections,
  type TrueStructureFactors,
  trueStructureFactors,
} from "./trueStructureFactors.js";

/** What is known of each observation, in the order of the rows of the observations. n of each. */
export interface ObservationTruth {
  /** |F|² of the reflection and Friedel mate observed, electrons². */
  readonly trueIntensity: Float64Array;
  /** g: scale of the image. */
  readonly imageScale: Float64Array;
  /** A. */
  readonly absorption: Float64Array;
  /** D. */
  readonly decay: Float64Array;
  /** S: sensitivity of the detector where the spot lies. */
  readonly sensitivity: Float64Array;
  /** Part of the spot that the row holds: all that lies within the rotation, or with `partials` on one image. */
  readonly fraction: Float64Array;
  /** Which spot the row is (a part of): rows of one number are parts of one spot. */
  readonly spot: Int32Array;
  /** What the I column would hold without noise, ice, spoiling and scaling errors. */
  readonly expectedIntensity: Float64Array;
  /** What ice adds to the I column. */
  readonly iceBias: Float64Array;
  /** The standard deviation that the intensity has, spoiling and scaling errors apart, whatever SIGI says. */
  readonly trueSigma: Float64Array;
  /** The factor by which `scaled` multiplied I and SIGI; 1 where not scaled. */
  readonly scaleApplied: Float64Array;
  /** 1 where the observation was spoilt. */
  readonly outlier: Uint8Array;
  /** Photons expected in the spot and under it, ice included. */
  readonly expectedCounts: Float64Array;
  readonly backgroundCounts: Float64Array;
}

/** Recorded reflections, whole or in parts, with their unique reflection (row) and ISYM. */
interface RecordedReflections extends SpotParts {
  readonly unique: Int32Array;
  readonly isym: Int32Array;
}

interface MeasuredIntensities {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  readonly scaleApplied: Float64Array | undefined;
  readonly overallScale: number;
  readonly truth: ObservationTruth;
}

/** A simulated rotation data set. */
export interface RotationData {
  /** Unmerged: H K L M/ISYM BATCH I SIGI FRACTIONCALC XDET YDET ROT LP, and SCALEUSED where scaled. */
  readonly observations: ReflectionTable;
  /** Merged, no errors: F I F(+) F(-) I(+) I(-) PHI(+) of every unique reflection, whether recorded or not. */
  readonly truth: ReflectionTable;
  readonly truthOfObservations: ObservationTruth;
  readonly structure: Structure;
  /** K: an observation of |F|² electrons² has K · g · A · D · S · |F|² as its intensity. */
  readonly overallScale: number;
  readonly geometry: RotationGeometry;
  /** U, 9 numbers row-major: the crystal's Cartesian axes (a along x, c* along z) to the laboratory. */
  readonly orientation: Float64Array;
  /** g of each image. */
  readonly imageScales: Float64Array;
  /** Coefficients c_lm of the absorption surface. */
  readonly absorptionCoefficients: Float64Array;
  /** Coefficients a_jk of the detector's sensitivity. */
  readonly sensitivityCoefficients: Float64Array;
}

/**
 * Simulates a rotation data set.
 * @throws InputError where an option is out of range or nothing is recorded
 */
export function simulateRotation(options: RotationOptions = {}): RotationData {
  const filled = fillRotationOptions(options);
  const { seed } = filled;
  const structure = options.structure ?? randomStructure({ seed, ...options.randomAtoms });
  const { cell, spaceGroup } = structure;
  const geometry = rotationGeometry(filled);
  checkMissingImages(filled.missingImages, geometry.imageCount);
  const orientation = orientationOf(filled);
  const { unique, sphere } = enumerateReflections(cell, spaceGroup, filled.dMin, filled.dMax);
  const anomalous = options.anomalous ?? anomalousFactors(structure.elements(), filled.wavelength);
  const factors = trueStructureFactors(structure, unique, anomalous);
  const found = predictReflections(cell, orientation, sphere.hkl, geometry);
  if (found.length === 0) {
    throw new InputError(
      `simulated rotation: got no reflection on the detector between ${filled.dMax} and ${filled.dMin} Å, expected ` +
        "some; turn further, move the detector or widen the resolution range",
    );
  }
  const recorded = inCcp4Order(filled.partials ? cutSpots(found, geometry) : wholeSpots(found), sphere);
  const scales = imposeScales(recorded, unique, cell, orientation, geometry, filled);
  const measured = measure(recorded, scales, factors, cell, filled);
  const labels = simulationLabels(filled, structure, geometry);
  const rows = withoutImages({ ...recorded, ...measured }, filled.missingImages);
  return {
    observations: observationTable(
      rows,
      unique,
      structure,
      orientation,
      geometry,
      labels,
      filled.missingImages,
    ),
    truth: truthTable(factors, structure, labels),
    truthOfObservations: rows.truth,
    structure,
    overallScale: measured.overallScale,
    geometry,
    orientation,
    imageScales: scales.ofImages,
    absorptionCoefficients: scales.absorptionCoefficients,
    sensitivityCoefficients: scales.sensitivityCoefficients,
  };
}

/** In the order of CCP4's unmerged files: Miller index, M/ISYM, batch. The unique reflections are sorted already. */
function inCcp4Order(
  parts: SpotParts,
  sphere: { readonly unique: Int32Array; readonly isym: Int32Array },
): RecordedReflections {
  const { row, phi, image } = parts.predicted;
  const { unique, isym } = sphere;
  const order = Uint32Array.from({ length: parts.predicted.length }, (_, i) => i).sort(
    (a, b) =>
      unique[row[a]] - unique[row[b]] ||
      parts.partial[a] - parts.partial[b] ||
      isym[row[a]] - isym[row[b]] ||
      phi[a] - phi[b] ||
      image[a] - image[b],
  );
  const predicted = takePredicted(parts.predicted, order);
  return {
    predicted,
    spot: take(parts.spot, order),
    partial: take(parts.partial, order),
    unique: predicted.row.map((of) => unique[of]),
    isym: predicted.row.map((of) => isym[of]),
  };
}

/** The rows that are not of lost images. */
function withoutImages<Rows extends RecordedReflections & MeasuredIntensities>(
  rows: Rows,
  missingImages: readonly number[],
): RecordedReflections & MeasuredIntensities {
  if (missingImages.length === 0) return rows;
  const missing = new Set(missingImages);
  const all = Uint32Array.from({ length: rows.predicted.length }, (_, i) => i);
  const kept = all.filter((i) => !missing.has(rows.predicted.image[i]));
  if (kept.length === 0) {
    throw new InputError(
      "missingImages of the simulation: got every image that holds a reflection, expected some to be left",
    );
  }
  const truth = Object.fromEntries(
    Object.entries(rows.truth).map(([name, values]) => [name, take(values, kept)]),
  ) as unknown as ObservationTruth;
  return {
    predicted: takePredicted(rows.predicted, kept),
    spot: take(rows.spot, kept),
    partial: take(rows.partial, kept),
    unique: take(rows.unique, kept),
    isym: take(rows.isym, kept),
    intensity: take(rows.intensity, kept),
    sigma: take(rows.sigma, kept),
    scaleApplied: rows.scaleApplied && take(rows.scaleApplied, kept),
    overallScale: rows.overallScale,
    truth,
  };
}

/** `values` at `rows`, of which there are at most as many as values. */
function take<T extends Float64Array | Int32Array | Uint8Array>(values: T, rows: Uint32Array): T {
  const taken = values.slice(0, rows.length) as T;
  rows.forEach((from, to) => {
    taken[to] = values[from];
  });
  return taken;
}

/** Counts every recorded reflection and turns counts into intensities. */
function measure(
  recorded: RecordedReflections,
  scales: ImposedScales,
  factors: TrueStructureFactors,
  cell: UnitCell,
  options: FilledRotationOptions,
): MeasuredIntensities {
  const { predicted, unique, isym, spot } = recorded;
  const n = predicted.length;
  const { hkl, amplitudePlus, amplitudeMinus } = factors;
  const trueIntensity = Float64Array.from(
    unique,
    (row, i) => (isym[i] % 2 === 1 ? amplitudePlus[row] : amplitudeMinus[row]) ** 2,
  );
  const { lorentz, polarization, fraction } = predicted;
  // The part that is left in the intensity: programs correct for the ends of the rotation, not for borders of images.
  const part = fraction.map((f) => (options.partials ? f : 1));
  const correction = lorentz.map((l, i) => (l * polarization[i] * fraction[i]) / part[i]);
  const relative = trueIntensity.map((value, i) => value * scales.total[i] * correction[i] * part[i]);
  const spots = new Set(spot).size;
  const k = overallScale(sum(relative), spots, options.meanCounts);
  const expectedCounts = relative.map((value) => value * k);
  const { beneath, beside, ice } = backgrounds(unique, hkl, cell, options);
  const counted = countSpots(expectedCounts, beneath, options, beside);
  const scaleApplied = options.scaled ? scalesTakenOut(predicted, scales.total, options) : undefined;
  const perCount = correction.map((value, i) => (scaleApplied?.[i] ?? 1) / value);
  const truth: ObservationTruth = {
    trueIntensity,
    imageScale: scales.image,
    absorption: scales.absorption,
    decay: scales.decay,
    sensitivity: scales.sensitivity,
    fraction,
    spot,
    expectedIntensity: trueIntensity.map(
      (value, i) => value * k * part[i] * (options.scaled ? 1 : scales.total[i]),
    ),
    iceBias: ice.map((value, i) => value * options.iceResidue * perCount[i]),
    trueSigma: counted.trueSigma.map((value, i) => value * perCount[i]),
    scaleApplied: scaleApplied ?? new Float64Array(n).fill(1),
    outlier: counted.outlier,
    expectedCounts,
    backgroundCounts: beneath,
  };
  return {
    intensity: counted.intensity.map((value, i) => value * perCount[i]),
    sigma: counted.sigma.map((value, i) => value * perCount[i]),
    scaleApplied,
    overallScale: k,
    truth,
  };
}

/** Photons expected beneath each spot and beside it, and those of ice among the first. */
function backgrounds(
  unique: Int32Array,
  hkl: Int32Array,
  cell: UnitCell,
  { meanBackground, iceRings, iceResidue }: FilledRotationOptions,
): { beneath: Float64Array; beside: Float64Array; ice: Float64Array } {
  const s = Float64Array.from(unique, (row) =>
    Math.sqrt(cell.inverseDSquared(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2])),
  );
  const profile = s.map(backgroundProfile);
  const level = (meanBackground * s.length) / sum(profile);
  const ice = s.map((value) => iceRings * iceProfile(value));
  return {
    beneath: profile.map((value, i) => value * level + ice[i]),
    beside: profile.map((value, i) => value * level + (1 - iceResidue) * ice[i]),
    ice,
  };
}

/** 1/(g A D S), with the error of each image that scaling leaves. */
function scalesTakenOut(
  predicted: PredictedReflections,
  total: Float64Array,
  { seed, noise, scaleError }: FilledRotationOptions,
): Float64Array {
  const images = predicted.image.reduce((most, image) => Math.max(most, image), 0);
  const errors = fillNormal(randomStream(seed, "scaling error"), new Float64Array(images));
  return total.map((scale, i) => Math.exp(noise ? scaleError * errors[predicted.image[i] - 1] : 0) / scale);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
