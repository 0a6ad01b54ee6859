/** Which reflection hangs on which, by hand. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { collectMergingData, type MergingData } from "../../../lib/models/merging/mergingData.js";
import { type DoubleWilsonOptions, doubleWilson } from "../../../lib/models/merging/priors/doubleWilson.js";
import { wilson } from "../../../lib/models/merging/priors/wilson.js";
import { involvement, relationsOf } from "../../../lib/models/merging/relations.js";
import type { ReflectionTable } from "../../../lib/table/index.js";
import { type Row, unmerged } from "./tables.js";

const row = (h: number, k: number, l: number, intensity = 10): Row => ({ hkl: [h, k, l], intensity });
// in P 21 21 21: (0 2 3) is centric
const first = [row(1, 2, 3), row(-1, -2, -3), row(0, 2, 3), row(1, 1, 4)];
const second = [row(1, 2, 3), row(-1, -2, -3), row(0, 2, 3), row(-2, -2, -2)];
const third = [row(-1, -2, -3), row(2, 2, 2)];

function nameOf({ groups, observations }: MergingData, g: number): string {
  const r = groups.reflection[g];
  const hkl = Array.from(observations.hkl.subarray(3 * r, 3 * r + 3)).join(" ");
  return `${groups.dataSet[g]}: ${hkl}${groups.minus[g] ? " -" : ""}`;
}

/** "child < parent, by relation n" of all that hang on another. */
function described(
  tables: readonly ReflectionTable[],
  options: DoubleWilsonOptions,
  { anomalous = false, separate = true } = {},
) {
  const data = collectMergingData(tables, { anomalous, separate, metadata: ["dHKL"] });
  const relations = relationsOf(data, doubleWilson(options));
  const pairs: string[] = [];
  relations?.parent.forEach((p, g) => {
    if (p >= 0) pairs.push(`${nameOf(data, g)} < ${nameOf(data, p)}, by ${relations.relation[g]}`);
  });
  return { data, relations, pairs };
}

const of = (rows: readonly Row[], name: string) => unmerged(rows, {}, name);

test("mates: F(−) on F(+), where both are there; of a centric reflection there is but one", () => {
  const { pairs, relations } = described([of(first, "a.mtz")], {}, { anomalous: true, separate: false });
  expect(pairs).toEqual(["0: 1 2 3 - < 0: 1 2 3, by 1"]);
  expect(relations?.depth).toBe(1);
});

test("data sets: on the same reflection of the first; what it has not hangs on nothing", () => {
  const { pairs, relations } = described([of(first, "a.mtz"), of(second, "b.mtz")], {});
  expect(pairs).toEqual(["1: 0 2 3 < 0: 0 2 3, by 1", "1: 1 2 3 < 0: 1 2 3, by 1"]);
  expect(relations?.depth).toBe(1);
});

test("data sets with mates apart hang mate on mate", () => {
  const { pairs } = described([of(first, "a.mtz"), of(second, "b.mtz")], {}, { anomalous: true });
  expect(pairs).toEqual([
    "1: 0 2 3 < 0: 0 2 3, by 1",
    "1: 1 2 3 < 0: 1 2 3, by 1",
    "1: 1 2 3 - < 0: 1 2 3 -, by 1",
  ]);
});

test("both: F(−) on F(+), that on the other data set's; without F(+) it hangs on the other F(−)", () => {
  const tables = [of(first, "a.mtz"), of(second, "b.mtz"), of(third, "c.mtz")];
  const { pairs, relations } = described(tables, { mates: true, parents: [null, 0, 1] }, { anomalous: true });
  expect(pairs).toEqual([
    "0: 1 2 3 - < 0: 1 2 3, by 3",
    "1: 0 2 3 < 0: 0 2 3, by 1",
    "1: 1 2 3 < 0: 1 2 3, by 1",
    "1: 1 2 3 - < 1: 1 2 3, by 3",
    "2: 1 2 3 - < 1: 1 2 3 -, by 2",
  ]);
  // c's −(1 2 3), b's, b's (1 2 3), a's
  expect(relations?.depth).toBe(3);
});

