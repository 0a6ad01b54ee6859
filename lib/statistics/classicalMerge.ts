/**
 * Classical merging: outliers out (outliers.ts), then the inverse-variance weighted mean of the observations of each
 * reflection or, with `anomalous`, of each Friedel mate (weightedMean.ts), then French–Wilson amplitudes
 * (frenchWilsonTable.ts). What Aimless and Ctruncate do, on intensities that are scaled already.
 *
 * Columns of the result: F SIGF I SIGI N; anomalous: F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-).
 * A mate that was not measured has N = 0 and its other columns missing. A centric reflection is its own mate: its
 * observations are merged together and stand, the same numbers, in both columns, N included (as Aimless, Ctruncate and
 * reciprocalspaceship have it): ΔF is then exactly 0, and N(+) + N(-) counts a centric's observations twice.
 */
import type { ColumnInit, ColumnType } from "../table/columnTypes.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { version } from "../version.js";
import { addFrenchWilsonAmplitudes, type FrenchWilsonTableOptions } from "./frenchWilsonTable.js";
import { groupObservations } from "./groups.js";
import { collectObservations, type ObservationOptions, type Observations } from "./observations.js";
import { noOutliers, type OutlierOptions, type OutlierReport, rejectOutliers } from "./outliers.js";
import { type SigmaEstimate, weightedMeans } from "./weightedMean.js";

/** How to merge. */
export interface ClassicalMergeOptions extends ObservationOptions {
  /** Keep Friedel mates apart. Default false. */
  readonly anomalous?: boolean;
  /** Limits of outlier rejection, or false for none. */
  readonly outliers?: Omit<OutlierOptions, "anomalous"> | false;
  /** How sigmas of means are estimated. Default "external", 1/√Σw. */
  readonly sigmaEstimate?: SigmaEstimate;
  /** French–Wilson amplitudes: options, or false for intensities alone. */
  readonly frenchWilson?: Omit<FrenchWilsonTableOptions, "intensity"> | false;
}

/** What a classical merge gives. */
export interface ClassicalMerge {
  /** The merged reflections. */
  readonly table: ReflectionTable;
  /** The observations that were merged, without outliers. */
  readonly observations: Observations;
  readonly outliers: OutlierReport;
}

/**
 * Merges unmerged, scaled tables (see {@link collectObservations} for what is dropped).
 * @throws InputError for merged or unusable data, MissingColumnError where there are no intensities or sigmas
 */
export function classicalMerge(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: ClassicalMergeOptions = {},
): ClassicalMerge {
  const { anomalous = false } = options;
  const all = Array.isArray(tables) ? (tables as readonly ReflectionTable[]) : [tables as ReflectionTable];
  const collected = collectObservations(all, options);
  const { observations, report } =
    options.outliers === false
      ? { observations: collected, report: noOutliers }
      : rejectOutliers(collected, { ...options.outliers, anomalous });
  const merged = mergeObservations(observations, { ...options, source: all[0] });
  return {
    table:
      options.frenchWilson === false ? merged : addFrenchWilsonAmplitudes(merged, options.frenchWilson ?? {}),
    observations,
    outliers: report,
  };
}

/** The merged table of intensities: I SIGI N, or I(+) SIGI(+) I(-) SIGI(-) N(+) N(-). @param options.source where data sets and the title come from */
export function mergeObservations(
  observations: Observations,
  options: Pick<ClassicalMergeOptions, "anomalous" | "sigmaEstimate"> & {
    readonly source?: ReflectionTable;
  } = {},
): ReflectionTable {
  const { anomalous = false, sigmaEstimate, source } = options;
  const { hkl, reflectionCount } = observations;
  const columns: ColumnInit[] = ["H", "K", "L"].map((label, axis) => ({
    label,
    type: "H",
    data: Int32Array.from({ length: reflectionCount }, (_, r) => hkl[3 * r + axis]),
  }));
  const groups = groupObservations(observations, anomalous);
  const means = weightedMeans(observations, groups, sigmaEstimate);
  const empty = () => new Float32Array(reflectionCount).fill(Number.NaN);
  const mates = anomalous ? ["(+)", "(-)"] : [""];
  const intensity = mates.map(empty);
  const sigma = mates.map(empty);
  const count = mates.map(() => new Int32Array(reflectionCount));
  for (let g = 0; g < groups.count; g++) {
    const r = groups.reflection[g];
    const inBoth = anomalous && observations.centric[r] === 1;
    for (const mate of inBoth ? [0, 1] : [groups.minus[g]]) {
      intensity[mate][r] = means.intensity[g];
      sigma[mate][r] = means.sigma[g];
      count[mate][r] = groups.start[g + 1] - groups.start[g];
    }
  }
  const [typeI, typeSigma]: [ColumnType, ColumnType] = anomalous ? ["K", "M"] : ["J", "Q"];
  mates.forEach((mate, m) => {
    columns.push({ label: `I${mate}`, type: typeI, data: intensity[m] });
    columns.push({ label: `SIGI${mate}`, type: typeSigma, data: sigma[m] });
  });
  mates.forEach((mate, m) => {
    columns.push({ label: `N${mate}`, type: "I", data: count[m] });
  });
  return new ReflectionTable({
    columns,
    cell: observations.cell,
    spaceGroup: observations.spaceGroup,
    merged: true,
    datasets: source?.datasets,
    history: [
      `From FRIEDEL ${version}, weighted means of ${observations.intensity.length} observations`,
      ...(source?.history ?? []),
    ],
    title: source?.title,
    name: "the merged table",
  });
}
