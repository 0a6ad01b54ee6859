/**
 * `pip install ./labextension`: the wheel holds the built extension and the kernel, JupyterLab finds both, and the kernel
 * runs the Friedel of the notebook's folder, or says that there is none. It asks PyPI for the tools of the build.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { extensionName } from "../../binder/extension.mjs";
import { jupyterEnvironment, python } from "../../binder/setup.mjs";
import { version } from "../../lib/version.js";
import { collect, runNotebook, textOf } from "../notebooks/runNotebook.js";
import { notebookOf, writeFiles } from "./packed.js";

const folder = mkdtempSync(join(tmpdir(), "friedel wheel "));
/** What pip would put below the environment's prefix. */
let prefix: string;

beforeAll(async () => {
  const wheels = join(folder, "wheels");
  const pip = await collect(python, ["-m", "pip", "--version"]);
  const source = join(root, "labextension");
  // An environment that uv has made holds no pip.
  const { status, stdout, stderr } =
    pip.status === 0
      ? await collect(python, ["-m", "pip", "wheel", "--no-deps", "--quiet", "-w", wheels, source])
      : await collect("uv", ["build", "--wheel", "--quiet", "--out-dir", wheels, source]);
  if (status !== 0) throw new Error(`the wheel was not built:\n${stdout}\n${stderr}`);
  const wheel = readdirSync(wheels).find((name) => name.endsWith(".whl"))!;
  await collect(python, ["-m", "zipfile", "-e", join(wheels, wheel), join(folder, "unpacked")]);
  prefix = join(folder, "unpacked", `friedel_labextension-${version}.data`, "data");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ ...jupyterEnvironment(), JUPYTER_PATH: join(prefix, "share", "jupyter") });

test("JupyterLab finds the extension in it, with who installed it", async () => {
  const { stdout, stderr } = await collect(
    python,
    ["-m", "jupyter", "labextension", "list"],
    { ...environment(), NO_COLOR: "1" },
    folder,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal
  const text = (stdout + stderr).replace(/\u001b\[\d+m/g, "");
  expect(text).toContain(`${extensionName} v${version} enabled OK (python, friedel-labextension)`);
  const shared = join(prefix, "share", "jupyter", "labextensions", extensionName);
  const { jupyterlab } = JSON.parse(readFileSync(join(shared, "package.json"), "utf8"));
  expect(readdirSync(join(shared, "static"))).toContain(jupyterlab._build.load.replace("static/", ""));
});

test("Jupyter finds the kernel in it, which is that of the library's own words", async () => {
  const { stdout } = await collect(
    python,
    ["-m", "jupyter", "kernelspec", "list", "--json"],
    environment(),
    folder,
  );
  const { friedel } = JSON.parse(stdout).kernelspecs;
  expect(resolve(friedel.resource_dir)).toBe(resolve(join(prefix, "share", "jupyter", "kernels", "friedel")));
  const { argv, ...words } = friedel.spec;
  expect(argv).toEqual(["node", "{resource_dir}/launch.cjs", "--config-path", "{connection_file}"]);
  expect(words).toMatchObject({
    display_name: "TypeScript (Friedel)",
    language: "typescript",
    interrupt_mode: "signal",
  });
});

test("the kernel runs the Friedel of the notebook's folder", async () => {
  const project = join(folder, "project");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(root, join(project, "node_modules", "friedel"), "junction");
  writeFiles(project, {
    "probe.ipynb": notebookOf('import { version } from "friedel";', "console.log(version, process.cwd());"),
  });
  const run = await runNotebook(join(project, "probe.ipynb"), {
    folder: project,
    kernel: "friedel",
    env: { JUPYTER_PATH: environment().JUPYTER_PATH },
  });
  expect(run.status, run.stdout + run.stderr).toBe(0);
  expect(textOf(run.cells)).toContain(`${version} ${project}`);
});

test("where there is no Friedel it says so in one sentence", async () => {
  const launcher = join(prefix, "share", "jupyter", "kernels", "friedel", "launch.cjs");
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const { status, stdout, stderr } = await collect(
    "node",
    [launcher, "--config-path", "x"],
    process.env,
    empty,
  );
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(
    `friedel: kernel: got no friedel in ${empty}, expected one there or in a folder above; run npm install friedel tslab\n`,
  );
  const old = join(folder, "old");
  writeFiles(old, { "node_modules/friedel/package.json": "{}" });
  const other = await collect("node", [launcher, "--config-path", "x"], process.env, old);
  expect([other.status, other.stderr.split("\n").length]).toEqual([1, 2]);
  expect(other.stderr).toContain(
    `got a friedel without a kernel, ${dirname(join(old, "node_modules/friedel/x"))}`,
  );
});
