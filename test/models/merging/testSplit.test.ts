/** Which observations are held out. */
import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../lib/errors.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import type { MergeOptions } from "../../../lib/models/merging/mergingOptions.js";
import { rowsWhere } from "../../../lib/models/merging/testSplit.js";
import { rotation, unmerged } from "./tables.js";

const table = rotation().observations;

/** By row of the tables: 1 held out, 0 trained on, −1 dropped. */
function flagsOf(options: MergeOptions, tables = [table]): number[] {
  const data = collectMergingData(tables, options);
  const flags = new Array<number>(tables.reduce((sum, { length }) => sum + length, 0)).fill(-1);
  data.test.forEach((flag, i) => {
    flags[data.observations.row[i]] = flag;
  });
  return flags;
}

const held = (flags: number[]) => flags.filter((flag) => flag === 1).length;

describe("a fraction", () => {
  test("is held out at random", () => {
    const flags = flagsOf({ testFraction: 0.2 });
    const [n, p] = [table.length, 0.2];
    expect(Math.abs(held(flags) - n * p)).toBeLessThan(4 * Math.sqrt(n * p * (1 - p)));
    // a reflection is seldom held out whole: the choice is of observations
    const half = flags.slice(0, flags.length >> 1);
    expect(held(half)).toBeGreaterThan(0.3 * held(flags));
  });

  test("is the same for a seed, another for another, and does not depend on what else is asked", () => {
    const flags = flagsOf({ testFraction: 0.2, seed: 3 });
    expect(flagsOf({ testFraction: 0.2, seed: 3, anomalous: true, metadata: ["dHKL"] })).toEqual(flags);
    expect(flagsOf({ testFraction: 0.2, seed: 4 })).not.toEqual(flags);
    // what is left out by resolution changes nothing for the others
    const cut = flagsOf({ testFraction: 0.2, seed: 3, dMin: 5 });
    expect(cut.some((flag) => flag === -1)).toBe(true);
    expect(cut.every((flag, row) => flag === -1 || flag === flags[row])).toBe(true);
  });

  test("of 0 is none, also by default", () => {
    expect(held(flagsOf({ testFraction: 0 }))).toBe(0);
    expect(held(flagsOf({}))).toBe(0);
  });

  test.each([-0.1, 1, 1.5, Number.NaN])("of %d is refused", (testFraction) => {
    expect(() => flagsOf({ testFraction })).toThrow(InputError);
    expect(() => flagsOf({ testFraction })).toThrow(
      `test fraction: got ${testFraction}, expected 0 or more and less than 1`,
    );
  });

  test("that holds out nothing or everything is refused", () => {
    const tiny = unmerged([
      { hkl: [1, 2, 3], intensity: 5 },
      { hkl: [1, 2, 3], intensity: 6, batch: 2 },
    ]);
    expect(() => flagsOf({ testFraction: 1e-9 }, [tiny])).toThrow(
      "test fraction 1e-9: got an empty test set of 2 observations, expected some; hold out more, or none at all",
    );
    expect(() => flagsOf({ testFraction: 1 - 1e-9 }, [tiny])).toThrow(
      "test fraction 0.999999999: got all 2 observations in the test set, expected some to train on",
    );
  });
});

describe("a column", () => {
  const marked = table.with({
    label: "free",
    type: "I",
    data: Int32Array.from({ length: table.length }, (_, row) => (row % 7 === 2 ? 1 + (row % 2) : 0)),
  });

  test("says by not being 0 what is held out", () => {
    expect(flagsOf({ test: "free" }, [marked])).toEqual(
      Array.from({ length: table.length }, (_, row) => (row % 7 === 2 ? 1 : 0)),
    );
  });

  test("counts more than a fraction", () => {
    expect(flagsOf({ test: "free", testFraction: 0.5 }, [marked])).toEqual(
      flagsOf({ test: "free" }, [marked]),
    );
  });

  test("must be there, in every table", () => {
    expect(() => flagsOf({ test: "fre" }, [marked])).toThrow(MissingColumnError);
    expect(() => flagsOf({ test: "fre" }, [marked])).toThrow("did you mean free?");
    expect(() => flagsOf({ test: "free" }, [marked, table])).toThrow(MissingColumnError);
  });
});

describe("flags", () => {
  test("are one for each row of all tables, booleans or numbers", () => {
    const flags = Array.from({ length: 2 * table.length }, (_, row) => row % 5 === 0);
    const expected = flags.map(Number);
    expect(flagsOf({ test: flags }, [table, table])).toEqual(expected);
    expect(flagsOf({ test: Uint8Array.from(expected) }, [table, table])).toEqual(expected);
  });

  test("of another number are refused", () => {
    expect(() => flagsOf({ test: [true, false] })).toThrow(
      `test: got 2 flags, expected ${table.length}, one for each row of the tables`,
    );
  });

  test("all 0, or all 1, are refused", () => {
    const n = table.length;
    expect(() => flagsOf({ test: new Uint8Array(n) })).toThrow(
      `test: got an empty test set of ${n} observations, expected some; hold out more, or none at all`,
    );
    expect(() => flagsOf({ test: new Uint8Array(n).fill(1) })).toThrow(
      `test: got all ${n} observations in the test set, expected some to train on`,
    );
  });
});

test("rows by their flag", () => {
  const flags = Uint8Array.of(1, 0, 0, 1);
  expect(rowsWhere(flags, 1)).toEqual(Int32Array.of(0, 3));
  expect(rowsWhere(flags, 0)).toEqual(Int32Array.of(1, 2));
});
