/** `npm start -- --execute` on small notebooks: what it prints, its exit status, and what a failing cell looks like. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { notebookOf, writeFiles } from "../package/packed.js";
import { collect } from "./runNotebook.js";

const folder = join(root, "test", "output", "execute");
const plot = '{ $schema: "https://vega.github.io/schema/vega-lite/v5.json", title: "a plot", mark: "point" }';

/** Runs a notebook of these cells as a user does. */
async function execute(name: string, ...cells: string[]) {
  writeFiles(folder, { [`${name}.ipynb`]: notebookOf(...cells) });
  return collect(process.execPath, ["binder/start.mjs", "--execute", join(folder, `${name}.ipynb`)]);
}

describe("a notebook that works", () => {
  let run: Awaited<ReturnType<typeof execute>>;

  beforeAll(async () => {
    run = await execute(
      "works",
      'import { show } from "friedel";\nimport { writeFileSync } from "node:fs";',
      `show("as text"); show(${plot}); show({ toHtml: () => "<b>x</b>" }); [1, 2]`,
      'writeFileSync("made.txt", "four"); console.error("to standard error");',
    );
  });

  test("prints every output as text, in order", () => {
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain("as text\n[plot: a plot]\n{ toHtml: [Function: toHtml] }\n[ 1, 2 ]\n");
    expect(run.stderr).toBe("to standard error\n");
  });

  test("says which files were written, and when it is done", () => {
    expect(run.stdout).toContain(`files written:\n  ${join(folder, "made.txt")} (4 bytes)\n`);
    expect(run.stdout).toMatch(/works\.ipynb: done in \d+ s\n$/);
  });
});

test("of a display that is written over in its place, the first and the last text are printed", async () => {
  const run = await execute(
    "written-over",
    'import { newDisplay } from "tslab";\nconst line = newDisplay();\nfor (const text of ["one", "two", "three"]) line.text(text);\nconsole.log("after");',
  );
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toContain("one\nafter\nthree\n");
  expect(run.stdout).not.toContain("two");
});

test.each([
  [
    "a type error",
    'const text: string = 3; console.log("not reached");',
    "Type 'number' is not assignable to type 'string'.",
  ],
  ["an error thrown", 'throw new Error("no such thing");', "Error: no such thing"],
  ["a promise rejected", 'await Promise.reject(new Error("too late"));', "Error: too late"],
  ["the end of the kernel", "process.exit(3);", "the kernel died"],
])("%s ends the run with the cell and its error", async (name, source, message) => {
  const cells = ['console.log("before");', source, 'require("node:fs").writeFileSync("after.txt", "");'];
  const run = await execute(name.replaceAll(" ", "-"), ...cells);
  expect(run.status).toBe(1);
  expect(run.stdout).toContain("before\n");
  expect(run.stderr).toContain("cell 2 failed: ");
  expect(run.stderr).toContain(source);
  expect(run.stderr).toContain(message);
  expect(existsSync(join(folder, "after.txt"))).toBe(false);
});
