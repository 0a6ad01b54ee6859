/**
 * Oracles: cctbx by shell (mergingStatistics.test.ts), reciprocalspaceship's compute_completeness in its own shells
 * (test/reference/statistics/rsMerge.py), and a complete set.
 */
import { describe, expect, test } from "vitest";
import { generateHkl } from "../../lib/crystal/millerIndex.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { collectObservations, completeness, divideIntoShells } from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { type Row, realTable, reference, unmerged, unmergedFiles } from "./reflections.js";

interface RsCompleteness {
  overall: Record<"all" | "non-anomalous" | "anomalous", number>;
  edges: number[];
  either: number[];
  acentric: number[];
  both: number[];
}
const { sets } = reference<{ sets: Record<"gamma" | "insulin", { completeness: RsCompleteness }> }>(
  "rsMerge",
);

describe.each(["gamma", "insulin"] as const)("%s against reciprocalspaceship", (name) => {
  dataTest("by shell and overall", async () => {
    const { edges, overall, ...expected } = sets[name].completeness;
    const observations = collectObservations(await realTable(unmergedFiles[name]));
    const ours = completeness(observations, divideIntoShells(observations.inverseDSquared, { edges }));
    for (const [kind, statistic] of [
      ["either", ours.overall],
      ["acentric", ours.acentric],
      ["both", ours.pairs],
    ] as const) {
      statistic.shells.forEach((value, s) => {
        expect(value, `${kind} ${s}`).toBeCloseTo(expected[kind][s], 12);
      });
    }
    expect(ours.overall.overall).toBeCloseTo(overall["non-anomalous"], 12);
    expect(ours.acentric.overall).toBeCloseTo(overall.anomalous, 12);
    expect(ours.mates.overall).toBeCloseTo(overall.all, 12);
  });
});

const cell = new UnitCell(30, 40, 50);
const hkl = generateHkl(cell, SpaceGroup.of("P 21 21 21"), 4);
const complete = Array.from(
  { length: hkl.length / 3 },
  (_, i): Row => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2], 10, 1],
);
const mates = complete.map(([h, k, l]): Row => [-h, -k, -l, 10, 1]);

test("a complete set is complete, its mates apart only half", () => {
  const observations = collectObservations(unmerged(complete));
  const { overall, pairs, acentric, possible } = completeness(
    observations,
    divideIntoShells(observations.inverseDSquared),
  );
  for (const value of [...overall.shells, overall.overall]) expect(value).toBe(1);
  expect(pairs.overall).toBe(0);
  expect(acentric.overall).toBe(0.5);
  expect(possible.overall).toBe(complete.length);
});

test("both mates make it complete", () => {
  const observations = collectObservations(unmerged([...complete, ...mates]));
  const result = completeness(observations, divideIntoShells(observations.inverseDSquared));
  for (const kind of [result.overall, result.mates, result.acentric, result.pairs])
    expect(kind.overall).toBe(1);
});

test("reflections that were left out are missing in their shell", () => {
  const observations = collectObservations(unmerged(complete.slice(0, -7)));
  const { overall, possible } = completeness(
    observations,
    divideIntoShells(observations.inverseDSquared, { edges: [100, 4] }),
  );
  expect(overall.overall).toBeCloseTo(1 - 7 / complete.length, 12);
  expect(possible.overall).toBe(complete.length);
});
