/** Every notebook of the course, from top to bottom through the real tslab kernel, with the real data and without. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { kernelName } from "../../binder/setup.mjs";
import { readReflections } from "../../lib/node/index.js";
import { VEGA_LITE_MIME } from "../../lib/plots/index.js";
import { dataFolder, dataTest } from "../data.js";
import { draw } from "../plots/render.js";
import { type Expected, expected } from "./expected.js";
import {
  joined,
  type NotebookRun,
  type RunOptions,
  readNotebook,
  runNotebook,
  textOf,
} from "./runNotebook.js";

const folder = join(root, "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

test("there are notebooks, and each one says what it must show", () => {
  expect(names).toContain("01-reflections.ipynb");
  expect(Object.keys(expected).sort()).toEqual([...names].sort());
});

describe.each(names)("%s", (name) => {
  const file = join(folder, name);

  test("is kept without outputs and names the kernel that the set-up installs", () => {
    const { cells, metadata } = readNotebook(file);
    expect(metadata.kernelspec?.name).toBe(kernelName);
    for (const cell of cells) {
      expect(cell.outputs ?? []).toEqual([]);
      expect(cell.execution_count ?? null).toBeNull();
    }
  });

  test("runs without the real data", async () => {
    const run = await runUnchanged(file, { name: `${name}-without-data`, env: { FRIEDEL_DATA: "none" } });
    await checkRun(run, expected[name]);
    checkText(run, expected[name].withoutData, expected[name].peaks.withoutData);
  });

  dataTest("runs on the real data", async () => {
    const run = await runUnchanged(file, { name: `${name}-with-data`, env: { FRIEDEL_DATA: dataFolder } });
    await checkRun(run, expected[name]);
    checkText(run, expected[name].withData, expected[name].peaks.withData);
  });
});

/** Runs the notebook; the file that is kept must stay as it is. */
async function runUnchanged(file: string, options: RunOptions): Promise<NotebookRun> {
  const before = readFileSync(file);
  const run = await runNotebook(file, options);
  expect(readFileSync(file).equals(before)).toBe(true);
  return run;
}

/** No cell failed, every code cell ran, nothing was complained about, and the outputs are what they should be. */
async function checkRun(run: NotebookRun, { always, plots, files }: Expected): Promise<void> {
  expect(run.status, run.stdout + run.stderr).toBe(0);
  const code = run.cells.filter((cell) => cell.cell_type === "code");
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, index) => index + 1));
  const outputs = code.flatMap((cell) => cell.outputs ?? []);
  expect(outputs.filter((output) => output.output_type === "error")).toEqual([]);
  expect(outputs.filter((output) => output.name === "stderr").map((output) => joined(output.text))).toEqual(
    [],
  );
  checkText(run, always, []);
  const specs = outputs.flatMap(({ data }) => data?.[VEGA_LITE_MIME] ?? []) as object[];
  expect(specs.length).toBe(plots);
  for (const [k, spec] of specs.entries()) await draw(`${basename(run.folder)}-${k + 1}`, spec);
  for (const [path, labels] of Object.entries(files)) {
    expect(existsSync(join(run.folder, path)), path).toBe(true);
    expect(run.stdout).toContain(join(run.folder, path));
    if (labels) expect((await readReflections(join(run.folder, path))).labels).toEqual(labels);
  }
}

/** The printed text has what it should, and the peaks it lists are as high as they should be, highest first. */
function checkText(run: NotebookRun, patterns: readonly RegExp[], peaks: readonly number[]): void {
  const text = textOf(run.cells);
  for (const pattern of patterns) expect(text).toMatch(pattern);
  // "42.9 σ (40.2)  0.0 Å from …": at the peak, and at the nearest point of the grid, which is what the limits are for.
  const lines = text.matchAll(/^ *(\d+\.\d) σ(?: \((\d+\.\d)\))? +\d+\.\d Å from /gm);
  const heights = [...lines].map(([, height, onGrid]) => Number(onGrid ?? height));
  peaks.forEach((least, index) => {
    expect(heights[index]).toBeGreaterThanOrEqual(least);
  });
}
