/** Intervals of amplitudes: bounds against mpmath (test/reference/models/amplitudeIntervals.py), columns, a run's own. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { amplitudeIntervals } from "../../../lib/models/merging/amplitudeIntervals.js";
import { merge } from "../../../lib/models/merging/index.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { type Row, rotation, unmerged } from "./tables.js";

const golden: { rows: [location: number, scale: number, probability: number, low: number, high: number][] } =
  JSON.parse(
    readFileSync(new URL("../../reference/models/amplitudeIntervals.json", import.meta.url), "utf8"),
  );

// in P 21 21 21: (0 2 3) is centric, the others are not
const rows: Row[] = [
  { hkl: [1, 2, 3], intensity: 10 },
  { hkl: [-1, -2, -3], intensity: 14, batch: 2 },
  { hkl: [0, 2, 3], intensity: 16 },
  { hkl: [2, 2, 2], intensity: 22 },
];

/** Intervals of the reflections of `rows`, each with the location and scale given. */
function intervals(location: number, scale: number, probability: number, anomalous = false, without = -1) {
  const data = collectMergingData(unmerged(rows, {}, "in.mtz"), { anomalous, metadata: ["image"] });
  const g = data.groups.count;
  const fill = (value: number) => new Float64Array(g).fill(value);
  const count = new Int32Array(g).fill(3);
  if (without >= 0) count[without] = 0;
  return amplitudeIntervals(
    data,
    { location: fill(location), scale: fill(scale), expected: fill(400), count },
    probability,
  );
}

test.each(golden.rows)("location %d, scale %d: the %d interval, times √400", (m, s, p, low, high) => {
  const table = intervals(m, s, p);
  for (let row = 0; row < table.length; row++) {
    // the table's columns are float32, as an MTZ's
    expect(Math.abs(table.values("F_LOW")[row] / (20 * low) - 1)).toBeLessThan(1e-6);
    expect(Math.abs(table.values("F_HIGH")[row] / (20 * high) - 1)).toBeLessThan(1e-6);
  }
});

test("mates together", () => {
  const table = intervals(1, 0.1, 0.9);
  expect(table.columns.map(({ label, type }) => `${label} ${type}`)).toEqual([
    ...["H H", "K H", "L H", "F_LOW F", "F_HIGH F", "N I"],
  ]);
  expect(table.length).toBe(3);
  expect(table.history[0]).toContain("90 % intervals of F");
});

test("mates apart: a centric has both, a mate that was not measured none", () => {
  const table = intervals(1, 0.1, 0.9, true);
  expect(table.labels.slice(3)).toEqual(["F_LOW(+)", "F_HIGH(+)", "F_LOW(-)", "F_HIGH(-)", "N(+)", "N(-)"]);
  const both = Array.from({ length: table.length }, (_, row) => [
    table
      .hkl()
      .subarray(3 * row, 3 * row + 3)
      .join(" "),
    ...["F_HIGH(+)", "F_HIGH(-)"].map((label) => Number.isFinite(table.values(label)[row])),
  ]);
  expect(both).toEqual([
    ["0 2 3", true, true],
    ["1 2 3", true, true],
    ["2 2 2", true, false],
  ]);
});

test("a reflection that nothing was fitted to is left out", () => {
  expect(intervals(1, 0.1, 0.9, false, 1).length).toBe(2);
});

test.each([0, 1, -0.5, 95, Number.NaN])("a probability of %d: what is expected", (probability) => {
  expect(() => intervals(1, 0.1, probability)).toThrow(InputError);
  expect(() => intervals(1, 0.1, probability)).toThrow(
    `got a probability of ${probability}, expected a number`,
  );
});

test("a run's intervals have the rows of its merged table, hold F, and grow with the probability", async () => {
  const model = merge(rotation().observations, { anomalous: true });
  const run = await model.train({ steps: 40, evaluateEvery: 40, reporters: [] });
  const [half, most] = [run.amplitudeIntervals(0.5), run.amplitudeIntervals()];
  expect(Array.from(most.hkl())).toEqual(Array.from(run.merged.hkl()));
  for (const mate of ["(+)", "(-)"]) {
    const f = run.merged.values(`F${mate}`);
    const [low, lower] = [half, most].map((table) => table.values(`F_LOW${mate}`));
    const [high, higher] = [half, most].map((table) => table.values(`F_HIGH${mate}`));
    let measured = 0;
    for (let row = 0; row < f.length; row++) {
      if (Number.isNaN(f[row])) continue;
      measured++;
      const order = [0, lower[row], low[row], f[row], high[row], higher[row]];
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    expect(measured).toBeGreaterThan(100);
  }
});
