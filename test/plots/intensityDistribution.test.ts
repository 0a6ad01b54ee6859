// Oracles: intensities drawn from Wilson's distributions must lie on the dashed lines; erf(√(z/2)) of SciPy 1.16.
import { expect, test } from "vitest";
import { intensityDistribution } from "../../lib/plots/index.js";
import { wilsonCumulative } from "../../lib/plots/intensityDistribution.js";
import { wilsonTable } from "./fixtures.js";
import { render } from "./render.js";

const table = wilsonTable();

test("Wilson's cumulative distributions", () => {
  // scipy.special.erf(numpy.sqrt(z / 2))
  const centric = [
    [0, 0],
    [0.1, 0.24817036595415065],
    [1, 0.6826894921370859],
    [2, 0.8427007929497148],
    [9, 0.9973002039367398],
  ];
  for (const [z, value] of centric) expect(wilsonCumulative("centric", z)).toBeCloseTo(value, 12);
  expect(wilsonCumulative("centric", 40)).toBeCloseTo(0.999999999746037, 14);
  expect(wilsonCumulative("acentric", 2)).toBeCloseTo(0.8646647167633873, 14);
});

test("what follows Wilson lies on Wilson's lines", () => {
  for (const row of intensityDistribution(table).data.values) {
    const bound = row.series === "acentric" ? 0.04 : 0.12;
    expect(Math.abs(Number(row.observed) - Number(row.theory))).toBeLessThan(bound);
  }
});

test("two curves over two dashed ones", async () => {
  const picture = await render("intensityDistribution", intensityDistribution(table));
  expect(picture.texts).toEqual(
    expect.arrayContaining(["z = I / ⟨I⟩", "Share of reflections below z", "acentric", "centric"]),
  );
  expect(picture.marks("line")).toBe(4);
  expect(picture.marks("symbol")).toBe(102);
});

test("Friedel mates apart are averaged, a missing one does not count", () => {
  const intensity = table.values("I");
  const plus = intensity.map((value) => value * 1.1);
  const minus = intensity.map((value, i) => (i % 5 === 0 ? Number.NaN : value * 0.9));
  const apart = table
    .without("I", "SIGI")
    .with({ label: "I(+)", type: "K", data: plus }, { label: "I(-)", type: "K", data: minus });
  const rows = intensityDistribution(apart).data.values;
  const together = intensityDistribution(table).data.values;
  expect(rows.length).toBe(together.length);
  rows.forEach((row, i) => {
    expect(Math.abs(Number(row.observed) - Number(together[i].observed))).toBeLessThan(0.03);
  });
});

test("bad input", () => {
  expect(() => intensityDistribution(table, { intensity: "IMEEN" })).toThrow("column IMEEN is not in the");
  expect(() => intensityDistribution(table.derive({ merged: false }))).toThrow(
    "got unmerged observations, expected merged reflections; merge them first",
  );
  expect(() => intensityDistribution(table.slice(0, 15))).toThrow(/expected at least 20/);
});
