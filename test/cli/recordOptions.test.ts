/** Oracle: the library's own verbs, which have their tests. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type CommandArguments, parseArguments } from "../../lib/cli/command.js";
import { recordsOf, reindexed } from "../../lib/cli/recordOptions.js";
import { statsCommand } from "../../lib/cli/stats.js";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const file = join(folder, "parts.mtz");
const simulation = { seed: 5, dMin: 4, rotationRange: 30, scaled: true, mosaicity: 0.3 } as const;
const { observations } = simulateRotation({ ...simulation, partials: true, missingImages: [7] });
const parse = (...words: string[]): CommandArguments => parseArguments(statsCommand, ["in.mtz", ...words]);

beforeAll(() => writeReflections(observations, file));

describe("recordsOf", () => {
  test("the default sums parts; every option arrives, under careless's name too", () => {
    expect(recordsOf(parse())).toEqual({ partials: "sum", minIOverSigma: undefined });
    expect(recordsOf(parse("--partials", "keep", "--min-i-over-sigma", "-1"))).toEqual({
      partials: "keep",
      minIOverSigma: -1,
    });
    expect(recordsOf(parse("--isigi-cutoff", "2")).minIOverSigma).toBe(2);
    expect(recordsOf(parse("--keep-absences")).keepAbsences).toBe(true);
    expect(() => parse("--partials", "some")).toThrow(/expected one of sum, scale, drop, keep/);
  });
});

describe("reindexed", () => {
  test("one operator for all, one for each, or none; the space group is that of the new axes", () => {
    const two = [observations, observations];
    expect(reindexed(two, parse())).toEqual(two);
    const all = reindexed(two, parse("--reindex", "k,l,h", "--space-group", "P 2 2 21"));
    for (const table of all) {
      expect(table.spaceGroup.name).toBe("P 2 2 21");
      expect(table.cell.a).toBeCloseTo(observations.cell.b, 9);
    }
    const each = reindexed(two, parse("--reindex", "h,k,l;k,l,h"));
    expect(each[0].hkl()).toEqual(observations.hkl());
    expect(each[1].hkl()).toEqual(observations.reindex("k,l,h").hkl());
    expect(() => reindexed(two, parse("--reindex", "h,k,l;k,l,h;l,h,k"))).toThrow(
      "--reindex: got 3 operators for 2 data sets, expected one for all, or one for each",
    );
  });
});

describe("friedel stats, merge and info", () => {
  test("parts are summed by default, and every command says so", async () => {
    const { sums, flagged } = mergingStatistics(observations).partials;
    expect(sums.complete).toBeGreaterThan(100);
    expect(sums.gaps + sums.tooSmall).toBeGreaterThan(5);
    const line = `${flagged}; ${sums.completeParts} summed to ${sums.complete} complete spots`;
    for (const words of [
      ["stats", file],
      ["info", file],
      ["merge", file, "--classical", "--out", join(folder, "merged.mtz")],
      ["merge", file, "--iterations", "5", "--out", join(folder, "merged.mtz")],
    ]) {
      const { status, out, error } = await runProgram(words);
      expect(error).toBe("");
      expect(status).toBe(0);
      expect(out).toContain(line);
      expect(out).toMatch(/incomplete spots \(.*with a batch missing.*\): \d+ left out/);
    }
    const json = JSON.parse((await runProgram(["info", "--json", file])).out);
    expect(json.partials).toMatchObject({ flagged, sums: { complete: sums.complete } });
  });

  test("as they are, or on other axes, where asked", async () => {
    const { out } = await runProgram(["stats", file, "--partials", "keep", "--json", "-"]);
    expect(JSON.parse(out).partialSums.policy).toBe("keep");
    const usual = JSON.parse((await runProgram(["stats", file, "--json", "-"])).out);
    const words = ["stats", file, "--reindex", "k,l,h", "--space-group", "19", "--json", "-"];
    const turned = JSON.parse((await runProgram(words)).out);
    expect(turned.cell[0]).toBeCloseTo(usual.cell[1], 6);
    expect(turned.overall.rMeas).toBeCloseTo(usual.overall.rMeas, 9);
    expect(turned.overall.reflections).toBe(usual.overall.reflections);
  });

  test.each([
    [["--reindex", "k,h,l"], 1, /reindex operator: got "k,h,l", which changes the hand/],
    [["--reindex", "h,k,l;k,l,h"], 2, /--reindex: got 2 operators for 1 data sets/],
    [["--min-i-over-sigma", "1e9"], 1, /none that can be used .* with I\/σ below 1000000000/],
    [["--partials", "sums"], 2, /--partials: got sums, expected one of sum, scale, drop, keep/],
  ])("%j: status %i and one sentence", async (words, status, message) => {
    const result = await runProgram(["stats", file, ...words]);
    expect(result.error).toMatch(message);
    expect(result.error.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(status);
  });
});
