/** `--report`: the page that friedel merge and friedel laue write. Oracle of the sections: the library's report of the same run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { reportPaths, writeReports } from "../../lib/cli/reportFile.js";
import { RowEngine } from "../../lib/kernels/index.js";
import { merge } from "../../lib/models/index.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { simulateLaue } from "../../lib/simulate/index.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { quick, smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const titles = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/<h3[^>]*>([^<]*)<\/h3>/g)].map(([, title]) => title);
const few = ["--iterations", "30", "--threads", "1"];

beforeAll(async () => {
  const { observations } = smallRotation();
  await writeReflections(observations, at("in.mtz"));
  const image = observations.values("BATCH");
  await writeReflections(
    observations.filter((row) => image[row] <= 45),
    at("a.mtz"),
  );
  await writeReflections(
    observations.filter((row) => image[row] > 45),
    at("b.mtz"),
  );
});

test("a report of a merge: Table 1 of the merge, half data sets, CCpred, no spectrum; the file is whole or not there", async () => {
  const words = [...quick, "--test-fraction", "0.1", "--merge-half-datasets", "--shells", "4"];
  const files = ["--out", at("out.mtz"), "--report", at("report.html")];
  const { status, out, error } = await runProgram(["merge", at("in.mtz"), ...words, ...files]);
  expect([status, error]).toEqual([0, ""]);
  expect(out).toContain(`wrote ${at("report.html")}\n`);
  const found = titles(at("report.html"));
  expect(found).toEqual(expect.arrayContaining(["Wilson plot"]));
  expect(found.length).toBeGreaterThan(12);
  expect(found.some((title) => title.includes("spectrum") || title.includes("Spectrum"))).toBe(false);
  expect(readFileSync(at("report.html"), "utf8")).toMatch(/<title>Report of in.mtz<\/title>/);
  expect(readdirSync(folder).filter((name) => name.includes("report"))).toEqual(["report.html"]);
  // what was asked for besides is the same: a report has no effect
  const history = (await readReflections(at("out.mtz"))).history.join(" ");
  expect(history).not.toContain("--report");
});

test("one for each data set, of its own observations", async () => {
  const words = ["merge", at("a.mtz"), at("b.mtz"), "--separate-files", ...few];
  const files = ["--out", at("pair.mtz"), "--report", at("pair.html")];
  expect((await runProgram([...words, ...files])).status).toBe(0);
  const pages = [at("pair_0.html"), at("pair_1.html")].map((path) => readFileSync(path, "utf8"));
  expect(pages.map((page) => /Report of (\w+)\.mtz<\/title>/.exec(page)?.[1])).toEqual(["a", "b"]);
  for (const [set, page] of pages.entries()) {
    const { length } = await readReflections(at(`pair_${set}.mtz`));
    expect(page).toContain(`: ${length} reflections, `);
  }
  expect(existsSync(at("pair.html"))).toBe(false);
});

test("of Laue data the spectrum is in it", async () => {
  const { observations } = simulateLaue({ seed: 2, imageCount: 12, dMin: 3.5, randomAtoms: {} });
  await writeReflections(observations, at("laue.mtz"));
  const words = [
    "laue",
    at("laue.mtz"),
    "--recipe",
    "default",
    "--scale-link",
    "log",
    "--no-harmonics",
    ...few,
  ];
  const answer = await runProgram([...words, "--out", at("l.mtz"), "--report", at("laue.html")]);
  expect([answer.status, answer.error]).toEqual([0, ""]);
  const page = readFileSync(at("laue.html"), "utf8");
  expect(titles(at("laue.html")).some((title) => /spectrum/i.test(title))).toBe(true);
  expect(page).toContain('id="plot-spectrum"');
});

test("a page that cannot be written is an error before the data are read; an input is not written over", async () => {
  const nowhere = ["--out", at("x.mtz"), "--report", at("nowhere/a.html")];
  const lost = await runProgram(["merge", at("in.mtz"), ...nowhere]);
  expect([lost.status, lost.error]).toEqual([1, expect.stringContaining("nowhere")]);
  const over = await runProgram(["merge", at("in.mtz"), "--out", at("x.mtz"), "--report", at("in.mtz")]);
  expect([over.status, over.error]).toEqual([2, expect.stringContaining("it is an input file")]);
  const separate = ["--separate-files", "--out", at("x.mtz"), "--report", at("x.mtz")];
  expect((await runProgram(["merge", at("a.mtz"), at("b.mtz"), ...separate])).status).toBe(2);
  expect(existsSync(at("x.mtz"))).toBe(false);
});

test("where half data sets are withheld the page says so, and has no CC1/2", async () => {
  const args = parseArguments(mergeCommand, [at("in.mtz"), "--report", at("none.html"), "--shells", "3"]);
  expect(reportPaths(args, 2)).toEqual([at("none.html")]);
  const { observations } = smallRotation();
  const run = await merge(observations, { engine: new RowEngine() }).train({ steps: 5, reporters: [] });
  Object.defineProperty(run, "halvesWithheld", { value: () => "half data sets tell nothing of each other" });
  await writeReports(run, args, () => {});
  const page = readFileSync(at("none.html"), "utf8");
  expect(page).toContain("tell nothing of each other");
  expect(page).not.toContain('id="plot-ccHalf"');
});
