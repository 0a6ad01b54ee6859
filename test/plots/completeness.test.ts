// Oracle: the numbers of fixtures.ts.
import { expect, test } from "vitest";
import { completeness } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("completeness of reflections and of Friedel pairs, from 0 to 100 %", async () => {
  const spec = completeness({ shells });
  expect(seriesValues(spec, "reflections")).toEqual([1, 0.99, 0.98, 0.97, 0.96]);
  const words = ["Completeness (%)", "reflections", "Friedel pairs", "0", "20", "100"];
  await shellPicture("completeness", spec, 2, words);
});

test("of reflections alone where nothing is known of pairs", async () => {
  const alone = shells.map(({ dMin, dMax, completeness: share }) => ({ dMin, dMax, completeness: share }));
  const picture = await shellPicture("completenessAlone", completeness({ shells: alone }), 1, ["100"]);
  expect(picture.texts).not.toContain("Friedel pairs");
});
