/**
 * `--min-image-cc` of `friedel merge` and `friedel laue`: the images whose observations a fit does not predict are left out,
 * and the rest is fitted anew, from the start. The run folder of that second fit is the folder FILTERED in the first's.
 */
import { join } from "node:path";
import { filterImages, type MergingRun } from "../models/index.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import type { CommandArguments } from "./command.js";

const FILTERED = "filtered";

/** What is left of the data. */
export interface RestOfImages {
  readonly tables: readonly ReflectionTable[];
  /** Of its fit; undefined where no run is kept. */
  readonly folder: string | undefined;
}

/**
 * The data without the images that are left out; undefined where all of them stay.
 * @param tables what the run was merged from
 * @param tell is told how many images go
 * @throws InputError where none would be left
 */
export function restOfImages(
  tables: readonly ReflectionTable[],
  run: MergingRun,
  args: CommandArguments,
  tell: (line: string) => void,
): RestOfImages | undefined {
  const minimumCC = args.number("min-image-cc");
  if (minimumCC === undefined) return undefined;
  const filtered = filterImages(tables, run, { minimumCC });
  tell(`images    ${filtered}${filtered.leftOut === 0 ? "; nothing is fitted anew" : ""}\n`);
  if (filtered.leftOut === 0) return undefined;
  const folder = args.text("run");
  return { tables: filtered.tables, folder: folder === undefined ? undefined : join(folder, FILTERED) };
}
