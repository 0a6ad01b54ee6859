// Oracle: reciprocalspaceship 1.0.8 (test/reference/table/symmetry.py); phases to the 6 decimals of the file.
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { observedHkl } from "../../lib/table/asu.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { filled, fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Case {
  spaceGroup: string;
  cell: number[];
  input: PlainColumns;
  asu: PlainColumns;
  anomalous: PlainColumns;
}
const { cases } = reference<{ cases: Case[] }>("symmetry");

function expectColumns(table: ReflectionTable, expected: PlainColumns): void {
  for (const [label, values] of Object.entries(expected)) {
    if (label === "PHI") {
      plain(table, label).forEach((phase, i) => {
        const difference = ((((phase - filled(values)[i] + 180) % 360) + 360) % 360) - 180;
        expect(Math.abs(difference)).toBeLessThan(2e-5);
      });
    } else expect(plain(table, label), label).toEqual(filled(values));
  }
}

describe.each(cases)("$spaceGroup", ({ spaceGroup, cell, input, asu, anomalous }) => {
  const table = tableOf(input, { cell, spaceGroup });
  test("hklToAsu agrees with reciprocalspaceship, phases too", () => {
    expectColumns(table.hklToAsu(), asu);
  });
  test("hklToAsu with anomalous keeps acentric mates apart", () => {
    expectColumns(table.hklToAsu({ anomalous: true }), anomalous);
  });
  test("hklToObserved undoes both", () => {
    expectColumns(table.hklToAsu().hklToObserved(), input);
    expectColumns(table.hklToAsu({ anomalous: true }).hklToObserved(), input);
  });
  test("mapping twice is mapping once", () => {
    const once = table.hklToAsu();
    const twice = once.hklToAsu();
    for (const label of ["H", "K", "L", "M/ISYM"]) expect(plain(twice, label)).toEqual(plain(once, label));
    expect(twice.labels).toEqual(once.labels);
  });
});

test("observed indices alone are those of the table mapped back, or as they are where nothing was mapped", () => {
  const { spaceGroup, cell, input } = cases[0];
  const table = tableOf(input, { cell, spaceGroup });
  for (const mapped of [table, table.hklToAsu(), table.hklToAsu({ anomalous: true })])
    expect(observedHkl(mapped)).toEqual(table.hkl());
  const odd = tableOf({ H: [1], K: [1], L: [4], "M/ISYM": [99] }, { merged: false });
  expect(() => observedHkl(odd)).toThrow(InputError);
});

test("M/ISYM stands behind the Miller index", () => {
  expect(fourReflections().hklToAsu().labels).toEqual(["H", "K", "L", "M/ISYM", "F", "SIGF"]);
  expect(fourReflections().hklToAsu().column("M/ISYM").type).toBe("Y");
});

test("partiality flags survive the way back and forth", () => {
  const columns = { H: [1, 1], K: [1, 1], L: [4, 4], "M/ISYM": [257, 2] };
  const table = tableOf(columns, { merged: false });
  const observed = table.hklToObserved();
  expect(plain(observed, "PARTIAL")).toEqual([1, 0]);
  expect(plain(observed.hklToAsu(), "M/ISYM")).toEqual([257, 2]);
  expect(observed.hklToAsu().has("PARTIAL")).toBe(false);
});

