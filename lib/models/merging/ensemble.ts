/**
 * One posterior of each amplitude from several trainings of one model, members j = 1 … n, that differ by their seed. A network
 * is one set of weights, and what it is wrong by is in F but not in the width of F's posterior; members err each in their way.
 * What a merge cannot tell, a factor and a B factor of all amplitudes, is brought to the first member's before,
 *   E'_j = E_j exp(a_j + b_j/d²),   Σ min(1, E_1 E_j) (log E_1 − log E'_j)² least,
 * and then E = ⟨E'_j⟩ with the variance ⟨σ'_j²⟩ + Σ_j (E'_j − E)²/(n − 1): that within members and that between them, as
 * of a mixture (Lakshminarayanan et al., 2017, arXiv:1612.01474, section 2.4, but for n − 1). The spread is not divided by n:
 * what all members get wrong alike does not go out in their mean. The posterior is the truncated normal of that mean and
 * variance.
 */
import { solveLinear } from "./linearSystem.js";
import { matchedNormal } from "./matchedNormal.js";
import type { AmplitudeMoments } from "./surrogatePosterior.js";

/** Mean and standard deviation of the amplitudes of a member, g each. */
export type MemberMoments = Pick<AmplitudeMoments, "mean" | "standardDeviation">;

/** What the amplitudes are of, g each. */
export interface EnsembleReflections {
  /** 1/d², Å⁻². */
  readonly inverseDSquared: ArrayLike<number>;
  /** Observations fitted to: those with none have no say in what brings members together. */
  readonly count: ArrayLike<number>;
}

/** Location and scale of the truncated normals that stand for all members, the first of which gives the scale of F. */
export function ensemblePosteriors(
  members: readonly MemberMoments[],
  reflections: EnsembleReflections,
): { readonly location: Float64Array; readonly scale: Float64Array } {
  const factors = members.map((member) => factorsTo(members[0], member, reflections));
  const n = members.length;
  const [location, scale] = [
    new Float64Array(members[0].mean.length),
    new Float64Array(members[0].mean.length),
  ];
  for (let g = 0; g < location.length; g++) {
    const values = members.map(({ mean }, j) => factors[j][g] * mean[g]);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const within =
      members.reduce((sum, of, j) => sum + (factors[j][g] * of.standardDeviation[g]) ** 2, 0) / n;
    const between = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
    const matched = matchedNormal(mean, Math.sqrt(within + between));
    location[g] = matched.location;
    scale[g] = matched.scale;
  }
  return { location, scale };
}

/** exp(a + b/d²) of each amplitude of a member. */
function factorsTo(
  first: MemberMoments,
  member: MemberMoments,
  { inverseDSquared, count }: EnsembleReflections,
): Float64Array {
  let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
  for (let g = 0; g < member.mean.length; g++) {
    if (count[g] === 0) continue;
    const weight = Math.min(1, first.mean[g] * member.mean[g]);
    const [x, y] = [inverseDSquared[g], Math.log(first.mean[g] / member.mean[g])];
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * y;
    wxy += weight * x * y;
  }
  // of a single resolution there is no B
  const [a, b] = solveLinear(
    [
      [w, wx],
      [wx, wxx],
    ],
    [wy, wxy],
  ) ?? [wy / w, 0];
  return Float64Array.from(member.mean, (_, g) => Math.exp(a + b * inverseDSquared[g]));
}
