// Oracle: normal numbers, whose points lie on the diagonal; the same twice as wide, on a line of slope 2.
import { expect, test } from "vitest";
import { normalProbability } from "../../lib/plots/index.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { unmergedTable } from "./fixtures.js";
import { render } from "./render.js";

const z = fillNormal(randomStream(5), new Float64Array(20_000));

test("normal deviations lie on the diagonal", async () => {
  const spec = normalProbability(z);
  for (const row of spec.data.values) {
    if (Math.abs(Number(row.expected)) > 3) continue;
    expect(Math.abs(Number(row.deviation) - Number(row.expected))).toBeLessThan(0.25);
  }
  expect(spec.title.subtitle).toMatch(/^20,000 deviations, slope (0\.9[89]|1\.0[012]) in the middle/);
  expect(spec.data.values.length).toBeLessThan(310);
  expect(spec.data.values.length).toBeGreaterThan(150);
  const picture = await render("normalProbability", spec);
  expect(picture.texts).toEqual(
    expect.arrayContaining(["Expected of a normal distribution (σ)", "Observed deviation (σ)"]),
  );
  expect(picture.marks("symbol")).toBe(spec.data.values.length);
});

test("wide deviations are steep, and what is beyond the limit is told", () => {
  const subtitle = String(
    normalProbability(
      z.map((value) => 2 * value),
      { limit: 5 },
    ).title.subtitle,
  );
  expect(subtitle).toMatch(/slope (1\.9[789]|2\.0[0123])/);
  const beyond = z.reduce((count, value) => count + (Math.abs(2 * value) > 5 ? 1 : 0), 0);
  expect(subtitle).toContain(`, ${beyond} beyond ±5`);
});

test("of an unmerged table: its observations' deviations", () => {
  const spec = normalProbability(unmergedTable(20, 50, () => 1));
  expect(spec.title.subtitle).toMatch(/^1,000 deviations, slope (0\.9|1\.0)/);
});

test("too few deviations", () => {
  expect(() => normalProbability([1, Number.NaN, 2])).toThrow(
    "normal probability plot: got 2 deviations, expected at least three",
  );
});
