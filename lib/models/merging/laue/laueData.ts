/**
 * What makes data polychromatic: a wavelength for each reflection, and the band of the beam. Laue merging needs no
 * wavelength normalisation beforehand: the wavelength is one of the metadata, and the spectrum is learned with the scale
 * (Dalton, Greisman & Hekstra, 2022; paper 002, section 6.4).
 */
import { InputError, MissingColumnError } from "../../../errors.js";
import { type Observations, selectObservations } from "../../../statistics/index.js";
import type { ReflectionTable } from "../../../table/reflectionTable.js";
import type { MergeOptions } from "../mergingOptions.js";
import { rowsWhere } from "../testSplit.js";

/** Options of polychromatic data. */
export interface LaueOptions {
  /** Column of the wavelength of each reflection, Å (default: Wavelength and its like). */
  readonly wavelength?: string;
  /** Shortest and longest wavelength of the beam, Å (default: of the data). */
  readonly range?: readonly [number, number];
  /** Leave observations outside `range` out, and count them (default false: they are an error). */
  readonly dropOutside?: boolean;
  /** High-resolution limit of the harmonics, Å (default: of the observations before they were cut at the merge's `dMin`). */
  readonly dMin?: number;
  /** Whether a spot is the sum of all harmonics on its ray that the beam and the resolution allow (default true). */
  readonly harmonics?: boolean;
}

/** Of the observations of polychromatic data. */
export interface LaueData {
  readonly label: string;
  readonly range: readonly [number, number];
  readonly harmonics: boolean;
  /** Å, of the harmonics. */
  readonly dMin: number;
  /** Å, of each row of the tables, one table after the other. */
  readonly wavelength: Float64Array;
}

const labels = ["Wavelength", "WAVELENGTH", "wavelength", "LAMBDA", "lambda"];

/** What the beam is found by. */
export interface BeamOptions extends Pick<MergeOptions, "laue" | "dMin"> {
  /** Resolution of all observations, those among them that are beyond `dMin`, Å (default: of those given). */
  readonly uncut?: number;
}

/**
 * The beam, and the observations within it. An observation that was indexed as a systematic absence may hold harmonics that
 * are none; it has no say in what the beam is.
 * @throws as {@link laueData}
 */
export function laueObservations(
  tables: readonly ReflectionTable[],
  observations: Observations,
  options: BeamOptions,
): {
  readonly laue: LaueData | undefined;
  readonly observations: Observations;
  /** Observations left out that are no absences. */
  readonly outsideRange: number;
} {
  const laue = laueData(tables, observations, options);
  if (laue === undefined) return { laue, observations, outsideRange: 0 };
  const { row } = observations;
  const inside = new Uint8Array(row.length).map((_, i) =>
    isInside(laue.wavelength[row[i]], laue.range) ? 1 : 0,
  );
  if (!inside.includes(0)) return { laue, observations, outsideRange: 0 };
  const outside = inside.reduce((sum, flag) => sum + 1 - flag, 0);
  const outsideRange = presentObservations(observations).numbers.filter((i) => !inside[i]).length;
  const { dropped } = observations;
  return {
    laue,
    outsideRange,
    observations: {
      ...selectObservations(observations, inside),
      dropped: { ...dropped, systematicAbsence: dropped.systematicAbsence + outside - outsideRange },
    },
  };
}

/** Limits read from single-precision columns must not lose what lies exactly at them; relative. */
const TOLERANCE = 1e-6;

function isInside(wavelength: number, [low, high]: readonly [number, number]): boolean {
  return wavelength >= low * (1 - TOLERANCE) && wavelength <= high * (1 + TOLERANCE);
}

/** Numbers of the observations that were indexed as a reflection that is there, and its largest 1/d². */
function presentObservations({ spaceGroup, hkl, start, inverseDSquared, row }: Observations) {
  const absent = spaceGroup.absenceFlags(hkl);
  const present = new Uint8Array(row.length);
  let most = 0;
  absent.forEach((flag, r) => {
    if (flag) return;
    present.fill(1, start[r], start[r + 1]);
    most = Math.max(most, inverseDSquared[r]);
  });
  return { numbers: rowsWhere(present, 1), most };
}

