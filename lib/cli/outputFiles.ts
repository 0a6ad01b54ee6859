/**
 * The files that a command is to write: checked before anything is computed, so that an hour's work does not end in front
 * of a folder that is not there.
 */
import { access, constants, stat } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
import { InputError } from "../errors.js";
import { asWriteError, writeFileAtomic } from "../node/writeFile.js";
import { type CommandArguments, UsageError } from "./command.js";

/** Options that name files to read besides the operands. */
const readOptions = ["reference", "scale-file", "structure-factor-file"];

/** Every file that is read. */
export function inputFiles(args: CommandArguments): string[] {
  return [...args.operands, ...readOptions.flatMap((option) => args.text(option) ?? [])];
}

/**
 * The path of the option --out, after checks of it and of every other file that is to be written.
 * @param options names of the options that name files to write
 * @throws UsageError where --out is missing, or a file is an input or is named twice; InputError where it cannot be written
 */
export async function checkedOutputs(
  command: string,
  args: CommandArguments,
  options: readonly string[],
): Promise<string> {
  const out = args.text("out");
  if (out === undefined || out === "")
    throw new UsageError(
      `friedel ${command}: got no --out, expected the MTZ file to write (--out merged.mtz)`,
    );
  await checkOutputs(args, options);
  return out;
}

/**
 * Checks the files that options name for writing; an option that is not given is none.
 * @param inputs files that must not be written to (default: all that are read)
 * @throws UsageError where a file is an input or is named twice; InputError where it cannot be written
 */
export async function checkOutputs(
  args: CommandArguments,
  options: readonly string[],
  inputs: readonly string[] = inputFiles(args),
): Promise<void> {
  const files = options.flatMap((option) => {
    const path = args.text(option);
    return path === undefined ? [] : [{ option, path }];
  });
  await checkFiles(files, inputs);
}

/** A file to write, and the option that named it. */
export interface OutputFile {
  readonly option: string;
  readonly path: string;
}

/** Checks files for writing. @throws UsageError, InputError as {@link checkOutputs} */
export async function checkFiles(files: readonly OutputFile[], inputs: readonly string[]): Promise<void> {
  const taken = new Map(inputs.map((path) => [resolve(path), "an input file"]));
  for (const { option, path } of files) {
    const other = taken.get(resolve(path));
    if (other !== undefined)
      throw new UsageError(
        `--${option} ${path}: it is ${other}, expected another name so that no data are lost`,
      );
    taken.set(resolve(path), `the file of --${option}`);
  }
  for (const { path } of files) await checkWritable(path);
}

/** The file of each data set that is merged apart: `merged.mtz` gives merged_0.mtz, merged_1.mtz … as careless has it. */
export function numberedPaths(path: string, count: number): string[] {
  const { dir, name, ext } = parse(path);
  return Array.from({ length: count }, (_, i) => join(dir, `${name}_${i}${ext}`));
}

async function checkWritable(path: string): Promise<void> {
  try {
    if (!(await stat(dirname(path))).isDirectory())
      throw new InputError(
        `${path}: got a file where ${dirname(path)} should be a folder, expected a folder`,
      );
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw asWriteError(path, error);
  }
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new InputError(`${path}: got a folder, expected the name of a file to write`);
}

/** Writes a text to the path that an option gave, if it gave one, and says so. */
export async function writeText(
  path: string | undefined,
  text: string,
  tell: (line: string) => void,
): Promise<void> {
  if (path === undefined) return;
  await writeFileAtomic(path, text);
  tell(`wrote ${path}\n`);
}
