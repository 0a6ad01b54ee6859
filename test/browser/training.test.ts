/**
 * The training panel as a user meets it: a notebook that merges simulated data into a run folder, with our kernel. The
 * curves move, the buttons reach the cell, and nothing is lost when the page is closed, the kernel dies or the folder goes.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { readHistory } from "../../lib/training/index.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const folder = join(output, "training");
const session = useLab({ folder, env: { FRIEDEL_DATA: "none" } });

const data = `import { merge, simulateRotation } from "friedel";
const { observations } = simulateRotation({ seed: 1, dMin: 3.5 });
const model = merge(observations, { testFraction: 0.1 });`;
const train = (steps: number, run: string, more = "") =>
  `const run = await model.train({ steps: ${steps}, seed: 1, evaluateEvery: 100, folder: "runs/${run}"${more} });`;

/** A notebook of these cells. */
function notebook(name: string, cells: readonly string[], kernel = "friedel"): string {
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "runs", name.replace(".ipynb", "")), { recursive: true, force: true });
  const made = {
    cells: cells.map((source, i) => ({
      id: `cell-${i}`,
      cell_type: "code",
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { display_name: "TypeScript", language: "typescript", name: kernel },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(join(folder, name), JSON.stringify(made));
  return name;
}

/** Starts all cells without waiting for their end. */
async function run(lab: LabPage): Promise<Locator> {
  await lab.kernelIdle();
  await lab.menu("Run", "Run All Cells");
  const panel = lab.page.locator(".jp-CodeCell .friedel-training").last();
  await panel.waitFor({ timeout: 120_000 });
  return panel;
}

/** Waits for a state, e.g. "finished". */
async function reaches(panel: Locator, state: string): Promise<void> {
  await panel.locator(`.friedel-state[data-state="${state}"]`).first().waitFor({ timeout: 120_000 });
}

async function stepOf(panel: Locator): Promise<number> {
  const text = await panel.locator(".friedel-training-numbers").first().innerText();
  return Number(/^([\d,]+) of/.exec(text)?.[1].replaceAll(",", ""));
}

/** What "Save points" saves: steps and values of a curve. */
async function pointsOf(lab: LabPage, panel: Locator): Promise<Map<string, number[]>> {
  const download = lab.page.waitForEvent("download");
  await panel.getByRole("button", { name: "Save points" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  const columns = new Map<string, number[]>();
  let names: string[] = [];
  for (const line of text.split("\n")) {
    const cells = line.split(",");
    if (cells[0] === "of") names = cells;
    else if (line !== "")
      names.forEach((name, i) => {
        if (i === 0 || cells[i] === "") return;
        const key = `${cells[0]} ${name}`;
        columns.set(key, [...(columns.get(key) ?? []), Number(cells[i])]);
      });
  }
  return columns;
}

/**
 * The points of the page are those of the run folder, each of them; of a kernel that was killed the page may have some
 * more, of the last second, which never came to the disk.
 */
async function expectEveryPoint(lab: LabPage, panel: Locator, name: string, killed = false): Promise<void> {
  const history = await readHistory(readFileSync(join(folder, "runs", name, "history.jsonl"), "utf8"));
  const points = await pointsOf(lab, panel);
  const { steps, evaluations } = history;
  for (const [key, values] of [
    ["step step", steps.column("step")],
    ["step nll", steps.column("nll")],
    ["evaluation step", evaluations.column("step")],
    ["evaluation ccPredTest", evaluations.column("ccPredTest")],
  ] as const) {
    expect(values.length).toBeGreaterThan(0);
    expect(points.get(key)?.slice(0, killed ? values.length : undefined)).toEqual([...values]);
  }
}

test.skipIf(!hasBrowser)("curves move, and each button reaches the training cell", async () => {
  const lab = await session.open(notebook("live.ipynb", [data, train(1_000_000, "live")]));
  const panel = await run(lab);
  await reaches(panel, "running");
  for (const title of ["−ELBO", "NLL", "KL", "CCpred", "Gradient norm", "Learning rate"])
    await panel.locator(".friedel-chart-title", { hasText: title }).waitFor();
  const before = await stepOf(panel);
  await expect.poll(() => stepOf(panel), { timeout: 30_000 }).toBeGreaterThan(before);
  await expect
    .poll(() => panel.locator(".friedel-training-numbers").innerText())
    .toMatch(/steps\/s.*to go.*MB/);

  await panel.getByRole("button", { name: "Pause" }).click();
  await reaches(panel, "paused");
  const paused = await stepOf(panel);
  await panel.getByLabel("Learning rate ×").fill("0.5");
  await panel.getByRole("button", { name: "Set Learning rate" }).click();
  await panel
    .locator(".friedel-echo", {
      hasText: `learning rate × 0.5 from step ${(paused + 1).toLocaleString("en")}`,
    })
    .waitFor();
  await panel.getByRole("button", { name: "Statistics now" }).click();
  await panel.locator(".friedel-echo", { hasText: "statistics after step" }).waitFor();
  await panel.getByRole("button", { name: "Checkpoint now" }).click();
  await panel.locator(".friedel-echo", { hasText: "checkpoint after step" }).waitFor();
  await lab.photograph("training-paused");
  await panel.getByRole("button", { name: "Resume" }).click();
  await reaches(panel, "running");
  await panel.getByLabel("Prior weight ×").fill("two");
  await panel.getByRole("button", { name: "Set Prior weight" }).click();
  await panel
    .locator(".friedel-echo", { hasText: "Prior weight factor: got two, expected a number of 0 or more" })
    .waitFor();
  await panel.getByLabel("Prior weight ×").fill("2");
  await panel.getByLabel("Prior weight ×").press("Enter");
  await panel.locator(".friedel-echo", { hasText: "prior weight × 2 from step" }).waitFor();
  await panel.getByRole("button", { name: "Stop" }).click();
  await reaches(panel, "stopped");
  await lab.kernelIdle();
  expect(await panel.getByRole("button", { name: "Pause" }).isDisabled()).toBe(true);
  expect(await panel.getByRole("button", { name: "Pause" }).getAttribute("title")).toContain("been stopped");
  await expectEveryPoint(lab, panel, "live");
  await lab.photograph("training-stopped");
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)(
  "a page that is reloaded while it trains has every point, in the cell and in the tab",
  async () => {
    const path = notebook("reload.ipynb", [data, train(1_000_000, "reload")]);
    let lab = await session.open(path);
    const cell = await run(lab);
    await reaches(cell, "running");
    await cell.getByRole("button", { name: "Open in a tab" }).click();
    const panel = () => lab.page.locator(".friedel-training-panel");
    await reaches(panel(), "running");
    await expect.poll(() => stepOf(panel()), { timeout: 60_000 }).toBeGreaterThan(500);
    await lab.command("docmanager:save-all");
    // the layout of the workspace is saved a moment after it changed
    const layout = () =>
      lab.page.evaluate<string>(`fetch("/lab/api/workspaces/default").then((answer) => answer.text())`);
    await expect.poll(layout, { timeout: 60_000 }).toContain("friedel-training:runs/reload");
    const before = await stepOf(panel());
    await lab.close();
    lab = await session.open("", { keep: true });
    await reaches(panel(), "running");
    await expect.poll(() => stepOf(panel()), { timeout: 60_000 }).toBeGreaterThan(before);
    await lab.photograph("training-reloaded");
    await panel().getByRole("button", { name: "Stop" }).click();
    await reaches(panel(), "stopped");
    await expectEveryPoint(lab, panel(), "reload");
    expect(lab.problems).toEqual([]);
    await lab.close();
  },
);

test.skipIf(!hasBrowser)(
  "a kernel that is killed leaves a run interrupted, with the cell that resumes; a deleted folder is told",
  async () => {
    const lab = await session.open(
      notebook("killed.ipynb", [`${data}\nconsole.log("process", process.pid);`, train(1_000_000, "killed")]),
    );
    const panel = await run(lab);
    // rows go to the file once a second
    const written = () => readFileSync(join(folder, "runs", "killed", "history.jsonl"), "utf8").length;
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(10_000);
    const told = await lab.page.locator(".jp-OutputArea-output", { hasText: /^process \d+/ }).innerText();
    process.kill(Number(told.replace("process ", "")), "SIGKILL");
    await reaches(panel, "interrupted");
    await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
    const box = panel.locator(".friedel-resume");
    await box.waitFor();
    expect(await box.innerText()).toMatch(
      /interrupted at step [\d,]+ of 1,000,000: the kernel that trained it is gone/,
    );
    await box.getByRole("button", { name: "Insert below" }).click();
    const inserted = lab.page.locator(".jp-CodeCell").nth(2).locator(".cm-content");
    await inserted.waitFor();
    expect(await inserted.innerText()).toContain(
      'train({ resume: true, steps: 1000000, seed: 1, evaluateEvery: 100, folder: "runs/killed" })',
    );
    await lab.photograph("training-interrupted");
    await expectEveryPoint(lab, panel, "killed", true);
    expect(lab.problems).toEqual([]);
    rmSync(join(folder, "runs", "killed"), { recursive: true });
    await panel
      .locator(".friedel-message", { hasText: "runs/killed: got no run in this folder any more" })
      .waitFor({ timeout: 60_000 });
    await lab.photograph("training-deleted");
    // what the browser itself says of a file that is missing
    expect(lab.problems.filter((problem) => !/Failed to load resource/.test(problem))).toEqual([]);
    await lab.close();
  },
);

test.skipIf(!hasBrowser)("a stock tslab kernel that imported the library is steered as well", async () => {
  const lab = await session.open(notebook("stock.ipynb", [data, train(1_000_000, "stock")], "tslab"));
  const panel = await run(lab);
  await reaches(panel, "running");
  const pause = panel.getByRole("button", { name: "Pause" });
  await expect.poll(() => pause.isEnabled(), { timeout: 60_000 }).toBe(true);
  await pause.click();
  await reaches(panel, "paused");
  await panel.getByRole("button", { name: "Stop" }).click();
  await reaches(panel, "stopped");
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)(
  "a zoom by drag, its reset, values under the pointer, a logarithmic axis, another run over the first",
  async () => {
    const cells = [data, train(300, "zoom-a"), train(300, "zoom-b", ", learningRate: 0.02")];
    rmSync(join(folder, "runs", "zoom-a"), { recursive: true, force: true });
    rmSync(join(folder, "runs", "zoom-b"), { recursive: true, force: true });
    const lab = await session.open(notebook("zoom.ipynb", cells));
    await lab.runAllCells();
    const panel = lab.page.locator(".friedel-training").first();
    await reaches(panel, "finished");
    const norm = panel.locator('[data-chart="gradientNorm"]');
    const canvas = norm.locator("canvas");
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error("the chart is not in sight");
    await lab.page.mouse.move(box.x + 100, box.y + 50);
    const under = panel.locator(".friedel-under");
    await expect.poll(() => under.innerText()).toMatch(/^step \d+/);
    const value = await norm.locator(".friedel-chart-value").innerText();
    await lab.page.mouse.move(box.x + 140, box.y + 50);
    await expect.poll(() => norm.locator(".friedel-chart-value").innerText()).not.toBe(value);
    const reset = panel.getByRole("button", { name: "Reset zoom" });
    expect(await reset.isDisabled()).toBe(true);
    await lab.page.mouse.down();
    await lab.page.mouse.move(box.x + 200, box.y + 55, { steps: 4 });
    await lab.page.mouse.up();
    await expect.poll(() => reset.isEnabled()).toBe(true);
    await lab.photograph("training-zoomed");
    await canvas.dblclick({ position: { x: 150, y: 40 } });
    await expect.poll(() => reset.isDisabled()).toBe(true);
    const log = norm.getByRole("button", { name: "log", exact: true });
    await log.click();
    await expect.poll(() => log.getAttribute("aria-pressed")).toBe("true");
    expect(
      await panel
        .locator('[data-chart="elbo"]')
        .getByRole("button", { name: "log", exact: true })
        .isDisabled(),
    ).toBe(true);
    const other = panel.getByLabel("Draw another run over this one");
    await other.focus();
    await other.locator("option[value='runs/zoom-b']").waitFor({ state: "attached" });
    await other.selectOption("runs/zoom-b");
    await panel.locator(".friedel-legend-run", { hasText: "runs/zoom-b" }).waitFor();
    await panel.locator("summary", { hasText: "Configuration" }).click();
    await panel.locator(".friedel-difference td", { hasText: "training.learningRate" }).waitFor();
    await lab.photograph("training-two-runs");
    await panel.locator(".friedel-config").scrollIntoViewIfNeeded();
    await lab.photograph("training-difference");
    expect(lab.problems).toEqual([]);
    await lab.close();
  },
);
