// Oracle: the numbers of fixtures.ts, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { ccHalf } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";
import { seriesField, seriesValues, shellPicture } from "./shellPicture.js";

const statistics = { shells };

test("two correlations with error bars and the customary limit", async () => {
  const spec = ccHalf(statistics);
  expect(seriesValues(spec, "CC1/2")).toEqual([0.999, 0.899, 0.799, 0.699, 0.599]);
  const picture = await shellPicture("ccHalf", spec, 2, [
    "Correlation coefficient",
    "CC1/2",
    "CCanom",
    "CC1/2 = 0.3",
    // The axis reaches down to negative values, and up to 1.
    "−0.2",
    "1",
  ]);
  expect(picture.marks("rule")).toBe(1 + 10);
});

test("without an anomalous correlation, undefined in one shell", async () => {
  const holes = shells.map(({ dMin, dMax, ccHalf: cc }, i) => ({
    dMin,
    dMax,
    ccHalf: i === 2 ? Number.NaN : cc,
    ccAnomalous: Number.NaN,
  }));
  const picture = await render("ccHalfHoles", ccHalf({ shells: holes }));
  expect(picture.marks("symbol")).toBe(4);
  expect(picture.texts).not.toContain("CCanom");
  expect(picture.marks("rule")).toBe(1);
});

test("no anomalous correlation, no limit", async () => {
  const picture = await shellPicture(
    "ccHalfAlone",
    ccHalf(statistics, { anomalous: false, limit: false }),
    1,
    ["1"],
  );
  expect(picture.marks("rule")).toBe(5);
});

test("with numbers of pairs: dotted lines at what chance exceeds once in a thousand (SciPy, in correlationSignificance.py)", async () => {
  const counted = shells.map((shell) => ({ ...shell, pairs: 1000, anomalousPairs: 57 }));
  const spec = ccHalf({ shells: counted });
  expect(seriesField(spec, "CC1/2", "chance")).toEqual(Array(5).fill(0.0976104));
  expect(seriesField(spec, "CCanom", "chance")).toEqual(Array(5).fill(0.400877));
  const picture = await render("ccHalfSignificance", spec);
  expect(picture.marks("line")).toBe(4);
  expect(picture.texts).toContain("Dotted: what chance exceeds once in a thousand (0.1 %)");
  const without = await render("ccHalfNoSignificance", ccHalf({ shells: counted }, { significance: false }));
  expect(without.marks("line")).toBe(2);
  expect(without.texts.join()).not.toContain("Dotted");
});
