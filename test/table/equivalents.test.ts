/**
 * Oracles: the definitions. A phase distribution must give the new phase the probability that the old one had; F of
 * an equivalent, summed over atoms with their symmetry, has the moved phase.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import {
  canonicalPhase,
  hasPhases,
  mateLabel,
  moveToEquivalent,
  withMillerIndices,
} from "../../lib/table/equivalents.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import { random } from "./random.js";
import { fourReflections, plain } from "./tables.js";

/** A table of the columns, with Miller indices before them. */
function table(columns: readonly ColumnInit[], name?: string): ReflectionTable {
  const count = columns[0].data.length;
  const hkl = ["H", "K", "L"].map(
    (label): ColumnInit => ({ label, type: "H", data: new Int32Array(count).fill(1) }),
  );
  return new ReflectionTable({ columns: [...hkl, ...columns], cell: [10, 20, 30], spaceGroup: 19, name });
}

/** The columns after the change, by label. */
function moved(
  columns: readonly ColumnInit[],
  mate: readonly number[],
  shift?: readonly number[],
): Map<string, ArrayLike<number>> {
  const rows = { mate: Uint8Array.from(mate), shift: shift && Float64Array.from(shift) };
  return new Map(moveToEquivalent(table(columns), rows).map(({ label, data }) => [label, data]));
}

describe("phases", () => {
  test("are those of structure factors summed over atoms", () => {
    const next = random(8);
    for (const name of ["P 21 21 21", "P 31 2 1", "I 41"]) {
      const group = SpaceGroup.fromName(name);
      const atoms = Array.from({ length: 5 }, () => [next(), next(), next()]);
      const phase = (h: number, k: number, l: number): number => {
        let [re, im] = [0, 0];
        for (const atom of atoms)
          for (const operation of group.operations) {
            const [x, y, z] = operation.apply(atom);
            re += Math.cos(2 * Math.PI * (h * x + k * y + l * z));
            im += Math.sin(2 * Math.PI * (h * x + k * y + l * z));
          }
        return (Math.atan2(im, re) * 180) / Math.PI;
      };
      for (const operation of group.primitiveOperations)
        for (const mate of [0, 1]) {
          const [h, k, l] = [3, 1, 4];
          const to = operation.applyToHkl(h, k, l).map((index) => (mate ? -index : index));
          const columns: ColumnInit[] = [{ label: "PHI", type: "P", data: Float64Array.of(phase(h, k, l)) }];
          const [got] = Array.from(moved(columns, [mate], [operation.phaseShift(h, k, l)]).get("PHI")!);
          expect(Math.abs(canonicalPhase(got - phase(to[0], to[1], to[2])))).toBeLessThan(1e-9);
        }
    }
  });

  test("without a shift only mates change; missing ones stay missing", () => {
    const columns: ColumnInit[] = [{ label: "PHI", type: "P", data: [30, 30, Number.NaN, Number.NaN] }];
    expect([...Array.from(moved(columns, [0, 1, 0, 1]).get("PHI")!)]).toEqual([
      30,
      -30,
      Number.NaN,
      Number.NaN,
    ]);
  });

  test("come out from −180 up to, not including, 180", () => {
    for (const [phase, canonical] of [
      [0, 0],
      [180, -180],
      [-180, -180],
      [179.5, 179.5],
      [270, -90],
      [-900, -180],
      [725, 5],
    ])
      expect(canonicalPhase(phase)).toBe(canonical);
  });

  test("keep their precision: float64 stays so, whole numbers become floats", () => {
    const columns: ColumnInit[] = [
      { label: "A", type: "P", data: Float64Array.of(0.1) },
      { label: "B", type: "P", data: Int32Array.of(7) },
    ];
    const result = moved(columns, [1], [0]);
    expect(result.get("A")).toEqual(Float64Array.of(-0.1));
    expect(result.get("B")).toEqual(Float32Array.of(-7));
  });
});

describe("Hendrickson-Lattman coefficients", () => {
  const letters = ["A", "B", "C", "D"];
  const set = (name: string, values: readonly number[]): ColumnInit[] =>
    letters.map((letter, i) => ({ label: `HL${letter}${name}`, type: "A", data: [values[i]] }));
  const logProbability = (values: readonly number[], phase: number): number =>
    values[0] * Math.cos(phase) +
    values[1] * Math.sin(phase) +
    values[2] * Math.cos(2 * phase) +
    values[3] * Math.sin(2 * phase);

  test("give every new phase what the old one had, for each set of four", () => {
    const next = random(4);
    for (let trial = 0; trial < 50; trial++) {
      const first = letters.map(() => 4 * next() - 2);
      const second = letters.map(() => 4 * next() - 2);
      const shift = 2 * Math.PI * next();
      const mate = trial % 2;
      const result = moved([...set("", first), ...set("2", second)], [mate], [shift]);
      for (const [name, values] of [
        ["", first],
        ["2", second],
      ] as const) {
        const after = letters.map((letter) => Number(result.get(`HL${letter}${name}`)?.[0]));
        for (const phase of [0, 0.7, 2, 4.4]) {
          const newPhase = (mate ? -1 : 1) * (phase + shift);
          expect(Math.abs(logProbability(after, newPhase) - logProbability(values, phase))).toBeLessThan(
            2e-6,
          );
        }
      }
    }
  });

  test("that are no sets of four are refused", () => {
    const columns = set("", [1, 2, 3, 4]).slice(0, 3);
    expect(() =>
      moveToEquivalent(table(columns, "phases"), { mate: Uint8Array.of(0), shift: undefined }),
    ).toThrow(
      new InputError(
        "phase probability columns (type A) of phases: got HLA, HLB, HLC, expected sets of four (A, B, C, D); " +
          "take the rest out with without()",
      ),
    );
  });
});

