/** Oracle: direct summation of the model carried into the cell. */
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { directSummation } from "../../lib/structure/index.js";
import { modelPhases } from "../../lib/table/modelPhases.js";

const { structure } = simulateRotation({ seed: 5, dMin: 4, rotationRange: 4 });
const hkl = Int32Array.of(1, 2, 3, -2, 0, 5, 3, 1, 1);
const { a, b, c } = structure.cell;

test("phases of the model in the cell of the data, in degrees", () => {
  const cell = UnitCell.of([1.01 * a, b, c]);
  const { re, im } = directSummation(structure.withCell(cell), hkl);
  const phase = modelPhases(structure, cell, hkl);
  for (const [i, value] of phase.entries()) {
    expect(Math.cos((value * Math.PI) / 180)).toBeCloseTo(re[i] / Math.hypot(re[i], im[i]), 12);
    expect(Math.sin((value * Math.PI) / 180)).toBeCloseTo(im[i] / Math.hypot(re[i], im[i]), 12);
  }
});

test("the same again is not computed again; other indices or another cell are", () => {
  const first = modelPhases(structure, structure.cell, hkl);
  expect(modelPhases(structure, structure.cell, hkl.slice())).toBe(first);
  expect(modelPhases(structure, structure.cell, hkl.slice(0, 3))).toHaveLength(1);
  const wider = UnitCell.of([1.02 * a, b, c]);
  expect(modelPhases(structure, wider, hkl)).not.toBe(modelPhases(structure, structure.cell, hkl));
});
