/** The rules of the house (design: "A room knows only the rooms before it"), which neither compiler nor lint checks. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../binder/common.mjs";
import { version } from "../lib/version.js";

/** From the ground up: a room may import from itself and from the rooms before it. */
const rooms = [
  "random",
  "distributions",
  "kernels",
  "autodiff",
  "nn",
  "crystal",
  "structure",
  "maps",
  "formats",
  "table",
  "statistics",
  "plots",
  "simulate",
  "training",
  "models",
  "sweeps",
  "displays",
  "node",
  "notebook",
  "cli",
];

/** Files beside the rooms: these know nothing, or everything. */
const ground = ["errors.ts", "json.ts", "progress.ts", "version.ts"];
const roof = ["index.ts", "browser.ts"];

/** The rooms of the JupyterLab extension, in the same way; src/plugins and src/index.ts know all of them. */
const viewRooms = ["common", "outputs", "mtz", "reciprocal", "training", "runs", "report"];

/** What those rooms may import besides each other. */
const viewPackages = ["friedel/browser", "apache-arrow"];

const longest = 350;
const lib = join(root, "lib");
const sources = filesBelow(lib).filter((path) => path.endsWith(".ts"));
const text = textOf(lib, sources);
const views = join(root, "labextension", "src");
const viewText = textOf(
  views,
  filesBelow(views).filter((path) => path.endsWith(".ts")),
);

describe("rooms", () => {
  test("are all known here, in order", () => {
    const found = new Set(sources.map(roomOf));
    expect([...found].filter((room) => ![...rooms, ...ground, ...roof].includes(room))).toEqual([]);
  });

  test("know only the rooms before them", () => {
    const wrong: string[] = [];
    for (const [path, source] of text)
      for (const imported of importsOf(path, source))
        if (!mayImport(roomOf(path), roomOf(imported))) wrong.push(`${path} imports ${imported}`);
    expect(wrong).toEqual([]);
  });

  test("each says in its index.ts what it offers", () => {
    const present = rooms.filter((room) => room !== "cli" && existsSync(join(lib, room)));
    expect(present.filter((room) => !text.has(`${room}/index.ts`))).toEqual([]);
  });
});