/**
 * @returns undefined where the data are monochromatic
 * @throws MissingColumnError where there are no wavelengths; InputError for a range that is none, a wavelength that is no
 *   positive number or outside the range
 */
export function laueData(
  tables: readonly ReflectionTable[],
  observations: Observations,
  { laue = false, dMin, uncut }: BeamOptions,
): LaueData | undefined {
  if (laue === false) return undefined;
  const options: LaueOptions = laue === true ? {} : laue;
  const label = wavelengthLabel(tables, options.wavelength);
  const columns = tables.map((table) => table.values(label));
  const wavelength = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const column of columns) {
    wavelength.set(column, offset);
    offset += column.length;
  }
  const placeOf = (row: number) => {
    let [table, at] = [0, row];
    while (at >= tables[table].length) at -= tables[table++].length;
    return `row ${at} of ${tables[table].name}`;
  };
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  const { numbers, most } = presentObservations(observations);
  const rows = numbers.map((i) => observations.row[i]);
  const { dropOutside = false } = options;
  const isDropped = (row: number) =>
    dropOutside && options.range !== undefined && !isInside(wavelength[row], options.range);
  for (const row of rows) {
    if (isDropped(row)) continue;
    if (!(wavelength[row] > 0 && Number.isFinite(wavelength[row])))
      throw new InputError(
        `wavelength ${label}, ${placeOf(row)}: got ${wavelength[row]}, expected a positive number of Å; leave such rows out`,
      );
    low = Math.min(low, wavelength[row]);
    high = Math.max(high, wavelength[row]);
  }
  const range = options.range ?? [low, high];
  if (!(range.length === 2 && range[0] > 0 && range[1] > range[0] && Number.isFinite(range[1])))
    throw new InputError(
      `wavelength range: got ${Array.isArray(range) ? range.join(" to ") : String(range)}, expected the shortest and the longest wavelength of the beam in Å${low === high ? "; all reflections have one wavelength: are these Laue data?" : ""}`,
    );
  const outside = rows.filter((row) => !isInside(wavelength[row], range));
  if (outside.length === rows.length)
    throw new InputError(
      `wavelength ${label}: got none of ${rows.length} observations within ${range[0]} to ${range[1]} Å (the first has ${short(wavelength[rows[0]])}), expected some; is the range in Å?`,
    );
  if (outside.length > 0 && !dropOutside)
    throw new InputError(
      `wavelength ${label}: got ${outside.length} of ${rows.length} observations outside ${range[0]} to ${range[1]} Å, the first ${short(wavelength[outside[0]])} Å in ${placeOf(outside[0])}, expected all inside; widen the range, or leave those out with dropOutside`,
    );
  const sharpest = 1 / Math.sqrt(most);
  const limit = options.dMin ?? Math.min(dMin ?? sharpest, uncut ?? sharpest);
  if (!(limit > 0 && limit <= sharpest * (1 + TOLERANCE)))
    throw new InputError(
      `dMin of the harmonics: got ${limit} Å, expected a number above 0 up to ${sharpest.toFixed(3)} Å, where the observations end; cut them with the merge's dMin to end earlier`,
    );
  return {
    label,
    range: [range[0], range[1]],
    harmonics: options.harmonics ?? true,
    dMin: Math.min(limit, sharpest),
    wavelength,
  };
}

function wavelengthLabel(tables: readonly ReflectionTable[], asked: string | undefined): string {
  const has = (label: string) => tables.every((table) => table.has(label));
  const found = asked === undefined ? labels.find(has) : has(asked) ? asked : undefined;
  if (found !== undefined) return found;
  const name = asked ?? labels[0];
  throw new MissingColumnError(
    name,
    (tables.find((table) => !table.has(name)) ?? tables[0]).labels,
    "the data (Laue data need the wavelength of each reflection: name its column as laue.wavelength)",
  );
}

/** A wavelength as a sentence has it. */
function short(wavelength: number): number {
  return Number(wavelength.toPrecision(5));
}
