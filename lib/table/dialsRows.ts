/**
 * Which rows of a DIALS reflection table are observations, and their intensities, corrected as `dials.export` does:
 * profile-fitted I = I_prf lp / qe; summed I = I_sum lp / (qe p) for scans, p being the partiality; scaled
 * I = I_scale / g with the inverse scale factor g. Sigma is √variance times the same factor. On stills the partiality is
 * not known (DIALS states 1) and not divided by.
 * Source: DIALS, util/filter_reflections.py and the flags of reflection_table.h (dials/dials, BSD licence).
 */
import { InputError } from "../errors.js";
import type { DialsExperiments, DialsReflections, DialsScan } from "../formats/dialsTypes.js";
import { dialsColumn, requiredDialsColumn } from "./dialsColumns.js";

/** Which intensities: profile-fitted, summed, or scaled by dials.scale. */
export type DialsIntensity = "prf" | "sum" | "scale";

/** Bits of the column `flags`. */
const flag = {
  integratedSum: 1 << 8,
  integratedPrf: 1 << 9,
  badForScaling: (1 << 22) | (1 << 23) | (1 << 24),
};

/** How many reflections were taken, and how many left out and why. */
export interface DialsCounts {
  readonly total: number;
  readonly used: number;
  /** Of those used: by what their intensity is. */
  readonly profileFitted: number;
  readonly summed: number;
  readonly scaled: number;
  /** Index 0 0 0, or in no experiment. */
  readonly unindexed: number;
  /** Not integrated in the way asked for. */
  readonly notIntegrated: number;
  /** Excluded or an outlier in scaling (of scaled intensities). */
  readonly excludedInScaling: number;
  /** Variance zero, negative or missing, or intensity missing. */
  readonly varianceNotPositive: number;
  /** lp, qe, partiality or scale zero, negative or missing: the intensity cannot be corrected. */
  readonly correctionNotPositive: number;
}

/** Rows that are observations, n of them. */
export interface DialsRows {
  /** Row in the file. */
  readonly row: Int32Array;
  /** Place of its experiment in the .expt file. */
  readonly experiment: Int32Array;
  readonly intensity: Float32Array;
  readonly sigma: Float32Array;
  readonly counts: DialsCounts;
}

/** Columns that {@link selectDialsRows} needs or uses. */
export const dialsRowColumns: readonly string[] = [
  "miller_index",
  "id",
  "flags",
  ...["prf", "sum", "scale"].flatMap((kind) => [`intensity.${kind}.value`, `intensity.${kind}.variance`]),
  "inverse_scale_factor",
  "lp",
  "qe",
  "dqe",
  "partiality",
];

/** Whether an experiment is a still: no scan, or one that does not turn. */
export function isStill(scan: DialsScan | undefined): boolean {
  return scan === undefined || scan.oscillation[1] === 0;
}

/**
 * The observations of a reflection table.
 * @param intensity by default profile-fitted where a reflection was fitted, else summed
 * @throws InputError where columns are missing, nothing is left, or a reflection's experiment is not in `experiments`
 */
export function selectDialsRows(
  reflections: DialsReflections,
  experiments: DialsExperiments,
  intensity?: DialsIntensity,
): DialsRows {
  const hkl = indicesOfDials(reflections);
  const places = experimentPlaces(reflections, experiments);
  const measure = measurements(reflections, intensity);
  const stills = experiments.experiments.map(({ scan }) => isStill(scan));
  const counts = { ...noCounts, total: reflections.rowCount };
  const row = new Int32Array(reflections.rowCount);
  const experiment = new Int32Array(reflections.rowCount);
  const value = new Float32Array(reflections.rowCount);
  const sigma = new Float32Array(reflections.rowCount);
  for (let i = 0; i < reflections.rowCount; i++) {
    const place = places[i];
    if (place < 0 || (hkl[3 * i] === 0 && hkl[3 * i + 1] === 0 && hkl[3 * i + 2] === 0)) {
      counts.unindexed++;
      continue;
    }
    const found = measure(i, stills[place]);
    if (typeof found === "string") {
      counts[found]++;
      continue;
    }
    row[counts.used] = i;
    experiment[counts.used] = place;
    value[counts.used] = found.value;
    sigma[counts.used] = found.sigma;
    counts.used++;
    counts[found.kind]++;
  }
  if (counts.used === 0) throw new InputError(nothingLeft(reflections, counts, intensity));
  const end = counts.used;
  return {
    row: row.slice(0, end),
    experiment: experiment.slice(0, end),
    intensity: value.slice(0, end),
    sigma: sigma.slice(0, end),
    counts,
  };
}

/** Miller indices as observed, interleaved. @throws InputError where spots were never indexed */
export function indicesOfDials(reflections: DialsReflections): Int32Array {
  return requiredDialsColumn(
    reflections,
    "miller_index",
    "cctbx::miller::index<>",
    "index and integrate the spots (dials.index, dials.integrate)",
  );
}

const noCounts = {
  used: 0,
  profileFitted: 0,
  summed: 0,
  scaled: 0,
  unindexed: 0,
  notIntegrated: 0,
  excludedInScaling: 0,
  varianceNotPositive: 0,
  correctionNotPositive: 0,
};

/**
 * The place of each reflection's experiment in the .expt file, −1 for none: by its identifier where the table has such,
 * else by the number itself.
 */
