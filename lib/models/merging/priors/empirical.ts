/**
 * A reference structure as prior: amplitudes hang on given ones, as those of a related crystal do (relatedPosterior.ts),
 *   acentric  Rice,  centric  folded normal, of centre r E_ref and variance v = 1 − r² + κ r² σ_ref²,   κ = 2 or 1,
 * E_ref = F_ref/√(εΣ_ref) normalised by the level and fall-off of the reference itself, so that neither its scale nor its B
 * matters; errors σ_ref of the reference add to v as in Murshudov, Vagin & Dodson, Acta Cryst. D53 (1997) 240, and Pannu &
 * Read, Acta Cryst. A52 (1996) 659. Reflections that the reference has not have Wilson's prior. careless's reference priors
 * (normal, Laplace, Student's t, Rice–Woolfson about F_ref with width SIGF_ref) have no r.
 */
import { HklIndex } from "../../../crystal/index.js";
import { InputError } from "../../../errors.js";
import { cellsAgree } from "../../../table/isomorphism.js";
import type { ReflectionTable } from "../../../table/reflectionTable.js";
import { crc32 } from "../../../training/crc32.js";
import {
  anisotropicIntensities,
  fitAnisotropicFallOff,
  freeTensors,
  reciprocalVectors,
} from "../anisotropicFallOff.js";
import { doubleWilsonDivergence } from "../relatedPosterior.js";
import { expectedIntensities, fitFallOff } from "../wilsonFallOff.js";
import type { Prior, PriorColumns, PriorData, PriorMoments } from "./priorTypes.js";
import { type WilsonOptions, wilson } from "./wilson.js";

/** Options of {@link empirical}. */
export interface EmpiricalOptions extends WilsonOptions {
  /** Merged amplitudes of the same crystal form: of another data set, or calculated from a model. */
  readonly reference: ReflectionTable;
  /** Label of the amplitudes, or of F(+) and F(−) (default: F(+) and F(-) where mates are merged apart, else F, FP, FC, …). */
  readonly F?: string | readonly [string, string];
  /** Label, or labels, of their standard deviations (default none: they count as exact). */
  readonly sigma?: string | readonly [string, string];
  /** r between amplitudes of the crystal and of the reference, above 0 and below 1 (default 0.9). */
  readonly correlation?: number;
}

const columns = { centre: "centre", variance: "variance", known: "known" } as const;
const names = ["F", "FP", "FOBS", "F-obs", "FC", "F-model", "FCALC"];
const CELL_TOLERANCE = { edge: 0.05, angle: 3 };

/** @throws InputError, MissingColumnError for a reference that cannot be used, or an r that is none */
export function empirical(options: EmpiricalOptions): Prior {
  const { reference, F, sigma, correlation = 0.9, ...rest } = options;
  if (!(correlation > 0 && correlation < 1))
    throw new InputError(
      `empirical prior: got a correlation r of ${correlation}, expected a number above 0 and below 1, such as 0.9`,
    );
  if (reference?.merged !== true)
    throw new InputError(
      `empirical prior, reference: got ${reference === undefined ? "none" : `unmerged observations of ${reference.name}`}, expected a table of merged amplitudes`,
    );
  const base = wilson(rest);
  const labels = { F: pairOf(F), sigma: pairOf(sigma) };
  for (const label of [...(labels.F ?? []), ...(labels.sigma ?? [])]) reference.column(label);
  return {
    ...base,
    description: {
      ...base.description,
      name: "empirical",
      reference: referenceText(reference),
      F: labels.F === undefined ? null : [...labels.F],
      sigma: labels.sigma === undefined ? null : [...labels.sigma],
      correlation,
    },
    columns: (data) => referenceColumns(data, reference, { ...labels, r: correlation, ...rest }),
    moments,
    divergence: (posterior, reflection) => {
      const known = reflection.column(columns.known);
      const given = doubleWilsonDivergence(posterior, {
        center: reflection.column(columns.centre),
        v: reflection.column(columns.variance),
        centric: reflection.centric,
      });
      return known.where(given, base.divergence(posterior, reflection));
    },
  };
}

type Pair = readonly [string, string];

function pairOf(labels: string | Pair | undefined): Pair | undefined {
  return typeof labels === "string" ? [labels, labels] : labels;
}

function referenceText(reference: ReflectionTable): string {
  let crc = 0;
  for (const { data } of reference.columns)
    crc = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc);
  return `${reference.name}, ${reference.length} reflections, CRC-32 ${(crc >>> 0).toString(16).padStart(8, "0")}`;
}

function foundLabels(reference: ReflectionTable, anomalous: boolean): Pair {
  if (anomalous && reference.has("F(+)") && reference.has("F(-)")) return ["F(+)", "F(-)"];
  const typed = reference.columns.filter(({ type }) => type === "F").map(({ label }) => label);
  const found = names.find((name) => typed.includes(name)) ?? (typed.length === 1 ? typed[0] : undefined);
  if (found !== undefined) return [found, found];
  if (reference.has("F(+)") && reference.has("F(-)")) return ["F(+)", "F(-)"];
  throw new InputError(
    `empirical prior, reference ${reference.name}: got ${typed.join(", ") || "no"} columns of amplitudes among ${reference.labels.join(", ")}, expected one; name it with F (--reference-f)`,
  );
}

