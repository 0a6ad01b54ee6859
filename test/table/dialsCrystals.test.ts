/** The median cell and common space group of many crystals. */
import { describe, expect, test } from "vitest";
import { InputError, SymmetryError } from "../../lib/errors.js";
import type { DialsCrystal } from "../../lib/formats/dialsTypes.js";
import { crystalsOfDials } from "../../lib/table/dialsCrystals.js";

const crystal = (a: number, b = 50, c = 60, hall = " P 2ac 2ab"): DialsCrystal => ({
  axes: [a, 0, 0, 0, b, 0, 0, 0, c],
  hall,
});
const crystals = (...list: DialsCrystal[]) => list.map((one, i) => [10 + i, one] as const);
const of = (list: DialsCrystal[], stills = true) => ({ name: "x.expt", crystals: crystals(...list), stills });

test("each parameter is the median; axes may be turned", () => {
  const s = Math.sqrt(0.5);
  const turned: DialsCrystal = {
    axes: [40 * s, 40 * s, 0, -51 * s, 51 * s, 0, 0, 0, 60.5],
    hall: " P 2ac 2ab",
  };
  const { cell, spaceGroup } = crystalsOfDials(of([crystal(40.2), turned, crystal(40.4, 50.5)]));
  const wanted = [40.2, 50.5, 60, 90, 90, 90];
  cell.toArray().forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 12);
  });
  expect(cell.toArray().slice(3)).toEqual([90, 90, 90]);
  expect(spaceGroup.name).toBe("P 21 21 21");
  expect(crystalsOfDials(of([crystal(40), crystal(41)])).cell.a).toBe(40.5);
});

test("angles of an oblique cell", () => {
  const { cell } = crystalsOfDials(
    of([{ axes: [10, 0, 0, -5, 5 * Math.sqrt(3), 0, 0, 5, 12], hall: " P 1" }]),
  );
  const [alpha, beta, gamma] = cell.toArray().slice(3);
  expect(gamma).toBe(120);
  expect(beta).toBe(90);
  expect(alpha).toBeCloseTo((Math.acos((25 * Math.sqrt(3)) / (10 * 13)) * 180) / Math.PI, 9);
});

describe("crystals that differ", () => {
  test("by more than the tolerance are counted, the first is named, and the way out", () => {
    const list = [crystal(40), crystal(40.1), crystal(42), crystal(40), crystal(38)];
    const refused = () => crystalsOfDials(of(list));
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(
      "cells of x.expt: got 2 of 5 crystals (the first that of experiment 12, 42 50 60 90 90 90) far from their median " +
        '40 50 60 90 90 90, expected edges within 3 % and angles within 2°; raise edgeTolerance or angleTolerance, set otherCells to "leave out", or allowMixed to take all',
    );
    expect(crystalsOfDials(of(list), { edgeTolerance: 0.06 }).cell.a).toBe(40);
    expect(crystalsOfDials(of(list), { allowMixed: true }).cell.a).toBe(40);
  });

  test("scans are held to 1 %", () => {
    const list = [crystal(40), crystal(40), crystal(40.8)];
    expect(crystalsOfDials(of(list)).cell.a).toBe(40);
    expect(() => crystalsOfDials(of(list, false))).toThrow(
      /1 of 3 crystals .* within 1 % and angles within 1°/,
    );
  });

  test("in their space group, whatever its symbol looks like", () => {
    const list = [crystal(40), crystal(40, 50, 60, " P 2ac 2ab (x,y,z)"), crystal(40, 50, 60, " P 2 2")];
    expect(() => crystalsOfDials(of(list))).toThrow(
      'space groups of x.expt: got P 21 21 21 and another in 1 of 3 crystals (the first that of experiment 12, P 2 2 2), expected the same; reindex them, set otherCells to "leave out", or allowMixed to keep the first',
    );
    expect(crystalsOfDials(of(list), { allowMixed: true }).spaceGroup.name).toBe("P 21 21 21");
  });

  test("are left out where that is asked: of another space group than most, and far from the cell of those that stay", () => {
    const leaveOut = { otherCells: "leave out" } as const;
    const list = [crystal(90, 50, 60, " P 2 2"), crystal(40), crystal(40.1), crystal(45), crystal(40.2)];
    const { cell, spaceGroup, others } = crystalsOfDials(of(list), leaveOut);
    expect([...others]).toEqual([10, 13]);
    expect([cell.a, spaceGroup.name]).toEqual([(40.1 + 40.2) / 2, "P 21 21 21"]);
    expect(crystalsOfDials(of([crystal(40), crystal(40.1)]), leaveOut).others.size).toBe(0);
    expect(crystalsOfDials(of(list), { allowMixed: true }).others.size).toBe(0);
    // none is near the median of two
    expect(() => crystalsOfDials(of([crystal(40), crystal(50)]), leaveOut)).toThrow("got 2 of 2 crystals");
    expect(() => crystalsOfDials(of(list), { otherCells: "drop" as "refuse" })).toThrow(
      'otherCells: got drop, expected "refuse" or "leave out"',
    );
  });

  test("an impossible cell and an unknown space group name the experiment", () => {
    expect(() => crystalsOfDials(of([crystal(0)]))).toThrow(/^x\.expt, experiment 10: unit cell: got a = 0/);
    expect(() => crystalsOfDials(of([crystal(40, 50, 60, "Q 9")]))).toThrow(SymmetryError);
    expect(() => crystalsOfDials(of([crystal(40, 50, 60, "Q 9")]))).toThrow(
      /^x\.expt, experiment 10: Hall symbol "Q 9"/,
    );
  });
});
