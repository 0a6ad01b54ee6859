/**
 * A training in a cell of notebook 02, in JupyterLab as it is without our extension and in a stock tslab kernel: one sees
 * its curve move, interrupts it, runs the cell again, saves, and finds all of it there when the notebook is opened again.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const session = useLab({ extension: false, env: { FRIEDEL_DATA: "none" } });
const training = "const run = await model.train({ seed: 1 });";
const drawn = ".jp-RenderedVegaCommon5 svg, .jp-RenderedVegaCommon5 canvas";

/** Notebook 02, whose first training would last for hours. */
function endless(): string {
  const folder = join(output, "live");
  mkdirSync(folder, { recursive: true });
  const notebook = JSON.parse(readFileSync(join(root, "notebooks", "02-merge.ipynb"), "utf8"));
  const cell = notebook.cells.find(({ source }: { source: string[] }) => source.join("") === training);
  cell.source = [training.replace("seed: 1", "seed: 1, steps: 10_000_000")];
  const path = join(folder, "02-merge.ipynb");
  writeFileSync(path, JSON.stringify(notebook));
  return relative(root, path).split(sep).join("/");
}

/** The cell that trains. */
function cellOf(lab: LabPage): Locator {
  return lab.page.locator(".jp-CodeCell", { has: lab.page.locator("text=await model.train") }).first();
}

/** The step that the line below the cell is at. */
async function stepOf(cell: Locator): Promise<number> {
  const text = await cell.locator(".friedel-training").innerText();
  return Number(/step (\d+) of/.exec(text)?.[1]);
}

/** What is drawn below the cell: the paths of its lines; while it is drawn anew, nothing. */
function curvesOf(cell: Locator): Promise<string> {
  return cell.evaluate((element) => {
    const canvas = element.querySelector<HTMLCanvasElement>(".jp-RenderedVegaCommon5 canvas");
    const paths = Array.from(element.querySelectorAll(".jp-RenderedVegaCommon5 svg .mark-line path"));
    return canvas?.toDataURL() ?? paths.map((path) => path.getAttribute("d")).join(" ");
  });
}

test.skipIf(!hasBrowser)(
  "the curve moves; interrupt, run again, save and open again lose nothing",
  async () => {
    const path = endless();
    const lab = await session.open(path);
    await lab.kernelIdle();
    await lab.menu("Run", "Run All Cells");
    const cell = cellOf(lab);
    const plot = cell.locator(drawn).first();
    await plot.waitFor({ timeout: 120_000 });
    await expect.poll(() => curvesOf(cell), { timeout: 60_000 }).not.toBe("");
    const [step, curves] = [await stepOf(cell), await curvesOf(cell)];
    await expect.poll(() => stepOf(cell), { timeout: 60_000 }).toBeGreaterThan(step);
    const moved = async () => !["", curves].includes(await curvesOf(cell));
    await expect.poll(moved, { timeout: 60_000 }).toBe(true);
    await cell.evaluate((element) => element.scrollIntoView());
    await lab.photograph("live-training");

    await lab.page
      .getByRole("button", { name: /interrupt the kernel/i })
      .first()
      .click();
    await cell.locator("text=/step \\d+ of 10000000  stopped/").waitFor({ timeout: 60_000 });
    expect(await cell.innerText()).toContain("interrupt: the training stops after this step");
    // the cells that waited go on with what was trained
    await lab.page.locator("text=/CCpred of observations fitted to/").first().waitFor({ timeout: 60_000 });
    await cell.evaluate((element) => element.scrollIntoView());
    await lab.photograph("live-interrupted");

    await lab.page.waitForFunction(
      `[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every((prompt) => /^\\[\\d+\\]:$/.test(prompt.innerText))`,
      null,
      { timeout: 300_000 },
    );
    await lab.kernelIdle();
    await cell.locator(".cm-content").click();
    await lab.page.keyboard.press("Control+A");
    await lab.page.keyboard.insertText("const run = await model.train({ seed: 1, steps: 500 });");
    await lab.page.keyboard.press("Shift+Enter");
    await cell.locator("text=/step 500 of 500  finished/").waitFor({ timeout: 60_000 });
    await lab.kernelIdle();
    await plot.waitFor();

    await lab.page.keyboard.press("Escape");
    await lab.page.keyboard.press("Control+S");
    await lab.page.waitForFunction("window.jupyterapp.shell.currentWidget.context.model.dirty === false");
    await lab.close();
    const saved = readFileSync(join(root, path), "utf8");
    expect(saved).toContain("step 500 of 500  finished");
    expect(saved).toContain('"application/vnd.vegalite.v5+json"');
    expect(saved.length).toBeLessThan(2e6);

    const again = await session.open(path);
    const reopened = cellOf(again);
    await reopened.locator("text=/step 500 of 500  finished/").waitFor({ timeout: 60_000 });
    await reopened.locator(drawn).first().waitFor({ timeout: 60_000 });
    await reopened.evaluate((element) => element.scrollIntoView());
    await again.photograph("live-reopened");
    await again.close();
  },
);
