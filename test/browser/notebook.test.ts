/** The first notebook as a user meets it: opened in JupyterLab, in a real browser, all cells run. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { expected } from "../notebooks/expected.js";
import { hasBrowser, kernelIs, type Lab, launchBrowser, output, startLab } from "./lab.js";

const name = "01-reflections.ipynb";
const cellTimeout = 600_000;

let lab: Lab | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (!hasBrowser) return;
  mkdirSync(output, { recursive: true });
  [lab, browser] = await Promise.all([startLab(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

test.skipIf(!hasBrowser)("Run All shows tables and plots, and no error", async () => {
  const copy = join(output, name);
  copyFileSync(join(root, "notebooks", name), copy);
  const page = await browser!.newPage({ viewport: { width: 1400, height: 1000 } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));

  await page.goto(lab!.page(relative(root, copy).split(sep).join("/")), { waitUntil: "domcontentloaded" });
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", { timeout: 120_000 });
  await page.waitForFunction(kernelIs("idle"), null, { timeout: 120_000 });
  await runAll(page);
  await page.waitForFunction(
    `${countOf(".jp-RenderedVegaCommon5 svg, .jp-RenderedVegaCommon5 canvas")} >= ${expected[name].plots}`,
    null,
    {
      timeout: 60_000,
    },
  );

  const prompts = await page.locator(".jp-CodeCell .jp-InputPrompt").allInnerTexts();
  expect(prompts).toEqual(prompts.map((_, index) => `[${index + 1}]:`));
  const text = (await page.locator(".jp-OutputArea-output").allInnerTexts()).join("\n");
  for (const pattern of expected[name].always) expect(text).toMatch(pattern);
  const complaints = page.locator(
    '[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type*="jupyter.error"]',
  );
  expect(await complaints.allInnerTexts()).toEqual([]);
  expect(problems).toEqual([]);
  await photograph(page);
});

/** Runs all cells as the menu does, and waits until the last one has ended. */
async function runAll(page: Page): Promise<void> {
  page.setDefaultTimeout(cellTimeout);
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  const done = `[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every((e) => /^\\[\\d+\\]:$/.test(e.innerText))`;
  await page.waitForFunction(`${done} && ${kernelIs("idle")}`, null, { timeout: cellTimeout, polling: 250 });
}

/** One picture of the whole notebook, cut into screens, for a person to look at. */
async function photograph(page: Page): Promise<void> {
  const panel = page.locator(".jp-WindowedPanel-outer").first();
  const height = await panel.evaluate((element) => element.scrollHeight);
  const screen = await panel.evaluate((element) => element.clientHeight);
  for (let top = 0, index = 1; top < height; top += screen, index++) {
    await panel.evaluate((element, to) => element.scrollTo(0, to), top);
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(output, `${name}-${index}.png`) });
  }
}

/** An expression evaluated in the page. */
const countOf = (selector: string): string => `document.querySelectorAll(${JSON.stringify(selector)}).length`;
