/**
 * Oracles: mpmath with 50 digits from the metric tensor alone, and gemmi in float64 (test/reference/crystal/unitCell.json).
 * The tolerance for a cell is what rounding its angles to float64 can do, in units of its volume factor.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import golden from "../reference/crystal/unitCell.json" with { type: "json" };

describe.each(golden.cells)("cell $cell", ({ cell: parameters, exact, gemmi }) => {
  const cell = UnitCell.of(parameters);
  // 1 for a box, down to 0.0002 for the flattest of the cells
  const flatness = exact.volume / (parameters[0] * parameters[1] * parameters[2]);
  const tolerance = 4e-15 / flatness ** 2;

  function agree(ours: ArrayLike<number>, theirs: readonly number[], relative: number): void {
    const scale = Math.max(...theirs.map(Math.abs));
    expect(ours.length).toBe(theirs.length);
    theirs.forEach((value, i) => {
      expect(Math.abs(ours[i] - value)).toBeLessThanOrEqual(
        relative * Math.max(Math.abs(value), 1e-3 * scale),
      );
    });
  }

  const spacings = golden.hkl.map(([h, k, l]) => cell.dSpacing(h, k, l));
  const { a, b, c, alpha, beta, gamma } = cell.reciprocal;

  test("volume, resolution, reciprocal cell and orthogonalization to rounding", () => {
    agree([cell.volume], [exact.volume], tolerance);
    agree(spacings, exact.d, tolerance);
    agree([a, b, c], exact.reciprocal.slice(0, 3), tolerance);
    agree([alpha, beta, gamma], exact.reciprocal.slice(3), tolerance);
    agree(cell.orthogonalization, exact.orthogonalization, 30 * tolerance);
  });

  test("the same as gemmi, whose formulas lose more digits in flat cells", () => {
    const loose = 1e-12 / flatness ** 4;
    agree([cell.volume], [gemmi.volume], loose);
    agree(spacings, gemmi.d, loose);
    agree([a, b, c, alpha, beta, gamma], gemmi.reciprocal, loose);
    agree(cell.orthogonalization, gemmi.orthogonalization, 30 * loose);
  });

  test("metric, reciprocal metric, orthogonalization and fractionalization fit together", () => {
    const { metric, reciprocalMetric, orthogonalization: m, fractionalization: f } = cell;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const dot = (x: (n: number) => number, y: (n: number) => number): number =>
          x(0) * y(0) + x(1) * y(1) + x(2) * y(2);
        const [one, size] = [i === j ? 1 : 0, parameters[i] * parameters[j]];
        const identity = dot(
          (n) => metric[3 * i + n],
          (n) => reciprocalMetric[3 * n + j],
        );
        expect(Math.abs(identity - one) * (parameters[j] / parameters[i])).toBeLessThan(
          1e-14 / flatness ** 2,
        );
        expect(
          Math.abs(
            dot(
              (n) => m[3 * n + i],
              (n) => m[3 * n + j],
            ) - metric[3 * i + j],
          ) / size,
        ).toBeLessThan(1e-14 / flatness ** 2);
        expect(
          Math.abs(
            dot(
              (n) => m[3 * i + n],
              (n) => f[3 * n + j],
            ) - one,
          ),
        ).toBeLessThan(
          (1e-12 * Math.max(...parameters.slice(0, 3))) / Math.min(...parameters.slice(0, 3)) / flatness,
        );
      }
    }
    const xyz = cell.orthogonalize([0.1, -0.2, 0.3]);
    cell.fractionalize(xyz).forEach((value, i) => {
      expect(value).toBeCloseTo([0.1, -0.2, 0.3][i], 8);
    });
  });
});

describe("a unit cell", () => {
  test("exact where the lattice is", () => {
    const cell = new UnitCell(10, 10, 20, 90, 90, 120);
    expect(Array.from(cell.metric)).toEqual([100, -50, 0, -50, 100, 0, 0, 0, 400]);
    expect(new UnitCell(10, 20, 30).volume).toBe(6000);
    expect(cell.dSpacing(0, 0, 4)).toBe(5);
    expect(cell.dSpacing(0, 0, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(Array.from(cell.dSpacings([0, 0, 4, 0, 0, 2]))).toEqual([5, 10]);
  });

  test("from whatever describes one", () => {
    const cell = new UnitCell(10, 20, 30, 90, 95, 90);
    expect(UnitCell.of(cell)).toBe(cell);
    expect(UnitCell.of([10, 20, 30, 90, 95, 90]).equals(cell)).toBe(true);
    expect(UnitCell.of(Float32Array.of(10, 20, 30, 90, 95, 90)).equals(cell)).toBe(true);
    expect(UnitCell.of({ a: 10, b: 20, c: 30, beta: 95 }).equals(cell)).toBe(true);
    expect(UnitCell.of([10, 20, 30]).toArray()).toEqual([10, 20, 30, 90, 90, 90]);
    expect(cell.equals(UnitCell.of([10.0005, 20, 30, 90, 95, 90]))).toBe(true);
    expect(cell.equals(UnitCell.of([10.002, 20, 30, 90, 95, 90]))).toBe(false);
    expect(cell.equals(UnitCell.of([10.002, 20, 30, 90, 95.1, 90]), { length: 0.01, angle: 0.2 })).toBe(true);
    expect(cell.toString()).toBe("10 20 30 Å, 90 95 90°");
  });

  test.each([
    [[0, 10, 10, 90, 90, 90], "got a = 0, expected a positive length"],
    [[10, -1, 10, 90, 90, 90], "got b = -1, expected a positive length"],
    [[10, 10, Number.NaN, 90, 90, 90], "got c = NaN, expected a positive length"],
    [[10, 10, Number.POSITIVE_INFINITY, 90, 90, 90], "got c = Infinity"],
    [[10, 10, 10, 0, 90, 90], "got alpha = 0, expected an angle between 0 and 180"],
    [[10, 10, 10, 90, 180, 90], "got beta = 180, expected an angle"],
    [[10, 10, 10, 90, 90, Number.NaN], "got gamma = NaN, expected an angle"],
    [[10, 10, 10, 120, 120, 120], "got angles 120, 120, 120, expected three that can meet"],
    [[10, 10, 10, 130, 120, 115], "got angles 130, 120, 115, expected three that can meet"],
    [[10, 10, 10, 40, 50, 91], "got angles 40, 50, 91, expected three that can meet"],
    [[10, 10, 10, 40, 50, 90], "got angles 40, 50, 90, expected three that can meet"],
    [[10, 10], "got 2 numbers, expected a, b, c, alpha, beta, gamma"],
  ])("%j is refused", (parameters, message) => {
    expect(() => UnitCell.of(parameters)).toThrow(InputError);
    expect(() => UnitCell.of(parameters)).toThrow(message);
  });

  test("fits the space groups of its system", () => {
    const hexagonal = new UnitCell(50, 50, 70, 90, 90, 120);
    expect(SpaceGroup.fromName("P 61 2 2").isCompatibleWith(hexagonal)).toBe(true);
    expect(SpaceGroup.fromName("R 3:H").isCompatibleWith(hexagonal)).toBe(true);
    expect(SpaceGroup.fromName("R 3:R").isCompatibleWith(hexagonal)).toBe(false);
    expect(SpaceGroup.fromName("P 4").isCompatibleWith(hexagonal)).toBe(false);
    expect(SpaceGroup.fromName("P 4").isCompatibleWith(new UnitCell(50, 50.2, 70))).toBe(true);
    expect(SpaceGroup.fromName("P 4").isCompatibleWith(new UnitCell(50, 50.2, 70), 1e-3)).toBe(false);
    expect(SpaceGroup.fromName("P 1 21 1").isCompatibleWith(new UnitCell(50, 60, 70, 90, 100, 90))).toBe(
      true,
    );
    expect(SpaceGroup.fromName("P 1 1 21").isCompatibleWith(new UnitCell(50, 60, 70, 90, 100, 90))).toBe(
      false,
    );
  });
});
