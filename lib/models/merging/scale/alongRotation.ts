/**
 * Where an observation stands along the rotation, and functions that are smooth along it: knots p_k, weighted by Gaussians,
 *   f(x) = Σ_k w_k(x) p_k,   w_k ∝ exp(−(x − x_k)²/(2 (0.65 Δ)²)),   Σ_k w_k = 1,   x_k = x_0 + (k − ½) Δ,   k = 0 … n + 1,
 * of each table (data set) for itself, x_0 its first position and nΔ its range. Such a mean of knots is what scaling
 * programs use: Evans & Murshudov, Acta Cryst. D69 (2013) 1204, section 3; Beilsten-Edmonds et al., D76 (2020) 385.
 */
import { InputError, MissingColumnError } from "../../../errors.js";
import type { ScaleTermData } from "./scaleTermTypes.js";

/** Positions of terms, t. */
export interface AlongRotation {
  /** The column, or "image". */
  readonly label: string;
  readonly position: Float64Array;
}

/** Columns that tell how far the crystal has turned, by the names programs give them: degrees, then images. */
const known = ["ROT", "PHI", "rotation", "ZD", "ZCAL"];
/** Width of the Gaussians, in spacings. */
const WIDTH = 0.65;

/**
 * The column asked for ("image": the image's number), or the first of the known ones that all tables have, or the image.
 * @throws MissingColumnError for one that is not there; InputError where it is not finite
 */
export function alongRotation(data: ScaleTermData, asked?: string): AlongRotation {
  const { tables, table, row, image } = data;
  const everywhere = (label: string) => tables.every((of) => of.has(label));
  const label = asked ?? known.find(everywhere) ?? "image";
  if (label === "image") return { label, position: Float64Array.from(image) };
  const lacking = tables.find((of) => !of.has(label));
  if (lacking !== undefined) throw new MissingColumnError(label, lacking.labels, lacking.name);
  const columns = tables.map((of) => of.values(label));
  const position = Float64Array.from(row, (r, i) => columns[table[i]][r]);
  const bad = position.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InputError(
      `rotation ${label}, row ${row[bad]} of ${tables[table[bad]].name}: got ${position[bad]}, expected a number everywhere; leave the row out, or give another column`,
    );
  return { label, position };
}

/** First and last position of each table. */
export function ranges(position: Float64Array, { table, tables }: ScaleTermData): [number, number][] {
  const found = tables.map((): [number, number] => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  position.forEach((x, i) => {
    const range = found[table[i]];
    range[0] = Math.min(range[0], x);
    range[1] = Math.max(range[1], x);
  });
  // of a table nothing of which is merged
  return found.map(([from, to]) => (from <= to ? [from, to] : [0, 0]));
}

/** Knots of one table: weights of all at a position. */
export interface Knots {
  readonly count: number;
  readonly weights: (x: number) => Float64Array;
}

/** n intervals from `from` to `to`. */
export function gaussianKnots([from, to]: readonly [number, number], intervals: number): Knots {
  const spacing = to > from ? (to - from) / intervals : 1;
  // half an interval beyond each end, so that the mean is not flat there
  const count = intervals + 2;
  return {
    count,
    weights: (x) => {
      const weights = new Float64Array(count);
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const z = ((x - from) / spacing - (k - 0.5)) / WIDTH;
        weights[k] = Math.exp(-0.5 * z * z);
        sum += weights[k];
      }
      return weights.map((weight) => weight / sum);
    },
  };
}

/** Row-major numbers of t rows in which each table has columns of its own. */
export function ofTables(
  { table }: Pick<ScaleTermData, "table">,
  own: readonly { readonly count: number; readonly of: (i: number) => ArrayLike<number> }[],
): { readonly width: number; readonly values: Float32Array } {
  const starts: number[] = [];
  let width = 0;
  for (const { count } of own) {
    starts.push(width);
    width += count;
  }
  const values = new Float32Array(table.length * width);
  table.forEach((t, i) => {
    values.set(own[t].of(i), i * width + starts[t]);
  });
  return { width, values };
}
