/**
 * The first notebooks as a user meets them: opened in JupyterLab, in a real browser, all cells run; with the real data, and
 * where there are none, without. They have every kind of output there is. (test/notebooks runs each notebook both ways in the
 * kernel, and draws all its plots.)
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { hasData } from "../data.js";
import { expected } from "../notebooks/expected.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const data = hasData;
const names = Object.keys(expected).filter((name) => /^0[123]-/.test(name));

describe(data ? "on the real data" : "on simulated data", () => {
  // as it reads where the extension is not; what the extension draws has tests of its own
  const session = useLab({ env: data ? {} : { FRIEDEL_DATA: "none" }, extension: false });

  test.skipIf(!hasBrowser).each(names)("%s shows what it promises, and no error", async (name) => {
    const folder = join(output, data ? "notebooks-data" : "notebooks-simulated");
    mkdirSync(folder, { recursive: true });
    const copy = join(folder, name);
    copyFileSync(join(root, "notebooks", name), copy);
    const lab = await session.open(relative(root, copy).split(sep).join("/"));
    await lab.runAllCells();

    const { plots, always, withData, withoutData } = expected[name];
    const drawn = ".jp-RenderedVegaCommon5 svg, .jp-RenderedVegaCommon5 canvas";
    await lab.page.waitForFunction(
      `document.querySelectorAll(${JSON.stringify(drawn)}).length >= ${plots}`,
      null,
      { timeout: 60_000 },
    );
    const texts = await lab.page.locator(".jp-OutputArea-output").allInnerTexts();
    // cells of a table are apart by tabs there
    const text = texts.join("\n").replaceAll("\t", " ");
    for (const pattern of [...always, ...(data ? withData : withoutData)]) expect(text).toMatch(pattern);
    const complaints = lab.page.locator(
      '[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type*="jupyter.error"]',
    );
    expect(await complaints.allInnerTexts()).toEqual([]);
    expect(lab.problems).toEqual([]);
    await photographAll(lab, `${name}-${data ? "data" : "simulated"}`);
    await lab.close();
  });
});

/** One picture of the whole notebook, cut into screens, for a person to look at. */
async function photographAll(lab: LabPage, name: string): Promise<void> {
  const panel = lab.page.locator(".jp-WindowedPanel-outer").first();
  const height = await panel.evaluate((element) => element.scrollHeight);
  const screen = await panel.evaluate((element) => element.clientHeight);
  for (let top = 0, index = 1; top < height; top += screen, index++) {
    await panel.evaluate((element, to) => {
      element.scrollTo(0, to);
      return new Promise(requestAnimationFrame);
    }, top);
    await lab.photograph(`${name}-${index}`);
  }
}
