/** Oracle: cctbx's change_basis (reference/table/reindex.json); what a change of axes must leave as it is. */
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError, SymmetryError } from "../../lib/errors.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { classicalMerge } from "../../lib/statistics/index.js";
import { directSummation, Structure } from "../../lib/structure/index.js";
import { ReflectionTable } from "../../lib/table/reflectionTable.js";
import reference from "../reference/table/reindex.json";

function tableOf(hkl: readonly (readonly number[])[], cell: readonly number[], spaceGroup: SpaceGroup) {
  return new ReflectionTable({
    columns: ["H", "K", "L"].map((label, axis) => ({
      label,
      type: "H" as const,
      data: hkl.map((index) => index[axis]),
    })),
    cell,
    spaceGroup,
    merged: false,
    name: "made.mtz",
  });
}

describe("reindex", () => {
  test.each(reference.cases)("$name, $operator: indices, cell and symmetry are cctbx's", (one) => {
    const { operator, cell, newCell, operations } = one;
    const table = tableOf(reference.hkl, cell, SpaceGroup.fromName(one.name));
    const made = table.reindex(operator);
    expect(Array.from(made.hklToObserved().hkl())).toEqual(one.hkl.flat());
    made.cell.toArray().forEach((value, i) => {
      expect(value).toBeCloseTo(newCell[i], 9);
    });
    expect(made.spaceGroup.equals(SpaceGroup.fromOperations(operations))).toBe(true);
    const hkl = made.hkl();
    for (let i = 0; i < hkl.length; i += 3)
      expect(made.spaceGroup.isInAsu(hkl[i], hkl[i + 1], hkl[i + 2])).toBe(true);
    table.cell.dSpacings(table.hkl()).forEach((d, i) => {
      expect(made.cell.dSpacings(hkl)[i]).toBeCloseTo(d, 9);
    });
  });

  test("there and back is the same table; a symmetry operation of the crystal changes nothing but ISYM", () => {
    const { observations } = simulateRotation({ seed: 2, dMin: 5, rotationRange: 20 });
    const back = observations.reindex("k,l,h").reindex("l,h,k");
    expect(back.hkl()).toEqual(observations.hkl());
    expect(Array.from(back.values("M/ISYM"))).toEqual(Array.from(observations.values("M/ISYM")));
    expect(back.spaceGroup.equals(observations.spaceGroup)).toBe(true);
    expect(back.cell.equals(observations.cell, { length: 1e-9, angle: 1e-9 })).toBe(true);
    const same = observations.reindex("-h,-k,l");
    expect(same.hkl()).toEqual(observations.hkl());
    expect(same.spaceGroup).toBe(observations.spaceGroup);
    expect(same.cell).toBe(observations.cell);
  });

  test("the M flag of parts stays", () => {
    const { observations } = simulateRotation({
      seed: 2,
      dMin: 5,
      rotationRange: 20,
      partials: true,
      mosaicity: 0.3,
    });
    const flags = (table: ReflectionTable) => Array.from(table.values("M/ISYM"), (value) => value >> 8);
    expect(flags(observations)).toContain(1);
    expect(flags(observations.reindex("k,l,h"))).toEqual(flags(observations));
  });

  test("beams stay where they are: U B h of each batch, and U is a rotation", () => {
    const { observations } = simulateRotation({ seed: 4, dMin: 6, rotationRange: 3 });
    const [batch] = observations.batches;
    const oblique = observations.hklToObserved().derive({
      spaceGroup: "P 1",
      cell: [30, 36, 44, 83, 97, 106],
      batches: [{ ...batch, cell: [30, 36, 44, 83, 97, 106] }],
    });
    for (const operator of ["k,l,h", "h+k,k,l", "-h,-k,h+l"]) {
      const made = oblique.reindex(operator);
      const place = (table: ReflectionTable, row: number) => {
        const { cell, uMatrix: u } = table.batches[0];
        const [h, k, l] = table
          .hklToObserved()
          .hkl()
          .slice(3 * row, 3 * row + 3);
        // B of Busing & Levy as it is defined: a* along x, b* in the xy plane.
        const { fractionalization: f } = UnitCell.of(cell);
        const s = [0, 1, 2].map((i) => h * f[i] + k * f[3 + i] + l * f[6 + i]);
        const axes = busingLevyAxes(f);
        const own = axes.map((axis) => axis[0] * s[0] + axis[1] * s[1] + axis[2] * s[2]);
        return [0, 1, 2].map((i) => u[3 * i] * own[0] + u[3 * i + 1] * own[1] + u[3 * i + 2] * own[2]);
      };
      for (const row of [0, 5, 11]) {
        const [old, now] = [place(oblique.hklToAsu(), row), place(made, row)];
        for (let i = 0; i < 3; i++) expect(now[i]).toBeCloseTo(old[i], 6);
      }
      const u = made.batches[0].uMatrix;
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++)
          expect(u[3 * i] * u[3 * j] + u[3 * i + 1] * u[3 * j + 1] + u[3 * i + 2] * u[3 * j + 2]).toBeCloseTo(
            i === j ? 1 : 0,
            5,
          );
    }
  });

  test("phases of a merged table go with the indices", () => {
    const { truth, structure } = simulateRotation({ seed: 6, dMin: 6, rotationRange: 3 });
    const made = truth.reindex("k,l,h");
    expect(made.labels).toEqual(truth.labels);
    expect(made.merged).toBe(true);
    // Fractional coordinates in the new axes: x' = M⁻ᵀ x, here y, z, x.
    const atoms = structure.atoms.map((one) => ({ ...one, x: one.y, y: one.z, z: one.x }));
    const turned = new Structure({ cell: made.cell, spaceGroup: made.spaceGroup, atoms });
    const plus = directSummation(turned, made.hkl());
    const old = directSummation(structure, truth.hkl());
    const phase = made.values("PHI(+)");
    const before = truth.values("PHI(+)");
    for (const row of [0, 3, 20, 41]) {
      const apart = (at: number, re: number, im: number) => {
        const difference = at - (Math.atan2(im, re) * 180) / Math.PI;
        return Math.abs(difference - 360 * Math.round(difference / 360));
      };
      // Anomalous scattering, which the summation here leaves out, is the same before and after.
      const was = apart(before[row], old.re[row], old.im[row]);
      expect(apart(phase[row], plus.re[row], plus.im[row])).toBeCloseTo(was, 1);
    }
  });

  test("what is no change of axes is refused in one sentence", () => {
    const table = tableOf(reference.hkl, [30, 30, 50, 90, 90, 90], SpaceGroup.fromName("P 4"));
    for (const [operator, message] of [
      ["k,h,l", /got "k,h,l", which changes the hand/],
      ["2h,k,l", /of determinant 2/],
      ["h,k", /expected h, k, l in terms of the old ones, such as "k,h,-l"/],
      ["h+1,k,l", /which adds a number to an index/],
      ["x,y,z", /reindex operator: got "x,y,z"/],
      ["", /reindex operator: got ""/],
    ] as const) {
      expect(() => table.reindex(operator)).toThrow(InputError);
      expect(() => table.reindex(operator)).toThrow(message);
    }
  });
});

