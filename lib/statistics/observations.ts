/**
 * From unmerged reflection tables to clean observations, grouped by reflection: every Miller index is mapped to the CCP4
 * asymmetric unit, Friedel mates kept apart (I(+) first, then I(−)), parts of spots are summed (partialSums.ts), and what
 * cannot be used is dropped and counted.
 * Everything else in statistics/ works on these plain arrays.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { checkIsomorphous, type IsomorphismOptions } from "../table/isomorphism.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { batchNumbers, friedelSigns, intensityColumns } from "./observationColumns.js";
import {
  describeReflections,
  type ObservationRows,
  sortByReflection,
  uniqueReflections,
} from "./observationSort.js";
import { addPartialSums, type PartialOptions, type PartialSums, sumPartials } from "./partialSums.js";
import {
  addPartials,
  countPartials,
  type PartialCounts,
  type PartialReport,
  partialFlags,
  recordedFractions,
} from "./partials.js";

/** How many observations were left out before any statistic, and why. */
export interface DroppedObservations {
  /** Intensity or sigma missing (NaN) or infinite. */
  readonly missing: number;
  /** Sigma zero or negative. */
  readonly sigmaNotPositive: number;
  /** Systematically absent in the space group. */
  readonly systematicAbsence: number;
  /** Outside dMin … dMax. */
  readonly outsideResolution: number;
  /** Parts of spots that are incomplete, or that were not wanted. */
  readonly incompletePartial: number;
  /** I/σ below the cut-off. */
  readonly weak: number;
}

/** Observations sorted by reflection; within one, those of I(+) first. n observations of r reflections. */
export interface Observations {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Å, if the tables say so. */
  readonly wavelength: number | undefined;
  /** r, Friedel mates together. */
  readonly reflectionCount: number;
  /** Asymmetric-unit Miller indices, 3r, ascending in h, then k, then l. */
  readonly hkl: Int32Array;
  /** 1/d², Å⁻², r. */
  readonly inverseDSquared: Float64Array;
  /** 1 for centric reflections, r. */
  readonly centric: Uint8Array;
  /** Multiplicity factor ε of the expected intensity, without centring, r. */
  readonly epsilon: Float64Array;
  /** Observations of reflection i are start[i] … start[i + 1] − 1; r + 1. */
  readonly start: Int32Array;
  /** Those from minusStart[i] on are of I(−) (none where centric: there the mates are one); r. */
  readonly minusStart: Int32Array;
  /** Intensities and their sigmas, n. */
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** Batch (image) number, n; 0 where the tables have none. */
  readonly batch: Int32Array;
  /** Row in the tables as given, counted through them one after the other, n; of a sum of parts that of the largest. */
  readonly row: Int32Array;
  readonly dropped: DroppedObservations;
  /** The best resolution of reflections that are no systematic absences, those beyond `dMin` among them, Å. */
  readonly sharpest: number;
  readonly partials: PartialReport;
  /** Labels of the columns used, for reports. */
  readonly labels: { readonly intensity: string; readonly sigma: string };
}

/** What to take from the tables. */
export interface ObservationOptions extends IsomorphismOptions, PartialOptions {
  /** Label of the intensities. By default the one of type J; of several, I or the first. */
  readonly intensity?: string;
  /** Label of their standard deviations. By default SIG + the intensity's label, else the one of type Q. */
  readonly sigma?: string;
  /** Å; observations beyond are left out. */
  readonly dMin?: number;
  readonly dMax?: number;
  /**
   * Observations with I/σ below this are left out (default: none). It takes those that came out too weak by chance and leaves
   * those that came out too strong, so that means of weak reflections are too large: of a reflection whose true
   * intensity is 0, a cut at 0 leaves a mean of 0.8 σ. Use it only to compare with programs that do.
   */
  readonly minIOverSigma?: number;
  /** Keep systematic absences. Default false. */
  readonly keepAbsences?: boolean;
}

/**
 * Clean, grouped observations of one or several unmerged tables.
 * @throws InputError for merged tables, tables with different cells or space groups, tables without rows, or where
 *   nothing is left; MissingColumnError where there are no intensities or sigmas
 */
