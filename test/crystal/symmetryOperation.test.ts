/** Oracle: the group axioms, the definition F(hR) = F(h) exp(−2πi h·t) on explicit sums over atoms, worked triplets. */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import {
  identityOperation,
  invertMatrix,
  multiplyMatrices,
  parseTriplet,
  SymmetryOperation,
} from "../../lib/crystal/symmetryOperation.js";
import { InputError, SymmetryError } from "../../lib/errors.js";

describe("triplets", () => {
  test.each([
    ["x,y,z", "x,y,z"],
    ["X, Y, Z", "x,y,z"],
    ["-x,y+1/2,-z", "-x,y+1/2,-z"],
    ["1/2-X, -Y, Z+1/2", "-x+1/2,-y,z+1/2"],
    ["-y,x-y,z+1/3", "-y,x-y,z+1/3"],
    ["x+0.25,y-.75,z+0.3333", "x+1/4,y+1/4,z+1/3"],
    ["+x,y+5/24,z-1/6", "x,y+5/24,z+5/6"],
    ["x+1,y-2,z+3/2", "x,y,z+1/2"],
    ["1*x,y,z", "x,y,z"],
    ["y+z,-x-z,z", "y+z,-x-z,z"],
  ])("%s is %s", (text, triplet) => {
    expect(SymmetryOperation.parse(text).toString()).toBe(triplet);
  });

  test.each([
    ["", "got 1 parts, expected three"],
    ["x,y", "got 2 parts, expected three"],
    ["x,y,z,x", "got 4 parts, expected three"],
    ["x,y,q", 'got "q", expected terms'],
    ["x,yy,z", 'got "yy", expected terms'],
    ["x,y,+", 'got "+", expected terms'],
    ["x,y,z+1/5", "got a translation of 0.2, expected a multiple of 1/24"],
    ["x,y,z+1/0", "got a translation of Infinity, expected a multiple of 1/24"],
    ["x,y,x", "got determinant 0, expected 1 or -1"],
    ["x,y,2*z", "got determinant 2, expected 1 or -1"],
    ["4294967297*x,y,z", "got a factor of 4294967297, expected at most 1000"],
    ["99999999999999999999*x,y,z", "expected integers"],
    ["x,y,z/2", "got 0.5, expected integers"],
  ])('"%s" is refused', (text, message) => {
    expect(() => SymmetryOperation.parse(text)).toThrow(SymmetryError);
    expect(() => SymmetryOperation.parse(text)).toThrow(message);
  });

  test("a change of basis may have fractions", () => {
    expect(parseTriplet("x/2+z/2, -y, 1/2x-1/2*z-1/4")).toEqual({
      rotation: [0.5, 0, 0.5, 0, -1, 0, 0.5, 0, -0.5],
      translation: [0, 0, -6],
    });
  });
});

describe("operations", () => {
  const groups = ["P 21 21 21", "P 61 2 2", "I 41/a c d:2", "F d -3 c:1", "R 3 c:H"].map((name) =>
    SpaceGroup.fromName(name),
  );

  test("make a group", () => {
    for (const { operations } of groups) {
      const known = new Set(operations.map(String));
      expect(known.size).toBe(operations.length);
      for (const first of operations) {
        expect(first.multiply(first.inverse()).equals(identityOperation)).toBe(true);
        expect(first.inverse().multiply(first).equals(identityOperation)).toBe(true);
        for (const second of operations.slice(0, 12))
          expect(known.has(first.multiply(second).toString())).toBe(true);
      }
    }
  });

  test("multiply is one after the other", () => {
    const xyz = [0.12, 0.34, 0.78];
    for (const { operations } of groups) {
      for (const first of operations.slice(0, 10)) {
        const second = operations[operations.length - 1];
        const direct = first.multiply(second).apply(xyz);
        first.apply(second.apply(xyz)).forEach((value, i) => {
          expect(Math.abs(value - direct[i] - Math.round(value - direct[i]))).toBeLessThan(1e-12);
        });
      }
    }
  });

  test("the phase of h R is that of h plus the phase shift, for atoms in all equivalent places", () => {
    const atoms = [
      [0.11, 0.27, 0.43],
      [0.81, 0.05, 0.37],
    ];
    for (const { operations, name } of groups) {
      const places = operations.flatMap((operation) => atoms.map((atom) => operation.apply(atom)));
      const factor = (h: readonly number[]): [number, number] => {
        const angles = places.map(
          (place) => 2 * Math.PI * (h[0] * place[0] + h[1] * place[1] + h[2] * place[2]),
        );
        return [angles.reduce((s, a) => s + Math.cos(a), 0), angles.reduce((s, a) => s + Math.sin(a), 0)];
      };
      const someHkl: [number, number, number][] = [
        [1, 2, 3],
        [4, -1, 5],
        [2, 2, 0],
        [0, 0, 4],
      ];
      for (const h of someHkl) {
        const [re, im] = factor(h);
        for (const operation of operations) {
          const shift = operation.phaseShift(...h);
          const [cos, sin] = [Math.cos(shift), Math.sin(shift)];
          const turned = factor(operation.applyToHkl(...h));
          expect(Math.abs(turned[0] - (re * cos - im * sin)), `${name} ${operation}`).toBeLessThan(1e-9);
          expect(Math.abs(turned[1] - (re * sin + im * cos)), `${name} ${operation}`).toBeLessThan(1e-9);
        }
      }
    }
  });

  test("bad arguments are refused", () => {
    expect(() => new SymmetryOperation([1, 0, 0, 0, 1, 0, 0, 0])).toThrow("got 8 and 3 numbers");
    expect(() => new SymmetryOperation([1, 0, 0, 0, 1, 0, 0, 0, 1.5])).toThrow("got 1.5, expected integers");
    expect(() => invertMatrix([1, 0, 0, 0, 1, 0, 0, 0, 0])).toThrow(InputError);
    expect(multiplyMatrices([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(identityOperation.determinant).toBe(1);
    expect(SymmetryOperation.parse("-x,-y,-z").determinant).toBe(-1);
  });
});