test("a structure's own Hendrickson-Lattman coefficients, anomalous difference and mates' columns move along", () => {
  // φ = 40°, A cos φ + … is largest there: log P = 3 cos(φ − 40°) + 2 cos 2(φ − 40°)
  const at = (40 * Math.PI) / 180;
  const table = new ReflectionTable({
    columns: [
      { label: "H", type: "H", data: [-1, 1, 1] },
      { label: "K", type: "H", data: [-2, -2, 2] },
      { label: "L", type: "H", data: [-3, -3, 3] },
      { label: "PHI", type: "P", data: [40, 40, 40] },
      ...[3 * Math.cos(at), 3 * Math.sin(at), 2 * Math.cos(2 * at), 2 * Math.sin(2 * at)].map((value, i) => ({
        label: "HL" + "ABCD"[i],
        type: "A" as const,
        data: [value, value, value],
      })),
      { label: "DANO", type: "D", data: [5, 5, 5] },
      { label: "F(+)", type: "G", data: [10, 10, 10] },
      { label: "F(-)", type: "G", data: [5, 5, 5] },
    ],
    cell: [10, 20, 30],
    spaceGroup: "P 21 21 21",
  });
  const asu = table.hklToAsu();
  for (let row = 0; row < 3; row++) {
    const phase = (asu.values("PHI")[row] * Math.PI) / 180;
    const [a, b, c, d] = ["A", "B", "C", "D"].map((letter) => asu.values(`HL${letter}`)[row]);
    expect(a).toBeCloseTo(3 * Math.cos(phase), 5);
    expect(b).toBeCloseTo(3 * Math.sin(phase), 5);
    expect(c).toBeCloseTo(2 * Math.cos(2 * phase), 5);
    expect(d).toBeCloseTo(2 * Math.sin(2 * phase), 5);
    const mate = asu.values("M/ISYM")[row] % 2 === 0;
    expect(asu.values("DANO")[row]).toBe(mate ? -5 : 5);
    expect(asu.values("F(+)")[row]).toBe(mate ? 5 : 10);
    expect(asu.values("F(-)")[row]).toBe(mate ? 10 : 5);
  }
  expect([...asu.values("M/ISYM")].map((isym) => isym % 2)).toContain(0);
});

test("structure factors transform as a sum over atoms does, in every setting", () => {
  // three atoms in a general position of every setting: F(h) = Σ over operations of exp 2πi h·(Rx + t)
  for (const group of SpaceGroup.all()) {
    const phaseOf = (h: number, k: number, l: number): [re: number, im: number] => {
      let [re, im] = [0, 0];
      for (const operation of group.operations) {
        const [x, y, z] = operation.apply([0.137, 0.291, 0.411]);
        const angle = 2 * Math.PI * (h * x + k * y + l * z);
        re += Math.cos(angle);
        im += Math.sin(angle);
      }
      return [re, im];
    };
    const hkl = [1, 2, 3, -1, -2, 3, 4, -1, 2, -3, 1, -5, 2, 2, -4].map((value) => value);
    const phases = [0, 1, 2, 3, 4].map((i) => {
      const [re, im] = phaseOf(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]);
      return Math.hypot(re, im) < 1e-6 ? Number.NaN : (Math.atan2(im, re) * 180) / Math.PI;
    });
    const columns = { PHI: phases } as PlainColumns;
    const axis = (a: number): number[] => [0, 1, 2, 3, 4].map((i) => hkl[3 * i + a]);
    const table = new ReflectionTable({
      columns: [
        { label: "H", type: "H", data: axis(0) },
        { label: "K", type: "H", data: axis(1) },
        { label: "L", type: "H", data: axis(2) },
        { label: "PHI", type: "P", data: Float64Array.from(filled(columns.PHI)) },
      ],
      cell: [10, 10, 10],
      spaceGroup: group,
    });
    const asu = table.hklToAsu();
    const moved = asu.hkl();
    for (let i = 0; i < 5; i++) {
      const got = asu.values("PHI")[i];
      if (Number.isNaN(got)) continue;
      const [re, im] = phaseOf(moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]);
      const size = Math.hypot(re, im);
      expect(size * Math.cos((got * Math.PI) / 180)).toBeCloseTo(re, 9);
      expect(size * Math.sin((got * Math.PI) / 180)).toBeCloseTo(im, 9);
    }
  }
});

test("errors: no M/ISYM column, a symmetry number that the group has not", () => {
  expect(() => fourReflections().hklToObserved()).toThrow(InputError);
  expect(() => fourReflections().hklToObserved()).toThrow(
    /M\/ISYM column of the table: got none among H, K, L/,
  );
  const table = tableOf({ H: [1], K: [1], L: [1], "M/ISYM": [9] }, { merged: false });
  expect(() => table.hklToObserved()).toThrow(
    /M\/ISYM in row 0 of the table: got 9, expected a symmetry number from 1 to 8/,
  );
});