describe("files", () => {
  test("have a test of the same name", () => {
    const exempt =
      /(^|\/)(index|types)\.ts$|[a-z]Types\.ts$|^browser\.ts$|^version\.ts$|^(cli|notebook\/link)\/main\.ts$/;
    const tested = (path: string) => existsSync(join(root, "test", path.replace(/\.ts$/, ".test.ts")));
    expect(sources.filter((path) => !exempt.test(path) && !tested(path))).toEqual([]);
  });

  test(`are at most ${longest} lines long, or say at their top why they are "long because"`, () => {
    expect(tooLong(text)).toEqual([]);
  });

  test("open with a comment that says what they are for", () => {
    expect(withoutOpening(text)).toEqual([]);
  });

  test("have no default export, no import.meta, no require and no top-level await", () => {
    const wrong = /^export default|\bimport\.meta\b|\brequire\(|^await |^(const|let) .* = await /m;
    expect(
      [...text].filter(([, source]) => wrong.test(withoutComments(source))).map(([path]) => path),
    ).toEqual([]);
  });
});

describe("the JupyterLab extension", () => {
  const glue = (path: string) => path === "index.ts" || path.startsWith("plugins/");

  test("has rooms that know only the rooms before them, and nothing of JupyterLab: that is for src/plugins", () => {
    const wrong: string[] = [];
    for (const [path, source] of viewText) {
      if (glue(path)) continue;
      const room = viewRooms.indexOf(roomOf(path));
      if (room < 0) wrong.push(`${path} is in no room that is known here`);
      for (const imported of importsOf(path, source))
        if (viewRooms.indexOf(roomOf(imported)) > room || glue(imported))
          wrong.push(`${path} imports ${imported}`);
      for (const name of packagesOf(source))
        if (!viewPackages.includes(name)) wrong.push(`${path} imports ${name}`);
    }
    expect(wrong).toEqual([]);
  });

  test("has a test of the same name for each file; what draws in the page may leave it to the room's in the browser", () => {
    const draws =
      /common\/dom\.js"|\bdocument\b|\b(HTML|SVG)\w*Element\b|CanvasRenderingContext|WebGL|#version 300 es/;
    const missing: string[] = [];
    for (const [path, source] of viewText) {
      if (glue(path) || /[a-z]Types\.ts$/.test(path)) continue;
      const own = join(root, "test", "labextension", path.replace(/\.ts$/, ".test.ts"));
      const inBrowser = join(root, "test", "browser", `${roomOf(path)}.test.ts`);
      if (existsSync(own) || (draws.test(withoutComments(source)) && existsSync(inBrowser))) continue;
      missing.push(path);
    }
    expect(missing).toEqual([]);
  });

  test(`has files of at most ${longest} lines, or that say why, which open with what they are for`, () => {
    expect(viewText.size).toBeGreaterThan(10);
    expect(tooLong(viewText)).toEqual([]);
    expect(withoutOpening(viewText)).toEqual([]);
  });

  test("is of the library's version", () => {
    const own = JSON.parse(readFileSync(join(root, "labextension", "package.json"), "utf8"));
    expect(own.version).toBe(version);
  });
});

test("no test is skipped, left to do or run alone, and no type is silenced", () => {
  // The expressions are cut in two, so that this file does not find itself.
  const wrong = new RegExp(
    ["\\b(?:test|it|describe)\\.", "(?:skip|todo|only)\\(|@ts-", "(?:ignore|nocheck)|\\bas ", "any\\b"].join(
      "",
    ),
  );
  const all = [...filesBelow(join(root, "test")), ...filesBelow(lib)];
  expect(all.length).toBeGreaterThan(sources.length);
  const found: string[] = [];
  for (const folder of ["lib", "labextension/src", "test", "bench"])
    for (const path of filesBelow(join(root, folder)).filter((file) => /\.(ts|mts|mjs)$/.test(file)))
      if (wrong.test(readFileSync(join(root, folder, path), "utf8"))) found.push(`${folder}/${path}`);
  expect(found).toEqual([]);
});

test("the version in the code is the package's", () => {
  expect(version).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
});

test("docs/dependencies.md lists what the two package.json name, in the version pinned", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const extension = join(root, "labextension");
  const own = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  const { packages } = JSON.parse(readFileSync(join(extension, "package-lock.json"), "utf8"));
  const names = Object.keys({ ...own.dependencies, ...own.devDependencies });
  const locked = names.map((name) => [name, packages[`node_modules/${name}`].version]);
  const page = readFileSync(join(root, "docs", "dependencies.md"), "utf8");
  const listed = [...page.matchAll(/^\| (\S+) \| (\d\S*) \|/gm)].map(([, name, version]) => [name, version]);
  expect(Object.fromEntries(listed)).toEqual({
    ...dependencies,
    ...devDependencies,
    ...Object.fromEntries(locked),
  });
});

function textOf(folder: string, paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function tooLong(files: ReadonlyMap<string, string>): string[] {
  const long = [...files].filter(([, source]) => source.split("\n").length - 1 > longest);
  return long
    .filter(([, source]) => !source.split("\n").slice(0, 12).join("\n").includes("long because"))
    .map(([path]) => path);
}

function withoutOpening(files: ReadonlyMap<string, string>): string[] {
  const bare = [...files].filter(
    ([, source]) => !/^(#!.*\n)?\/\*\*?[\s\n]/.test(source) && !source.startsWith("//"),
  );
  return bare.map(([path]) => path);
}

/** Paths below a folder, relative to it, with "/"; what is installed or written by tests is left out. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !/(^|\/)(node_modules|output|__pycache__)\//.test(path))
    .sort();
}

/** The room of a file, or its own name if it is beside the rooms. */
function roomOf(path: string): string {
  return path.split("/")[0];
}

/** The files of lib/ that a file imports, whether for values or for types. */
function importsOf(path: string, source: string): string[] {
  const found: string[] = [];
  for (const [, specifier] of withoutComments(source).matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]*)"/g))
    found.push(join(dirname(path), specifier).split(sep).join("/").replace(/\.js$/, ".ts"));
  return found;
}

/** The packages that a file imports. */
function packagesOf(source: string): string[] {
  const wanted = /^(?:import|export)\s[\w\s*{},]*"([^."][^"]*)"|\bimport\("([^."][^"]*)"\)/gm;
  return [...withoutComments(source).matchAll(wanted)].map(([, name, lazy]) => name ?? lazy);
}

function mayImport(importer: string, imported: string): boolean {
  if (roof.includes(importer) || ground.includes(imported)) return true;
  return rooms.includes(imported) && rooms.indexOf(imported) <= rooms.indexOf(importer);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
