// Oracle: the options of `friedel merge`.
import { expect, test } from "vitest";
import { mergeCommand } from "../../lib/cli/merge.js";
import { commonOptions, sweepOptions } from "../../lib/cli/sweepOptions.js";
import { checkCommon } from "../../lib/sweeps/mergeFlags.js";

test("a sweep has the options of a merge, but for those that it sets itself for each trial", () => {
  const names = mergeCommand.options.map(({ name }) => name);
  const common = commonOptions.map(({ name }) => name);
  const left = names.filter((name) => !common.includes(name));
  expect(left).toEqual(
    expect.arrayContaining(["out", "run", "resume", "classical", "predictions", "halves", "table1", "json"]),
  );
  for (const name of [
    "test-fraction",
    "seed",
    "anomalous",
    "mlp-layers",
    "iterations",
    "threads",
    "metadata",
  ])
    expect(common).toContain(name);
  for (const name of common)
    expect(() =>
      checkCommon({ "test-fraction": 0.1, [name]: name === "test-fraction" ? 0.1 : 1 }),
    ).not.toThrow();
});

test("no two options have one name", () => {
  const names = sweepOptions.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
