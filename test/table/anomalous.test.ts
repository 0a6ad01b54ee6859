// Oracle: reciprocalspaceship 1.0.8 (test/reference/table/symmetry.py), equality.
import { describe, expect, test } from "vitest";
import { ReflectionTable } from "../../lib/table/index.js";
import { filled, fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Case {
  spaceGroup: string;
  cell: number[];
  input: PlainColumns;
  unstacked: PlainColumns;
  unstackedTypes: Record<string, string>;
  stacked: PlainColumns;
}
const { cases } = reference<{ cases: Case[] }>("symmetry");

describe.each(cases)("$spaceGroup", ({ spaceGroup, cell, input, unstacked, unstackedTypes, stacked }) => {
  const table = tableOf(input, { cell, spaceGroup });
  test("unstackAnomalous agrees with reciprocalspaceship", () => {
    const mine = table.unstackAnomalous({ columns: ["F", "SIGF"] });
    for (const [label, values] of Object.entries(unstacked))
      expect(plain(mine, label)).toEqual(filled(values));
    for (const [label, type] of Object.entries(unstackedTypes)) expect(mine.column(label).type).toBe(type);
  });
  test("stackAnomalous agrees with reciprocalspaceship", () => {
    const mine = table.without("PHI").unstackAnomalous().stackAnomalous();
    for (const [label, values] of Object.entries(stacked)) expect(plain(mine, label)).toEqual(filled(values));
    expect([mine.column("F").type, mine.column("SIGF").type]).toEqual(["F", "Q"]);
  });
  test("stacking what was unstacked gives the rows again, at the indices of the half asu", () => {
    const back = table.unstackAnomalous().stackAnomalous({ dropMissing: true }).sort();
    const expected = table.hklToAsu({ anomalous: true }).without("M/ISYM").sort();
    expect(back.labels).toEqual(expected.labels);
    for (const label of ["H", "K", "L", "F", "SIGF"])
      expect(plain(back, label)).toEqual(plain(expected, label));
  });
});

test("labels, order and types of what is made", () => {
  const table = fourReflections().with(
    { label: "I", type: "J", data: [1, 2, 3, 4] },
    { label: "SIGI", type: "Q", data: [1, 2, 3, 4] },
    { label: "FREE", type: "I", data: [0, 1, 2, 3] },
  );
  const pairs = table.unstackAnomalous();
  expect(pairs.labels.join(" ")).toBe("H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) FREE");
  expect(pairs.columns.map((column) => column.type).join("")).toBe("HHHGLGLKMKMI");
  expect(plain(pairs, "I(-)")).toEqual([4, 2, Number.NaN].map((value, i) => (i === 1 ? Number.NaN : value)));
  expect(pairs.values("FREE")).toEqual(Int32Array.of(0, 1, 2));
  expect(table.unstackAnomalous({ suffixes: ["_plus", "_minus"] }).has("SIGI_minus")).toBe(true);
});

test("a centric reflection stands in both, whichever mate was measured", () => {
  const table = tableOf({ H: [0, 0], K: [-1, 2], L: [-2, 3], F: [5, 6], SIGF: [1, 2] });
  const pairs = table.unstackAnomalous();
  expect(plain(pairs, "F(+)")).toEqual([5, 6]);
  expect(plain(pairs, "F(-)")).toEqual([5, 6]);
  expect(pairs.stackAnomalous().length).toBe(2);
});

test("integer columns of counts stay integers where nothing is missing", () => {
  const table = tableOf({ H: [1, -1], K: [1, -1], L: [4, -4] }).with({ label: "N", type: "I", data: [3, 4] });
  const pairs = table.unstackAnomalous({ columns: ["N"] });
  expect(pairs.values("N(+)")).toEqual(Int32Array.of(3));
  expect(pairs.stackAnomalous().values("N")).toEqual(Int32Array.of(3, 4));
});

test("errors: unmerged, a mate twice, a column that is not there, no pairs, one mate's column alone", () => {
  const table = fourReflections();
  expect(() => table.derive({ merged: false }).unstackAnomalous()).toThrow(
    "unstackAnomalous of the table: got unmerged observations, expected a merged table; merge first",
  );
  expect(() => table.take([0, 0, 1]).unstackAnomalous()).toThrow(
    "reflection 1 1 4 of the table: got more than one row of Friedel plus, expected a merged table; merge first",
  );
  expect(() => table.take([3, 3]).unstackAnomalous()).toThrow(/more than one row of Friedel minus/);
  expect(() => table.unstackAnomalous({ columns: ["SIGFF"] })).toThrow(
    /column SIGFF is not in the table.*did you mean SIGF\?/,
  );
  expect(() => table.unstackAnomalous({ columns: ["H"] })).toThrow(/got Miller index H/);
  expect(() => table.stackAnomalous()).toThrow(
    /columns of Friedel mates in the table: got none ending in \(\+\)/,
  );
  expect(() => table.unstackAnomalous().without("F(-)").stackAnomalous()).toThrow(
    /column F\(-\) is not in the table/,
  );
  expect(() =>
    table
      .unstackAnomalous()
      .with({ label: "F", type: "F", data: [1, 2, 3] })
      .stackAnomalous(),
  ).toThrow(/label F: got a column of that name beside F\(\+\)/);
  const mixed = new ReflectionTable({
    columns: [
      ...table.columns.slice(0, 3),
      { label: "F(+)", type: "G", data: [1, 2, 3, 4] },
      { label: "F(-)", type: "L", data: [1, 2, 3, 4] },
    ],
    cell: table.cell,
    spaceGroup: table.spaceGroup,
  });
  expect(() => mixed.stackAnomalous()).toThrow(/types of F\(\+\) and F\(-\): got G and L/);
});