/** E and σ of the mates of a reference, by asu index. */
function referenceColumns(
  data: PriorData,
  reference: ReflectionTable,
  options: {
    readonly F: Pair | undefined;
    readonly sigma: Pair | undefined;
    readonly r: number;
  } & WilsonOptions,
): PriorColumns {
  const { cell, spaceGroup } = reference;
  if (
    spaceGroup.pointGroup !== data.spaceGroup.pointGroup ||
    !cellsAgree(data.cell, cell, CELL_TOLERANCE.edge, CELL_TOLERANCE.angle)
  )
    throw new InputError(
      `empirical prior, reference ${reference.name}: got ${spaceGroup} and cell ${cell.toArray().join(" ")}, expected the crystal form of the data, ${data.spaceGroup} and ${data.cell.toArray().join(" ")}`,
    );
  const { hkl, isym } = data.spaceGroup.mapToAsu(reference.hkl());
  const index = new HklIndex(hkl);
  if (index.size < reference.length)
    throw new InputError(
      `empirical prior, reference ${reference.name}: got ${reference.length} rows for ${index.size} reflections, expected one for each; put Friedel mates into columns of their own (unstackAnomalous)`,
    );
  const labels = options.F ?? foundLabels(reference, data.anomalous);
  const amplitudes = labels.map((label) => reference.values(label));
  const sigmas = options.sigma?.map((label) => reference.values(label));
  const expected = expectedOf(reference, hkl, amplitudes, options.anisotropy);
  const n = data.minus.length;
  const [centre, variance, known] = [new Float64Array(n), new Float64Array(n).fill(1), new Float64Array(n)];
  const { r } = options;
  for (let g = 0; g < n; g++) {
    const row = index.find(data.hkl[3 * g], data.hkl[3 * g + 1], data.hkl[3 * g + 2]);
    if (row < 0) continue;
    // an even ISYM: the row of the reference is of the asymmetric unit's Friedel mate
    const mate = data.centric[g] ? 0 : data.minus[g] ^ (isym[row] % 2 === 0 ? 1 : 0);
    const scale = 1 / Math.sqrt(expected[row]);
    const e = scale * amplitudes[mate][row];
    const s = sigmas === undefined ? 0 : scale * sigmas[mate][row];
    if (!(e >= 0 && Number.isFinite(e) && s >= 0 && Number.isFinite(s))) continue;
    known[g] = 1;
    centre[g] = r * e;
    variance[g] = 1 - r * r + (data.centric[g] ? 1 : 2) * (r * s) ** 2;
  }
  if (!known.some((flag) => flag === 1))
    throw new InputError(
      `empirical prior, reference ${reference.name}: got none of the ${n} reflections in it, expected some; is it indexed as the data are (reindex)?`,
    );
  return { [columns.centre]: centre, [columns.variance]: variance, [columns.known]: known };
}

/** εΣ of each row of the reference, by its own level and fall-off. */
function expectedOf(
  { cell, spaceGroup }: ReflectionTable,
  hkl: Int32Array,
  amplitudes: readonly ArrayLike<number>[],
  anisotropy: WilsonOptions["anisotropy"] = false,
): Float64Array {
  const rows = hkl.length / 3;
  const at = (i: number) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]] as const;
  const epsilon = Float64Array.from({ length: rows }, (_, i) => spaceGroup.epsilon(...at(i)));
  const squares = Float64Array.from({ length: rows }, (_, i) => {
    const known = amplitudes.map((of) => of[i] ** 2).filter(Number.isFinite);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
  const merged = {
    intensity: squares,
    sigma: new Float64Array(rows),
    epsilon,
    inverseDSquared: Float64Array.from({ length: rows }, (_, i) => cell.inverseDSquared(...at(i))),
  };
  if (anisotropy === false) return expectedIntensities(fitFallOff(merged), merged);
  const vectors = reciprocalVectors(cell, hkl);
  const fallOff = fitAnisotropicFallOff(merged, vectors, freeTensors({ cell, spaceGroup }));
  return anisotropicIntensities(fallOff, epsilon, vectors);
}

/** Mean and standard deviation of the Rice and folded normal distributions; the latter between its limits, to 5 %. */
function moments({ centre, variance, known }: PriorColumns, centric: Uint8Array): PriorMoments {
  const deviation = centre.map((c, g) => {
    const atZero = centric[g] ? 1 - 2 / Math.PI : 1 - Math.PI / 4;
    const far = centric[g] ? 1 : 0.5;
    const z = (c * c) / variance[g];
    const part = known[g] ? 1 - Math.exp(centric[g] ? -z / 2 : -z) : 0;
    return Math.sqrt(variance[g] * (atZero + (far - atZero) * part));
  });
  return {
    mean: centre.map((c, g) => Math.sqrt(Math.max(0, c * c + variance[g] - deviation[g] ** 2))),
    deviation,
  };
}
