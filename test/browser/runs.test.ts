/**
 * The sidebar of runs as a user meets it: runs of a small model, trained here with other hyperparameters each, beside one
 * that was interrupted and a folder that is no run.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderStore } from "../../lib/node/index.js";
import { train } from "../../lib/training/index.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const folder = join(output, "runs");
const session = useLab({ folder });

/** A run whose held-out correlation is best at a learning rate of 0.03. */
async function trained(name: string, rate: number, optimiser: string): Promise<void> {
  const quality = 0.98 - 0.02 * Math.abs(Math.log10(rate / 0.03)) - (optimiser === "sgd" ? 0.005 : 0);
  const state = Float64Array.of(1);
  await train(
    {
      kind: "merging",
      config: { model: { observations: 1000 }, training: { learningRate: rate, optimiser } },
      fingerprint: "simulated",
      variant: "reference",
      step(step) {
        return { nll: Math.exp(-step * rate) - 1, kl: 0.5, learningRate: rate };
      },
      evaluate: (step) => ({
        ccPredTest: quality * (1 - Math.exp(-step / 40)),
        nllTest: Math.exp(-step * rate) - 0.9,
      }),
      tensors: () => ({ state }),
      restore: () => undefined,
    },
    { steps: 300, evaluateEvery: 20, store: folderStore(join(folder, name)) },
  );
}

async function makeRuns(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  for (const [i, rate] of [0.001, 0.003, 0.01, 0.03, 0.1].entries()) {
    await trained(`sweep/adam-${i}`, rate, "adam");
    await trained(`sweep/sgd-${i}`, rate, "sgd");
  }
  await trained("interrupted", 0.01, "adam");
  const history = Array.from(
    { length: 50 },
    (_, i) => `{"step":${i + 1},"nll":0.5,"kl":0.5,"seconds":${i}}\n`,
  );
  writeFileSync(join(folder, "interrupted", "history.jsonl"), `${history.join("")}{"step":51,"nl`);
  mkdirSync(join(folder, "data", "raw"), { recursive: true });
  writeFileSync(join(folder, "data", "config.json"), "{}");
}

async function openRuns(): Promise<LabPage> {
  const lab = await session.open();
  await lab.page.locator('.lm-TabBar-tab[data-id="friedel-runs"]').click();
  await lab.page
    .locator(".friedel-runs-progress", { hasText: /^\d+ runs? in \d+ folders/ })
    .waitFor({ timeout: 60_000 });
  return lab;
}

test.skipIf(!hasBrowser)("runs are found, told apart, opened and compared", async () => {
  await makeRuns();
  const lab = await openRuns();
  const { page } = lab;
  expect(await page.locator(".friedel-runs-progress").innerText()).toMatch(/^11 runs in/);
  const interrupted = page.locator('.friedel-run[data-run="interrupted"]');
  expect(await interrupted.innerText()).toContain("interrupted at step 50");
  expect(await page.locator('.friedel-run[data-run="sweep/adam-3"]').innerText()).toMatch(
    /finished\s+CCpred 0\.979\d · 300 steps/,
  );

  await page.locator('.friedel-run[data-run="sweep/adam-3"]').dblclick();
  const panel = page.locator(".friedel-training-panel");
  await panel.locator('.friedel-state[data-state="finished"]').waitFor();
  await panel.locator(".friedel-chart").first().waitFor();
  await lab.photograph("runs-panel");
  await interrupted.dblclick();
  await page.locator(".friedel-resume").waitFor({ timeout: 30_000 });
  expect(await page.locator(".friedel-resume code").innerText()).toContain(
    'folder: "interrupted", resume: true',
  );

  await page.getByRole("button", { name: "Select all" }).click();
  await interrupted.getByRole("checkbox").uncheck();
  await page.getByRole("button", { name: "Compare 10" }).click();
  const compare = page.locator(".friedel-compare");
  await expect.poll(() => compare.locator(".friedel-run-mark").count()).toBe(10);
  expect(await compare.locator(".friedel-run-line").count()).toBe(10);
  const names = () =>
    compare.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run")));
  expect((await names())[0]).toBe("sweep/adam-3");
  expect((await names()).at(-1)).toBe("sweep/sgd-0");
  await lab.photograph("runs-compare");

  const axis = compare.locator('[data-dimension="ccPredTest"] .friedel-brush-handle');
  const box = await axis.boundingBox();
  if (box === null) throw new Error("the axis is not in sight");
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.3, { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(() => compare.locator(".friedel-tools [role=status]").innerText())
    .toMatch(/^[2-5] of 10 runs/);
  const chosen = await compare.locator("tbody tr:not(.friedel-mod-out)").count();
  await lab.photograph("runs-brushed");
  await lab.theme("JupyterLab Dark");
  await lab.photograph("runs-brushed-dark");
  await lab.theme("JupyterLab Light");
  await compare.getByRole("button", { name: /^Draw \d over each other/ }).click();
  await expect
    .poll(() => page.locator(".friedel-training-panel:visible .friedel-legend-run").count())
    .toBe(chosen);
  await lab.photograph("runs-over-each-other");
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a run is deleted after a question; what is no run any more is not", async () => {
  await makeRuns();
  const lab = await openRuns();
  const { page } = lab;
  const remove = async (run: string) => {
    await page.locator(`.friedel-run[data-run="${run}"]`).hover();
    await page.getByRole("button", { name: `Delete ${run}` }).click();
  };
  await remove("sweep/sgd-1");
  const dialog = page.locator(".jp-Dialog");
  expect(await dialog.innerText()).toContain(
    "sweep/sgd-1: history, configuration and checkpoints, 300 steps of training.",
  );
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(existsSync(join(folder, "sweep", "sgd-1", "history.jsonl"))).toBe(true);
  await remove("sweep/sgd-1");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.locator('.friedel-run[data-run="sweep/sgd-1"]').waitFor({ state: "detached" });
  expect(existsSync(join(folder, "sweep", "sgd-1"))).toBe(false);

  rmSync(join(folder, "sweep", "sgd-2", "config.json"));
  writeFileSync(join(folder, "sweep", "sgd-2", "mine.txt"), "not to be lost");
  await remove("sweep/sgd-2");
  await page
    .locator(".friedel-message", { hasText: "expected that of a run; nothing was deleted" })
    .waitFor();
  expect(existsSync(join(folder, "sweep", "sgd-2", "mine.txt"))).toBe(true);
  expect(lab.problems).toEqual([]);
  await lab.close();
});
