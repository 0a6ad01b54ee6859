// Oracle: pandas 2.3.3 (test/reference/table/verbs.py) up to row order, and a join by two loops; equality.
import { describe, expect, test } from "vitest";
import { MissingColumnError } from "../../lib/errors.js";
import type { JoinKind, ReflectionTable } from "../../lib/table/index.js";
import { random } from "./random.js";
import { filled, fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Reference {
  left: PlainColumns;
  right: PlainColumns;
  repeated: PlainColumns;
  joins: Record<string, PlainColumns>;
}
const { joins, ...inputs } = reference<Reference>("verbs");
const left = tableOf(inputs.left, { merged: false, name: "left" });
const right = tableOf(inputs.right, { merged: true, name: "right" });
const repeated = tableOf(inputs.repeated, { merged: false, name: "repeated" });

describe.each(Object.entries(joins))("%s", (name, expected) => {
  test("agrees with pandas", () => {
    const [which, how] = name.split(" ");
    const other = which === "right" ? right : repeated;
    const joined = left.join(other, { how: how as JoinKind, relation: "many-to-many" });
    const sorted = how === "anti" ? joined : joined.sort(Object.keys(expected));
    expect(sorted.labels).toEqual(Object.keys(expected));
    for (const [label, values] of Object.entries(expected))
      expect(plain(sorted, label), label).toEqual(filled(values));
  });
});

test("rows come in the order of the left table, partners in the order of the right", () => {
  const one = tableOf({ H: [2, 1, 3], K: [0, 0, 0], L: [0, 0, 0], F: [20, 10, 30] });
  const two = tableOf({ H: [1, 2, 4, 2], K: [0, 0, 0, 0], L: [0, 0, 0, 0], I: [1, 2, 4, 3] });
  const rows = (how: JoinKind): number[][] => {
    const joined = one.join(two, { how });
    return how === "anti" ? [plain(joined, "F")] : [plain(joined, "F"), plain(joined, "I")];
  };
  const missing = Number.NaN;
  expect(rows("inner")).toEqual([
    [20, 20, 10],
    [2, 3, 1],
  ]);
  expect(rows("left")).toEqual([
    [20, 20, 10, 30],
    [2, 3, 1, missing],
  ]);
  expect(rows("outer")).toEqual([
    [20, 20, 10, 30, missing],
    [2, 3, 1, missing, 4],
  ]);
  expect(rows("anti")).toEqual([[30]]);
  expect(plain(one.join(two, { how: "outer" }), "H")).toEqual([2, 2, 1, 3, 4]);
});

test("integers stay integers where every row has a partner, and become floats where one has none", () => {
  const one = tableOf({ H: [1, 2], K: [0, 0], L: [0, 0] });
  const two = tableOf({ H: [1], K: [0], L: [0], BATCH: [7] });
  expect(one.join(two).values("BATCH")).toEqual(Int32Array.of(7));
  expect(one.join(two, { how: "left" }).values("BATCH")).toEqual(Float32Array.of(7, Number.NaN));
});

test("keys of any kind: words of random width agree with two loops", () => {
  const next = random(11);
  for (const scale of [3, 1000, 2 ** 31]) {
    const make = (n: number): ReflectionTable => {
      const whole = (): number[] => Array.from({ length: n }, () => Math.floor((next() - 0.5) * scale));
      const real = Array.from({ length: n }, () => (next() < 0.2 ? null : Math.floor(next() * 4) / 4));
      return tableOf({ H: whole().map((h) => h % 3), K: whole(), L: whole().map((l) => l % 2), W: real });
    };
    const [a, b] = [make(60), make(80)];
    const on = scale === 3 ? ["H", "K", "L", "W"] : ["H", "W", "L"];
    const joined = a.join(b, { on, relation: "many-to-many", suffixes: ["", "_b"] });
    const expected: number[] = [];
    for (let i = 0; i < a.length; i++) {
      for (let j = 0; j < b.length; j++) {
        if (on.every((label) => Object.is(a.values(label)[i], b.values(label)[j]))) expected.push(i);
      }
    }
    expect(joined.length).toBe(expected.length);
    expect(plain(joined, "H")).toEqual(expected.map((i) => a.values("H")[i]));
  }
});

test("clashing labels get suffixes, others stay; labels that still clash are an error", () => {
  const table = fourReflections();
  const joined = table.join(table.rename({ F: "G" }), { suffixes: ["_nat", "_der"] });
  expect(joined.labels).toEqual(["H", "K", "L", "F", "SIGF_nat", "G", "SIGF_der"]);
  expect(() => table.join(table, { suffixes: ["", ""] })).toThrow(/labels of the join: got F twice/);
});

test("errors: repeated keys name the index and the table", () => {
  expect(() => left.join(repeated)).toThrow(
    /keys of a join of left and repeated: got \(H -?\d, K -?\d, L -?\d\) more than once in both/,
  );
  expect(() => right.join(repeated, { relation: "one-to-one" })).toThrow(
    /keys of the right table \(repeated\) in a one-to-one join/,
  );
  expect(() => repeated.join(right, { relation: "one-to-many" })).toThrow(
    /keys of the left table \(repeated\) in a one-to-many join/,
  );
  expect(right.join(repeated, { relation: "one-to-many" }).length).toBe(right.join(repeated).length);
});

test("errors: keys that are not there, no keys, an unknown kind", () => {
  const table = fourReflections();
  expect(() => table.join(table.without("L"))).toThrow(MissingColumnError);
  expect(() => table.join(table, { on: ["BATCH"] })).toThrow(/column BATCH is not in the table/);
  expect(() => table.join(table, { on: [] })).toThrow(
    "keys of the join: got none, expected at least one label",
  );
  expect(() => table.join(table, { how: "cross" as "inner" })).toThrow(/kind of join: got cross/);
});

test("errors: other cells and space groups, unless allowed", () => {
  const table = fourReflections();
  const other = table.derive({ cell: [10.5, 20, 30], name: "other.mtz" });
  expect(() => table.join(other)).toThrow(
    /got 10 20 30 90 90 90 in the table and 10.5 20 30 90 90 90 in other.mtz, expected edges within 1 %/,
  );
  expect(table.join(other, { edgeTolerance: 0.06 }).length).toBe(4);
  expect(() => table.join(table.derive({ spaceGroup: "P 2 2 2" }))).toThrow(
    /space groups of the tables: got P 21 21 21 in the table and P 2 2 2/,
  );
  expect(table.join(other.derive({ spaceGroup: "P 2 2 2" }), { allowMixed: true }).spaceGroup.name).toBe(
    "P 21 21 21",
  );
});

test("an empty table joins to nothing", () => {
  const table = fourReflections();
  const empty = table.filter(() => false);
  expect(table.join(empty).length).toBe(0);
  expect(table.join(empty, { how: "left" }).length).toBe(4);
  expect(empty.join(table, { how: "outer" }).length).toBe(4);
  expect(plain(empty.join(table, { how: "outer" }), "H")).toEqual([1, 2, 3, -1]);
});
