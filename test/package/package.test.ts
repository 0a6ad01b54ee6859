/**
 * The packed tarball in a project outside of the repository: its declarations under the compiler that tslab bundles
 * (TypeScript 5.0.4, resolution node10), `require` and `import`, and a real tslab kernel, under each Node we support.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { collect, joined, runNotebook, textOf } from "../notebooks/runNotebook.js";
import { nodeExecutable, nodeVersions } from "./nodeVersions.js";
import { installKernelFor, installPacked, notebookOf, type PackedProject, writeFiles } from "./packed.js";

const consumer = `
import { ReflectionTable, SpaceGroup, show, UnitCell, version } from "friedel";
import { UnitCell as BrowserCell } from "friedel/browser";
const cell: UnitCell = new UnitCell(10, 20, 30);
const volume: number = new BrowserCell(10, 20, 30).volume;
const name: string = SpaceGroup.fromName("P212121").name;
const table: ReflectionTable | undefined = undefined;
const text: string = version;
show(text);
export { cell, name, table, volume };
// @ts-expect-error: the declarations are read, not taken for any
export const wrong: string = new UnitCell(10, 20, 30).volume;
`;

/** What every way of loading the package must print: version, a unit cell's volume, a space group's number. */
const probe = 'console.log(version, new UnitCell(10, 20, 30).volume, SpaceGroup.fromName("P212121").number);';
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const answer = `${version} 6000 19`;

/** The compiler's options in tslab. */
const tslabOptions = {
  strict: true,
  noEmit: true,
  module: "commonjs",
  moduleResolution: "node10",
  target: "es2022",
  lib: ["es2022"],
  types: [],
};

let project: PackedProject;

beforeAll(async () => {
  project = await installPacked();
  writeFiles(project.folder, {
    "consumer.ts": consumer,
    "required.cjs": `const { SpaceGroup, UnitCell, version } = require("friedel");\n${probe}`,
    "imported.mjs": `import { SpaceGroup, UnitCell, version } from "friedel";\n${probe}`,
    "browser.mjs": `import { SpaceGroup, UnitCell, version } from "friedel/browser";\n${probe}`,
    "probe.ipynb": notebookOf(
      `const start = Date.now();`,
      `import { SpaceGroup, show, UnitCell, version } from "friedel";`,
      `import { UnitCell as BrowserCell } from "friedel/browser";\nconst cell: BrowserCell = new BrowserCell(1, 1, 1);`,
      probe,
      `console.log(process.version); console.log("loaded in", Date.now() - start, "ms");`,
    ),
  });
});

afterAll(() => project?.remove());

test("holds the build, its declarations and the licence, and nothing else", () => {
  const { files } = project;
  const wanted = ["dist/cjs/index.js", "dist/cjs/index.d.ts", "dist/esm/browser.js", "dist/esm/package.json"];
  expect(files).toEqual(expect.arrayContaining([...wanted, "LICENSE", "package.json"]));
  expect(
    files.filter(
      (path) => !/^(dist\/(cjs|esm)\/|LICENSE$|README\.md$|CHANGELOG\.md$|package\.json$)/.test(path),
    ),
  ).toEqual([]);
  const { main, types, bin } = JSON.parse(readFileSync(installed("package.json"), "utf8"));
  for (const path of [main, types, ...Object.values<string>(bin)])
    expect(existsSync(installed(path)), path).toBe(true);
});

test("its declarations are readable by TypeScript 5.0.4 under node10 resolution", async () => {
  const compiler = join(root, "node_modules", "@tslab", "typescript-for-tslab", "lib", "tsc.js");
  const compile = async (skipLibCheck: boolean) => {
    const options = { ...tslabOptions, skipLibCheck };
    writeFiles(project.folder, {
      "tsconfig.json": JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }),
    });
    return (await collect(process.execPath, [compiler, "-p", "."], process.env, project.folder)).stdout;
  };
  expect(await collect(process.execPath, [compiler, "--version"])).toMatchObject({
    stdout: "Version 5.0.4\n",
  });
  expect(await compile(true)).toBe("");
  // apache-arrow's own declarations are not ours to mend: with all declarations checked, none of ours complains.
  const complaints = (await compile(false)).split("\n").filter((line) => /^\S.*error TS/.test(line));
  expect(
    complaints.filter(
      (line) => !line.startsWith("node_modules/") || line.startsWith("node_modules/friedel/"),
    ),
  ).toEqual([]);
});

describe.each(nodeVersions)("Node %s", (wanted) => {
  let node: string;

  beforeAll(async () => {
    node = await nodeExecutable(wanted);
  });

  test.each(["required.cjs", "imported.mjs", "browser.mjs"])("%s", async (script) => {
    const run = await collect(node, [script], process.env, project.folder);
    expect(run).toEqual({ status: 0, stdout: `${answer}\n`, stderr: "" });
  });

  test("the command runs", async () => {
    const run = await collect(
      node,
      [installed("dist/cjs/cli/main.js"), "--help"],
      process.env,
      project.folder,
    );
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toMatch(/^ {2}merge /m);
  });

  test("a tslab kernel outside of the repository imports it, with types, silently and in no time", async () => {
    const kernel = `tslab-node-${wanted}`;
    const env = installKernelFor(node, kernel, join(project.folder, "jupyter"));
    const run = await runNotebook(join(project.folder, "probe.ipynb"), {
      folder: project.folder,
      env,
      kernel,
    });
    expect(run.status, run.stdout + run.stderr).toBe(0);
    const code = run.cells.map((cell) => (cell.outputs ?? []).map((output) => joined(output.text)).join(""));
    expect(code.slice(0, 4)).toEqual(["", "", "", `${answer}\n`]);
    expect(textOf(run.cells)).toContain(`v${wanted}\n`);
  });
});

function installed(path: string): string {
  return join(project.folder, "node_modules", "friedel", path);
}
