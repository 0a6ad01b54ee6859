/**
 * The cell of a CrystFEL stream's table. Crystals are indexed without symmetry, each with its own cell; the table has the
 * cell of the stream's header (what was looked for), or else the median of the crystals' parameters, given the symmetry of
 * the space group: the metric averaged over its rotations, G = Σ RᵀG'R / n. Crystals are compared with that cell within
 * 5 % of an edge and 1.5° of an angle, indexamajig's own tolerance. Source: CrystFEL manual, indexamajig --tolerance.
 */
import { type SpaceGroup, UnitCell } from "../crystal/index.js";
import { InputError } from "../errors.js";
import type { CrystfelCrystal, CrystfelStream } from "../formats/crystfelTypes.js";
import { type CrystalCellOptions, cellsAgree, cellText, leavesOut } from "./isomorphism.js";

/** The header's cell, or the crystals' median with the symmetry of the space group. @throws InputError */
export function crystfelCell(stream: CrystfelStream, spaceGroup: SpaceGroup): UnitCell {
  const { crystals, targetCell, name } = stream;
  const at = targetCell === undefined ? "the median of its crystals' cells" : "the cell of its header";
  if (targetCell === undefined && crystals.length === 0)
    throw new InputError(
      `${name}: got neither a cell in the header nor a crystal, expected one; give it as the option cell`,
    );
  try {
    if (targetCell !== undefined) return UnitCell.of(targetCell);
    const parameters = [0, 1, 2, 3, 4, 5].map((i) => median(crystals.map(({ cell }) => cell[i])));
    return symmetrised(UnitCell.of(parameters), spaceGroup);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name}, ${at}: ${error.message}`);
    throw error;
  }
}

/**
 * Which crystals have nearly this cell: 1 or 0 for each.
 * @param options by default edges may differ by 5 % and angles by 1.5°; `allowMixed` keeps all
 * @throws InputError where some have not, and `otherCells` does not say to leave them out, nor `allowMixed` to keep
 *   them; for a cell that is none
 */
export function crystalsOfCell(
  stream: CrystfelStream,
  cell: UnitCell,
  options: CrystalCellOptions = {},
): Uint8Array {
  const { edgeTolerance = 0.05, angleTolerance = 1.5, allowMixed = false } = options;
  const { crystals, name } = stream;
  const leaveOut = leavesOut(options);
  if (allowMixed) return new Uint8Array(crystals.length).fill(1);
  const agree = Uint8Array.from(crystals, (crystal) =>
    cellsAgree(cellOf(name, crystal), cell, edgeTolerance, angleTolerance) ? 1 : 0,
  );
  const first = agree.indexOf(0);
  if (first < 0 || leaveOut) return agree;
  const count = agree.reduce((sum, kept) => sum + 1 - kept, 0);
  throw new InputError(
    `${name}: got ${count} of ${crystals.length} crystals whose cells differ from ${cellText(cell)} by more than ` +
      `${Number((100 * edgeTolerance).toPrecision(6))} % or ${angleTolerance}° (the first is crystal ${first + 1}, line ${crystals[first].line}, ` +
      `${cellText(cellOf(name, crystals[first]))}), expected one crystal form; raise edgeTolerance or ` +
      'angleTolerance, set otherCells to "leave out", or allowMixed to keep them',
  );
}

function cellOf(name: string, { cell, line }: CrystfelCrystal): UnitCell {
  try {
    return UnitCell.of(cell);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name} line ${line}: ${error.message}`);
    throw error;
  }
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/** The cell whose metric is the mean of what the rotations of the group make of this one's. */
function symmetrised(cell: UnitCell, spaceGroup: SpaceGroup): UnitCell {
  const metric = new Float64Array(9);
  const operations = spaceGroup.primitiveOperations;
  for (const { rotation: r } of operations) {
    for (let i = 0; i < 9; i++) {
      const [row, column] = [Math.trunc(i / 3), i % 3];
      for (let p = 0; p < 3; p++)
        for (let q = 0; q < 3; q++)
          metric[i] += (r[3 * p + row] * cell.metric[3 * p + q] * r[3 * q + column]) / operations.length;
    }
  }
  const [a, b, c] = [metric[0], metric[4], metric[8]].map(Math.sqrt);
  const angle = (product: number, u: number, v: number): number =>
    (Math.acos(product / (u * v)) * 180) / Math.PI;
  return new UnitCell(a, b, c, angle(metric[5], b, c), angle(metric[2], a, c), angle(metric[1], a, b));
}
