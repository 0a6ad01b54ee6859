import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type CommandArguments, parseArguments, UsageError } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import {
  checkedOutputs,
  checkFiles,
  checkOutputs,
  numberedPaths,
  writeText,
} from "../../lib/cli/outputFiles.js";
import { InputError } from "../../lib/errors.js";
import { temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const parse = (...words: string[]): CommandArguments =>
  parseArguments(mergeCommand, [path("in.mtz"), ...words]);
const check = (...words: string[]) => checkedOutputs("merge", parse(...words), ["out", "json"]);

test("gives the path of --out, whether a file is there already or not", async () => {
  writeFileSync(path("there.mtz"), "old");
  expect(await check("--out", path("new.mtz"))).toBe(path("new.mtz"));
  expect(await check("--out", path("there.mtz"), "--json", path("a.json"))).toBe(path("there.mtz"));
  expect(readFileSync(path("there.mtz"), "utf8")).toBe("old");
});

test("a file that is an input, or named twice, under whatever spelling, is a usage error", async () => {
  await expect(check("--out", join(folder, ".", "in.mtz"))).rejects.toThrow(UsageError);
  await expect(check("--out", path("a"), "--json", `${folder}/./a`)).rejects.toThrow(
    /it is the file of --out/,
  );
  await expect(check()).rejects.toThrow(/got no --out/);
  await expect(check("--out=")).rejects.toThrow(/got no --out/);
});

test("a folder that is not there, or is a file, is told", async () => {
  writeFileSync(path("file"), "");
  await expect(check("--out", join(folder, "no", "a.mtz"))).rejects.toThrow(/got no such folder/);
  await expect(check("--out", join(folder, "file", "a.mtz"))).rejects.toThrow(/got a file where/);
  await expect(check("--out", folder)).rejects.toThrow(InputError);
  await expect(check("--out", folder)).rejects.toThrow(/got a folder, expected the name of a file/);
});

test("checkOutputs asks for none, and takes other inputs than the operands", async () => {
  await expect(checkOutputs(parse(), ["out", "json"])).resolves.toBeUndefined();
  const model = path("model.pdb");
  await expect(checkOutputs(parse("--out", model), ["out"])).resolves.toBeUndefined();
  await expect(checkOutputs(parse("--out", model), ["out"], [model])).rejects.toThrow(/it is an input file/);
});

test("writeText writes where a path is given, and says so", async () => {
  const said: string[] = [];
  await writeText(undefined, "text", (line) => said.push(line));
  await writeText(path("text.txt"), "text", (line) => said.push(line));
  expect(said).toEqual([`wrote ${path("text.txt")}\n`]);
  expect(readFileSync(path("text.txt"), "utf8")).toBe("text");
});

test("the files of data sets that are merged apart have careless's numbers before the ending", () => {
  expect(numberedPaths("a/merged.mtz", 2)).toEqual([join("a", "merged_0.mtz"), join("a", "merged_1.mtz")]);
  expect(numberedPaths("merged", 1)).toEqual(["merged_0"]);
});

test("files of several data sets: an input among them is told, and two of one name", async () => {
  const files = (...names: string[]) => names.map((name) => ({ option: "out", path: path(name) }));
  const inputs = [path("x_1.mtz")];
  await expect(checkFiles(files("x_0.mtz", "x_1.mtz"), inputs)).rejects.toThrow(
    /--out .*x_1\.mtz: it is an input/,
  );
  await expect(checkFiles(files("x_0.mtz", "x_0.mtz"), [])).rejects.toThrow(/it is the file of --out/);
  await expect(checkFiles(files("x_0.mtz"), inputs)).resolves.toBeUndefined();
});
