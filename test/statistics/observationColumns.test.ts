/** Oracle: the CCP4 column types. */
import { expect, test } from "vitest";
import { MissingColumnError } from "../../lib/errors.js";
import { batchNumbers, intensityColumns } from "../../lib/statistics/observationColumns.js";
import { unmerged } from "./reflections.js";

const table = unmerged([[1, 2, 3, 10, 1, 7]]);

test("by type, I before others, and the sigma that goes with it", () => {
  expect(intensityColumns(table)).toEqual({ intensity: "I", sigma: "SIGI" });
  const profile = table.with(
    { label: "IPR", type: "J", data: [1] },
    { label: "SIGIPR", type: "Q", data: [1] },
  );
  expect(intensityColumns(profile)).toEqual({ intensity: "I", sigma: "SIGI" });
  expect(intensityColumns(profile, { intensity: "IPR" })).toEqual({ intensity: "IPR", sigma: "SIGIPR" });
  expect(intensityColumns(profile.without("I", "SIGI"))).toEqual({ intensity: "IPR", sigma: "SIGIPR" });
  expect(intensityColumns(table.rename({ I: "intensity", SIGI: "error" }))).toEqual({
    intensity: "intensity",
    sigma: "error",
  });
  expect(intensityColumns(profile, { intensity: "IPR", sigma: "SIGI" }).sigma).toBe("SIGI");
});

test("missing sigmas name what is there", () => {
  expect(() => intensityColumns(table.without("SIGI"))).toThrow(MissingColumnError);
  expect(() => intensityColumns(table, { sigma: "SIGX" })).toThrow(
    "column SIGX is not in made.mtz, which has H, K, L, I, SIGI, BATCH; did you mean SIGI?",
  );
});

test("batch numbers, or zeros", () => {
  expect([...batchNumbers(table)]).toEqual([7]);
  expect([...batchNumbers(table.without("BATCH"))]).toEqual([0]);
});
