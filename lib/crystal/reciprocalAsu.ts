/**
 * The asymmetric unit of reciprocal space in CCP4's convention: conditions on h k l by Laue class in the reference
 * setting of a space group; another setting is taken there by its change of basis. Each orbit of Miller indices under
 * the Laue group has exactly one member inside.
 * Source: CCP4 symlib (the hkl asymmetric units of `asuset`), with the settings' change of basis from the table.
 */

import { groupOfHall, rotationKey } from "./operationGroup.js";
import { spaceGroupTable } from "./spaceGroupTable.js";
import type { SymmetryOperation } from "./symmetryOperation.js";
import { invertMatrix, multiplyMatrices, parseTriplet } from "./symmetryOperation.js";

/** Hall symbols of the Laue group in the settings for which there is a condition; their places are the kinds below. */
const laueGroups: readonly (readonly string[])[] = [
  ["-P 1"],
  ["-P 2y"],
  ["-P 2 2"],
  ["-P 4", "-P 6"],
  ["-P 4 2", "-P 6 2"],
  ["-P 3"],
  ["-P 3 2"],
  ['-P 3 2"'],
  ["-P 2 2 3"],
  ["-P 4 2 3"],
];

/** Trigonal groups with twofold axes along a − b (-31m), the others with any have them along a (-3m1). */
const along31m: readonly number[] = [149, 151, 153, 157, 159, 162, 163];

/** The asymmetric unit of one setting. */
export interface ReciprocalAsu {
  /** Index of the condition, or −1: the largest of the equivalent indices by l, then k, then h. */
  readonly kind: number;
  /** hkl of the reference setting = hkl · this / 2; 9 integers row-major. */
  readonly toReference: Int32Array;
}

/** The asymmetric unit of a tabulated setting. */
export function asuOfSetting(number: number, fromReference: string): ReciprocalAsu {
  // halves occur, for cells enlarged to a centred one
  const doubled = parseTriplet(fromReference).rotation.map((value) => 2 * value);
  return { kind: kindOfNumber(number), toReference: Int32Array.from(doubled) };
}

/** The asymmetric unit of any operations: that of the first tabulated change of basis that suits, else the generic. */
export function asuOfOperations(primitive: readonly SymmetryOperation[]): ReciprocalAsu {
  const known = laueGroups.map((halls) => halls.map((hall) => rotationSet(groupOfHall(hall).primitive)));
  for (const triplet of new Set(spaceGroupTable.map((entry) => entry.fromReference))) {
    const basis = parseTriplet(triplet).rotation;
    const back = invertMatrix(basis);
    const keys = new Set<string>();
    for (const { rotation } of primitive) {
      const turned = multiplyMatrices(multiplyMatrices(back, rotation), basis).map((value) => value + 0);
      keys.add(turned.join(" "));
      keys.add(turned.map((value) => -value + 0).join(" "));
    }
    const ours = [...keys].sort().join("; ");
    const kind = known.findIndex((sets) => sets.includes(ours));
    if (kind >= 0) return { kind, toReference: Int32Array.from(basis, (value) => 2 * value) };
  }
  return { kind: -1, toReference: Int32Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2) };
}

function rotationSet(primitive: readonly SymmetryOperation[]): string {
  return primitive.map(rotationKey).sort().join("; ");
}

function kindOfNumber(number: number): number {
  if (number <= 2) return 0;
  if (number <= 15) return 1;
  if (number <= 74) return 2;
  if (number <= 88) return 3;
  if (number <= 142) return 4;
  if (number <= 148) return 5;
  if (number <= 167) return along31m.includes(number) ? 6 : 7;
  if (number <= 176) return 3;
  if (number <= 194) return 4;
  return number <= 206 ? 8 : 9;
}

/** Whether an index of the reference setting (or a positive multiple of it) is inside. */
export function isInReferenceAsu(kind: number, h: number, k: number, l: number): boolean {
  switch (kind) {
    case 0:
      return l > 0 || (l === 0 && (h > 0 || (h === 0 && k >= 0)));
    case 1:
      return k >= 0 && (l > 0 || (l === 0 && h >= 0));
    case 2:
      return h >= 0 && k >= 0 && l >= 0;
    case 3:
      return l >= 0 && ((h >= 0 && k > 0) || (h === 0 && k === 0));
    case 4:
      return h >= k && k >= 0 && l >= 0;
    case 5:
      return (h >= 0 && k > 0) || (h === 0 && k === 0 && l >= 0);
    case 6:
      return h >= k && k >= 0 && (k > 0 || l >= 0);
    case 7:
      return h >= k && k >= 0 && (h > k || l >= 0);
    case 8:
      return h >= 0 && ((l >= h && k > h) || (l === h && k === h));
    default:
      return k >= l && l >= h && h >= 0;
  }
}

/** Whether h k l is the largest (by l, then k, then h) of itself, its equivalents and their Friedel mates. */
export function isLargest(primitive: readonly SymmetryOperation[], h: number, k: number, l: number): boolean {
  return primitive.every((operation) => {
    const [p, q, r] = operation.applyToHkl(h, k, l);
    return !isAbove(p, q, r, h, k, l) && !isAbove(-p, -q, -r, h, k, l);
  });
}

function isAbove(p: number, q: number, r: number, h: number, k: number, l: number): boolean {
  return r !== l ? r > l : q !== k ? q > k : p > h;
}
