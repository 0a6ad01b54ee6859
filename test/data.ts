/**
 * Where the tests find the real data: FRIEDEL_DATA, by default ../shared/data beside the checkout. Where the folder
 * is absent, or FRIEDEL_DATA is "none", tests on it are skipped (and counted as skipped); where FRIEDEL_DATA names a
 * folder, a missing file is a failure.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "vitest";

const set = process.env.FRIEDEL_DATA;
/** The folder of the real data, whether it is there or not. */
export const dataFolder: string = resolve(set || join(import.meta.dirname, "../../shared/data"));

/** True where tests on real data must run: the folder is there, or FRIEDEL_DATA promises it. */
export const hasData: boolean = set ? set !== "none" : existsSync(dataFolder);

/** The path of one file of the real data, e.g. `dataFile("gamma/HKLOUT_unmerged.mtz")`. */
export function dataFile(path: string): string {
  const file = join(dataFolder, path);
  if (hasData && !existsSync(file))
    throw new Error(`${file}: no such file, though ${dataFolder} should hold the real data`);
  return file;
}

/** `test` for a test that needs the real data: skipped, with a message, where the data folder is absent. */
export const dataTest: typeof test = (hasData ? test : test.skipIf(true)) as typeof test;

if (!hasData)
  console.warn(
    `real data: ${set === "none" ? set : dataFolder} is absent, tests that need it are skipped (set FRIEDEL_DATA)`,
  );