test("r is kept as log v/(1 − v), v = 1 − r²: of each data set, then of mates", () => {
  const tables = [of(first, "a.mtz"), of(second, "b.mtz")];
  const { relations } = described(
    tables,
    { correlation: [0.5, 0.9], mates: 0.8, learnCorrelation: true },
    { anomalous: true },
  );
  expect(relations?.learned).toBe(true);
  const r = Array.from(relations?.first ?? [], (x) => Math.sqrt(1 / (1 + Math.exp(x))));
  [0.5, 0.9, 0.8].forEach((expected, k) => {
    expect(r[k]).toBeCloseTo(expected, 6);
  });
});

test("nothing is related: without such a prior, or where no parent is among the data", () => {
  const data = collectMergingData([of(first, "a.mtz"), of(third, "b.mtz")], {
    separate: true,
    metadata: ["dHKL"],
  });
  expect(relationsOf(data, wilson())).toBeUndefined();
  const apart = [of([row(1, 2, 3)], "a.mtz"), of([row(2, 2, 2)], "b.mtz")];
  expect(described(apart, {}).relations).toBeUndefined();
});

describe("another indexing: k,h,-l in P 3, where it is not of the group", () => {
  const observed = [
    row(1, 2, 3, 10),
    row(2, 1, 3, 11),
    row(1, 2, -3, 12),
    row(-1, -2, -3, 13),
    row(3, 1, 2, 14),
  ];
  const inP3 = (rows: readonly Row[], name: string) =>
    unmerged(rows, {}, name).derive({ cell: [40, 40, 50, 90, 90, 120], spaceGroup: "P 3" });
  const a = inP3(observed, "a.mtz");
  // the same crystal, indexed otherwise: intensities are those of the reflections they are
  const b = inP3(observed, "b.mtz").reindex("k,h,-l");

  test.each([true, false])(
    "each reflection hangs on itself as the first file has it, anomalous %s",
    (anomalous) => {
      const { data, relations } = described([a, b], { reindex: [null, "k,h,-l"] }, { anomalous });
      const intensities = (g: number) =>
        Array.from(data.observations.intensity)
          .filter((_, i) => data.reflection[i] === g)
          .sort();
      const children = Array.from(relations?.parent.keys() ?? []).filter((g) => data.groups.dataSet[g] === 1);
      expect(children.length).toBe(anomalous ? 5 : 4);
      for (const g of children) {
        const parent = relations?.parent[g] ?? -1;
        expect(parent, nameOf(data, g)).toBeGreaterThanOrEqual(0);
        expect(data.groups.dataSet[parent]).toBe(0);
        expect(intensities(parent)).toEqual(intensities(g));
      }
    },
  );

  test("without the operator they hang on others: the test can tell", () => {
    const { data, relations } = described([a, b], {}, { anomalous: true });
    const wrong = Array.from(relations?.parent ?? []).filter(
      (p, g) =>
        p >= 0 &&
        data.observations.intensity[data.reflection.indexOf(p)] !==
          data.observations.intensity[data.reflection.indexOf(g)],
    );
    expect(wrong.length).toBeGreaterThan(0);
  });
});

test("an operator that is not of the lattice is refused", () => {
  const tables = [of(first, "a.mtz"), of(second, "b.mtz")];
  const relate = () => described(tables, { reindex: [null, "l,h,k"] });
  expect(relate).toThrow(InputError);
  expect(relate).toThrow(
    /^double-Wilson prior, reindex of data set 1: got "l,h,k", which takes 1 0 0 to 0 1 0 of another resolution in the cell .*, expected an operator of the lattice$/,
  );
  expect(() => described(tables, { reindex: [null, "-h,-k,l"] })).not.toThrow();
});

test("involvement: a row counts for its reflection and for all above it", () => {
  const relations = {
    parent: Int32Array.of(-1, 0, 1, -1),
    relation: new Int32Array(4),
    depth: 2,
    first: Float32Array.of(0),
    learned: false,
  };
  expect(Array.from(involvement(Int32Array.of(1, 10, 100, 1000), relations))).toEqual([111, 110, 100, 1000]);
  expect(Array.from(involvement(Int32Array.of(1, 2), undefined))).toEqual([1, 2]);
});
