/** Sentences with flags for options. Oracles: the library's sources, which have the words; the commands, which have the flags. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { flagNames, namingFlags } from "../../lib/cli/flagNames.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { commands } from "../../lib/cli/program.js";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { modelCrystal } from "../../lib/formats/modelCrystal.js";
import { checkIsomorphous } from "../../lib/table/isomorphism.js";
import { smallDataset } from "./smallDataset.js";

/** The library but for the commands, its texts in one piece each. */
const library = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.startsWith("cli"))
  .map((path) => readFileSync(join(root, "lib", path), "utf8").replace(/["'`] \+\s*["'`]/g, ""));

const known = mergeCommand.options.map(({ name }) => name);
const said = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("nothing was thrown");
};

describe.each(flagNames.map(([offered, flag]) => [String(offered), offered, flag] as const))(
  "%s",
  (_, offered, flag) => {
    test("is what the library says somewhere", () => {
      // in the source a text ends with a quote, and begins after one
      const source = new RegExp(offered.source.replace(/^\^/, "[`\"']").replace(/\$$/, "[`\"'$]"));
      expect(library.some((text) => source.test(text))).toBe(true);
    });

    test("names flags that some command has", () => {
      const all = commands.flatMap(({ options }) => options.map(({ name }) => name));
      const names = [...flag.matchAll(/--(?:no-)?([a-z-]+)/g)].map(([, name]) => name);
      if (!flag.startsWith(";")) expect(names.filter((name) => !all.includes(name))).toEqual([]);
    });
  },
);

test("cells that differ", () => {
  const { observations } = smallDataset();
  const other = observations.derive({ cell: [10, 20, 30] });
  expect(
    namingFlags(
      said(() => checkIsomorphous([observations, other])),
      known,
    ),
  ).toMatch(
    /; raise --cell-tolerance or --angle-tolerance, or give --other-cells drop to leave such files out, or --other-cells keep to keep the first$/,
  );
  expect(
    namingFlags(
      said(() => checkIsomorphous([observations, other], {}, "")),
      known,
    ),
  ).toMatch(/; raise --cell-tolerance or --angle-tolerance$/);
});

test("what a command has no flag for is not offered", () => {
  const cell = [40, 50, 60, 90, 90, 90];
  const none = said(() => modelCrystal({ where: "x", cell, spaceGroup: "" }, {}));
  expect(namingFlags(none, known)).toBe(
    'x: got no space group, expected one; give it as --space-group "P 21 21 21"',
  );
  expect(namingFlags(none, ["cell-tolerance"])).toBe("x: got no space group, expected one");
  const group = SpaceGroup.fromNumber(19);
  const bare = said(() => modelCrystal({ where: "x", spaceGroup: group.name }, {}));
  expect(namingFlags(bare, known)).toBe("x: got no unit cell, expected one");
});

test("what a run was made with", () => {
  const run = (name: string) =>
    `r: got a run with ${name} 5, expected 3; resume it with what it was started with`;
  const says = (name: string, flags = known) => namingFlags(run(name), flags);
  expect(says("model.scale.layers")).toBe(run("--mlp-layers"));
  expect(says("training.steps")).toBe(run("--iterations"));
  expect(says("training.batchSize")).toBe(run("--batch-size"));
  // its flag says the opposite, or there is none
  for (const name of ["model.scale.imageScales", "model.somethingElse"]) expect(says(name)).toBe(run(name));
  expect(says("training.steps", [])).toBe(run("training.steps"));
});

test("other sentences stay as they are", () => {
  expect(namingFlags("nothing of cells; give it all", known)).toBe("nothing of cells; give it all");
});
