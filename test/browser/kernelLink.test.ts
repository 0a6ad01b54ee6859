/**
 * The links to kernels, with real ones: that of Friedel answers at once and again after a restart; tslab alone is found out,
 * and found again once a cell has imported Friedel; Python is left alone.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const session = useLab();
const folder = join(output, "kernelLink");

const kernels = {
  friedel: ["typescript", "1 + 1"],
  tslab: ["typescript", 'import { version } from "friedel";\nconsole.log(version);'],
  python3: ["python", "1 + 1"],
} as const;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const [name, [language, source]] of Object.entries(kernels)) {
    const cell = {
      id: "cell-0",
      cell_type: "code",
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    };
    const metadata = { kernelspec: { name, display_name: name, language } };
    const content = { cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(folder, `${name}.ipynb`), JSON.stringify(content));
  }
});

/** The service of our plugin, as the application holds it. */
const links = `window.jupyterapp.pluginRegistry._plugins.get("friedel-labextension:kernel-links").service.links`;

async function opened(kernel: keyof typeof kernels): Promise<LabPage> {
  const path = relative(root, join(folder, `${kernel}.ipynb`));
  const lab = await session.open(path.split(sep).join("/"));
  await lab.page.locator(".jp-Notebook .jp-CodeCell").waitFor();
  await lab.kernelIdle();
  return lab;
}

/** Waits until the only link is in this state; the answer is the sentence for greyed buttons. */
async function linked(lab: LabPage, state: string): Promise<string | undefined> {
  await lab.page.waitForFunction(`${links}.list().map((link) => link.state).join() === "${state}"`);
  return lab.page.evaluate(`${links}.list()[0].reason`);
}

test.skipIf(!hasBrowser)(
  "the kernel of Friedel answers, says no in a sentence, and is linked again after a restart",
  async () => {
    const lab = await opened("friedel");
    expect(await linked(lab, "open")).toBeUndefined();
    const ask = (request: object) =>
      lab.page.evaluate(
        `${links}.list()[0].ask(${JSON.stringify(request)}).then((answer) => JSON.stringify(answer), String)`,
      );
    expect(await ask({ trainings: true })).toContain('"trainings":[]');
    expect(await ask({ stop: true })).toBe("InputError: control of a training: none is under way");
    await lab.page.evaluate(
      `(() => { const link = ${links}.list()[0]; window.states = []; link.onState((state) => window.states.push(state)); })()`,
    );
    await lab.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()");
    await lab.page.waitForFunction(`window.states.length > 1 && window.states.at(-1) === "open"`);
    expect(await lab.page.evaluate("window.states")).toContain("away");
    expect(await ask({ trainings: true })).toContain('"trainings":[]');
    expect(lab.problems).toEqual([]);
    await lab.close();
  },
);

test.skipIf(!hasBrowser)("tslab alone has no Friedel in it, until a cell imports it", async () => {
  const lab = await opened("tslab");
  expect(await linked(lab, "absent")).toContain("kernel tslab: has no Friedel in it; run a cell");
  await lab.runAllCells();
  expect(await linked(lab, "open")).toBeUndefined();
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("a kernel of another language is left alone", async () => {
  const lab = await opened("python3");
  await lab.runAllCells();
  expect(await lab.page.evaluate(`${links}.list().length`)).toBe(0);
  expect(lab.problems).toEqual([]);
  await lab.close();
});
