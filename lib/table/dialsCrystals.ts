/**
 * The cell and space group of a reflection table of many crystals: each cell parameter is the median over the crystals
 * (those of stills scatter, and some are wrong), and crystals that are further from it than a tolerance are refused, left out
 * or kept, as is asked.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError, SymmetryError } from "../errors.js";
import type { DialsCrystal } from "../formats/dialsTypes.js";
import { type CrystalCellOptions, cellsAgree, cellText, leavesOut, toleranceText } from "./isomorphism.js";

/** How far cells of crystals may be from their median: those of stills are less well determined. */
const tolerances = { scans: { edge: 0.01, angle: 1 }, stills: { edge: 0.03, angle: 2 } } as const;

/** The crystals of the experiments that have reflections. */
export interface CrystalsOf {
  /** What errors call the file. */
  readonly name: string;
  /** Number of the experiment, and its crystal. */
  readonly crystals: readonly (readonly [experiment: number, crystal: DialsCrystal])[];
  /** Whether all are stills. */
  readonly stills: boolean;
}

/** The crystal of a table, and which of the experiments are not of it. */
export interface CommonCrystal {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Numbers of the experiments that are left out. */
  readonly others: ReadonlySet<number>;
}

/**
 * The space group, and the median of the cells.
 * @param options tolerances, by default 1 % of an edge and 1° for scans, 3 % and 2° for stills; `allowMixed` takes the
 *   median and the first space group whatever the crystals have; with `otherCells` "leave out" the space group is the
 *   commonest, the cell the median of its crystals
 * @throws InputError where cells or space groups differ, naming how many, or a cell is impossible; SymmetryError for an
 *   unknown space group
 */
export function crystalsOfDials(given: CrystalsOf, options: CrystalCellOptions = {}): CommonCrystal {
  const { spaceGroup, differ } = commonSpaceGroup(given, options);
  const { name, stills } = given;
  const isMixed = options.allowMixed === true;
  const crystals = isMixed
    ? given.crystals
    : given.crystals.filter(([experiment]) => !differ.has(experiment));
  const cells = crystals.map(([experiment, crystal]) =>
    cellOfAxes(crystal.axes, `${name}, experiment ${experiment}`),
  );
  const parameters = cells.map((cell) => cell.toArray());
  const cell = UnitCell.of([0, 1, 2, 3, 4, 5].map((i) => median(parameters.map((values) => values[i]))));
  const usual = stills ? tolerances.stills : tolerances.scans;
  const { edgeTolerance = usual.edge, angleTolerance = usual.angle } = options;
  const odd = cells.flatMap((other, i) =>
    cellsAgree(cell, other, edgeTolerance, angleTolerance) ? [] : [i],
  );
  if (odd.length === 0 || isMixed) return { cell, spaceGroup, others: isMixed ? new Set() : differ };
  if (leavesOut(options) && odd.length < cells.length)
    return { cell, spaceGroup, others: new Set([...differ, ...odd.map((i) => crystals[i][0])]) };
  throw new InputError(
    `cells of ${name}: got ${odd.length} of ${cells.length} crystals (the first that of experiment ${crystals[odd[0]][0]}, ` +
      `${cellText(cells[odd[0]])}) far from their median ${cellText(cell)}, expected ${toleranceText(edgeTolerance, angleTolerance)}` +
      `; raise edgeTolerance or angleTolerance, ${remedy} to take all`,
  );
}

const remedy = 'set otherCells to "leave out", or allowMixed';

/** @returns the space group, and the experiments of others */
function commonSpaceGroup(
  { name, crystals }: CrystalsOf,
  options: CrystalCellOptions,
): { spaceGroup: SpaceGroup; differ: ReadonlySet<number> } {
  const groups = new Map<string, SpaceGroup>();
  const counts = new Map<string, number>();
  for (const [experiment, { hall }] of crystals) {
    if (!groups.has(hall))
      groups.set(
        hall,
        named(`${name}, experiment ${experiment}`, () => SpaceGroup.fromHall(hall)),
      );
    counts.set(hall, (counts.get(hall) ?? 0) + 1);
  }
  const groupOf = ({ hall }: DialsCrystal) => groups.get(hall) as SpaceGroup;
  const leaveOut = leavesOut(options);
  const [commonest] = [...counts].sort(([, one], [, other]) => other - one)[0];
  const spaceGroup = leaveOut ? (groups.get(commonest) as SpaceGroup) : groupOf(crystals[0][1]);
  const odd = crystals.filter(([, crystal]) => !groupOf(crystal).equals(spaceGroup));
  if (odd.length > 0 && !leaveOut && options.allowMixed !== true)
    throw new InputError(
      `space groups of ${name}: got ${spaceGroup} and another in ${odd.length} of ${crystals.length} crystals (the first that of ` +
        `experiment ${odd[0][0]}, ${groupOf(odd[0][1])}), expected the same; reindex them, ${remedy} to keep the first`,
    );
  return { spaceGroup, differ: new Set(odd.map(([experiment]) => experiment)) };
}

/** The cell of three axes, 9 numbers. @throws InputError naming `where` if it is impossible */
function cellOfAxes(axes: readonly number[], where: string): UnitCell {
  const [a, b, c] = [0, 3, 6].map((i) => axes.slice(i, i + 3));
  // atan2 keeps its digits at every angle; 1e-9 is beyond what the axes determine, and makes a right angle one
  const angle = (u: readonly number[], v: readonly number[]): number => {
    const sine = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
    const cosine = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    return Math.round(((Math.atan2(sine, cosine) * 180) / Math.PI) * 1e9) / 1e9;
  };
  return named(where, () =>
    UnitCell.of([
      Math.hypot(...a),
      Math.hypot(...b),
      Math.hypot(...c),
      angle(b, c),
      angle(a, c),
      angle(a, b),
    ]),
  );
}

/** What `make` makes; its errors are told of `where`. */
function named<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof SymmetryError) throw new SymmetryError(`${where}: ${error.message}`);
    if (error instanceof InputError) throw new InputError(`${where}: ${error.message}`);
    throw error;
  }
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
