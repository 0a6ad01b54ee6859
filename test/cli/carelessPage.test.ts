/**
 * docs/coming-from-careless.md. Oracle: the flags of careless 0.5.4 as its own parser has them, mono and poly
 * (test/reference/cli/carelessFlags.py), and the options of our commands.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { laueCommand } from "../../lib/cli/laue.js";
import { mergeCommand } from "../../lib/cli/merge.js";

const page = readFileSync(join(root, "docs", "coming-from-careless.md"), "utf8");
const reference = JSON.parse(
  readFileSync(join(import.meta.dirname, "../reference/cli/carelessFlags.json"), "utf8"),
) as Record<"mono" | "poly", { names: string[] }[]> & { careless: string };

/** Rows of three cells: careless's names, the notebook's, the command line's. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").slice(1, -1))
  .filter((cells) => cells.length === 3)
  .map(([careless, notebook, words]) => ({ careless: codeOf(careless), notebook, words }));

function codeOf(text: string): string[] {
  return [...text.matchAll(/`([^`]*)`/g)].map(([, code]) => code);
}

const optionsOf = ({ options }: { options: typeof mergeCommand.options }) =>
  options.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
const monochromatic = optionsOf(mergeCommand);
const known = new Set([...monochromatic, ...optionsOf(laueCommand)]);
const flagsIn = (text: string) =>
  codeOf(text).flatMap((code) =>
    [...code.matchAll(/(?<![\w-])--([a-z][a-z0-9-]*)/g)].map(([, flag]) => flag),
  );
const exists = (flag: string) => known.has(flag) || (flag.startsWith("no-") && known.has(flag.slice(3)));

test("the version is the one that the page names", () => {
  expect(page).toContain(`careless ${reference.careless}`);
  expect(reference.mono.length).toBeGreaterThan(50);
});

describe.each(["mono", "poly"] as const)("careless %s", (kind) => {
  test.each(reference[kind].map(({ names }) => [names.join(" "), names] as const))("%s", (_, names) => {
    const of = rows.filter(({ careless }) => names.some((name) => careless.includes(name)));
    expect(of, "rows of the page").toHaveLength(1);
    expect(names.filter((name) => !of[0].careless.includes(name))).toEqual([]);
    const { words } = of[0];
    const here = flagsIn(words);
    // a flag of ours, or a reason
    if (here.length === 0) expect(words).toMatch(/not here, (because|as above)|not here yet|^ operands/);
    expect(here.filter((flag) => !exists(flag))).toEqual([]);
    // a name that both have is told, and no other is said to be missing
    for (const flag of names.map((name) => name.replace(/^--/, "")))
      if (known.has(flag)) expect(here).toContain(flag);
    if (words.includes("not here"))
      expect(names.filter((name) => known.has(name.replace(/^--/, "")))).toEqual([]);
  });
});

test("no row is of a flag that careless has not", () => {
  const all = [...reference.mono, ...reference.poly].flatMap(({ names }) => names);
  expect(rows.flatMap(({ careless }) => careless).filter((name) => !all.includes(name))).toEqual([]);
});

test("every flag of ours that the page names outside of careless's own commands exists", () => {
  const rest = page.replace(/```text\n.*?```/s, "");
  const text = rest
    .split("\n")
    .filter((line) => !line.startsWith("| `--"))
    .join("\n");
  const named = flagsIn(text);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((flag) => flag !== "help" && !exists(flag))).toEqual([]);
  const [, command] = rest.match(/```sh\n(friedel laue .*)\n```/) ?? [];
  const words = command.split(" ").filter((word) => word.startsWith("--"));
  expect(words.filter((word) => !exists(word.slice(2)))).toEqual([]);
});
