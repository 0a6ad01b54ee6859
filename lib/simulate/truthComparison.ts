/**
 * Merged amplitudes beside the truth of a simulation. Amplitudes fall off with resolution, so any two sets of F correlate;
 * normalised amplitudes E = F/√(ε Σ) do not, Σ being the mean of F²/ε in the reflection's resolution shell, from each
 * side's own F. Of a merge with uncertainties the mean of F² is F² + σ². Printed are, by shell and over all:
 *   CC(E)      Pearson's correlation of E merged and E true
 *   1σ, 2σ     the share of reflections whose truth lies within one and two σ: |E − E_true| ≤ n σ/√(ε Σ); of a posterior
 *              that is right, 68 % and 95 % where it is normal
 * for all reflections and, where asked for, for some apart from the rest (Laue: those seen only in harmonics).
 * Source: International Tables B (2010), section 2.1.3 (normalised structure factors, ε).
 */
import { HklIndex } from "../crystal/millerIndex.js";
import { InputError } from "../errors.js";
import type { ByShell } from "../statistics/byShell.js";
import { pearson } from "../statistics/correlation.js";
import { divideIntoShells, type Shells } from "../statistics/shells.js";
import type { ReflectionTable } from "../table/reflectionTable.js";

/** Options of {@link compareWithTruth}. */
export interface TruthComparisonOptions {
  /** Resolution shells of equal volume. Default 10. */
  readonly shells?: number;
  /** Not 0 for each row of the truth that is to be judged apart, as `truthOfReflections.harmonicOnly` of Laue data. */
  readonly apart?: ArrayLike<number>;
  /** Columns of the merged table. Default F and SIGF, or F(+), SIGF(+), F(-) and SIGF(-) where there is no F. */
  readonly columns?: { readonly amplitude: string; readonly sigma: string };
}

/** How amplitudes agree with the truth, by shell (NaN where there is nothing to say) and over all. */
export interface TruthAgreement {
  /** Number of amplitudes, a centric reflection counted once. */
  readonly count: ByShell;
  /** Pearson's correlation of E. */
  readonly correlation: ByShell;
  /** Share of truths within one σ. */
  readonly withinOneSigma: ByShell;
  /** Share of truths within two σ. */
  readonly withinTwoSigma: ByShell;
}

/** A merge beside the truth. */
export interface TruthComparison {
  /** Resolution limits of the shells, Å. */
  readonly dMax: Float64Array;
  readonly dMin: Float64Array;
  readonly all: TruthAgreement;
  /** Those that were to be judged apart, and the others; undefined where none were. */
  readonly apart: TruthAgreement | undefined;
  readonly rest: TruthAgreement | undefined;
  /** A table of all of it. */
  toString(): string;
}

/** Merged amplitudes matched with true ones. */
interface Matched {
  readonly merged: number[];
  readonly sigma: number[];
  readonly truth: number[];
  readonly epsilon: number[];
  readonly inverseDSquared: number[];
  readonly isApart: boolean[];
}

/**
 * Compares merged amplitudes with the truth of a simulation.
 * @param merged amplitudes and their σ, in the asymmetric unit; reflections without a number are passed over
 * @param truth F, or F(+) and F(-), of every reflection: the `truth` of a simulation
 * @throws InputError where the two have no reflection in common, or `apart` has not a value for each row of the truth
 * @throws MissingColumnError where an amplitude has no column of σ
 */
export function compareWithTruth(
  merged: ReflectionTable,
  truth: ReflectionTable,
  options: TruthComparisonOptions = {},
): TruthComparison {
  const { apart } = options;
  if (apart !== undefined && apart.length !== truth.length) {
    throw new InputError(
      `apart of the comparison with the truth: got ${apart.length} values, expected one for each of the ${truth.length} ` +
        `rows of ${truth.name}`,
    );
  }
  const matched = matchAmplitudes(merged, truth, options);
  const n = matched.truth.length;
  if (n === 0) {
    throw new InputError(
      `comparison with the truth: got no amplitude of ${merged.name} that ${truth.name} has too, expected merged ` +
        "reflections of the same crystal in the same asymmetric unit",
    );
  }
  const shells = divideIntoShells(Float64Array.from(matched.inverseDSquared), { shells: options.shells });
  const normalised = normalise(matched, shells);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const agreement = (of: Int32Array): TruthAgreement => agreementOf(of, normalised, shells);
  const all = agreement(rows);
  const isSplit = apart !== undefined;
  const parts = {
    apart: isSplit ? agreement(rows.filter((i) => matched.isApart[i])) : undefined,
    rest: isSplit ? agreement(rows.filter((i) => !matched.isApart[i])) : undefined,
  };
  const { dMax, dMin } = shells;
  return { dMax, dMin, all, ...parts, toString: () => comparisonText({ dMax, dMin, all, ...parts }) };
}

