/**
 * Which observations are held out: at random (a share of all, by Philox), or as the user says. What is held out takes no
 * part in anything that is fitted: not in the rough merge, the Wilson B, the start of the posteriors or the training.
 */
import { InputError } from "../../errors.js";
import { randomStream, uniform } from "../../random/index.js";
import type { MergingData } from "./mergingData.js";
import type { MergeOptions } from "./mergingOptions.js";

/** 1 for each observation held out. @throws InputError for a share out of range, a test set that is empty or everything */
export function testFlags(
  data: Pick<MergingData, "observations" | "tables" | "tableOf" | "rowOf">,
  { testFraction = 0, test, seed = 0 }: Pick<MergeOptions, "testFraction" | "test" | "seed">,
): Uint8Array {
  const n = data.observations.intensity.length;
  const flags = new Uint8Array(n);
  if (test === undefined) {
    if (!(testFraction >= 0 && testFraction < 1))
      throw new InputError(`test fraction: got ${testFraction}, expected 0 or more and less than 1`);
    if (testFraction === 0) return flags;
    const stream = randomStream(seed, "test observations");
    for (let i = 0; i < n; i++) flags[i] = uniform(stream, data.observations.row[i]) < testFraction ? 1 : 0;
  } else if (typeof test === "string") {
    const columns = data.tables.map((table) => table.values(test));
    for (let i = 0; i < n; i++) flags[i] = columns[data.tableOf[i]][data.rowOf[i]] ? 1 : 0;
  } else {
    const rows = data.tables.reduce((sum, table) => sum + table.length, 0);
    if (test.length !== rows)
      throw new InputError(
        `test: got ${test.length} flags, expected ${rows}, one for each row of the tables`,
      );
    for (let i = 0; i < n; i++) flags[i] = test[data.observations.row[i]] ? 1 : 0;
  }
  const held = flags.reduce((sum, flag) => sum + flag, 0);
  const where = test === undefined ? `test fraction ${testFraction}` : "test";
  if (held === 0)
    throw new InputError(
      `${where}: got an empty test set of ${n} observations, expected some; hold out more, or none at all`,
    );
  if (held === n)
    throw new InputError(`${where}: got all ${n} observations in the test set, expected some to train on`);
  return flags;
}

/** The rows whose flag is `value`. */
export function rowsWhere(flags: Uint8Array, value: number): Int32Array {
  const rows = new Int32Array(flags.reduce((sum, flag) => sum + (flag === value ? 1 : 0), 0));
  let at = 0;
  flags.forEach((flag, i) => {
    if (flag === value) rows[at++] = i;
  });
  return rows;
}
