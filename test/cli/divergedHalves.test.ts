/**
 * The case in which careless 0.5.4 ends with exit status 0 and a CC1/2 of 0.9998: a fit that diverges with
 * --merge-half-datasets, whose halves are both still where they started. Here there is no CC1/2, no file, and status 1.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const halves = ["--merge-half-datasets", "--half-dataset-repeats", "2", "--halves", path("halves.mtz")];
const files = ["--json", path("a.json"), "--table1", path("a.txt"), "--report", path("a.html")];
const more = ["--predictions", path("p.mtz"), "--weights", path("w.safetensors"), "--test-fraction", "0.1"];
const words = [
  "merge",
  path("in.mtz"),
  "--iterations",
  "300",
  "--threads",
  "1",
  ...halves,
  ...files,
  ...more,
];

beforeAll(() => writeReflections(smallRotation().observations, path("in.mtz")));

describe("careless's 0.9998: a diverging fit with half data sets", () => {
  test.each([
    [
      "an infinite loss, with careless's recipe",
      ["--recipe", "careless", "--learning-rate", "10"],
      /got \w+ (-?Infinity|NaN)/,
    ],
    ["an infinite loss, with ours", ["--learning-rate", "1e12"], /got \w+ (-?Infinity|NaN)/],
    [
      "a finite one above that of the start",
      ["--learning-rate", "10", "--batch-size", "500"],
      /got lossTrain [\d.e+]+/,
    ],
  ])("%s: status 1, no CC, no file", async (_, rates, what) => {
    const before = readdirSync(folder).sort();
    const { status, out, error } = await runProgram([...words, ...rates, "--out", path("out.mtz")]);
    expect(status).toBe(1);
    expect(error).toMatch(/^friedel: training diverged at step \d+: [^\n]*\n$/);
    expect(error).toMatch(what);
    expect(out + error).not.toMatch(/CC|0\.99|wrote|Rsplit/);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test("a file that is there stays as it was, and the run folder says that it failed", async () => {
    writeFileSync(path("kept.mtz"), "of before");
    const run = ["--run", path("run"), "--learning-rate", "1e12", "--out", path("kept.mtz")];
    expect((await runProgram([...words, ...run])).status).toBe(1);
    expect((await runProgram(["info", path("run")])).out).toMatch(/reason +training diverged/);
    expect((await runProgram(["info", path("run")])).out).not.toMatch(/CC1\/2/);
    expect(existsSync(path("halves.mtz"))).toBe(false);
    const again = await runProgram([...words, ...run, "--resume"]);
    expect([again.status, again.out.includes("CC1/2")]).toEqual([1, false]);
  });
});
