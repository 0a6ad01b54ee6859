/** Every notebook of the course, from top to bottom through the real tslab kernel, with the real data and without. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { kernelName } from "../../binder/setup.mjs";
import { dataFolder, dataTest } from "../data.js";
import { type Expected, expected } from "./expected.js";
import { joined, type NotebookRun, readNotebook, richOutputs, runNotebook, textOf } from "./runNotebook.js";

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
    const before = readFileSync(file);
    const run = await runNotebook(file, { name: `${name}-without-data`, env: { FRIEDEL_DATA: "none" } });
    checkRun(run, expected[name]);
    expectAll(textOf(run.cells), expected[name].withoutData);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  dataTest("runs on the real data", async () => {
    const before = readFileSync(file);
    const run = await runNotebook(file, { name: `${name}-with-data`, env: { FRIEDEL_DATA: dataFolder } });
    checkRun(run, expected[name]);
    expectAll(textOf(run.cells), expected[name].withData);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

/** No cell failed, every code cell ran, nothing was complained about, and the outputs are what they should be. */
function checkRun(run: NotebookRun, { always, plots, files }: Expected): void {
  expect(run.status, run.stdout + run.stderr).toBe(0);
  const code = run.cells.filter((cell) => cell.cell_type === "code");
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, index) => index + 1));
  const outputs = code.flatMap((cell) => cell.outputs ?? []);
  expect(outputs.filter((output) => output.output_type === "error")).toEqual([]);
  expect(outputs.filter((output) => output.name === "stderr").map((output) => joined(output.text))).toEqual(
    [],
  );
  expectAll(textOf(run.cells), always);
  const drawn = richOutputs(run.cells).filter((type) => type.startsWith("application/vnd.vegalite"));
  expect(drawn.length).toBeGreaterThanOrEqual(plots);
  expect(files.filter((path) => !existsSync(join(run.folder, path)))).toEqual([]);
}

function expectAll(text: string, patterns: readonly RegExp[]): void {
  for (const pattern of patterns) expect(text).toMatch(pattern);
}
