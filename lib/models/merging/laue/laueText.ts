/** What a merge says of Laue data: the beam, how many spots are sums of harmonics, and what was left out. */
import type { MergingData } from "../mergingData.js";
import type { LeftOutSpots } from "./harmonicObservations.js";

/** Laue data in numbers. */
export interface LaueSummary {
  /** Column of the wavelengths, and the beam, Å. */
  readonly label: string;
  readonly range: readonly [number, number];
  /** Whether spots are sums, and to which resolution, Å. */
  readonly harmonics: boolean;
  readonly dMin: number;
  readonly spots: number;
  /** Spots of several harmonics, and the terms of all spots. */
  readonly sums: number;
  readonly terms: number;
  /** Reflections beyond the resolution asked for, which are fitted as harmonics but are not merged. */
  readonly beyond: number;
  readonly leftOut: LeftOutSpots;
}

/** The numbers; undefined where the data are monochromatic. */
export function laueSummary({
  laue,
  terms,
  within,
  leftOut,
}: Pick<MergingData, "laue" | "terms" | "within" | "leftOut">): LaueSummary | undefined {
  if (laue === undefined) return undefined;
  const { label, range, harmonics, dMin } = laue;
  const spots = terms.start.length - 1;
  let sums = 0;
  for (let i = 0; i < spots; i++) if (terms.start[i + 1] - terms.start[i] > 1) sums++;
  const beyond = within.reduce((sum, flag) => sum + 1 - flag, 0);
  return { label, range, harmonics, dMin, spots, sums, terms: terms.reflection.length, beyond, leftOut };
}

/** A line each; none where the data are monochromatic. */
export function laueText(summary: LaueSummary | undefined): string[] {
  if (summary === undefined) return [];
  const { label, range, harmonics, dMin, spots, sums, terms, beyond } = summary;
  const beam = `${label} from ${range.map((value) => Number(value.toFixed(4))).join(" to ")} Å`;
  const share = ((100 * sums) / spots).toFixed(1);
  return [
    ...(harmonics
      ? [
          beam,
          `${sums} spots (${share} %) are sums of harmonics to ${dMin.toFixed(2)} Å, ${terms} terms in all`,
        ]
      : [`${beam}, each spot of one reflection (no harmonics)`]),
    ...(beyond === 0
      ? []
      : [`${beyond} reflections beyond the resolution limits are fitted in these sums, and are not merged`]),
    ...leftOutText(summary.leftOut),
  ];
}

function leftOutText({ outsideRange, sameSpot, withoutHarmonic }: LeftOutSpots): string[] {
  const reasons = [
    [outsideRange, "outside these wavelengths"],
    [sameSpot, "of a spot that another row has"],
    [withoutHarmonic, "without a harmonic within the limits"],
  ].filter(([count]) => count !== 0);
  if (reasons.length === 0) return [];
  return [`rows left out: ${reasons.map((reason) => reason.join(" ")).join(", ")}`];
}
