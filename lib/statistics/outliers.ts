/**
 * Rejection of outlying observations before merging, in three tests:
 *   E       an observation with I > Emax² · ε · max(Σ, σ), Σ the local mean intensity (Emax 10 acentric; √2 · 10 centric,
 *           which is as improbable): zingers, and reflections shadowed by ice or another lattice
 *   within  of an observation and the others of the same mate, δ = (I − ⟨I⟩others) / √(σ² + σ²(⟨I⟩others)); where the largest
 *           |δ| exceeds 6 that observation is rejected, and the test repeated on what is left
 *   all     the same of observations of both mates together, with a larger limit (9), for anomalous differences are real
 * Two observations that disagree cannot say which is wrong: by default both are kept.
 * Source: the tests of Aimless/Scala, with Aimless's default limits: Evans, P. (2006) Acta Cryst. D62, 72–82, section 3.3;
 * Aimless documentation, keyword REJECT.
 */
import { InputError } from "../errors.js";
import { groupObservations } from "./groups.js";
import { localIntensity } from "./localIntensity.js";
import type { Observations } from "./observations.js";
import { selectObservations } from "./selectObservations.js";
import { weightedMeans } from "./weightedMean.js";

/** What to do with two observations of a reflection that disagree. */
export type PairPolicy = "keep" | "reject" | "rejectLarger" | "rejectSmaller";

/** Limits of the tests; `Infinity` switches one off. */
export interface OutlierOptions {
  /** Largest |δ| among the observations of one mate. Default 6. */
  readonly within?: number;
  /** Largest |δ| among the observations of both mates. Default 9 where mates are kept apart, else `within`. */
  readonly all?: number;
  /** Largest |δ| of two observations. Default as for more. */
  readonly pairs?: number;
  /** Default "keep". */
  readonly pairPolicy?: PairPolicy;
  /** Largest normalised amplitude |E| of an acentric observation. Default 10. */
  readonly eMax?: number;
  /** Whether Friedel mates are expected to differ. Default true. */
  readonly anomalous?: boolean;
}

/** A rejected observation. */
export interface Outlier {
  /** Miller index in the asymmetric unit. */
  readonly hkl: readonly [number, number, number];
  /** Whether it is of an I(−). */
  readonly minus: boolean;
  readonly batch: number;
  /** Row in the tables as given, counted through them. */
  readonly row: number;
  readonly intensity: number;
  readonly sigma: number;
  /** |δ|, or |E| in the E test. */
  readonly deviation: number;
  readonly test: "within" | "all" | "pair" | "E";
}

/** What was rejected. */
export interface OutlierReport {
  readonly count: number;
  readonly byTest: Readonly<Record<Outlier["test"], number>>;
  readonly outliers: readonly Outlier[];
}

/** The report where no outliers were looked for. */
export const noOutliers: OutlierReport = {
  count: 0,
  byTest: { within: 0, all: 0, pair: 0, E: 0 },
  outliers: [],
};

/**
 * The observations without outliers, and the outliers.
 * @throws InputError for limits that are not above 0, or where nothing is left
 */
export function rejectOutliers(
  observations: Observations,
  options: OutlierOptions = {},
): { readonly observations: Observations; readonly report: OutlierReport } {
  const { anomalous = true, within = 6, pairPolicy = "keep", eMax = 10 } = options;
  const { all = anomalous ? 9 : within, pairs } = options;
  for (const [name, limit] of Object.entries({ within, all, pairs: pairs ?? within, eMax })) {
    if (!(limit > 0)) throw new InputError(`outlier limit ${name}: got ${limit}, expected a number above 0`);
  }
  const kept = new Uint8Array(observations.intensity.length).fill(1);
  const outliers: Outlier[] = [];
  const reject = (i: number, reflection: number, deviation: number, test: Outlier["test"]): void => {
    kept[i] = 0;
    outliers.push(describe(observations, i, reflection, deviation, test));
  };
  if (Number.isFinite(eMax)) testE(observations, eMax, reject);
  const passes: readonly [boolean, number, "within" | "all"][] = anomalous
    ? [
        [true, within, "within"],
        [false, all, "all"],
      ]
    : [[false, within, "all"]];
  for (const [friedelApart, limit, test] of passes) {
    const groups = groupObservations(observations, friedelApart);
    for (let g = 0; g < groups.count; g++) {
      const from = groups.start[g];
      const to = groups.start[g + 1];
      // Across mates a pair of one I(+) and one I(−) has nothing to be judged by, whatever the policy.
      const policy = test === "all" && anomalous ? "keep" : pairPolicy;
      const found = testGroup(observations, kept, from, to, { limit, pairLimit: pairs ?? limit, policy });
      for (const { i, deviation, pair } of found)
        reject(i, groups.reflection[g], deviation, pair ? "pair" : test);
    }
  }
  if (outliers.length === kept.length) {
    throw new InputError(
      `outliers: got ${kept.length} observations and every one rejected, expected some to agree; ` +
        "check the sigmas, or raise the limits",
    );
  }
  const byTest = { within: 0, all: 0, pair: 0, E: 0 };
  for (const { test } of outliers) byTest[test]++;
  return {
    observations: outliers.length === 0 ? observations : selectObservations(observations, kept),
    report: { count: outliers.length, byTest, outliers },
  };
}