function experimentPlaces(reflections: DialsReflections, experiments: DialsExperiments): Int32Array {
  const ids = requiredDialsColumn(
    reflections,
    "id",
    "int",
    "it says which experiment a reflection belongs to",
  );
  const byIdentifier = new Map(experiments.experiments.map(({ identifier }, place) => [identifier, place]));
  const known = new Map<number, number>();
  const placeOf = (id: number, row: number): number => {
    if (id < 0) return -1;
    const identifier = reflections.identifiers.get(id) ?? "";
    const place = identifier === "" ? id : (byIdentifier.get(identifier) ?? -1);
    if (place >= 0 && place < experiments.experiments.length) return place;
    throw new InputError(
      `experiment of reflection ${row} in ${reflections.name}: got ${identifier === "" ? `number ${id}` : `number ${id}, "${identifier.slice(0, 60)}"`}, ` +
        `expected one of the ${experiments.experiments.length} in ${experiments.name}; give the .expt file that was written with it`,
    );
  };
  return ids.map((id, row) => {
    const place = known.get(id) ?? placeOf(id, row);
    known.set(id, place);
    return place;
  });
}

interface Measurement {
  readonly kind: "profileFitted" | "summed" | "scaled";
  readonly value: number;
  readonly sigma: number;
}

type LeftOut = "notIntegrated" | "excludedInScaling" | "varianceNotPositive" | "correctionNotPositive";

/** The intensity of a row, or why it has none. */
type Measure = (row: number, still: boolean) => Measurement | LeftOut;

function measurements(reflections: DialsReflections, asked: DialsIntensity | undefined): Measure {
  if (asked !== undefined && !["prf", "sum", "scale"].includes(asked))
    throw new InputError(`intensity: got ${JSON.stringify(asked)}, expected "prf", "sum" or "scale"`);
  const flags = dialsColumn(reflections, "flags", "std::size_t");
  const has = (row: number, bits: number): boolean => flags === undefined || (flags[row] & bits) !== 0;
  const factor = (name: string): ((row: number) => number) => {
    const values = dialsColumn(reflections, name, "double");
    return values === undefined ? () => 1 : (row) => values[row];
  };
  const lp = factor("lp");
  const qe = factor(reflections.columns.has("qe") ? "qe" : "dqe");
  const partiality = factor("partiality");
  if (asked === "scale") {
    const scaled = intensities(reflections, "scale", "run dials.scale, or ask for another intensity");
    const scale = factor("inverse_scale_factor");
    return (row) => {
      if (flags !== undefined && has(row, flag.badForScaling)) return "excludedInScaling";
      return corrected("scaled", scaled, row, 1 / scale(row));
    };
  }
  const hasFitted = reflections.columns.has("intensity.prf.value");
  const fitted =
    asked === "prf" || (asked === undefined && hasFitted)
      ? intensities(reflections, "prf", "ask for summed intensities")
      : undefined;
  const summed =
    asked === "sum" || (asked === undefined && (!hasFitted || reflections.columns.has("intensity.sum.value")))
      ? intensities(reflections, "sum", "integrate the spots (dials.integrate)")
      : undefined;
  return (row, still) => {
    const correction = lp(row) / qe(row);
    if (fitted !== undefined && has(row, flag.integratedPrf))
      return corrected("profileFitted", fitted, row, correction);
    if (summed === undefined || !has(row, flag.integratedSum)) return "notIntegrated";
    return corrected("summed", summed, row, still ? correction : correction / partiality(row));
  };
}

interface Intensities {
  readonly value: Float64Array;
  readonly variance: Float64Array;
}

function intensities(reflections: DialsReflections, kind: DialsIntensity, fix: string): Intensities {
  const column = (part: string) =>
    requiredDialsColumn(reflections, `intensity.${kind}.${part}`, "double", fix);
  return { value: column("value"), variance: column("variance") };
}

function corrected(
  kind: Measurement["kind"],
  { value, variance }: Intensities,
  row: number,
  factor: number,
): Measurement | LeftOut {
  if (!(variance[row] > 0 && variance[row] < Number.POSITIVE_INFINITY && Number.isFinite(value[row])))
    return "varianceNotPositive";
  const [intensity, sigma] = [value[row] * factor, Math.sqrt(variance[row]) * factor];
  // what the columns, and MTZ files, cannot hold is no measurement either
  const holds = factor > 0 && Math.fround(sigma) > 0 && Number.isFinite(Math.fround(sigma));
  if (!holds || !Number.isFinite(Math.fround(intensity))) return "correctionNotPositive";
  return { kind, value: intensity, sigma };
}

function nothingLeft(
  { name }: DialsReflections,
  counts: DialsCounts,
  intensity: DialsIntensity | undefined,
): string {
  const way = intensity === undefined ? "" : ` as "${intensity}"`;
  return (
    `reflections of ${name}: got ${counts.total} and none that can be used (${counts.unindexed} without index, ` +
    `${counts.notIntegrated} not integrated${way}, ${counts.excludedInScaling} excluded in scaling, ` +
    `${counts.varianceNotPositive} without a positive variance, ${counts.correctionNotPositive} without a correction), ` +
    "expected integrated reflections, as dials.integrate and dials.stills_process write them"
  );
}