describe("inSpaceGroup", () => {
  const { observations } = simulateRotation({ seed: 2, dMin: 5, rotationRange: 30, scaled: true });

  test("what is merged in a lower group is what was measured", () => {
    const lower = observations.inSpaceGroup("P 1 1 21");
    expect(lower.spaceGroup.name).toBe("P 1 1 21");
    expect(lower.hklToObserved().hkl()).toEqual(observations.hklToObserved().hkl());
    const merged = classicalMerge(lower, { frenchWilson: false }).table;
    const high = classicalMerge(observations, { frenchWilson: false }).table;
    expect(merged.length).toBeGreaterThan(high.length);
    expect(observations.inSpaceGroup("19").spaceGroup.number).toBe(19);
    expect(observations.inSpaceGroup(16).spaceGroup.name).toBe("P 2 2 2");
  });

  test("a group that the cell does not have, one that is none, and merged data are refused", () => {
    expect(() => observations.inSpaceGroup("P 4")).toThrow(SymmetryError);
    expect(() => observations.inSpaceGroup("P 4")).toThrow(/got P 4, which the cell .* does not have/);
    expect(() => observations.inSpaceGroup("P 2 2 23")).toThrow(SymmetryError);
    const { table } = classicalMerge(observations);
    expect(() => table.inSpaceGroup("P 2 2 2")).toThrow(/expected unmerged observations/);
  });
});

/** Axes of Busing & Levy in the frame of reciprocal axes that are the rows of `f`. */
function busingLevyAxes(f: ArrayLike<number>): number[][] {
  const unit = (v: readonly number[]) => v.map((value) => value / Math.hypot(...v));
  const x = unit([f[0], f[1], f[2]]);
  const dot = f[3] * x[0] + f[4] * x[1] + f[5] * x[2];
  const y = unit([f[3] - dot * x[0], f[4] - dot * x[1], f[5] - dot * x[2]]);
  return [x, y, [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]];
}