export function collectObservations(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: ObservationOptions = {},
): Observations {
  const all = Array.isArray(tables) ? (tables as readonly ReflectionTable[]) : [tables as ReflectionTable];
  checkTables(all, options);
  const rowCount = all.reduce((sum, table) => sum + table.length, 0);
  const gathered = gather(all, rowCount, options);
  const { cell, spaceGroup } = all[0];
  const unique = uniqueReflections(gathered.hkl, gathered.keep);
  const reflections = describeReflections(unique.hkl, cell, spaceGroup);
  const limits = resolutionLimits(options);
  const cutoff = signalCutoff(options);
  let [systematicAbsence, outsideResolution, weak] = [0, 0, 0];
  let most = 0;
  for (let row = 0; row < rowCount; row++) {
    if (!gathered.keep[row]) continue;
    const r = unique.reflection[row];
    const x = reflections.inverseDSquared[r];
    const outside = x < limits[0] || x > limits[1];
    const absent = reflections.absent[r] === 1 && options.keepAbsences !== true;
    if (absent) systematicAbsence++;
    else if (outside) outsideResolution++;
    const below = gathered.intensity[row] / gathered.sigma[row] < cutoff;
    if (below && !absent && !outside) weak++;
    if (!below && x >= limits[0] && reflections.absent[r] === 0) most = Math.max(most, x);
    if (absent || outside || below) gathered.keep[row] = 0;
  }
  const dropped = { ...gathered.dropped, systematicAbsence, outsideResolution, weak };
  const sorted = sortByReflection(gathered, unique, reflections);
  if (sorted.intensity.length === 0) throw new InputError(nothingLeft(all, rowCount, dropped, options));
  return {
    cell,
    spaceGroup,
    wavelength: wavelengthOf(all),
    ...sorted,
    dropped,
    sharpest: 1 / Math.sqrt(most),
    partials: gathered.partials,
    labels: gathered.labels,
  };
}

function checkTables(tables: readonly ReflectionTable[], options: ObservationOptions): void {
  if (tables.length === 0)
    throw new InputError("unmerged data: got no table, expected at least one unmerged reflection table");
  for (const table of tables) {
    if (table.merged) {
      throw new InputError(
        `data of ${table.name}: got merged reflections, expected unmerged observations (with a column of type Y, ` +
          "M/ISYM); give the unmerged file that the scaling program writes",
      );
    }
    if (table.length === 0) {
      throw new InputError(`data of ${table.name}: got no rows, expected unmerged observations`);
    }
  }
  checkIsomorphous(tables, options);
}

/** Smallest and largest 1/d² asked for, widened by 1e-9 so that a limit read from the data keeps its reflection. */
export function resolutionLimits({
  dMin,
  dMax,
}: Pick<ObservationOptions, "dMin" | "dMax">): [number, number] {
  for (const [name, value] of [
    ["dMin", dMin],
    ["dMax", dMax],
  ] as const) {
    if (value !== undefined && !(value > 0))
      throw new InputError(`${name}: got ${value}, expected a resolution in Å, above 0`);
  }
  if (dMin !== undefined && dMax !== undefined && dMin >= dMax) {
    throw new InputError(
      `resolution limits: got dMin ${dMin} Å and dMax ${dMax} Å, expected dMin below dMax`,
    );
  }
  return [
    dMax === undefined ? -1 : (1 - 1e-9) / (dMax * dMax),
    dMin === undefined ? Number.POSITIVE_INFINITY : (1 + 1e-9) / (dMin * dMin),
  ];
}

function signalCutoff({ minIOverSigma = Number.NEGATIVE_INFINITY }: ObservationOptions): number {
  if (!Number.isNaN(minIOverSigma)) return minIOverSigma;
  throw new InputError("minIOverSigma: got NaN, expected a number, such as 0");
}

interface Gathered extends ObservationRows {
  readonly dropped: { missing: number; sigmaNotPositive: number; incompletePartial: number };
  readonly partials: PartialReport;
  readonly labels: { intensity: string; sigma: string };
}

