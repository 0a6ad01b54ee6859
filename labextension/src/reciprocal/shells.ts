/**
 * Circles that help the eye: resolution shells at round d, and the powder rings of hexagonal ice.
 */
import { iceRingTable, iceSpacing } from "friedel/browser";

/** A circle of reciprocal space. */
export interface Ring {
  /** Å */
  readonly d: number;
  readonly label: string;
}

/** Round numbers, each about √2 of the one before in 1/d. */
const roundSpacings = [
  50, 30, 20, 15, 10, 7, 5, 4, 3, 2.5, 2, 1.7, 1.5, 1.3, 1.2, 1.1, 1, 0.9, 0.8, 0.7, 0.6, 0.5,
];

/** Round d within the data, the outermost first, with at least a tenth of the radius between them: at most `most`. */
export function resolutionRings(dMin: number, most = 4): Ring[] {
  const edge = 1 / dMin;
  const chosen: Ring[] = [];
  let last = edge * 1.2;
  for (const d of [...roundSpacings].reverse()) {
    if (chosen.length >= most || 1 / d > edge * 1.0001 || last - 1 / d < edge / (most + 2)) continue;
    chosen.push({ d, label: `${d} Å` });
    last = 1 / d;
  }
  return chosen;
}

/** Rings at d given as text: "3.5, 2, 1.8"; what is no positive number is left out. */
export function ringsAt(text: string): Ring[] {
  return [...new Set(text.split(/[\s,;]+/).map(Number))]
    .filter((d) => d > 0 && Number.isFinite(d))
    .map((d) => ({ d, label: `${d} Å` }));
}

/** The rings of ice within the data, and how strong each is against the strongest. */
export function iceRings(dMin: number): (Ring & { readonly strength: number })[] {
  return iceRingTable
    .map(({ hkl, strength }) => ({ d: iceSpacing(hkl), strength }))
    .filter(({ d }) => d >= dMin)
    .map(({ d, strength }) => ({ d, strength, label: `ice ${d.toFixed(2)} Å` }));
}
