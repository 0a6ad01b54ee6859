/**
 * Finds the example data that the notebooks and tests use, which is not part of the package: the folder named by the
 * environment variable FRIEDEL_DATA, or else `shared/data` beside or above the working folder.
 */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors.js";

/**
 * The path of an example file, or undefined where the data folder is absent, so that a notebook can fall back on
 * simulated data.
 * @param path within the data folder, e.g. `gamma/HKLOUT_unmerged.mtz`
 * @throws InputError if FRIEDEL_DATA is set (and not "none") but the file is not there
 */
export function exampleData(path: string): string | undefined {
  const named = process.env.FRIEDEL_DATA;
  if (named === "none") return undefined;
  if (named !== undefined && named !== "") {
    const file = resolve(named, path);
    if (existsSync(file)) return file;
    throw new InputError(
      `${file}: no such file, though FRIEDEL_DATA is ${named} (unset it to use simulated data)`,
    );
  }
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const file = join(folder, "shared", "data", path);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}
