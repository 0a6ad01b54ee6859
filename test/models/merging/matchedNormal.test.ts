/** Oracle: moments of cut normals by mpmath and SciPy (test/reference/models/matchedNormal.py), from which they are found again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { matchedNormal } from "../../../lib/models/merging/matchedNormal.js";
import { amplitudeMoments } from "../../../lib/models/merging/surrogatePosterior.js";

interface Case {
  readonly location: number;
  readonly scale: number;
  readonly mean: number;
  readonly deviation: number;
}

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../reference/models/matchedNormal.json"), "utf8"),
) as { cases: Case[] };

test.each(cases)("of $mean ± $deviation", ({ location, scale, mean, deviation }) => {
  const found = matchedNormal(mean, deviation);
  expect(Math.abs(found.location - location)).toBeLessThan(1e-6);
  expect(Math.abs(found.scale / scale - 1)).toBeLessThan(1e-6);
});

test("of what no cut normal has, wider than an exponential: the nearest to one, of that deviation", () => {
  const { location, scale } = matchedNormal(1, 1.2);
  expect(location / scale).toBeCloseTo(-8, 9);
  const { mean, standardDeviation } = amplitudeMoments([location], [scale]);
  expect(standardDeviation[0]).toBeCloseTo(1.2, 9);
  expect(mean[0] / standardDeviation[0]).toBeCloseTo(1, 1);
});
