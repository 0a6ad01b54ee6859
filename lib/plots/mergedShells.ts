/**
 * What merged reflections alone say by resolution shell: how many there are of those that exist, and how strong. Intensities
 * are those of the table or, where it has amplitudes only, F² with σ(F²) = 2 F σ(F). Friedel mates that are apart count as
 * two measurements of a reflection, whose weighted mean is taken.
 */
import { FriedelError, MissingColumnError } from "../errors.js";
import { mergingStatistics, type WilsonPlot } from "../statistics/index.js";
import { type ColumnInit, ReflectionTable } from "../table/index.js";

/** One shell, or all. Completeness is a fraction. */
export interface MergedShell {
  /** Resolution limits, Å. */
  readonly dMax: number;
  readonly dMin: number;
  readonly reflections: number;
  readonly possible: number;
  readonly completeness: number;
  /** NaN where mates are together. */
  readonly anomalousCompleteness: number;
  readonly meanIntensity: number;
  readonly meanIOverSigma: number;
}

/** Statistics of merged reflections. */
export interface MergedStatistics {
  readonly overall: MergedShell;
  readonly shells: readonly MergedShell[];
  readonly wilson: WilsonPlot | undefined;
}

/** @throws MissingColumnError where there are neither intensities nor amplitudes with their sigmas, InputError for bad data */
export function mergedShells(table: ReflectionTable, shells?: number): MergedStatistics {
  const { intensity, sigma, apart } = measured(table);
  const hkl = table.spaceGroup.mapToAsu(table.hkl()).hkl;
  const mates = apart ? [1, -1] : [1];
  const n = table.length;
  // A centric reflection stands in both columns with the same numbers, and was measured once.
  if (apart)
    table.spaceGroup.centricFlags(hkl).forEach((isCentric, i) => {
      if (isCentric && Number.isFinite(intensity[i])) intensity[n + i] = Number.NaN;
    });
  const index = (axis: number): ColumnInit => ({
    label: "HKL"[axis],
    type: "H",
    data: Int32Array.from(
      { length: mates.length * n },
      (_, i) => mates[Math.floor(i / n)] * hkl[3 * (i % n) + axis],
    ),
  });
  const rows = new ReflectionTable({
    cell: table.cell,
    spaceGroup: table.spaceGroup,
    name: table.name,
    merged: false,
    columns: [
      index(0),
      index(1),
      index(2),
      { label: "I", type: "J", data: intensity },
      { label: "SIGI", type: "Q", data: sigma },
    ],
  });
  const statistics = mergingStatistics(rows, {
    outliers: false,
    repeats: 1,
    ...(shells === undefined ? {} : { shells }),
  });
  const pick = (shell: MergedShell): MergedShell => ({
    dMax: shell.dMax,
    dMin: shell.dMin,
    reflections: shell.reflections,
    possible: shell.possible,
    completeness: shell.completeness,
    anomalousCompleteness: apart ? shell.anomalousCompleteness : Number.NaN,
    meanIntensity: shell.meanIntensity,
    meanIOverSigma: shell.meanIOverSigma,
  });
  return {
    overall: pick(statistics.overall),
    shells: statistics.shells.map(pick),
    wilson: statistics.wilson,
  };
}

/** A merged table with a column I (and SIGI): as it is where it has intensities, else with F². */
export function withIntensities(table: ReflectionTable): ReflectionTable {
  if (["I", "IMEAN", "I(+)"].some((label) => table.has(label))) return table;
  const { intensity, sigma, apart } = measured(table);
  const n = table.length;
  const part = (
    label: string,
    type: "J" | "Q" | "K" | "M",
    data: Float64Array,
    from: number,
  ): ColumnInit => ({
    label,
    type,
    data: data.slice(from, from + n),
  });
  return apart
    ? table.with(
        part("I(+)", "K", intensity, 0),
        part("SIGI(+)", "M", sigma, 0),
        part("I(-)", "K", intensity, n),
        part("SIGI(-)", "M", sigma, n),
      )
    : table.with(part("I", "J", intensity, 0), part("SIGI", "Q", sigma, 0));
}

/** Intensities and sigmas; where mates are apart, those of (+) and after them those of (−). */
function measured(table: ReflectionTable): { intensity: Float64Array; sigma: Float64Array; apart: boolean } {
  const pairs: [value: string, sigma: string][][] = [
    [
      ["I(+)", "SIGI(+)"],
      ["I(-)", "SIGI(-)"],
    ],
    [["I", "SIGI"]],
    [["IMEAN", "SIGIMEAN"]],
    [
      ["F(+)", "SIGF(+)"],
      ["F(-)", "SIGF(-)"],
    ],
    [["F", "SIGF"]],
    [["FP", "SIGFP"]],
  ];
  const found = pairs.find((columns) => columns.flat().every((label) => table.has(label)));
  if (found === undefined) throw new MissingColumnError("I", table.labels, table.name);
  const isAmplitude = found[0][0].startsWith("F");
  const joined = (side: 0 | 1) => found.flatMap((pair) => Array.from(table.values(pair[side])));
  const [value, deviation] = [joined(0), joined(1)];
  return {
    intensity: Float64Array.from(value, (f) => (isAmplitude ? f * f : f)),
    sigma: Float64Array.from(deviation, (s, i) => (isAmplitude ? 2 * value[i] * s : s)),
    apart: found.length === 2,
  };
}

/** The sentence of an error of the library; anything else is a defect and goes on. */
export function sentenceOrThrow(error: unknown): string {
  if (error instanceof FriedelError) return error.message;
  throw error;
}