describe("Friedel mates", () => {
  test("anomalous differences change sign", () => {
    const columns: ColumnInit[] = [{ label: "DANO", type: "D", data: [5, 5, Number.NaN] }];
    expect(Array.from(moved(columns, [0, 1, 1]).get("DANO")!)).toEqual([5, -5, Number.NaN]);
  });

  test("columns of the two mates change places, in either spelling, if their types agree", () => {
    const columns: ColumnInit[] = [
      { label: "F(+)", type: "G", data: [1, 2] },
      { label: "F(-)", type: "G", data: [3, 4] },
      { label: "N+", type: "I", data: Int32Array.of(1, 2) },
      { label: "N-", type: "I", data: Int32Array.of(3, 4) },
      { label: "X(+)", type: "R", data: [1, 2] },
      { label: "X(-)", type: "W", data: [3, 4] },
      { label: "I(+)", type: "K", data: [1, 2] },
      { label: "F", type: "F", data: [8, 9] },
    ];
    const result = moved(columns, [0, 1]);
    expect(
      Object.fromEntries([...result].slice(3).map(([label, data]) => [label, Array.from(data)])),
    ).toEqual({
      "F(+)": [1, 4],
      "F(-)": [3, 2],
      "N+": [1, 4],
      "N-": [3, 2],
      "X(+)": [1, 2],
      "X(-)": [3, 4],
      "I(+)": [1, 2],
      F: [8, 9],
    });
    expect(result.get("N+")).toBeInstanceOf(Int32Array);
  });

  test("a mate that misses values makes whole numbers floats; float64 stays so", () => {
    const result = moved(
      [
        { label: "N(+)", type: "I", data: Int32Array.of(1) },
        { label: "N(-)", type: "I", data: [Number.NaN] },
        { label: "F(+)", type: "G", data: Float64Array.of(0.1) },
        { label: "F(-)", type: "G", data: Float64Array.of(0.2) },
      ],
      [1],
    );
    expect(result.get("N(+)")).toEqual(Float32Array.of(Number.NaN));
    expect(result.get("N(-)")).toEqual(Float32Array.of(1));
    expect(result.get("F(+)")).toEqual(Float64Array.of(0.2));
  });

  test("labels of the other mate", () => {
    for (const [label, other] of [
      ["F(+)", "F(-)"],
      ["SIGF(+)_native", "SIGF(-)_native"],
      ["N+", "N-"],
    ]) {
      expect(mateLabel(label)).toBe(other);
      expect(mateLabel(other)).toBe(label);
    }
    expect(mateLabel("F")).toBeUndefined();
    expect(mateLabel("a-b")).toBeUndefined();
  });
});

test("nothing moves the table itself, and columns without a phase are the same arrays", () => {
  const before = table([
    { label: "PHI", type: "P", data: [10] },
    { label: "F", type: "F", data: [3] },
  ]);
  const after = moveToEquivalent(before, { mate: Uint8Array.of(1), shift: Float64Array.of(1) });
  expect(plain(before, "PHI")).toEqual([10]);
  expect(after.map((column) => column.label)).toEqual(before.labels);
  expect(after[4].data).toBe(before.values("F"));
});

test("phases are phases and phase probabilities", () => {
  expect(hasPhases(fourReflections())).toBe(false);
  expect(hasPhases(table([{ label: "PHI", type: "P", data: [1] }]))).toBe(true);
  expect(hasPhases(table([{ label: "HLA", type: "A", data: [1] }]))).toBe(true);
});

test("Miller indices are put in place of the old, other columns stay", () => {
  const four = fourReflections();
  const hkl = Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const columns = withMillerIndices(four, four.columns, hkl);
  expect(columns.map((column) => column.label)).toEqual(four.labels);
  expect(columns.slice(0, 3).map((column) => Array.from(column.data))).toEqual([
    [1, 4, 7, 10],
    [2, 5, 8, 11],
    [3, 6, 9, 12],
  ]);
  expect(columns[3]).toBe(four.columns[3]);
  expect(plain(four, "H")).toEqual([1, 2, 3, -1]);
});
