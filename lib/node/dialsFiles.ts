/**
 * DIALS reflections with the experiments they belong to: of the .expt files named, the one of the same name, else the only
 * one; where none is named, the .expt beside the .refl under its name, as every DIALS program writes them.
 */
import { access } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FormatError, InputError } from "../errors.js";
import type { ByteSource } from "../formats/byteSource.js";
import { detectFormat, formatNames } from "../formats/detectFormat.js";
import { readDialsExperiments } from "../formats/dialsExpt.js";
import { readDialsReflections } from "../formats/dialsRefl.js";
import { indicesOfDials } from "../table/dialsRows.js";
import { dialsTableColumns, type FromDialsOptions, fromDials } from "../table/fromDials.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { withFile } from "./fileSource.js";

/** What is asked of the reader of DIALS files. */
export interface DialsFileOptions extends FromDialsOptions {
  /** Paths of .expt files of DIALS. By default those among the files, else those beside the .refl files. */
  readonly experiments?: string | readonly string[];
}

/**
 * The table of a .refl file.
 * @throws FormatError for a broken file; InputError where there are no experiments, or they are of other reflections
 */
export async function readDials(source: ByteSource, options: DialsFileOptions): Promise<ReflectionTable> {
  const reflections = await readDialsReflections(source, { columns: dialsTableColumns });
  // before any word of experiments: those of spots that were never indexed would not help
  indicesOfDials(reflections);
  const path = await experimentsPath(reflections.name, options.experiments ?? []);
  const experiments = await withFile(path, async (file) => {
    const format = await detectFormat(file);
    if (format === "dials-expt" || format === "unknown") return readDialsExperiments(file);
    throw new FormatError(`${path}: got ${formatNames[format]}, expected DIALS experiments (.expt)`);
  });
  return fromDials(reflections, experiments, options);
}

/**
 * The files without those that hold DIALS experiments, and those.
 * @throws InputError for a path that cannot be read, or experiments alone
 */
export async function splitExperiments(
  paths: readonly string[],
): Promise<{ paths: string[]; experiments: string[] }> {
  const experiments: string[] = [];
  const others: string[] = [];
  for (const path of paths) {
    const format = await withFile(path, detectFormat);
    (format === "dials-expt" ? experiments : others).push(path);
  }
  if (others.length > 0) return { paths: others, experiments };
  throw new InputError(
    `${experiments.join(", ")}: got DIALS experiments alone, expected the .refl file with their reflections`,
  );
}

async function experimentsPath(reflections: string, named: string | readonly string[]): Promise<string> {
  const list = typeof named === "string" ? [named] : named;
  if (list.length > 0) {
    const same = list.filter((path) => stem(path) === stem(reflections));
    const fitting = same.length > 0 ? same : list;
    if (fitting.length === 1) return fitting[0];
    throw new InputError(
      `experiments of ${reflections}: got ${fitting.join(", ")}, expected one named ${stem(reflections)}.expt or one alone`,
    );
  }
  const beside = join(dirname(reflections), `${stem(reflections)}.expt`);
  const isThere = await access(beside).then(
    () => true,
    () => false,
  );
  if (isThere) return beside;
  throw new InputError(
    `experiments of ${reflections}: got no ${beside}, expected crystal, beam and detector in an .expt file; name it beside the ` +
      ".refl file or as `experiments`",
  );
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "");
}
