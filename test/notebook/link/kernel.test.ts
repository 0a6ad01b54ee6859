import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { kernelModuleOf, launchKernel, startKernel } from "../../../lib/notebook/link/kernel.js";

const top = mkdtempSync(join(tmpdir(), "friedel kernel "));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A project with a friedel and a tslab that say by which of them they were called. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(top, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, "notebooks"), { recursive: true });
  return join(folder, "notebooks");
}

const kernelFile = "node_modules/friedel/dist/cjs/notebook/link/kernel.js";
const tslab = (version: string) => ({
  "node_modules/tslab/package.json": JSON.stringify({ version }),
  "node_modules/tslab/dist/jupyter.js": `exports.lastWriteDisplayData = null;
    exports.ZmqServer = class { handleShellMessage() {} }; exports.JupyterHandlerImpl = class {};`,
  "node_modules/tslab/dist/main.js": `const { ZmqServer } = require("./jupyter.js");
    exports.startKernel = (options) => { globalThis.started = [options, Reflect.ownKeys(ZmqServer.prototype).includes(Symbol.for("friedel.notebookLink"))]; };`,
});

test("the kernel is that of the Friedel which the notebook's folder has, else this one", () => {
  const folder = project("with friedel", {
    "node_modules/friedel/package.json": "{}",
    [kernelFile]: "exports.startKernel = (...args) => { globalThis.started = args; };",
  });
  launchKernel(["--config-path", "c.json"], folder);
  expect(Reflect.get(globalThis, "started")).toEqual([
    "c.json",
    folder,
    expect.stringMatching(/kernel\.[jt]s$/),
  ]);
  const old = project("with a friedel of before", { "node_modules/friedel/package.json": "{}" });
  expect(kernelModuleOf(old).startKernel).toBe(startKernel);
  expect(kernelModuleOf(project("without", {})).startKernel).toBe(startKernel);
});

test.each([
  ["1.0.22", true],
  ["1.0.23", false],
])("tslab %s of the notebook's folder is started, with the link: %s", (version, linked) => {
  startKernel("c.json", project(`tslab ${version}`, tslab(version)), join(top, "nowhere.js"));
  expect(Reflect.get(globalThis, "started")).toEqual([
    { configPath: "c.json", enableFindLocal: false, jsKernel: false, globalVersion: "" },
    linked,
  ]);
});

test("a command line without the file is a sentence", () => {
  expect(() => launchKernel([], top)).toThrow("kernel: got no argument, expected --config-path FILE");
  expect(() => launchKernel(["--config-path"], top)).toThrow(
    "kernel: got --config-path, expected --config-path FILE",
  );
});
