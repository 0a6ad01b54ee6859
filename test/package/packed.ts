/** The package as a user gets it: packed, and installed into a project outside of this repository. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, staleBuild } from "../../binder/build.mjs";
import { root } from "../../binder/common.mjs";
import { kernelSpec } from "../../binder/setup.mjs";
import { collect } from "../notebooks/runNotebook.js";

export interface PackedProject {
  /** The project's folder; friedel is installed in its node_modules. */
  readonly folder: string;
  /** The paths of the files in the package. */
  readonly files: readonly string[];
  remove(): void;
}

/** Builds if need be, packs, and installs the tarball with npm into a new project in the temporary folder. */
export async function installPacked(): Promise<PackedProject> {
  if (staleBuild() !== undefined) await build();
  const folder = mkdtempSync(join(tmpdir(), "friedel package "));
  const packed = await npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root);
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  writeFiles(folder, { "package.json": '{ "private": true }' });
  await npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", `./${filename}`],
    folder,
  );
  return {
    folder,
    files: files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs npm; the answer is its standard output. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await collect("npm", [...args, "--loglevel=error"], process.env, cwd);
  if (status !== 0) throw new Error(`npm ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Writes files, by path relative to a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * A kernel that runs under another Node, for Jupyter to find by `JUPYTER_PATH`.
 * @returns the environment that holds it
 */
export function installKernelFor(node: string, name: string, folder: string): NodeJS.ProcessEnv {
  writeFiles(folder, { [`kernels/${name}/kernel.json`]: JSON.stringify(kernelSpec(node)) });
  return { JUPYTER_PATH: folder };
}

/** A notebook file with these code cells. */
export function notebookOf(...cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      id: `cell-${index}`,
      cell_type: "code",
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
    metadata: { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
