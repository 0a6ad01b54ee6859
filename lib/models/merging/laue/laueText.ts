/** What a merge says of Laue data: the beam, how many spots are sums of harmonics, and what was left out; a line each. */
import type { MergingData } from "../mergingData.js";
import type { LeftOutSpots } from "./harmonicObservations.js";

/** Lines; none where the data are monochromatic. */
export function laueText({
  laue,
  terms,
  observations,
  leftOut,
}: Pick<MergingData, "laue" | "terms" | "observations" | "leftOut">): string[] {
  if (laue === undefined) return [];
  const beam = `${laue.label} from ${laue.range.map((value) => Number(value.toFixed(4))).join(" to ")} Å`;
  if (!laue.harmonics) return [`${beam}, each spot of one reflection (no harmonics)`];
  const n = observations.intensity.length;
  let sums = 0;
  for (let i = 0; i < n; i++) if (terms.start[i + 1] - terms.start[i] > 1) sums++;
  const share = ((100 * sums) / n).toFixed(1);
  return [
    beam,
    `${sums} spots (${share} %) are sums of harmonics to ${laue.dMin.toFixed(2)} Å, ${terms.reflection.length} terms in all`,
    ...leftOutText(leftOut),
  ];
}

function leftOutText({ sameSpot, withoutHarmonic }: LeftOutSpots): string[] {
  const reasons = [
    [sameSpot, "of a spot that another row has"],
    [withoutHarmonic, "without a harmonic within the limits"],
  ].filter(([count]) => count !== 0);
  if (reasons.length === 0) return [];
  return [`rows left out: ${reasons.map((reason) => reason.join(" ")).join(", ")}`];
}
