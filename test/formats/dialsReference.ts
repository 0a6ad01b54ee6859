/** What test/reference/formats/dials.py found in the real files, with its types. */
import reference from "../reference/formats/dials.json";

/** Of each component: sum, sum with weights 1 + row % 7, sum of absolute values. */
export interface Summary {
  readonly sum: readonly number[];
  readonly weighted: readonly number[];
  readonly absolute: readonly number[];
}

export interface ReferenceFile {
  readonly name: string;
  readonly version: number;
  readonly rows: number;
  readonly identifiers: readonly (readonly [number, string])[];
  readonly types: Readonly<Record<string, string>>;
  readonly shoeboxBytes: Readonly<Record<string, number>>;
  readonly columns: Readonly<Record<string, Summary>>;
  readonly experiments?: readonly {
    readonly identifier: string;
    readonly cell: readonly number[];
    readonly hall: string;
    readonly s0: readonly number[];
    readonly imageRange: readonly number[] | null;
    readonly panels: readonly (readonly (readonly number[])[])[];
  }[];
  readonly table?: {
    readonly rows: number;
    readonly fitted: number;
    readonly cell: readonly number[];
    readonly spaceGroup: string;
    readonly hkl: Summary;
    readonly isym: Summary;
    readonly batch: Summary;
    readonly batches: number;
    readonly I: Summary;
    readonly SIGI: Summary;
    readonly x: Summary;
    readonly y: Summary;
    readonly wavelength: Summary;
    readonly ewaldOffset?: Summary & { readonly first: readonly number[] };
    readonly rot?: Summary;
  };
}

export const referenceFiles = reference.files as unknown as readonly ReferenceFile[];

/** The same of data found here. */
export function summaryOf(data: ArrayLike<number>, components = 1): Summary {
  const [sum, weighted, absolute] = [0, 1, 2].map(() => new Array<number>(components).fill(0));
  for (let i = 0; i < data.length; i++) {
    const [row, component] = [Math.floor(i / components), i % components];
    sum[component] += data[i];
    weighted[component] += data[i] * (1 + (row % 7));
    absolute[component] += Math.abs(data[i]);
  }
  return { sum, weighted, absolute };
}

/** The largest difference of two summaries, as a part of the sum of absolute values: the two add in another order. */
export function distanceOf(found: Summary, wanted: Summary): number {
  const apart = wanted.absolute.flatMap((size, i) =>
    [
      found.sum[i] - wanted.sum[i],
      (found.weighted[i] - wanted.weighted[i]) / 7,
      found.absolute[i] - size,
    ].map((difference) => (difference === 0 ? 0 : Math.abs(difference) / size)),
  );
  return Math.max(...apart);
}