/** The tables' rows one after the other, with asymmetric-unit indices. */
function gather(tables: readonly ReflectionTable[], rowCount: number, options: ObservationOptions): Gathered {
  const hkl = new Int32Array(3 * rowCount);
  const minus = new Uint8Array(rowCount);
  const intensity = new Float64Array(rowCount);
  const sigma = new Float64Array(rowCount);
  const batch = new Int32Array(rowCount);
  const keep = new Uint8Array(rowCount);
  const dropped = { missing: 0, sigmaNotPositive: 0, incompletePartial: 0 };
  let partials: PartialCounts | undefined;
  let sums: PartialSums | undefined;
  let labels: Gathered["labels"] | undefined;
  let offset = 0;
  for (const table of tables) {
    const found = intensityColumns(table, options);
    labels ??= found;
    intensity.set(table.values(found.intensity), offset);
    sigma.set(table.values(found.sigma), offset);
    const mapped = friedelSigns(table);
    hkl.set(mapped.hkl, 3 * offset);
    minus.set(mapped.minus, offset);
    batch.set(batchNumbers(table), offset);
    const end = offset + table.length;
    for (let i = offset; i < end; i++) {
      if (!Number.isFinite(intensity[i]) || !Number.isFinite(sigma[i])) dropped.missing++;
      else if (sigma[i] <= 0) dropped.sigmaNotPositive++;
      else keep[i] = 1;
    }
    const own = <T extends Float64Array | Int32Array | Uint8Array>(values: T): T =>
      values.subarray(offset, end) as T;
    partials = addPartials(partials, countPartials(table));
    sums = addPartialSums(
      sums,
      sumPartials(
        {
          ...partsOf(table),
          batch: own(batch),
          intensity: own(intensity),
          sigma: own(sigma),
          keep: own(keep),
        },
        options,
      ),
    );
    offset = end;
  }
  if (partials === undefined || sums === undefined || labels === undefined)
    throw new InputError("unmerged data: got no table");
  dropped.incompletePartial = sums.droppedParts;
  return { hkl, minus, intensity, sigma, batch, keep, dropped, partials: { ...partials, sums }, labels };
}

/** What tells which records of a table are parts of one spot. */
function partsOf(table: ReflectionTable) {
  const flagged = partialFlags(table);
  // Most tables have none: spare them the rest.
  if (!flagged.includes(1)) return { hkl: [], isym: undefined, flagged, fraction: undefined, batches: [] };
  const symbols = table.columns.find((column) => column.type === "Y")?.data;
  return {
    hkl: table.hkl(),
    isym: symbols === undefined ? undefined : Int32Array.from(symbols, (value) => value % 256),
    flagged,
    fraction: recordedFractions(table),
    batches: table.batches,
  };
}

/** The wavelength of the first data set that states one above 0 (CCP4's base data set has 0). */
function wavelengthOf(tables: readonly ReflectionTable[]): number | undefined {
  for (const table of tables)
    for (const dataset of table.datasets) if (dataset.wavelength > 0) return dataset.wavelength;
  return undefined;
}

function nothingLeft(
  tables: readonly ReflectionTable[],
  rowCount: number,
  dropped: DroppedObservations,
  { dMin, dMax, minIOverSigma }: ObservationOptions,
): string {
  const limits = dropped.outsideResolution > 0 ? ` (${dMax ?? "∞"} to ${dMin ?? 0} Å)` : "";
  const parts =
    dropped.incompletePartial > 0
      ? `, ${dropped.incompletePartial} parts of spots that were left out (partials: "keep" or "scale" uses more)`
      : "";
  const weak = dropped.weak > 0 ? `, ${dropped.weak} with I/σ below ${minIOverSigma}` : "";
  return (
    `data of ${tables.map((table) => table.name).join(", ")}: got ${rowCount} observations and none that can be used ` +
    `(${dropped.missing} missing, ${dropped.sigmaNotPositive} with sigma zero or negative, ` +
    `${dropped.systematicAbsence} systematically absent, ${dropped.outsideResolution} outside the resolution limits${limits}${parts}${weak}), ` +
    "expected at least one with a positive sigma"
  );
}
