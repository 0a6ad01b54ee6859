/** Values by column and expression, and what is offered and taken at first. */
import { describe, expect, test } from "vitest";
import { reflectionsOf } from "../../../labextension/src/reciprocal/reflections.js";
import {
  defaultColour,
  defaultScale,
  quoted,
  suggestions,
  valuesOf,
} from "../../../labextension/src/reciprocal/values.js";
import { InputError } from "../../../lib/errors.js";
import { mergedTable } from "./someReflections.js";

const table = mergedTable([30, 40, 50, 90, 90, 90], "P 21 21 21", 4);
const reflections = reflectionsOf(
  table.with(
    { label: "F(+)", type: "G", data: table.values("I") },
    { label: "DANO", type: "D", data: table.values("SIGI") },
  ),
);
const intensities = reflections.columns[0].data;

describe("values", () => {
  test("a column by its label, as it stands", () => {
    expect([...valuesOf(reflections, "I")]).toEqual([...intensities]);
    expect([...valuesOf(reflections, " F(+) ")]).toEqual([...intensities]);
  });

  test("expressions of columns and of what is computed", () => {
    const ratio = valuesOf(reflections, "I/SIGI");
    expect(ratio.every((value) => Math.abs(value - 20) < 1e-3)).toBe(true);
    const both = valuesOf(reflections, "log10(`F(+)`) + H * 0");
    expect(both[3]).toBeCloseTo(Math.log10(intensities[3]), 5);
    const { cell, spaceGroup } = reflections;
    for (const row of [0, 5, 17]) {
      const index = reflections.index(row);
      const all = ["dHKL", "H", "K", "L", "centric", "epsilon", "multiplicity"].map(
        (name) => valuesOf(reflections, name)[row],
      );
      expect(all[0]).toBeCloseTo(cell.dSpacing(...index), 4);
      expect(all.slice(1)).toEqual([
        ...index,
        spaceGroup.isCentric(...index) ? 1 : 0,
        spaceGroup.epsilon(...index),
        spaceGroup.multiplicity(...index),
      ]);
    }
  });

  test.each(["", "I/", "FOO", "I/SIGJ", "alert(1)"])("%j: a sentence", (text) => {
    expect(() => valuesOf(reflections, text)).toThrow(InputError);
  });
});

test("labels in expressions", () => {
  expect([quoted("SIGI"), quoted("I(+)"), quoted("M/ISYM")]).toEqual(["SIGI", "`I(+)`", "`M/ISYM`"]);
});

test("what is offered can be drawn; the first value is taken", () => {
  const offered = suggestions(reflections);
  expect(offered.slice(0, 3)).toEqual(["I/SIGI", "I", "SIGI"]);
  for (const text of offered) expect(valuesOf(reflections, text).length).toBe(reflections.count);
  expect(defaultColour(reflections)).toBe("I");
  const bare = reflectionsOf(table.without("I", "SIGI"));
  expect([defaultColour(bare), suggestions(bare)[0]]).toEqual(["dHKL", "dHKL"]);
  expect(defaultColour(reflectionsOf(table.derive({ merged: false })))).toBe("count");
});

test("scales that suit", () => {
  expect(["I", "DANO", "dHKL", "I/SIGI"].map((text) => defaultScale(reflections, text))).toEqual([
    "quantile",
    "diverging",
    "linear",
    "quantile",
  ]);
});
