/**
 * Coefficients of each image, for stills, where every shot is a crystal and a pulse of its own:
 *   log Σ += c_m · (1, z, −o²/2, o, −o² z/2),
 * z the standardised 1/d² (a relative B factor), o the Ewald offset in units of its standard deviation over the data (the
 * width and the centre of the image's Ewald shell, and how the width changes with resolution). The coefficients of all
 * images have a normal prior whose means and widths are learned with them (an empirical-Bayes, hierarchical model):
 * images with few reflections are held near the rest. Each coefficient is known within a standard deviation of its own,
 * trained with it (imageUncertainty.ts).
 */
import { InputError, MissingColumnError } from "../../../errors.js";
import { moments } from "../metadata.js";
import { normalDivergence } from "./imageUncertainty.js";
import type { ScaleTerm, ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";

/** Options of {@link imageTerms}. */
export interface ImageTermsOptions {
  /** A relative B factor of each image (default true). */
  readonly bFactor?: boolean;
  /** Column of the signed Ewald offset, or false for none (default: `ewald_offset` and its like, where the tables have it). */
  readonly ewaldOffset?: string | boolean;
}

const offsetNames = ["ewald_offset", "EWALD_OFFSET", "EWALDOFFSET", "ewaldOffset", "EOFFSET"];
const names = {
  basis: "imageBasis",
  coefficients: "imageTerms",
  deviation: "imageTermsLogDeviation",
  mean: "imageTermsMean",
  width: "imageTermsLogWidth",
};
/** First width of the prior of a coefficient: scale, B, and those of the offset. */
const FIRST_WIDTH = [1.5, 0.5, 0.3, 0.2, 0.2];
const FIRST_OFFSET_WIDTH = 0.3;
/** How well a coefficient is known at the start, in first widths. */
const KNOWN_TO = 0.2;

export function imageTerms({ bFactor = true, ewaldOffset = true }: ImageTermsOptions = {}): ScaleTermSpec {
  return {
    description: { name: "imageTerms", bFactor, ewaldOffset },
    build: (data) => build(data, bFactor, offsetColumn(data, ewaldOffset)),
  };
}

function offsetColumn({ tables }: ScaleTermData, asked: string | boolean): string | undefined {
  if (asked === false) return undefined;
  const has = (label: string) => tables.every((table) => table.has(label));
  if (asked === true) return offsetNames.find(has);
  if (!has(asked)) throw new MissingColumnError(asked, tables[0].labels, "the columns there are");
  return asked;
}

function build(data: ScaleTermData, bFactor: boolean, offset: string | undefined): ScaleTerm {
  const rows = data.row.length;
  const z = standardised(data.inverseDSquared);
  const o = offset === undefined ? undefined : offsets(data, offset);
  const basis: ((i: number) => number)[] = [() => 1];
  const widths = [FIRST_WIDTH[0]];
  const first = [0];
  if (bFactor) {
    basis.push((i) => z[i]);
    widths.push(FIRST_WIDTH[1]);
    first.push(0);
  }
  if (o !== undefined) {
    basis.push(
      (i) => -(o[i] ** 2) / 2,
      (i) => o[i],
      (i) => (-(o[i] ** 2) / 2) * z[i],
    );
    widths.push(...FIRST_WIDTH.slice(2));
    first.push(FIRST_OFFSET_WIDTH, 0, 0);
  }
  const n = basis.length;
  const values = new Float32Array(rows * n);
  for (let i = 0; i < rows; i++) for (let j = 0; j < n; j++) values[i * n + j] = basis[j](i);
  const ofImages = (value: (j: number) => number) =>
    Float32Array.from({ length: data.images * n }, (_, k) => value(k % n));
  return {
    columns: { [names.basis]: { width: n, values } },
    parameters: {
      [names.coefficients]: { values: ofImages((j) => first[j]), rowWidth: n },
      [names.deviation]: { values: ofImages((j) => Math.log(KNOWN_TO * widths[j])), rowWidth: n },
      [names.mean]: { values: Float32Array.from(first) },
      [names.width]: { values: Float32Array.from(widths, Math.log) },
    },
    uncertain: { [names.coefficients]: names.deviation },
    logScale: (source) =>
      source.sum(source.gather(names.coefficients, "image", n).mul(source.column(names.basis, n))),
    imagePenalty: (source) => {
      const logWidth = source.parameter(names.width, n);
      const z = source
        .gather(names.coefficients, "image", n)
        .sub(source.parameter(names.mean, n))
        .mul(logWidth.neg().exp());
      return source.sum(normalDivergence(z, source.gather(names.deviation, "image", n).sub(logWidth)));
    },
  };
}

/** In units of their standard deviation; not centred: 0 is on the sphere. */
function offsets({ tables, table, row }: ScaleTermData, label: string): Float64Array {
  const columns = tables.map((of) => of.values(label));
  const values = Float64Array.from(row, (r, i) => columns[table[i]][r]);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InputError(
      `Ewald offset ${label}, row ${row[bad]} of ${tables[table[bad]].name}: got ${values[bad]}, expected a number in Å⁻¹ everywhere; leave the row out, or the offset (ewaldOffset: false)`,
    );
  const { deviation } = moments(values);
  return deviation > 0 ? values.map((value) => value / deviation) : values;
}

function standardised(values: Float64Array): Float64Array {
  const { mean, deviation } = moments(values);
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}
