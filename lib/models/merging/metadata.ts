/**
 * The metadata that a scale may depend on: numbers known of each observation without its intensity (paper 002, section
 * 6.4), standardised to mean 0 and variance 1. Chosen by the user, or from what the table has.
 */
import { InputError, MissingColumnError } from "../../errors.js";
import { positionRange } from "../../nn/index.js";
import { writeEncoded } from "../../nn/layers/positionalEncoding.js";
import { observedHkl } from "../../table/asu.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";

/** Metadata of n observations, m of them. */
export interface Metadata {
  readonly names: readonly string[];
  /** Numbers of an observation: the metadata by their names, then what encodes some of them. */
  readonly width: number;
  /** n × width, row-major, standardised. */
  readonly values: Float32Array;
  /** What was taken off and divided by, m each: a new observation is standardised by the same. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Least and greatest value of each, which positional encoding brings to −1 … 1. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** Names that were left out, and why: for reports. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

const wavelengthLabels: readonly string[] = ["WAVELENGTH", "Wavelength", "wavelength", "LAMBDA", "lambda"];

/** The place on the detector. */
const placeLabels: readonly (readonly string[])[] = [
  ["XDET", "X", "xdet", "xcal", "XCAL", "xobs"],
  ["YDET", "Y", "ydet", "ycal", "YCAL", "yobs"],
];

/**
 * Columns that tell where and when a reflection was measured, under the names that integration programs use, in the
 * order taken: rotation angle (or frame, ZD, where XSCALE leaves no angle), detector position, LP factor, width, wavelength.
 */
const known: readonly (readonly string[])[] = [
  ["ROT", "PHI", "rotation", "ZD"],
  ...placeLabels,
  ["LP", "rLP", "LORENTZ"],
  ["WIDTH"],
  wavelengthLabels,
  ["ewald_offset", "EWALD_OFFSET"],
];

/** What is encoded unless told otherwise. */
const encodedByDefault = known
  .slice(1)
  .flatMap((labels) => (labels.includes("LP") || labels.includes("WIDTH") ? [] : labels));

/** What there always is: made from the Miller indices and the image. */
export const derivedMetadata = ["image", "dHKL", "Hobs", "Kobs", "Lobs"] as const;

/** What metadata are computed from: one value for each observation. */
export interface MetadataSource {
  readonly tables: readonly ReflectionTable[];
  /** Which table and which of its rows an observation is, n. */
  readonly table: Int32Array;
  readonly row: Int32Array;
  readonly image: Int32Array;
  readonly inverseDSquared: ArrayLike<number>;
  /** Labels of the intensities and sigmas that are merged: no metadata. */
  readonly merged: readonly string[];
  /** Of Laue data, where rows are harmonics of the reflection that the table has. */
  readonly harmonics?: {
    /** Label of the wavelengths, and the wavelength of each row, Å. */
    readonly label: string;
    readonly wavelength: Float64Array;
    /** Order of the row's harmonic over the order of the table's. */
    readonly ratio: Float64Array;
  };
}

/** Metadata that are encoded as sines and cosines besides (nn/layers/positionalEncoding.ts). */
export interface EncodedMetadata {
  /** L: sines and cosines of π 2ᵏ p, k = 0 … L − 1, p the value brought to −1 … 1. */
  readonly frequencies: number;
  /** Which (default: the wavelength and the place on the detector, as far as they are metadata). */
  readonly columns?: readonly string[];
}

/** What is taken where nothing is said. */
export interface ChosenMetadata {
  readonly encoded?: EncodedMetadata | undefined;
  /** Of the derived ones, where none are asked for (default all). */
  readonly derived?: readonly string[];
  /** The same of tables that have the place on the detector (default as `derived`). */
  readonly derivedWithPlace?: readonly string[] | undefined;
  /** Metadata of another merge, to be standardised and encoded alike. */
  readonly known?: KnownMetadata | undefined;
}

/** How metadata were standardised and encoded. */
export type KnownMetadata = Pick<Metadata, "names" | "mean" | "deviation" | "lowest" | "highest">;

/**
 * Metadata by name, or (`asked` undefined) those that the tables have of the known ones, with the derived.
 * @throws MissingColumnError for a name that is not there; InputError for one that is constant, not finite, what is to be
 *   merged, or given twice
 */
export function collectMetadata(
  source: MetadataSource,
  asked: readonly string[] | undefined,
  { encoded, derived = derivedMetadata, derivedWithPlace = derived, known }: ChosenMetadata = {},
): Metadata {
  const available = availableMetadata(source.tables);
  const names = asked ?? known?.names ?? chosenMetadata(source, derived, derivedWithPlace);
  checkKnown(names, known);
  checkNames(names, available, source.merged);
  const n = source.row.length;
  const leftOut: { name: string; reason: string }[] = [];
  const kept: Standardised[] = [];
  const observed = observedIndices(source, names);
  for (const name of names) {
    const values = valuesOf(name, source, observed);
    const missing = values.findIndex((value) => !Number.isFinite(value));
    if (missing >= 0) {
      const place = `row ${source.row[missing]} of ${source.tables[source.table[missing]].name}`;
      if (asked !== undefined || known !== undefined)
        throw new InputError(
          `metadata ${name}, ${place}: got ${values[missing]}, expected a number everywhere; leave the column out or the row`,
        );
      leftOut.push({ name, reason: `it is ${values[missing]} in ${place}` });
      continue;
    }
    const range = positionRange(values, 1);
    const own = { ...moments(values), lowest: range.lowest[0], highest: range.highest[0] };
    const { mean, deviation, lowest, highest } = known === undefined ? own : standardOf(known, name);
    if (deviation > 1e-6 * Math.max(1e-300, Math.abs(mean)) && deviation > 0)
      kept.push({ name, values, mean, deviation, lowest, highest });
    else if (asked === undefined) leftOut.push({ name, reason: `it is ${mean} for every observation` });
    else
      throw new InputError(
        `metadata ${name}: got the same value ${mean} for every observation, expected values that differ; leave it out`,
      );
  }
  const given = {
    names: kept.map(({ name }) => name),
    mean: Float64Array.from(kept, ({ mean }) => mean),
    deviation: Float64Array.from(kept, ({ deviation }) => deviation),
    lowest: Float64Array.from(kept, ({ lowest }) => lowest),
    highest: Float64Array.from(kept, ({ highest }) => highest),
    leftOut,
  };
  return { ...given, ...columnsOf(kept, n, encodedNames(given.names, encoded, source.harmonics?.label)) };
}

/** The metadata, and what encodes some of them: n rows. */
function columnsOf(
  kept: readonly Standardised[],
  n: number,
  { names, frequencies }: { readonly names: readonly string[]; readonly frequencies: number },
): Pick<Metadata, "width" | "values"> {
  const each = 2 * frequencies;
  const width = kept.length + names.length * each;
  const all = new Float32Array(n * width);
  kept.forEach(({ values, mean, deviation }, j) => {
    for (let i = 0; i < n; i++) all[i * width + j] = (values[i] - mean) / deviation;
  });
  names.forEach((name, k) => {
    const { values, lowest, highest } = kept[kept.findIndex((one) => one.name === name)];
    const range = { lowest: [lowest], highest: [highest] };
    const place = { values: all, offset: kept.length + k * each, stride: width };
    writeEncoded(values, { width: 1, frequencies, range }, place);
  });
  return { width, values: all };
}

/** A name's values, and how they are standardised and encoded. */
interface Standardised {
  readonly name: string;
  readonly values: Float64Array;
  readonly mean: number;
  readonly deviation: number;
  readonly lowest: number;
  readonly highest: number;
}

function standardOf(known: KnownMetadata, name: string): Omit<Standardised, "name" | "values"> {
  const k = known.names.indexOf(name);
  const { mean, deviation, lowest, highest } = known;
  return { mean: mean[k], deviation: deviation[k], lowest: lowest[k], highest: highest[k] };
}

/** @throws InputError where metadata are not those of a scale that is taken over */
function checkKnown(names: readonly string[], known: KnownMetadata | undefined): void {
  if (known === undefined || names.join() === known.names.join()) return;
  throw new InputError(
    `metadata: got ${names.join(" ")}, expected ${known.names.join(" ")} in this order, which the scale taken over was trained with; leave the option out`,
  );
}

/** Which metadata are encoded; the wavelength of Laue data may have any label. @throws MissingColumnError */
function encodedNames(
  names: readonly string[],
  encoded: EncodedMetadata | undefined,
  wavelength: string | undefined,
): { readonly names: readonly string[]; readonly frequencies: number } {
  if (encoded === undefined || encoded.frequencies === 0) return { names: [], frequencies: 0 };
  for (const name of encoded.columns ?? [])
    if (!names.includes(name)) throw new MissingColumnError(name, names, "the metadata to encode");
  const byDefault = (name: string) => name === wavelength || encodedByDefault.includes(name);
  return { names: encoded.columns ?? names.filter(byDefault), frequencies: encoded.frequencies };
}

/** Names that metadata may have for these tables. */
function availableMetadata(tables: readonly ReflectionTable[]): string[] {
  const [first, ...others] = tables.map(({ labels }) => labels);
  const shared = first.filter((label) => others.every((labels) => labels.includes(label)));
  return [...derivedMetadata, ...shared.filter((label) => !["H", "K", "L"].includes(label))];
}

/** The known columns that the tables have; the wavelength is the one that Laue data are merged by, whatever its label. */
function chosenMetadata(
  { tables, harmonics }: MetadataSource,
  derived: readonly string[],
  withPlace: readonly string[],
): string[] {
  const wavelength = harmonics?.label;
  const isThere = (label: string) => label !== wavelength && tables.every((table) => table.has(label));
  const found = known.flatMap((labels) => {
    const of = labels === wavelengthLabels ? wavelength : undefined;
    return of ?? labels.find(isThere) ?? [];
  });
  const isPlaced = placeLabels.every((labels) => labels.some((label) => found.includes(label)));
  return [...(isPlaced ? withPlace : derived), ...found];
}

function checkNames(names: readonly string[], available: readonly string[], merged: readonly string[]): void {
  names.forEach((name, j) => {
    if (merged.includes(name))
      throw new InputError(
        `metadata ${name}: got what is to be merged, expected what is known of an observation without it; leave it out`,
      );
    if (!available.includes(name)) throw new MissingColumnError(name, available, "the metadata there are");
    if (names.indexOf(name) !== j)
      throw new InputError(`metadata ${name}: got it twice, expected each name once`);
  });
}

/** By table, the indices as observed (3 a row), where they are asked for. */
function observedIndices({ tables }: MetadataSource, names: readonly string[]): readonly Int32Array[] {
  if (!names.some((name) => ["Hobs", "Kobs", "Lobs"].includes(name))) return [];
  return tables.map((table) => observedHkl(table));
}

function valuesOf(name: string, source: MetadataSource, observed: readonly Int32Array[]): Float64Array {
  const { tables, table, row, image, inverseDSquared, harmonics } = source;
  const n = row.length;
  if (name === "image") return Float64Array.from(image);
  if (name === "dHKL") return Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(inverseDSquared[i]));
  const axis = ["Hobs", "Kobs", "Lobs"].indexOf(name);
  const ratio = harmonics?.ratio;
  if (axis >= 0)
    return Float64Array.from(
      { length: n },
      (_, i) => observed[table[i]][3 * row[i] + axis] * (ratio === undefined ? 1 : ratio[i]),
    );
  if (name === harmonics?.label) return harmonics.wavelength;
  const columns = tables.map((of) => of.values(name));
  return Float64Array.from({ length: n }, (_, i) => columns[table[i]][row[i]]);
}

/** Mean and standard deviation (of the population). */
export function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
