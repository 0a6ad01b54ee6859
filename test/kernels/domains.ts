/** Where functions of one number are tested. */
import type { UnaryKind } from "../../lib/kernels/index.js";

type Range = readonly [from: number, to: number];

const positive: readonly Range[] = [
  [0.05, 3],
  [1, 40],
];
const leftTail: readonly Range[] = [
  [-3, 3],
  [-40, 10],
];

const ranges: Partial<Record<UnaryKind, readonly Range[]>> = {
  log: positive,
  log1p: positive,
  sqrt: positive,
  lgamma: positive,
  digamma: positive,
  logErfc: [
    [-3, 3],
    [-6, 30],
  ],
  logNormalCdf: leftTail,
  normalReversedHazard: leftTail,
  normalQuantile: [
    [0.1, 0.9],
    [0.001, 0.999],
    [1e-9, 1e-3],
  ],
  normalQuantileOfLog: [
    [-3, -0.1],
    [-0.2, -0.001],
    [-900, -1],
  ],
  truncatedNormalMeanLog: [
    [-3, 3],
    [-30, 10],
    [1, 1e5],
  ],
};

/** Ranges of a function's argument that together reach where it is used; the first is the tamest. */
export function rangesOf(kind: UnaryKind): readonly Range[] {
  return (
    ranges[kind] ?? [
      [-3, 3],
      [-9, 9],
    ]
  );
}