function describe(
  { hkl, minusStart, batch, row, intensity, sigma }: Observations,
  i: number,
  r: number,
  deviation: number,
  test: Outlier["test"],
): Outlier {
  return {
    hkl: [hkl[3 * r], hkl[3 * r + 1], hkl[3 * r + 2]],
    minus: i >= minusStart[r],
    batch: batch[i],
    row: row[i],
    intensity: intensity[i],
    sigma: sigma[i],
    deviation,
    test,
  };
}

function testE(
  observations: Observations,
  eMax: number,
  reject: (i: number, reflection: number, deviation: number, test: "E") => void,
): void {
  const { reflectionCount, inverseDSquared, epsilon, centric, start, intensity, sigma } = observations;
  const merged = weightedMeans(observations, groupObservations(observations, false)).intensity;
  if (!merged.some((value) => value !== 0)) return; // no intensity at all: nothing to be outside of
  let wilson = localIntensity(inverseDSquared, merged, epsilon).mean;
  // The mean that an outlier is judged by must not be made by the outlier: it counts as no more than |E|² = 30.
  for (let pass = 0; pass < 3; pass++) {
    const clipped = merged.map((value, r) => Math.min(value, 30 * epsilon[r] * wilson[r]));
    wilson = localIntensity(inverseDSquared, clipped, epsilon).mean;
  }
  for (let r = 0; r < reflectionCount; r++) {
    const limit = eMax * eMax * (centric[r] === 1 ? 2 : 1) * epsilon[r];
    for (let i = start[r]; i < start[r + 1]; i++) {
      const unit = Math.max(wilson[r], sigma[i]);
      if (intensity[i] > limit * unit) reject(i, r, Math.sqrt(intensity[i] / (epsilon[r] * unit)), "E");
    }
  }
}

interface GroupLimits {
  readonly limit: number;
  readonly pairLimit: number;
  readonly policy: PairPolicy;
}

/** Observations `from` … `to` − 1 that are outliers of their group; takes them out one by one, worst first. */
function testGroup(
  observations: Observations,
  kept: Uint8Array,
  from: number,
  to: number,
  { limit, pairLimit, policy }: GroupLimits,
): { i: number; deviation: number; pair: boolean }[] {
  const { intensity, sigma } = observations;
  const found: { i: number; deviation: number; pair: boolean }[] = [];
  const gone = (i: number): boolean => kept[i] === 0 || found.some((outlier) => outlier.i === i);
  for (;;) {
    let n = 0;
    let sumW = 0;
    let sumWI = 0;
    for (let i = from; i < to; i++) {
      if (gone(i)) continue;
      n++;
      sumW += 1 / sigma[i] ** 2;
      sumWI += intensity[i] / sigma[i] ** 2;
    }
    if (n < 2) return found;
    let worst = -1;
    let deviation = 0;
    for (let i = from; i < to; i++) {
      if (gone(i)) continue;
      // δ of the file's head, written with the mean of all: I − ⟨I⟩others = (I − ⟨I⟩) Σw/(Σw − w).
      const w = 1 / sigma[i] ** 2;
      const delta = Math.abs(intensity[i] - sumWI / sumW) * Math.sqrt((w * sumW) / (sumW - w));
      if (delta > deviation) {
        worst = i;
        deviation = delta;
      }
    }
    if (worst < 0 || deviation <= (n === 2 ? pairLimit : limit)) return found;
    if (n > 2) {
      found.push({ i: worst, deviation, pair: false });
      continue;
    }
    for (const i of disagreeing(intensity, from, to, gone, policy)) found.push({ i, deviation, pair: true });
    return found;
  }
}

/** Which of the two observations that are left the policy rejects. */
function disagreeing(
  intensity: Float64Array,
  from: number,
  to: number,
  gone: (i: number) => boolean,
  policy: PairPolicy,
): number[] {
  const left: number[] = [];
  for (let i = from; i < to; i++) if (!gone(i)) left.push(i);
  const [small, large] = left.sort((a, b) => intensity[a] - intensity[b]);
  if (policy === "keep") return [];
  if (policy === "reject") return [small, large];
  return policy === "rejectLarger" ? [large] : [small];
}
