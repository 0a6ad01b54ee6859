/** Plots and tables of statistics as outputs of cells: help, a tab of their own, copies and files; with and without us. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { displayForms, plotMime, trainingPlotMime } from "../../lib/displays/index.js";
import { ccHalf } from "../../lib/plots/index.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const session = useLab();
const folder = join(output, "outputs");
const vegaLite = "application/vnd.vegalite.v5+json";

/** Eight shells whose values fall with resolution, with one that is undefined. */
const statistics = {
  shells: Array.from({ length: 8 }, (_, i) => ({
    dMax: 8 / (i + 1),
    dMin: 8 / (i + 2),
    reflections: 900 + 7 * ((i * 5) % 8),
    ccHalf: 0.999 - 0.012 * i * i,
    ccHalfError: 0.003 + 0.002 * i,
    ccAnomalous: i === 7 ? Number.NaN : 0.6 - 0.08 * i,
  })),
  overall: { dMax: 8, dMin: 8 / 9, reflections: 7396, ccHalf: 0.98, ccHalfError: 0.001, ccAnomalous: 0.31 },
};

const plot = displayForms(ccHalf(statistics));

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  notebook("plot.ipynb", plot);
  notebook("statistics.ipynb", displayForms(statistics));
  notebook("training.ipynb", { [trainingPlotMime]: { version: 1 }, [vegaLite]: plot[vegaLite] });
  notebook("broken.ipynb", { [plotMime]: plot[plotMime], [vegaLite]: { $schema: "x", mark: { type: 7 } } });
});

/** A notebook whose only cell has this output; no kernel is needed to look at it. */
function notebook(name: string, data: object): void {
  const cell = {
    id: "cell-0",
    cell_type: "code",
    metadata: {},
    source: "",
    execution_count: 1,
    outputs: [{ output_type: "display_data", data: { ...data, "text/plain": "[as text]" }, metadata: {} }],
  };
  const metadata = {
    kernelspec: { name: "friedel", display_name: "TypeScript (Friedel)", language: "typescript" },
  };
  writeFileSync(
    join(folder, name),
    JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }),
  );
}

async function opened(name: string): Promise<LabPage> {
  const lab = await session.open(relative(root, join(folder, name)).split(sep).join("/"));
  await lab.page.locator(".jp-OutputArea-output").first().waitFor({ state: "attached" });
  return lab;
}

/** Clicks, and reads the file that the browser then saves. */
async function saved(lab: LabPage, label: string): Promise<{ name: string; bytes: Buffer }> {
  const download = lab.page.waitForEvent("download");
  await lab.page.getByRole("button", { name: label, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test.skipIf(!hasBrowser)("a plot is drawn, explained, copied and saved", async () => {
  const lab = await opened("plot.ipynb");
  const svg = lab.page.locator(".friedel-plot svg.marks");
  await svg.waitFor();
  await lab.photograph("output-plot");

  const help = lab.page.getByRole("note");
  expect(await help.isVisible()).toBe(false);
  await lab.page.getByRole("button", { name: "?", exact: true }).click();
  expect(await help.innerText()).toContain("two random halves");
  await lab.photograph("output-plot-help");

  await lab.page.getByRole("button", { name: "Copy SVG" }).click();
  await lab.page.getByText("copied", { exact: true }).waitFor();
  const copied = await lab.page.evaluate<string>("navigator.clipboard.readText()");
  expect(copied).toMatch(/^<svg [\s\S]*Correlation of random half data sets[\s\S]*<\/svg>$/);

  const vector = await saved(lab, "SVG");
  expect(vector.name).toBe("Correlation of random half data sets.svg");
  expect(vector.bytes.toString()).toBe(copied);
  const picture = await saved(lab, "PNG");
  expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
  const drawn = await svg.boundingBox();
  expect(picture.bytes.readUInt32BE(16)).toBeCloseTo(3 * drawn!.width, -1);
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a plot opens in a tab of its own, in the dark theme too", async () => {
  const lab = await opened("plot.ipynb");
  await lab.theme("JupyterLab Dark");
  await lab.page.getByRole("button", { name: "Open in tab" }).click();
  const tab = lab.page.locator(".jp-MainAreaWidget > .friedel-plot svg.marks");
  await tab.waitFor();
  expect(await lab.page.locator(".lm-TabBar-tab.lm-mod-current").allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining("Correlation of random half")]),
  );
  await lab.photograph("output-plot-tab-dark");
  const ink = (of: string) =>
    `[...document.querySelectorAll(".friedel-plot .role-title-text text")].map((e) => getComputedStyle(e).fill).join() === "${of}"`;
  await lab.page.waitForFunction(ink("rgb(228, 228, 228),rgb(228, 228, 228)"));
  await lab.page.getByRole("button", { name: "Copy SVG" }).last().click();
  await lab.page.getByText("copied", { exact: true }).waitFor();
  expect(await lab.page.evaluate<string>("navigator.clipboard.readText()")).toContain('fill="#222222"');
  await lab.theme("JupyterLab Light");
  await lab.page.waitForFunction(ink("rgb(34, 34, 34),rgb(34, 34, 34)"));
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a specification that cannot be drawn is a sentence in the cell", async () => {
  const lab = await opened("broken.ipynb");
  await lab.page.locator(".friedel-plot [role=alert]").waitFor();
  expect(lab.problems.filter((problem) => problem.startsWith("uncaught"))).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a table of statistics is sorted by its heads, copied and saved", async () => {
  const lab = await opened("statistics.ipynb");
  const table = lab.page.locator(".friedel-statistics table");
  await table.waitFor();
  await lab.photograph("output-statistics");
  const column = () => table.locator("tbody tr td:nth-child(3)").allInnerTexts();
  const asMeasured = await column();
  const head = table.getByRole("button", { name: "Reflections" });
  expect(await head.getAttribute("title")).toContain("Unique reflections measured");
  await head.click();
  const down = [...asMeasured].sort((a, b) => Number(b) - Number(a));
  expect(await column()).toEqual(down);
  await head.click();
  expect(await column()).toEqual([...down].reverse());
  await head.click();
  expect(await column()).toEqual(asMeasured);
  expect(await table.locator("tfoot").innerText()).toContain("7396");

  await lab.page.getByRole("button", { name: "Copy", exact: true }).click();
  await lab.page.getByText("copied", { exact: true }).waitFor();
  const copied = await lab.page.evaluate<string>("navigator.clipboard.readText()");
  expect(
    copied
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t").length),
  ).toEqual(Array(10).fill(6));
  const csv = await saved(lab, "CSV");
  expect(csv.bytes.toString().split("\r\n")[1]).toMatch(/^8,4,900,0\.999,0\.003,0\.6$/);
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("the plot beside a training's panel is not drawn twice", async () => {
  const lab = await opened("training.ipynb");
  await lab.page.locator(".friedel-nothing").waitFor({ state: "attached" });
  expect(await lab.page.locator(".vega-embed").count()).toBe(0);
  await lab.close();
});
