/**
 * Oracles: sgtbx (../shared/data/symmetry/sgtbx.csv.bz2, all 705,430 rows, every column, no mismatch allowed) and, for
 * isym, gemmi (test/reference/crystal/spaceGroups.json).
 */
import { describe, expect, test } from "vitest";
import { HklIndex } from "../../lib/crystal/millerIndex.js";
import { rowCount } from "../../lib/crystal/reflectionSymmetry.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { InputError } from "../../lib/errors.js";
import { dataTest } from "../data.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };
import { readSgtbx, type SgtbxRow } from "./sgtbx.js";
import { someHkl } from "./someHkl.js";

describe("sgtbx", () => {
  dataTest("every column of every row", () => {
    const mismatches: Record<string, string[]> = {};
    let rows = 0;
    for (const [xhm, table] of readSgtbx()) {
      const group = SpaceGroup.fromName(xhm);
      const hkl = Int32Array.from(table.flatMap((row) => row.hkl));
      const batch = {
        asu: group.mapToAsu(hkl).hkl,
        inAsu: group.asuFlags(hkl),
        centric: group.centricFlags(hkl),
        absent: group.absenceFlags(hkl),
        epsilon: group.epsilons(hkl),
      };
      table.forEach((row, i) => {
        rows++;
        for (const [column, ok] of compare(group, row)) if (!ok) note(column, row);
        const same =
          row.asu.every((index, axis) => index === batch.asu[3 * i + axis]) &&
          batch.inAsu[i] === Number(row.inAsu) &&
          batch.centric[i] === Number(row.centric) &&
          batch.absent[i] === Number(row.absent) &&
          batch.epsilon[i] === row.epsilon;
        if (!same) note("batch", row);
      });
    }
    expect(mismatches).toEqual({});
    expect(rows).toBe(705_430);

    function note(column: string, row: SgtbxRow): void {
      mismatches[column] ??= [];
      mismatches[column].push(`${row.xhm} ${row.hkl.join(" ")}`);
    }
  });
});

function* compare(group: SpaceGroup, row: SgtbxRow): Generator<[string, boolean]> {
  const [h, k, l] = row.hkl;
  yield ["hall", row.hall.trim() === group.hall];
  const asu = group.toAsu(h, k, l);
  yield ["asu", asu.h === row.asu[0] && asu.k === row.asu[1] && asu.l === row.asu[2]];
  yield ["back", group.fromAsu(asu.h, asu.k, asu.l, asu.isym).every((index, i) => index === row.hkl[i])];
  yield ["in_asu", group.isInAsu(h, k, l) === row.inAsu];
  yield ["is_centric", group.isCentric(h, k, l) === row.centric];
  yield ["is_absent", group.isAbsent(h, k, l) === row.absent];
  yield ["epsilon", group.epsilon(h, k, l) === row.epsilon];
  const withCentring = group.epsilonWithCentring(h, k, l);
  yield ["gemmi_epsilon", withCentring === row.epsilonWithCentring];
  const withoutCentring = withCentring / group.centringTranslations.length;
  yield ["gemmi_epsilon_without_centering", withoutCentring === row.epsilonWithoutCentring];
  const phase = group.phaseRestriction(h, k, l);
  const [first, second] = row.phases ?? [];
  const radians = ((phase ?? Number.NaN) * Math.PI) / 180;
  const near = (expected: number, value: number): boolean => Math.abs(expected - value) < 1e-12;
  const restricted = near(first, radians) && near(second, radians + Math.PI);
  yield ["phase_restrictions", row.phases === undefined ? phase === undefined : restricted];
}

describe("asymmetric unit", () => {
  test("isym of all 564 settings is gemmi's", () => {
    const hkl = Int32Array.from(golden.hkl.flat());
    for (const setting of golden.settings) {
      const { isym } = SpaceGroup.fromName(setting.name).mapToAsu(hkl);
      expect(`${setting.name}: ${isym.join(" ")}`).toBe(`${setting.name}: ${setting.isym}`);
    }
  });

  test("to the asymmetric unit and back is the identity", () => {
    const hkl = someHkl(300, 40);
    for (const group of SpaceGroup.all()) {
      const mapped = group.mapToAsu(hkl);
      expect(group.asuFlags(mapped.hkl)).toEqual(new Uint8Array(300).fill(1));
      expect(group.mapFromAsu(mapped.hkl, mapped.isym).hkl).toEqual(hkl);
    }
  });

  test("holds each orbit exactly once, multiplicity counts it", () => {
    const size = 5;
    const ball = Int32Array.from({ length: 3 * size ** 3 }, (_, i) => {
      const [row, axis] = [Math.trunc(i / 3), i % 3];
      return (Math.trunc(row / size ** axis) % size) - 2;
    });
    for (const group of SpaceGroup.all()) {
      const { hkl: asu } = group.mapToAsu(ball);
      const wrong: string[] = [];
      for (let j = 0; j < ball.length; j += 3) {
        const [h, k, l] = ball.subarray(j, j + 3);
        const orbit = group.primitiveOperations.flatMap((operation) => {
          const mate = operation.applyToHkl(h, k, l);
          return [...mate, ...mate.map((index) => -index)];
        });
        const equivalents = new HklIndex(Int32Array.from(orbit));
        const inside = group.asuFlags(equivalents.unique);
        const at = equivalents.find(asu[j], asu[j + 1], asu[j + 2]);
        const once = inside.reduce((sum, flag) => sum + flag, 0) === 1 && inside[at] === 1;
        if (!once || group.multiplicity(h, k, l) !== equivalents.size) wrong.push(`${h} ${k} ${l}`);
      }
      expect({ group: group.name, wrong }).toEqual({ group: group.name, wrong: [] });
    }
  });

  test("what is no Miller index is refused", () => {
    const group = SpaceGroup.fromName("P 21 21 21");
    expect(() => group.toAsu(1, 2.5, 3)).toThrow("Miller index: got 1 2.5 3, expected integers");
    expect(() => group.toAsu(Number.NaN, 0, 0)).toThrow(InputError);
    expect(() => group.mapToAsu(Int32Array.of(1, 2))).toThrow(
      "Miller indices: got 2 numbers, expected 3 for each",
    );
    expect(() => group.fromAsu(1, 2, 3, 0)).toThrow("M/ISYM of row 0: got isym 0, expected 1 to 8");
    expect(() => group.fromAsu(1, 2, 3, 9)).toThrow(InputError);
    expect(() => group.mapFromAsu([1, 2, 3], [1, 1])).toThrow(InputError);
    expect(rowCount([1, 2, 3, 4, 5, 6])).toBe(2);
  });
});
