/** The extension as a user meets it: installed, in the command palette, the launcher and the settings; and quiet. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { jupyterEnvironment, python } from "../../binder/setup.mjs";
import { hasBrowser, useLab } from "./lab.js";

const session = useLab();

test.skipIf(!hasBrowser)("jupyter labextension list shows it enabled and OK", () => {
  const { stdout, stderr } = spawnSync(python, ["-m", "jupyter", "labextension", "list"], {
    encoding: "utf8",
    env: { ...jupyterEnvironment(), NO_COLOR: "1" },
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
  const text = (stdout + stderr).replace(/\u001b\[\d+m/g, "");
  expect(text).toMatch(/friedel-labextension v\d+\.\d+\.\d+ enabled OK/);
});

test.skipIf(!hasBrowser)("all of its plugins are active, and the console stays free of errors", async () => {
  const lab = await session.open();
  const plugins = await lab.page.evaluate<{ id: string; active: boolean }[]>(
    `window.jupyterapp.listPlugins().filter((id) => id.startsWith("friedel-labextension:"))
      .map((id) => ({ id, active: window.jupyterapp.isPluginActivated(id) }))`,
  );
  expect(plugins.length).toBeGreaterThan(4);
  expect(plugins.filter(({ active }) => !active)).toEqual([]);
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("the launcher's card makes a notebook with our kernel", async () => {
  const lab = await session.open();
  const card = lab.page.locator('.jp-LauncherCard[data-category="Friedel"]');
  await card.first().waitFor();
  await lab.photograph("extension-launcher");
  expect(await card.allInnerTexts()).toEqual(
    expect.arrayContaining(["Friedel Notebook", "What the Plots Mean"]),
  );
  await lab.command("filebrowser:open-path", { path: "test/output/browser" });
  await card.filter({ hasText: "Friedel Notebook" }).click();
  await lab.kernelIdle();
  const cell = lab.page.locator(".jp-Notebook .jp-CodeCell .cm-content").first();
  await expect.poll(() => cell.innerText()).toContain('from "friedel"');
  expect(
    await lab.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.name"),
  ).toBe("friedel");
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)(
  "the palette lists the commands, and the help page says what plots mean",
  async () => {
    const lab = await session.open();
    const items = await lab.palette("what the plots mean");
    await items.first().waitFor();
    expect(await lab.page.locator("#command-palette .lm-CommandPalette-header").allInnerTexts()).toContain(
      "Friedel",
    );
    await lab.page.keyboard.press("Enter");
    const help = lab.page.locator(".friedel-help");
    await help.waitFor();
    const shown = help.locator("section:not([hidden]) h2");
    const all = await shown.count();
    await help.getByRole("searchbox").fill("twin");
    await expect.poll(() => shown.allInnerTexts()).toEqual(["Cumulative intensities and the L test"]);
    await help.getByRole("searchbox").fill("");
    expect(await shown.count()).toBe(all);
    await lab.photograph("extension-help");
    await lab.theme("JupyterLab Dark");
    await lab.photograph("extension-help-dark");
    expect(lab.problems).toEqual([]);
    await lab.close();
  },
);

test.skipIf(!hasBrowser)("the settings editor shows ours, and a change is kept", async () => {
  const lab = await session.open();
  await lab.command("settingeditor:open", { query: "Friedel" });
  const smoothing = lab.page.locator('input[id$="_smoothing"]');
  await lab.page.locator(".jp-SettingsForm").first().waitFor();
  await lab.photograph("extension-settings");
  await smoothing.waitFor();
  expect(await smoothing.inputValue()).toBe("0.6");
  await smoothing.fill("0.9");
  await expect
    .poll(() =>
      lab.page.evaluate(
        `window.jupyterapp.serviceManager.settings.fetch("friedel-labextension:settings").then(({ raw }) => raw)`,
      ),
    )
    .toContain("0.9");
  expect(lab.problems).toEqual([]);
  await lab.close();
});
