// Oracle: the numbers of fixtures.ts.
import { expect, test } from "vitest";
import { rFactors } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("three R factors in per cent", async () => {
  const spec = rFactors({ shells });
  expect(seriesValues(spec, "Rpim")).toEqual([0.02, 0.07, 0.12, 0.17, 0.22]);
  expect(seriesValues(spec, "Rmeas")[4]).toBe(0.45);
  await shellPicture("rFactors", spec, 3, ["R factor (%)", "Rmeas", "Rmerge", "Rpim", "10", "40"]);
});

test("the lowest shell may reach to infinity", async () => {
  const [first, ...rest] = shells;
  const spec = rFactors({ shells: [{ ...first, dMax: Number.POSITIVE_INFINITY }, ...rest] });
  expect(spec.data.values[0]).toMatchObject({ shell: "∞ – 4.00 Å", invD2: 1 / 32 });
  await render("rFactorsInfinity", spec);
});
