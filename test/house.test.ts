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
  "displays",
  "node",
  "notebook",
  "cli",
];

/** Files beside the rooms: these know nothing, or everything. */
const ground = ["errors.ts", "progress.ts", "version.ts"];
const roof = ["index.ts", "browser.ts"];

const longest = 350;
const lib = join(root, "lib");
const sources = filesBelow(lib).filter((path) => path.endsWith(".ts"));
const text = new Map(sources.map((path) => [path, readFileSync(join(lib, path), "utf8")]));

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
    const long = [...text].filter(([, source]) => source.split("\n").length - 1 > longest);
    const unexcused = long.filter(
      ([, source]) => !source.split("\n").slice(0, 12).join("\n").includes("long because"),
    );
    expect(unexcused.map(([path]) => path)).toEqual([]);
  });

  test("open with a comment that says what they are for", () => {
    const bare = [...text].filter(
      ([, source]) => !/^(#!.*\n)?\/\*\*?[\s\n]/.test(source) && !source.startsWith("//"),
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test("have no default export, no import.meta, no require and no top-level await", () => {
    const wrong = /^export default|\bimport\.meta\b|\brequire\(|^await |^(const|let) .* = await /m;
    expect(
      [...text].filter(([, source]) => wrong.test(withoutComments(source))).map(([path]) => path),
    ).toEqual([]);
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
  for (const folder of ["lib", "test", "bench"])
    for (const path of filesBelow(join(root, folder)).filter((file) => /\.(ts|mts|mjs)$/.test(file)))
      if (wrong.test(readFileSync(join(root, folder, path), "utf8"))) found.push(`${folder}/${path}`);
  expect(found).toEqual([]);
});

test("the version in the code is the package's", () => {
  expect(version).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
});

test("docs/dependencies.md lists what package.json names, in the version pinned", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const page = readFileSync(join(root, "docs", "dependencies.md"), "utf8");
  const listed = [...page.matchAll(/^\| (\S+) \| (\d\S*) \|/gm)].map(([, name, version]) => [name, version]);
  expect(Object.fromEntries(listed)).toEqual({ ...dependencies, ...devDependencies });
});

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

function mayImport(importer: string, imported: string): boolean {
  if (roof.includes(importer) || ground.includes(imported)) return true;
  return rooms.includes(imported) && rooms.indexOf(imported) <= rooms.indexOf(importer);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
