/**
 * What a variational merge is fitted to: the observations of one or several tables with their reflection, image, metadata
 * and test flag. n observations, g reflections (Friedel mates counted apart where `anomalous`).
 */
import { InputError } from "../../errors.js";
import {
  collectObservations,
  groupObservations,
  type ObservationGroups,
  type Observations,
} from "../../statistics/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import type { MergeOptions } from "./mergingOptions.js";
import { collectMetadata, type Metadata } from "./metadata.js";
import { testFlags } from "./testSplit.js";

/** An image (batch) of a table. */
export interface Image {
  readonly table: number;
  readonly batch: number;
}

export interface MergingData {
  readonly tables: readonly ReflectionTable[];
  readonly anomalous: boolean;
  readonly observations: Observations;
  /** Which observations are of one reflection (or mate). */
  readonly groups: ObservationGroups;
  /** g, of each reflection or mate. */
  readonly epsilon: Float64Array;
  readonly centric: Uint8Array;
  readonly inverseDSquared: Float64Array;
  /** n: the reflection of each observation. */
  readonly reflection: Int32Array;
  /** n: the table and the row there. */
  readonly tableOf: Int32Array;
  readonly rowOf: Int32Array;
  /** n: number of the image among `images`, which are in the order of tables and batches. */
  readonly image: Int32Array;
  readonly images: readonly Image[];
  readonly metadata: Metadata;
  /** n: 1 where held out. */
  readonly test: Uint8Array;
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
  const { anomalous = false } = options;
  const observations = collectObservations(all, options);
  if (!observations.intensity.some((intensity) => intensity > 0))
    throw new InputError(
      `intensities ${observations.labels.intensity}: got none above 0 among ${observations.intensity.length}, expected some; is this the right column?`,
    );
  const groups = groupObservations(observations, anomalous);
  const n = observations.intensity.length;
  const place = placesInTables(all, observations.row);
  const { image, images } = numberImages(place.tableOf, observations.batch);
  const reflection = new Int32Array(n);
  for (let g = 0; g < groups.count; g++) reflection.fill(g, groups.start[g], groups.start[g + 1]);
  const ofGroup = <T extends Float64Array | Uint8Array>(values: T) =>
    Float64Array.from({ length: groups.count }, (_, g) => values[groups.reflection[g]]);
  const inverseDSquared = ofGroup(observations.inverseDSquared);
  const metadata = collectMetadata(
    {
      tables: all,
      table: place.tableOf,
      row: place.rowOf,
      image,
      inverseDSquared: Float64Array.from(reflection, (g) => inverseDSquared[g]),
      merged: Object.values(observations.labels),
    },
    options.metadata,
  );
  const collected = { tables: all, observations, ...place };
  return {
    ...collected,
    anomalous,
    groups,
    epsilon: ofGroup(observations.epsilon),
    centric: Uint8Array.from(ofGroup(observations.centric)),
    inverseDSquared,
    reflection,
    image,
    images,
    metadata,
    test: testFlags(collected, options),
  };
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

function numberImages(tableOf: Int32Array, batch: Int32Array): { image: Int32Array; images: Image[] } {
  // Batch numbers may be negative but are of 32 bits: the key is exact.
  const keyOf = (i: number) => tableOf[i] * 2 ** 33 + batch[i];
  const keys = new Set<number>();
  for (let i = 0; i < batch.length; i++) keys.add(keyOf(i));
  const sorted = Float64Array.from(keys).sort();
  const numbers = new Map<number, number>();
  sorted.forEach((key, number) => {
    numbers.set(key, number);
  });
  const image = Int32Array.from(batch, (_, i) => numbers.get(keyOf(i)) ?? 0);
  const images = Array.from(sorted, (key): Image => {
    const table = Math.max(0, Math.round(key / 2 ** 33));
    return { table, batch: key - table * 2 ** 33 };
  });
  return { image, images };
}
