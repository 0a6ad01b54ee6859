/** Runs notebooks through the real tslab kernel, as `npm start -- --execute` does, in a folder of their own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../binder/common.mjs";
import { jupyterEnvironment, python } from "../../binder/setup.mjs";

/** One output of a cell, as in a notebook file. */
export interface CellOutput {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly name?: "stdout" | "stderr";
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string | readonly string[];
  readonly outputs?: readonly CellOutput[];
  readonly execution_count?: number | null;
}

export interface NotebookRun {
  readonly status: number;
  /** What was printed, on standard output and standard error. */
  readonly stdout: string;
  readonly stderr: string;
  /** The executed notebook. */
  readonly cells: readonly Cell[];
  /** The folder it ran in. */
  readonly folder: string;
}

export interface RunOptions {
  /** The folder to run in, emptied before; by default test/output/NAME. */
  readonly folder?: string;
  readonly name?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A kernel other than the notebook's own. */
  readonly kernel?: string;
}

/** Runs a notebook file; its own file is not touched. */
export async function runNotebook(notebook: string, options: RunOptions = {}): Promise<NotebookRun> {
  if (!existsSync(python)) throw new Error(`${python}: no such file; run npm run setup`);
  const name = options.name ?? basename(notebook, ".ipynb");
  const folder = options.folder ?? join(root, "test", "output", name);
  if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const executed = join(folder, "executed.ipynb");
  const args = [join(root, "binder", "execute.py"), notebook, "--folder", folder, "--output", executed];
  if (options.kernel !== undefined) args.push("--kernel", options.kernel);
  const { status, stdout, stderr } = await collect(python, args, { ...jupyterEnvironment(), ...options.env });
  if (!existsSync(executed)) throw new Error(`${notebook} did not run:\n${stdout}\n${stderr}`);
  const { cells } = readNotebook(executed);
  return { status, stdout, stderr, cells, folder };
}

/** Runs a command to its end, without standard input. */
export function collect(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = root,
): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", fail);
    child.on("close", (code) => done({ status: code ?? 1, stdout, stderr }));
  });
}

export function readNotebook(file: string): { cells: Cell[]; metadata: { kernelspec?: { name: string } } } {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** A text of a notebook file, which may be cut into lines there. */
export function joined(text: string | readonly string[] | undefined): string {
  return typeof text === "string" ? text : (text ?? []).join("");
}

/** What the code cells printed, and the texts that stand for their rich outputs. */
export function textOf(cells: readonly Cell[]): string {
  const texts: string[] = [];
  for (const cell of cells)
    for (const output of cell.outputs ?? []) {
      const plain = output.data?.["text/plain"];
      texts.push(joined(output.text) || joined(plain as string | readonly string[] | undefined));
    }
  return texts.join("\n");
}
