/**
 * What a variational merge is fitted to: the observations of one or several tables with their reflection, image, metadata
 * and test flag. n observations, t terms (harmonics of Laue data; else t = n), g reflections (Friedel mates counted apart
 * where `anomalous`, data sets where `separate`).
 */
import { InputError } from "../../errors.js";
import { collectObservations, type Observations } from "../../statistics/index.js";
import { resolutionLimits } from "../../statistics/observations.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { crc32 } from "../../training/crc32.js";
import {
  type HarmonicObservations,
  harmonicObservations,
  type LeftOutSpots,
} from "./laue/harmonicObservations.js";
import { type LaueData, laueObservations } from "./laue/laueData.js";
import { type MergeOptions, recipeFor } from "./mergingOptions.js";
import { collectMetadata, type Metadata } from "./metadata.js";
import { type ReflectionGroups, reflectionGroups } from "./reflectionGroups.js";
import { testFlags } from "./testSplit.js";

/** An image (batch) of a table; of the first, where tables share their images. */
export interface Image {
  readonly table: number;
  readonly batch: number;
}

/** What intensities are sums of, t. */
export interface Terms {
  /** Those of observation i are start[i] … start[i + 1] − 1; the first is of its lowest order. */
  readonly start: Int32Array;
  readonly reflection: Int32Array;
  readonly observation: Int32Array;
  /** 1/d², Å⁻². */
  readonly inverseDSquared: Float64Array;
  /** Å; undefined where the data are not polychromatic. */
  readonly wavelength: Float64Array | undefined;
}

export interface MergingData {
  readonly tables: readonly ReflectionTable[];
  readonly anomalous: boolean;
  /** How many data sets are merged apart: the tables, or 1. */
  readonly dataSets: number;
  readonly observations: Observations;
  /** Reflections (mates, of data sets). */
  readonly groups: ReflectionGroups;
  /** g, of each reflection or mate. */
  readonly epsilon: Float64Array;
  readonly centric: Uint8Array;
  readonly inverseDSquared: Float64Array;
  /**
   * g: 1 where within the resolution asked for. Others are met as harmonics in spots that are within; they are fitted, but are
   * no result: their own spots were left out.
   */
  readonly within: Uint8Array;
  /** n: the reflection that each observation was indexed as. */
  readonly reflection: Int32Array;
  /** n: the table and the row there. */
  readonly tableOf: Int32Array;
  readonly rowOf: Int32Array;
  /** n: number of the image among `images`, which are in the order of tables and batches. */
  readonly image: Int32Array;
  readonly images: readonly Image[];
  readonly terms: Terms;
  /** Of the terms. */
  readonly metadata: Metadata;
  /** n: 1 where held out. */
  readonly test: Uint8Array;
  /** What is known of the beam of Laue data. */
  readonly laue: LaueData | undefined;
  /** Rows of Laue data that were left out. */
  readonly leftOut: LeftOutSpots;
}

/**
 * Collects what a merge is fitted to.
 * @throws InputError, MissingColumnError for what `collectObservations`, the metadata and the test set need
 */
