// Oracle: the numbers of fixtures.ts, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { ccAnomalous, ccHalf } from "../../lib/plots/index.js";
import { halfMergeStatistics, splitHalves } from "../../lib/statistics/index.js";
import { madeHalvesTable } from "../statistics/careless.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("a line with error bars and the customary limit", async () => {
  const spec = ccAnomalous({ shells });
  const drawn = seriesValues(spec, "CCanom").map(Number);
  expect(drawn.length).toBe(5);
  for (const [i, value] of drawn.entries()) expect(value).toBeCloseTo(shells[i].ccAnomalous, 5);
  const picture = await shellPicture("ccAnomalous", spec, 1, ["CCanom", "CCanom = 0.3", "−0.2"]);
  expect(picture.marks("rule")).toBe(1 + 5);
  const bare = await shellPicture("ccAnomalousBare", ccAnomalous({ shells }, { limit: false }), 1, []);
  expect(bare.marks("rule")).toBe(5);
});

test("half data sets merged apart: both correlations with error bars over the repeats, and what chance exceeds", async () => {
  const statistics = halfMergeStatistics(splitHalves(madeHalvesTable()), { shells: 5 });
  const both = await render("halfMerges", ccHalf(statistics));
  expect([both.marks("line"), both.marks("symbol"), both.marks("rule")]).toEqual([4, 10, 11]);
  const mates = await render("halfMergesAnomalous", ccAnomalous(statistics));
  expect([mates.marks("line"), mates.marks("symbol"), mates.marks("rule")]).toEqual([2, 5, 6]);
});

test("bad input", () => {
  expect(() => ccAnomalous({ shells: [{ dMin: 2, dMax: 3, ccAnomalous: Number.NaN }] })).toThrow(
    "Anomalous correlation of half data sets plot: got 1 shells without a value, expected statistics by shell",
  );
});
