import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallDataset } from "./smallDataset.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const unmerged = path("unmerged.mtz");

beforeAll(async () => {
  await writeReflections(smallDataset().observations, unmerged);
  await writeReflections(smallDataset().truth, path("merged.mtz"));
});

describe("friedel stats", () => {
  test("prints what the library computes", async () => {
    const { status, out } = await runProgram(["stats", unmerged, "--json", "-", "--shells", "5"]);
    expect(status).toBe(0);
    const json = JSON.parse(out);
    const expected = mergingStatistics(smallDataset().observations, {
      shells: 5,
      outliers: { within: 6, all: 9 },
    });
    expect(json.shells).toHaveLength(5);
    expect(json.overall.rMeas).toBe(expected.overall.rMeas);
    expect(json.overall.ccHalf).toBe(expected.overall.ccHalf);
  });

  test("prints Table 1, and writes JSON where asked", async () => {
    const { status, out } = await runProgram(["stats", unmerged, "--json", path("stats.json")]);
    expect(status).toBe(0);
    for (const name of ["Rmeas", "CC1/2", "Completeness", "Wilson B"]) expect(out).toContain(name);
    expect(JSON.parse(readFileSync(path("stats.json"), "utf8")).spaceGroup).toBe("P 21 21 21");
  });

  test("resolution limits leave observations out and say how many", async () => {
    const { out } = await runProgram(["stats", unmerged, "--d-min", "4", "--d-max", "12", "--json", "-"]);
    const json = JSON.parse(out);
    expect(json.overall.dMin).toBeGreaterThanOrEqual(4);
    expect(json.overall.dMax).toBeLessThanOrEqual(12);
    expect(json.dropped.outsideResolution).toBeGreaterThan(0);
  });

  test("another space group of the same point group changes which reflections are absent", async () => {
    const { status, out } = await runProgram(["stats", unmerged, "--space-group", "P 2 2 2", "--json", "-"]);
    expect(status).toBe(0);
    expect(JSON.parse(out).spaceGroup).toBe("P 2 2 2");
    expect(JSON.parse(out).dropped.systematicAbsence).toBe(0);
  });

  test.each([
    [[path("merged.mtz")], 1, /expected unmerged observations/],
    [[unmerged, "--intensity", "Iobs"], 1, /column Iobs is not in .* which has .*SIGI/],
    [[unmerged, "--space-group", "P 21 21 22"], 1, /P 21 21 22/],
    [[unmerged, "--d-min", "5", "--d-max", "4"], 1, /expected --d-min to be the smaller/],
    [[unmerged, "--d-min", "50"], 1, /none that can be used/],
    [[unmerged, "--shells", "0"], 2, /expected a whole number from 1 to 200/],
    [[path("absent.mtz")], 1, /absent\.mtz/],
  ])("%j: status %i and one sentence", async (words, status, message) => {
    const result = await runProgram(["stats", ...words]);
    expect(result.error).toMatch(message);
    expect(result.error.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(status);
    expect(result.out).toBe("");
  });

  test("JSON that cannot be written is one sentence and leaves nothing behind", async () => {
    const target = join(folder, "no-such-folder", "stats.json");
    const { status, error } = await runProgram(["stats", unmerged, "--json", target]);
    expect(status).toBe(1);
    expect(error).toContain(target);
    expect(existsSync(target)).toBe(false);
  });
});