export function collectMergingData(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: MergeOptions,
): MergingData {
  const all = Array.isArray(tables) ? (tables as readonly ReflectionTable[]) : [tables as ReflectionTable];
  const { anomalous = false, separate = false } = options;
  const recipe = recipeFor(options);
  const { laue: asked = false } = options;
  // a spot that was indexed as an absence may hold a harmonic that is none
  const asHarmonics = asked !== false && (asked === true || (asked.harmonics ?? true));
  const wanted = asHarmonics ? { ...options, keepAbsences: true } : options;
  const collected = collectObservations(all, wanted);
  // harmonics are in the spots however far the merge is to go
  const uncut = asHarmonics && options.dMin !== undefined ? collected.sharpest : undefined;
  if (!collected.intensity.some((intensity) => intensity > 0))
    throw new InputError(
      `intensities ${collected.labels.intensity}: got none above 0 among ${collected.intensity.length}, expected some; is this the right column?`,
    );
  const {
    laue,
    observations: inBeam,
    outsideRange,
  } = laueObservations(all, collected, { ...options, uncut });
  const { observations, terms: harmonic, leftOut } = harmonicObservations(all, inBeam, laue);
  const place = placesInTables(all, observations.row);
  const { image, images } = numberImages(place.tableOf, observations.batch, options.sharedImages === true);
  const dataSets = separate ? all.length : 1;
  const groups = reflectionGroups(observations, harmonic, {
    anomalous,
    dataSet: separate ? place.tableOf : undefined,
  });
  const terms = termsOf(harmonic, groups);
  const ofGroup = <T extends Float64Array | Uint8Array>(values: T) =>
    Float64Array.from(groups.reflection, (r) => values[r]);
  const inverseDSquared = ofGroup(observations.inverseDSquared);
  const [lowest, highest] = resolutionLimits(options);
  const byTerm = (values: Int32Array) => terms.observation.map((i) => values[i]);
  const metadata = collectMetadata(
    {
      tables: all,
      table: byTerm(place.tableOf),
      row: byTerm(place.rowOf),
      image: byTerm(image),
      inverseDSquared: terms.inverseDSquared,
      merged: Object.values(observations.labels),
      ...(laue === undefined || terms.wavelength === undefined
        ? {}
        : { harmonics: { label: laue.label, wavelength: terms.wavelength, ratio: harmonic.ratio } }),
    },
    options.metadata,
    {
      encoded: { ...recipe.scale, ...options.scale }.positionalEncoding,
      derived: recipe.derivedMetadata,
      derivedWithPlace: recipe.derivedWithPlace,
      known: options.initial?.scale?.metadata,
    },
  );
  return {
    tables: all,
    ...place,
    anomalous,
    dataSets,
    observations,
    groups,
    epsilon: ofGroup(observations.epsilon),
    centric: Uint8Array.from(ofGroup(observations.centric)),
    inverseDSquared,
    within: Uint8Array.from(inverseDSquared, (x) => (x >= lowest && x <= highest ? 1 : 0)),
    reflection: groups.ofObservation,
    image,
    images,
    terms,
    metadata,
    test: testFlags({ tables: all, observations, ...place }, options),
    laue,
    leftOut: { outsideRange, ...leftOut },
  };
}

/** What a resume compares: of other observations, indices, images' metadata or test flags it is another. */
export function fingerprint({ observations, test, reflection, metadata }: MergingData): string {
  const bytes = (values: Float64Array | Int32Array | Uint8Array | Float32Array) =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let crc = 0;
  for (const values of [
    observations.hkl,
    observations.intensity,
    observations.sigma,
    observations.row,
    reflection,
    test,
    metadata.values,
  ])
    crc = crc32(bytes(values), crc);
  return `${observations.intensity.length} observations, CRC-32 ${(crc >>> 0).toString(16).padStart(8, "0")}`;
}

function termsOf(harmonic: HarmonicObservations["terms"], groups: ReflectionGroups): Terms {
  const { start, inverseDSquared, wavelength, observation } = harmonic;
  return { start, observation, reflection: groups.ofTerm, inverseDSquared, wavelength };
}

function placesInTables(tables: readonly ReflectionTable[], rows: Int32Array) {
  const tableOf = new Int32Array(rows.length);
  const rowOf = new Int32Array(rows.length);
  const ends: number[] = [];
  for (const table of tables) ends.push((ends.at(-1) ?? 0) + table.length);
  rows.forEach((row, i) => {
    const t = ends.findIndex((end) => row < end);
    tableOf[i] = t;
    rowOf[i] = row - (t === 0 ? 0 : ends[t - 1]);
  });
  return { tableOf, rowOf };
}

function numberImages(
  tableOf: Int32Array,
  batch: Int32Array,
  shared: boolean,
): { image: Int32Array; images: Image[] } {
  // Batch numbers may be negative but are of 32 bits: the key is exact.
  const keyOf = (i: number) => (shared ? 0 : tableOf[i]) * 2 ** 33 + batch[i];
  const keys = new Set<number>();
  for (let i = 0; i < batch.length; i++) keys.add(keyOf(i));
  const sorted = Float64Array.from(keys).sort();
  const numbers = new Map<number, number>();
  sorted.forEach((key, number) => {
    numbers.set(key, number);
  });
  const image = batch.map((_, i) => numbers.get(keyOf(i)) ?? 0);
  const images = Array.from(sorted, (key): Image => {
    const table = Math.max(0, Math.round(key / 2 ** 33));
    return { table, batch: key - table * 2 ** 33 };
  });
  return { image, images };
}
