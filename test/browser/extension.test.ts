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

test.skipIf(!hasBrowser)("is there, with settings, and the console stays free of errors", async () => {
  const lab = await session.open();
  const plugins = await lab.page.evaluate<string[]>(
    `window.jupyterapp.listPlugins().filter((id) => id.startsWith("friedel-labextension:"))`,
  );
  expect(plugins).toContain("friedel-labextension:settings");
  await lab.photograph("extension-launcher");
  expect(lab.problems).toEqual([]);
  await lab.close();
});
