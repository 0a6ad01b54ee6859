// Oracle: the L-test of statistics/ (checked there), found again in the picture; Wilson's intensities lie on the theory.
import { expect, test } from "vitest";
import { lTest } from "../../lib/plots/index.js";
import { lTest as lTestOf } from "../../lib/statistics/index.js";
import { wilsonTable } from "./fixtures.js";
import { render } from "./render.js";

const table = wilsonTable();

test("the observed curve beside two theoretical ones, with the means in the title", async () => {
  const spec = lTest(table);
  const result = lTestOf({ table, intensity: table.values("I"), sigma: table.values("SIGI") });
  expect(spec.title.text).toBe(
    `L-test: ⟨|L|⟩ = ${result.meanAbsoluteL.toFixed(3)}, ⟨L²⟩ = ${result.meanSquareL.toFixed(3)}`,
  );
  expect(spec.title.subtitle).toContain(`${result.pairs.toLocaleString("en-US")} pairs`);
  const picture = await render("lTest", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["|L|", "Share of pairs below |L|"]));
  expect(picture.marks("line")).toBe(3);
  expect(picture.marks("symbol")).toBe(51);
  const rows = spec.data.values;
  expect(rows[0].observed).toBe(0);
  expect(rows[50]).toEqual({ l: 1, observed: 1, untwinned: 1, twin: 1 });
  expect(rows[25].twin).toBeCloseTo(0.6875, 10);
});

test("untwinned intensities lie on the line of the untwinned", () => {
  for (const row of lTest(table, { dMin: 1 }).data.values)
    expect(Math.abs(Number(row.observed) - Number(row.untwinned))).toBeLessThan(0.03);
});

test("other columns, and options of the test", () => {
  const mates = table
    .without("I", "SIGI")
    .with(
      { label: "I(+)", type: "K", data: table.values("I") },
      { label: "I(-)", type: "K", data: table.values("I") },
      { label: "SIGI(+)", type: "M", data: table.values("SIGI") },
      { label: "SIGI(-)", type: "M", data: table.values("SIGI") },
    );
  expect(lTest(mates).data.values).toEqual(lTest(table).data.values);
  const bare = table.without("SIGI");
  expect(lTest(bare).data.values).toEqual(lTest(table, { dMin: 1 }).data.values);
  expect(lTest(table, { intensity: "I" }).data.values).toEqual(lTest(table).data.values);
  expect(lTest(table, { distance: 2 }).title.subtitle).not.toBe(lTest(table).title.subtitle);
});

test("bad input", () => {
  expect(() => lTest(table.derive({ merged: false }))).toThrow("got unmerged observations, expected merged");
  expect(() => lTest(table, { intensity: "IMEEN" })).toThrow("column IMEEN is not in the");
  expect(() => lTest(table.slice(0, 15))).toThrow("expected at least 20");
});
