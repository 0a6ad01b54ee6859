/** A long training in a real kernel: its memory stays where it was, and the notebook that is saved stays small. */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { kernelName } from "../../binder/setup.mjs";
import { trainingMime, trainingPlotMime } from "../../lib/displays/index.js";
import { VEGA_LITE_MIME } from "../../lib/plots/index.js";
import { runNotebook } from "./runNotebook.js";

const steps = 30_000;
const cells = [
  `import * as friedel from "friedel";
const { observations } = friedel.simulateRotation({ seed: 1, dMin: 3 });
const model = friedel.merge(observations, { anomalous: true, testFraction: 0.1 });`,
  `const memory = () => process.memoryUsage().rss / 1e6;
const run = await model.train({ seed: 1, steps: ${steps}, folder: "run", metrics: { "memory (MB)": memory } });`,
  `const { evaluations } = run.history;
const measured = ["step", "memory (MB)"].map((name) => [...evaluations.column(name)]);
console.log(JSON.stringify(measured));`,
];

test(`${steps} steps leave the kernel's memory flat, and a notebook below 2 MB`, async () => {
  const folder = join(root, "test", "output", "long-training");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const notebook = join(folder, "long.ipynb");
  writeFileSync(
    notebook,
    JSON.stringify({
      cells: cells.map((source, i) => ({
        id: `cell-${i}`,
        cell_type: "code",
        execution_count: null,
        metadata: {},
        outputs: [],
        source,
      })),
      metadata: { kernelspec: { name: kernelName, display_name: "TypeScript" } },
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  const run = await runNotebook(notebook, { folder });
  expect(run.status, run.stdout + run.stderr).toBe(0);

  const text = run.cells[2].outputs?.flatMap((output) => output.text ?? []).join("") ?? "";
  const [at, memory]: number[][] = JSON.parse(text);
  expect(at.at(-1)).toBe(steps);
  const start = memory[at.indexOf(1000)];
  for (const [i, step] of at.entries())
    if (step >= 1000)
      expect(Math.abs(memory[i] / start - 1), `step ${step}: ${memory[i]} MB`).toBeLessThan(0.05);

  expect(statSync(join(folder, "executed.ipynb")).size).toBeLessThan(2e6);
  const shown = run.cells[1].outputs?.map(({ data = {} }) => Object.keys(data).sort());
  expect(shown).toEqual([
    [trainingMime, "text/html", "text/plain"].sort(),
    [trainingPlotMime, VEGA_LITE_MIME, "text/plain"].sort(),
  ]);
  expect(String(run.cells[1].outputs?.[0].data?.["text/plain"])).toMatch(/step 30000 of 30000 {2}finished/);
});
