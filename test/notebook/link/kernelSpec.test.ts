import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  friedelKernelSpec,
  installFriedelKernel,
  jupyterDataFolder,
} from "../../../lib/notebook/link/kernelSpec.js";

const folder = mkdtempSync(join(tmpdir(), "friedel kernelspec "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the kernel is this Node and this Friedel's launcher; where there are no signals it is interrupted by messages", () => {
  expect(friedelKernelSpec("/node", "/main.js", "linux")).toEqual({
    argv: ["/node", "/main.js", "--config-path", "{connection_file}"],
    display_name: "TypeScript (Friedel)",
    language: "typescript",
    interrupt_mode: "signal",
  });
  expect(friedelKernelSpec("node", "main.js", "win32").interrupt_mode).toBe("message");
  const [node, launcher] = friedelKernelSpec().argv;
  expect(node).toBe(process.execPath);
  expect(launcher).toMatch(/notebook.link.main\.js$/);
});

test("it is installed below a folder, again if need be", () => {
  for (let i = 0; i < 2; i++) {
    const file = installFriedelKernel({ prefix: folder });
    expect(file).toBe(join(folder, "share", "jupyter", "kernels", "friedel", "kernel.json"));
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(friedelKernelSpec());
  }
});

test("a place that cannot be written to is a sentence", () => {
  const file = join(folder, "a file");
  writeFileSync(file, "");
  expect(() => installFriedelKernel({ prefix: file })).toThrow(
    /kernel\.json: cannot be written .*another place/,
  );
});

test("beside a Python is its sys.prefix, and one that does not run is a sentence", () => {
  const python = join(folder, "python");
  writeFileSync(python, `#!/bin/sh\necho "${folder}"\n`);
  chmodSync(python, 0o755);
  expect(jupyterDataFolder({ python })).toBe(join(folder, "share", "jupyter"));
  expect(() => jupyterDataFolder({ python: join(folder, "absent") })).toThrow(
    /^Python .*absent: does not run/,
  );
});

/** Oracle: the table "Data files" of Jupyter's documentation ("Common Directories and File Locations"). */
test.each([
  ["linux", {}, "/home/u/.local/share/jupyter"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
  ["darwin", {}, "/home/u/Library/Jupyter"],
  ["win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
  ["win32", {}, "/home/u/AppData/Roaming/jupyter"],
  ["linux", { JUPYTER_DATA_DIR: "/own" }, "/own"],
] as const)("the user's folder on %s with %j is %s", (platform, env, expected) => {
  expect(jupyterDataFolder("user", { env, platform, home: "/home/u" })).toBe(expected);
});
