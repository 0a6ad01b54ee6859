/** Oracle: careless's flags by name (test/reference/cli/carelessFlags.json). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { laueCommand } from "../../lib/cli/laue.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { weightOptions } from "../../lib/cli/weightOptions.js";

const reference = JSON.parse(
  readFileSync(join(import.meta.dirname, "../reference/cli/carelessFlags.json"), "utf8"),
) as { mono: { names: string[] }[] };

test("all but the file to write have careless's names, and both commands have them", () => {
  const careless = reference.mono.flatMap(({ names }) => names);
  const names = weightOptions.map(({ name }) => name);
  expect(names.filter((name) => !careless.includes(`--${name}`))).toEqual(["weights"]);
  for (const { options } of [mergeCommand, laueCommand])
    expect(names.filter((name) => !options.some((option) => option.name === name))).toEqual([]);
});
