/** One MTZ file in several views: the viewer's buttons open the others, and what is selected in one is shown by the other. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergedSample } from "../labextension/mtz/samples.js";
import { hasBrowser, output, useLab } from "./lab.js";

const folder = join(output, "linked");
mkdirSync(folder, { recursive: true });
if (hasBrowser) writeFileSync(join(folder, "merged.mtz"), mergedSample(3000).toBytes());
const session = useLab({ folder });

test.skipIf(!hasBrowser)("the buttons of the MTZ viewer open its file in space and as a report", async () => {
  const lab = await session.open("merged.mtz");
  const viewer = lab.page.locator(".friedel-mtz");
  await viewer.getByText("All 3,000 rows").waitFor();
  await viewer.getByRole("button", { name: "Report", exact: true }).click();
  await lab.page.locator(".lm-TabBar-tabLabel", { hasText: "Report: merged.mtz" }).waitFor();
  await lab.page
    .locator(".lm-TabBar-tabLabel", { hasText: /^merged\.mtz$/ })
    .first()
    .click();
  await viewer.getByRole("button", { name: "Space", exact: true }).click();
  await lab.page.locator('.friedel-reciprocal-stage[data-drawn="all"]').waitFor();
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a reflection that the table goes to is shown in space", async () => {
  const lab = await session.open("merged.mtz");
  const viewer = lab.page.locator(".friedel-mtz");
  await viewer.getByText("All 3,000 rows").waitFor();
  await viewer.getByRole("button", { name: "Space", exact: true }).click();
  await lab.page.locator('.friedel-reciprocal-stage[data-drawn="all"]').waitFor();
  await lab.page
    .locator(".lm-TabBar-tabLabel", { hasText: /^merged\.mtz$/ })
    .first()
    .click();
  const [h, k, l] = (await lab.page.evaluate(`(() => {
    const model = window.jupyterapp.shell.currentWidget.content.cells.grid.dataModel;
    return [0, 1, 2].map((column) => model.data("body", 17, column));
  })()`)) as string[];
  const jump = viewer.getByLabel("Go to index");
  await jump.fill(`${h} ${k} ${l}`);
  await jump.press("Enter");
  const details = lab.page.locator(".friedel-reciprocal-details");
  await details
    .getByRole("heading", { name: `${h} ${k} ${l}`, exact: true, includeHidden: true })
    .waitFor({ state: "attached" });
  expect(lab.problems).toEqual([]);
  await lab.close();
});
