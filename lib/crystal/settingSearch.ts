/**
 * Which tabulated setting a group of operations is: the same operations, or the same after a shift of the origin
 * x → x + p, which takes (R, t) to (R, t + p − R p). Shifts of multiples of 1/24 along each axis are tried.
 */
import {
  groupKey,
  groupOfHall,
  latticeLetter,
  type OperationGroup,
  pointGroupOfNumber,
  pointGroupOfOperations,
  rotationKey,
} from "./operationGroup.js";
import { asuOfOperations, asuOfSetting, type ReciprocalAsu } from "./reciprocalAsu.js";
import { extendedName } from "./spaceGroupName.js";
import { type SpaceGroupEntry, spaceGroupTable } from "./spaceGroupTable.js";
import { translationDenominator } from "./symmetryOperation.js";

/** What a space group is called. */
export interface SpaceGroupDescription {
  readonly number: number;
  readonly ccp4: number;
  readonly hermannMauguin: string;
  readonly extension: string;
  readonly hall: string;
  readonly name: string;
}

/** A tabulated setting, and what moves its origin to that of the group searched for (undefined if nothing need). */
export interface FoundSetting {
  readonly entry: SpaceGroupEntry;
  readonly shift?: { readonly triplet: string; readonly hall: string };
}

/**
 * Names and asymmetric unit of a group of operations: those of its tabulated setting (`entry`, where it is exactly one), of the
 * setting that it is but for the origin, or none (number 0).
 * @param hall its Hall symbol, or "" where a symbol is to be derived
 */
export function describeGroup(
  group: OperationGroup,
  hall: string,
): { description: SpaceGroupDescription; entry?: SpaceGroupEntry; asu: () => ReciprocalAsu } {
  const found = identifyGroup(group);
  if (found === undefined) {
    const unnamed = { number: 0, ccp4: 0, hermannMauguin: "", extension: "", name: "unknown setting" };
    return { description: { ...unnamed, hall }, asu: () => asuOfOperations(group.primitive) };
  }
  const { entry, shift } = found;
  const asu = (): ReciprocalAsu => asuOfSetting(entry.number, entry.fromReference);
  const name = extendedName(entry);
  if (shift === undefined) return { description: { ...entry, name }, entry, asu };
  const shifted = {
    ...entry,
    ccp4: 0,
    // another origin is neither choice 1 nor 2
    extension: entry.extension.replace(/\d/, ""),
    name: `${name} (${shift.triplet})`,
    hall: hall || shift.hall,
  };
  return { description: shifted, asu };
}

/** The tabulated setting of a group, or undefined if no shift of origin leads to one. */
export function identifyGroup(group: OperationGroup): FoundSetting | undefined {
  const { symbol } = pointGroupOfOperations(group.primitive);
  const letter = latticeLetter(group.centring);
  const ours = groupKey(group);
  const rotations = group.primitive.map(rotationKey).sort().join("; ");
  const alike: { entry: SpaceGroupEntry; group: OperationGroup }[] = [];
  for (const entry of spaceGroupTable) {
    if (pointGroupOfNumber(entry.number).symbol !== symbol) continue;
    if (entry.hall.replace("-", "")[0] !== letter) continue;
    const candidate = groupOfHall(entry.hall);
    if (groupKey(candidate) === ours) return { entry };
    if (candidate.primitive.map(rotationKey).sort().join("; ") === rotations) {
      alike.push({ entry, group: candidate });
    }
  }
  for (const candidate of alike) {
    const shift = originShift(candidate.group, group);
    if (shift !== undefined) return { entry: candidate.entry, shift: describe(shift, candidate.entry.hall) };
  }
  return undefined;
}

/** The shift p, in units of 1/24, that takes every operation of one group to one of the other. */
function originShift(from: OperationGroup, to: OperationGroup): number[] | undefined {
  const n = translationDenominator;
  const lattice = new Set(to.centring.map((vector) => code(vector[0], vector[1], vector[2])));
  const target = new Map(to.primitive.map((operation) => [rotationKey(operation), operation.translation]));
  const pairs = from.primitive.map(({ rotation, translation }) => {
    const other = target.get(rotation.join(" "))!;
    return { r: rotation, d: Array.from(translation, (value, i) => value - other[i]) };
  });
  for (let i = 0; i < n ** 3; i++) {
    const [x, y, z] = [Math.trunc(i / (n * n)), Math.trunc(i / n) % n, i % n];
    const fits = pairs.every(({ r, d }) =>
      lattice.has(
        code(
          d[0] + x - r[0] * x - r[1] * y - r[2] * z,
          d[1] + y - r[3] * x - r[4] * y - r[5] * z,
          d[2] + z - r[6] * x - r[7] * y - r[8] * z,
        ),
      ),
    );
    if (fits) return [x, y, z];
  }
  return undefined;
}

function code(x: number, y: number, z: number): number {
  const n = translationDenominator;
  const wrap = (value: number): number => ((value % n) + n) % n;
  return (wrap(x) * n + wrap(y)) * n + wrap(z);
}

/** "x+1/4,y,z", and the Hall symbol with that change (added to one that is there already, given in twelfths). */
function describe(shift: readonly number[], hall: string): { triplet: string; hall: string } {
  const triplet = writeShift(shift);
  const present = /\((\d+) (\d+) (\d+)\)/.exec(hall);
  const twelfths = present === null ? [0, 0, 0] : present.slice(1).map(Number);
  const total = shift.map((value, i) => (value + 2 * twelfths[i]) % translationDenominator);
  return { triplet, hall: `${hall.replace(/ *\(.*/, "")} (${writeShift(total)})` };
}

function writeShift(shift: readonly number[]): string {
  const term = (value: number, i: number): string => {
    let divisor = translationDenominator;
    while (value % divisor !== 0 || translationDenominator % divisor !== 0) divisor--;
    return value === 0 ? "xyz"[i] : `${"xyz"[i]}+${value / divisor}/${translationDenominator / divisor}`;
  };
  return shift.map(term).join(",");
}
