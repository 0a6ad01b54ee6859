/** Deleting runs, and what is never deleted. */
import { expect, test } from "vitest";
import { checkDeletable, deleteRun } from "../../../labextension/src/runs/deleteRun.js";

const listing = (folders: Readonly<Record<string, readonly string[]>>) => ({
  list: async (path: string) =>
    folders[path]?.map((name) => ({ name, type: `${path}/${name}` in folders ? "directory" : "file" })),
});
const run = { folder: "r" };
const files = ["config.json", "history.jsonl", "checkpoints", "lock"];

test("a run that is over may go; files that are not its own are named", async () => {
  expect(await checkDeletable(listing({ r: files }), run, "finished")).toEqual([]);
  expect(await checkDeletable(listing({ r: [...files, "merged.mtz"] }), run, "interrupted")).toEqual([
    "merged.mtz",
  ]);
});

test.each([
  ["running", files, "got a run that is running, expected one that is over"],
  ["paused", files, "got a run that is paused"],
  ["finished", ["history.jsonl", "mine.txt"], "got a folder without config.json and history.jsonl"],
  ["finished", undefined, "is not there any more"],
] as const)("of a %s run with %s nothing goes", async (state, names, sentence) => {
  const folders: Record<string, readonly string[]> = names === undefined ? {} : { r: names };
  await expect(checkDeletable(listing(folders), run, state)).rejects.toThrow(sentence);
});

test("a folder goes at once, or file by file where the server wants it empty", async () => {
  const gone: string[] = [];
  await deleteRun(listing({ r: files }), async (path) => void gone.push(path), "r");
  expect(gone).toEqual(["r"]);
  const folders: Record<string, string[]> = { r: ["config.json", "checkpoints"], "r/checkpoints": ["a"] };
  const strict = async (path: string) => {
    if ((folders[path]?.length ?? 0) > 0) throw new Error("Directory not empty");
    const at = path.lastIndexOf("/");
    if (at >= 0)
      folders[path.slice(0, at)] = folders[path.slice(0, at)].filter((name) => name !== path.slice(at + 1));
    delete folders[path];
  };
  await deleteRun(listing(folders), strict, "r");
  expect(folders).toEqual({});
});

test("a folder that cannot be deleted is an error", async () => {
  const refuse = async () => {
    throw new Error("refused");
  };
  await expect(deleteRun(listing({ r: [] }), refuse, "r")).rejects.toThrow("refused");
});
