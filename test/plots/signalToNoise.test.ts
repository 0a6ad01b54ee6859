// Oracle: the numbers of fixtures.ts.
import { expect, test } from "vitest";
import { signalToNoise } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("merged and single, with the limit of 2", async () => {
  const spec = signalToNoise({ shells });
  expect(seriesValues(spec, "merged")).toEqual([40, 20, 13.3333, 10, 8]);
  const words = ["⟨I/σ(I)⟩", "merged", "single observations", "I/σ = 2"];
  const picture = await shellPicture("signalToNoise", spec, 2, words);
  expect(picture.marks("rule")).toBe(1);
});

test("without a limit", async () => {
  const picture = await shellPicture("signalToNoiseFree", signalToNoise({ shells }, { limit: false }), 2, []);
  expect(picture.marks("rule")).toBe(0);
});
