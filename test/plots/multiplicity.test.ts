// Oracle: the numbers of fixtures.ts.
import { expect, test } from "vitest";
import { multiplicity } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("multiplicity of reflections and of mates, from 0", async () => {
  const spec = multiplicity({ shells });
  expect(seriesValues(spec, "Friedel mates")).toEqual([3.4, 3.3, 3.2, 3.1, 3]);
  const words = ["Observations each", "reflections", "Friedel mates", "0", "6"];
  await shellPicture("multiplicity", spec, 2, words);
});
