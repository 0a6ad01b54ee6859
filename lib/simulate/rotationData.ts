/**
 * A simulated rotation data set with its truth: what a diffractometer would have written of a known crystal.
 * Expected photons in a spot: c = K · g · A · D · L P · f · |F(h)|², with g the scale of the image, A absorption, D
 * radiation damage (systematicErrors.ts), L Lorentz and P polarisation factor, f the recorded part of the spot
 * (rotationGeometry.ts), and K fixing the mean of c. Counted (counting.ts), then corrected as an integration program
 * does: I = counts/(L P f). So I estimates K · g · A · D · |F|²; the `scaled` option divides g A D out again.
 */
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { fillNormal, randomStream } from "../random/index.js";
import { anomalousFactors, type Structure } from "../structure/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { backgroundProfile, countSpots } from "./counting.js";
import { randomStructure } from "./randomStructure.js";
import {
  type PredictedReflections,
  predictReflections,
  type RotationGeometry,
  randomOrientation,
  takePredicted,
} from "./rotationGeometry.js";
import {
  type FilledRotationOptions,
  fillRotationOptions,
  type RotationOptions,
  rotationGeometry,
} from "./rotationOptions.js";
import { observationTable, simulationLabels, truthTable } from "./rotationTables.js";
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
  /** What the I column would hold without noise, spoiling and scaling errors. */
  readonly expectedIntensity: Float64Array;
  /** The factor by which `scaled` multiplied I and SIGI; 1 where not scaled. */
  readonly scaleApplied: Float64Array;
  /** 1 where the observation was spoilt. */
  readonly outlier: Uint8Array;
  /** Photons expected in the spot and under it. */
  readonly expectedCounts: Float64Array;
  readonly backgroundCounts: Float64Array;
}

/** Recorded reflections with their unique reflection (row) and M/ISYM. */
interface RecordedReflections {
  readonly predicted: PredictedReflections;
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
  /** K: an observation of |F|² electrons² has K · g · A · D · |F|² as its intensity. */
  readonly overallScale: number;
  readonly geometry: RotationGeometry;
  /** U, 9 numbers row-major: the crystal's Cartesian axes (a along x, c* along z) to the laboratory. */
  readonly orientation: Float64Array;
  /** g of each image. */
  readonly imageScales: Float64Array;
  /** Coefficients c_lm of the absorption surface. */
  readonly absorptionCoefficients: Float64Array;
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
  const orientation = Float64Array.from(
    options.orientation ?? randomOrientation(randomStream(seed, "orientation")),
  );
  if (orientation.length !== 9) {
    throw new InputError(
      `orientation: got ${orientation.length} numbers, expected the 9 of a rotation matrix`,
    );
  }
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
  const predicted = takePredicted(found, ccp4Order(found, sphere.unique, sphere.isym));
  const rowsOf = (values: Int32Array): Int32Array => predicted.row.map((row) => values[row]);
  const recorded = { predicted, unique: rowsOf(sphere.unique), isym: rowsOf(sphere.isym) };
  const scales = imposeScales(recorded, unique, cell, orientation, geometry, filled);
  const measured = measure(recorded, scales, factors, cell, filled);
  const labels = simulationLabels(filled, structure, geometry);
  const rows = { ...recorded, ...measured };
  return {
    observations: observationTable(rows, unique, structure, orientation, geometry, labels),
    truth: truthTable(factors, structure, labels),
    truthOfObservations: measured.truth,
    structure,
    overallScale: measured.overallScale,
    geometry,
    orientation,
    imageScales: scales.ofImages,
    absorptionCoefficients: scales.absorptionCoefficients,
  };
}

/** Rows in the order of CCP4's unmerged files: Miller index, M/ISYM, batch. The unique reflections are sorted already. */
function ccp4Order(predicted: PredictedReflections, unique: Int32Array, isym: Int32Array): Uint32Array {
  const { row, phi } = predicted;
  return Uint32Array.from({ length: predicted.length }, (_, i) => i).sort(
    (a, b) => unique[row[a]] - unique[row[b]] || isym[row[a]] - isym[row[b]] || phi[a] - phi[b],
  );
}

/** Counts every recorded reflection and turns counts into intensities. */
function measure(
  recorded: RecordedReflections,
  scales: ImposedScales,
  factors: TrueStructureFactors,
  cell: UnitCell,
  options: FilledRotationOptions,
): MeasuredIntensities {
  const { predicted, unique, isym } = recorded;
  const n = predicted.length;
  const { hkl, amplitudePlus, amplitudeMinus } = factors;
  const trueIntensity = Float64Array.from(
    unique,
    (row, i) => (isym[i] % 2 === 1 ? amplitudePlus[row] : amplitudeMinus[row]) ** 2,
  );
  const correction = predicted.lorentz.map((l, i) => l * predicted.polarization[i] * predicted.fraction[i]);
  const relative = trueIntensity.map((value, i) => value * scales.total[i] * correction[i]);
  const overallScale = options.meanCounts / mean(relative);
  const expectedCounts = relative.map((value) => value * overallScale);
  const profile = Float64Array.from(unique, (row) =>
    backgroundProfile(1 / cell.dSpacing(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2])),
  );
  const level = options.meanBackground / mean(profile);
  const backgroundCounts = profile.map((value) => value * level);
  const counted = countSpots(expectedCounts, backgroundCounts, options);
  const scaleApplied = options.scaled ? scalesTakenOut(predicted, scales.total, options) : undefined;
  const perCount = correction.map((value, i) => (scaleApplied?.[i] ?? 1) / value);
  const truth: ObservationTruth = {
    trueIntensity,
    imageScale: scales.image,
    absorption: scales.absorption,
    decay: scales.decay,
    expectedIntensity: trueIntensity.map(
      (value, i) => value * overallScale * (options.scaled ? 1 : scales.total[i]),
    ),
    scaleApplied: scaleApplied ?? new Float64Array(n).fill(1),
    outlier: counted.outlier,
    expectedCounts,
    backgroundCounts,
  };
  return {
    intensity: counted.intensity.map((value, i) => value * perCount[i]),
    sigma: counted.sigma.map((value, i) => value * perCount[i]),
    scaleApplied,
    overallScale,
    truth,
  };
}

/** 1/(g A D), with the error of each image that scaling leaves. */
function scalesTakenOut(
  predicted: PredictedReflections,
  total: Float64Array,
  { seed, noise, scaleError }: FilledRotationOptions,
): Float64Array {
  const images = predicted.image.reduce((most, image) => Math.max(most, image), 0);
  const errors = fillNormal(randomStream(seed, "scaling error"), new Float64Array(images));
  return total.map((scale, i) => Math.exp(noise ? scaleError * errors[predicted.image[i] - 1] : 0) / scale);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
