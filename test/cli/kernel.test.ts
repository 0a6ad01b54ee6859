import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { friedelKernelSpec } from "../../lib/notebook/link/kernelSpec.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const kernelFile = (prefix: string) => join(prefix, "share", "jupyter", "kernels", "friedel", "kernel.json");

test("installs the kernel below a folder, and says where", async () => {
  const { status, out, error } = await runProgram(["kernel", "install", "--prefix", folder]);
  expect([status, error]).toEqual([0, ""]);
  expect(out).toBe(`wrote ${kernelFile(folder)}\n`);
  expect(JSON.parse(readFileSync(kernelFile(folder), "utf8"))).toEqual(friedelKernelSpec());
});

test("installs it into the environment of a Python", async () => {
  const prefix = join(folder, "environment");
  const python = join(folder, "python");
  writeFileSync(python, `#!/bin/sh\nmkdir -p "${prefix}"; echo "${prefix}"\n`);
  chmodSync(python, 0o755);
  const { status } = await runProgram(["kernel", "install", "--sys-prefix", "--python", python]);
  expect([status, existsSync(kernelFile(prefix))]).toEqual([0, true]);
});

test.each([
  [["install"], 2, "got no place, expected one of --sys-prefix, --user and --prefix DIR"],
  [["install", "--user", "--prefix", "x"], 2, "got 2 places, expected one of"],
  [["remove", "--user"], 2, "friedel kernel: got remove, expected install"],
  [["install", "--sys-prefix", "--python", "/nowhere/python"], 1, "Python /nowhere/python: does not run"],
])("%j is a sentence", async (words, expected, sentence) => {
  const { status, error } = await runProgram(["kernel", ...words]);
  expect(status).toBe(expected);
  expect(error).toContain(sentence);
});
