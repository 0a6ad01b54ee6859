/** A simulated rotation data set as tables: unmerged observations as an integration program writes them, and the truth. */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import type { Structure } from "../structure/index.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { rotationBatches } from "./rotationBatches.js";
import type { PredictedReflections, RotationGeometry } from "./rotationGeometry.js";
import type { FilledRotationOptions } from "./rotationOptions.js";
import { labelSimulation, type SimulationLabels } from "./simulatedCrystal.js";
import type { TrueStructureFactors } from "./trueStructureFactors.js";

/** What stands in the rows of the observations, n of each, in order. */
export interface ObservationRows {
  readonly predicted: PredictedReflections;
  /** Row of the unique reflection. */
  readonly unique: Int32Array;
  readonly isym: Int32Array;
  /** 1 where the row is one of several parts of a spot: the M flag. */
  readonly partial: Uint8Array;
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** Undefined where the data are not scaled. */
  readonly scaleApplied: Float64Array | undefined;
}

/** Title, history and data set names. */
export function simulationLabels(
  options: FilledRotationOptions,
  structure: Structure,
  geometry: RotationGeometry,
): SimulationLabels {
  const kind = `rotation data${options.scaled ? ", scaled" : ""}${options.noise ? "" : ", without noise"}`;
  return labelSimulation(options.seed, structure.cell, geometry.wavelength, kind, [
    `${structure.length} atoms (${structure.name}), ${structure.spaceGroup.hermannMauguin}`,
    `${options.dMin} A, ${geometry.imageCount} images of ${geometry.imageWidth} deg, ` +
      `wavelength ${geometry.wavelength} A`,
  ]);
}

/** The unmerged table. */
export function observationTable(
  rows: ObservationRows,
  hkl: Int32Array,
  structure: Structure,
  orientation: ArrayLike<number>,
  geometry: RotationGeometry,
  labels: SimulationLabels,
  missingImages: readonly number[],
): ReflectionTable {
  const { predicted, unique } = rows;
  const missing = new Set(missingImages);
  const batches = rotationBatches(structure.cell, orientation, geometry, "SIMULATED");
  const index = (axis: number): Int32Array => unique.map((row) => hkl[3 * row + axis]);
  const real = (data: Float64Array): Float32Array => Float32Array.from(data);
  const lp = predicted.lorentz.map((lorentz, i) => 1 / (lorentz * predicted.polarization[i]));
  const scaleUsed =
    rows.scaleApplied === undefined
      ? []
      : [{ label: "SCALEUSED", type: "R", data: real(rows.scaleApplied) } as const];
  return new ReflectionTable({
    ...labels,
    name: "simulated observations",
    cell: structure.cell,
    spaceGroup: structure.spaceGroup,
    merged: false,
    batches: batches.filter((batch) => !missing.has(batch.number)),
    columns: [
      { label: "H", type: "H", data: index(0) },
      { label: "K", type: "H", data: index(1) },
      { label: "L", type: "H", data: index(2) },
      { label: "M/ISYM", type: "Y", data: rows.isym.map((isym, i) => isym + 256 * rows.partial[i]) },
      { label: "BATCH", type: "B", data: predicted.image },
      { label: "I", type: "J", data: real(rows.intensity) },
      { label: "SIGI", type: "Q", data: real(rows.sigma) },
      ...scaleUsed,
      { label: "FRACTIONCALC", type: "R", data: real(predicted.fraction) },
      { label: "XDET", type: "R", data: real(predicted.xDetector) },
      { label: "YDET", type: "R", data: real(predicted.yDetector) },
      { label: "ROT", type: "R", data: real(predicted.phi) },
      { label: "LP", type: "R", data: real(lp) },
    ],
  });
}

/** The merged table of true amplitudes and intensities, sorted as the observations are. */
export function truthTable(
  factors: TrueStructureFactors,
  crystal: { readonly cell: UnitCell; readonly spaceGroup: SpaceGroup },
  labels: SimulationLabels,
): ReflectionTable {
  const { hkl, amplitudePlus: plus, amplitudeMinus: minus } = factors;
  const n = plus.length;
  const index = (axis: number): Int32Array => Int32Array.from({ length: n }, (_, i) => hkl[3 * i + axis]);
  const real = (value: (i: number) => number): Float32Array =>
    Float32Array.from({ length: n }, (_, i) => value(i));
  return new ReflectionTable({
    title: labels.title,
    history: [`${labels.history[0]}, true structure factors`, ...labels.history.slice(1)],
    datasets: labels.datasets,
    name: "simulated truth",
    cell: crystal.cell,
    spaceGroup: crystal.spaceGroup,
    merged: true,
    columns: [
      { label: "H", type: "H", data: index(0) },
      { label: "K", type: "H", data: index(1) },
      { label: "L", type: "H", data: index(2) },
      { label: "F", type: "F", data: real((i) => Math.sqrt((plus[i] ** 2 + minus[i] ** 2) / 2)) },
      { label: "I", type: "J", data: real((i) => (plus[i] ** 2 + minus[i] ** 2) / 2) },
      { label: "F(+)", type: "G", data: real((i) => plus[i]) },
      { label: "F(-)", type: "G", data: real((i) => minus[i]) },
      { label: "I(+)", type: "K", data: real((i) => plus[i] ** 2) },
      { label: "I(-)", type: "K", data: real((i) => minus[i] ** 2) },
      { label: "PHI(+)", type: "P", data: real((i) => factors.phasePlus[i]) },
    ],
  });
}