/** The amplitudes that both tables have: of h and, apart, of the Friedel mates of acentric reflections. */
function matchAmplitudes(
  merged: ReflectionTable,
  truth: ReflectionTable,
  { apart, columns }: TruthComparisonOptions,
): Matched {
  const together = columns ?? (merged.has("F") ? { amplitude: "F", sigma: "SIGF" } : undefined);
  const kinds =
    together === undefined
      ? ["(+)", "(-)"].map((mate) => ({ amplitude: `F${mate}`, sigma: `SIGF${mate}`, truth: `F${mate}` }))
      : [{ ...together, truth: "F" }];
  const hkl = merged.hkl();
  const rowsOfTruth = new HklIndex(truth.hkl()).findAll(hkl);
  const epsilons = merged.spaceGroup.epsilons(hkl);
  const centric = merged.spaceGroup.centricFlags(hkl);
  const found: Matched = { merged: [], sigma: [], truth: [], epsilon: [], inverseDSquared: [], isApart: [] };
  kinds.forEach((kind, mate) => {
    const [f, sigma] = [merged.values(kind.amplitude), merged.values(kind.sigma)];
    const f0 = truth.values(kind.truth);
    rowsOfTruth.forEach((at, row) => {
      if (at < 0 || (mate === 1 && centric[row] === 1)) return;
      if (!(Number.isFinite(f[row]) && Number.isFinite(sigma[row]) && Number.isFinite(f0[at]))) return;
      found.merged.push(f[row]);
      found.sigma.push(sigma[row]);
      found.truth.push(f0[at]);
      found.epsilon.push(epsilons[row]);
      found.inverseDSquared.push(
        truth.cell.inverseDSquared(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2]),
      );
      found.isApart.push(apart !== undefined && apart[at] !== 0);
    });
  });
  return found;
}

/** E of both sides, and σ of the merged one. */
interface Normalised {
  readonly merged: Float64Array;
  readonly truth: Float64Array;
  readonly sigma: Float64Array;
}

function normalise({ merged, sigma, truth, epsilon }: Matched, shells: Shells): Normalised {
  const roots = (squares: (i: number) => number): Float64Array => {
    const [sums, counts] = [new Float64Array(shells.count), new Float64Array(shells.count)];
    shells.ofReflection.forEach((shell, i) => {
      sums[shell] += squares(i) / epsilon[i];
      counts[shell]++;
    });
    return Float64Array.from(epsilon, (e, i) =>
      Math.sqrt((e * sums[shells.ofReflection[i]]) / counts[shells.ofReflection[i]]),
    );
  };
  const ofMerged = roots((i) => merged[i] ** 2 + sigma[i] ** 2);
  const ofTruth = roots((i) => truth[i] ** 2);
  return {
    merged: ofMerged.map((root, i) => merged[i] / root),
    sigma: ofMerged.map((root, i) => sigma[i] / root),
    truth: ofTruth.map((root, i) => truth[i] / root),
  };
}

function agreementOf(rows: Int32Array, { merged, truth, sigma }: Normalised, shells: Shells): TruthAgreement {
  const byShell = (value: (rows: Int32Array) => number): ByShell => ({
    shells: Float64Array.from({ length: shells.count }, (_, shell) =>
      value(rows.filter((i) => shells.ofReflection[i] === shell)),
    ),
    overall: value(rows),
  });
  const within = (times: number): ByShell =>
    byShell((some) => {
      const inside = some.filter((i) => Math.abs(merged[i] - truth[i]) <= times * sigma[i]);
      return some.length === 0 ? Number.NaN : inside.length / some.length;
    });
  return {
    count: byShell((some) => some.length),
    correlation: byShell((some) =>
      pearson(
        Float64Array.from(some, (i) => merged[i]),
        Float64Array.from(some, (i) => truth[i]),
      ),
    ),
    withinOneSigma: within(1),
    withinTwoSigma: within(2),
  };
}

const COLUMN = 8;

function comparisonText({ dMax, dMin, all, apart, rest }: Omit<TruthComparison, "toString">): string {
  const groups = [{ name: "all", of: all }].concat(
    apart !== undefined && rest !== undefined
      ? [
          { name: "apart", of: apart },
          { name: "rest", of: rest },
        ]
      : [],
  );
  const pad = (text: string): string => text.padStart(COLUMN);
  const number = (value: number, digits: number): string =>
    pad(Number.isNaN(value) ? "–" : value.toFixed(digits));
  const head = groups.map(({ name }) => ` | ${pad(name)}${["CC(E)", "1σ", "2σ"].map(pad).join("")}`);
  const line = (label: string, pick: (of: ByShell) => number): string =>
    label.padEnd(2 * COLUMN) +
    groups
      .map(
        ({ of }) =>
          ` | ${number(pick(of.count), 0)}${number(pick(of.correlation), 4)}` +
          `${number(pick(of.withinOneSigma), 3)}${number(pick(of.withinTwoSigma), 3)}`,
      )
      .join("");
  return [
    "d, Å".padEnd(2 * COLUMN) + head.join(""),
    ...Array.from(dMin, (low, s) => line(`${dMax[s].toFixed(2)} – ${low.toFixed(2)}`, (of) => of.shells[s])),
    line("overall", (of) => of.overall),
  ].join("\n");
}
