/** Searches for run folders in workspaces that are made up. */
import { expect, test } from "vitest";
import { findRuns, runIn, type SearchProgress } from "../../../labextension/src/runs/findRuns.js";
import type { FolderEntry } from "../../../labextension/src/training/historyFeed.js";

const run = ["config.json", "history.jsonl", "checkpoints/step-00000001.safetensors"];

/** A workspace of these files. */
function workspace(paths: readonly string[]) {
  const listed: string[] = [];
  const list = async (folder: string): Promise<readonly FolderEntry[]> => {
    listed.push(folder);
    if (folder === "secret") throw new Error("refused");
    const inside = paths.filter((path) => folder === "" || path.startsWith(`${folder}/`));
    const rests = inside.map((path) => path.slice(folder === "" ? 0 : folder.length + 1));
    return [...new Set(rests.map((rest) => rest.split("/")[0]))].map((name) => ({
      name,
      type: rests.includes(name) ? "file" : "directory",
      modified: "2026-01-01T00:00:00Z",
    }));
  };
  return { files: { list }, listed };
}

const bounds = { runs: 100, folders: 1000, depth: 8 };
const of = (folder: string, names: readonly string[] = run) => names.map((name) => `${folder}/${name}`);

test("runs are found breadth first, and nothing within them is looked into", async () => {
  const { files, listed } = workspace([...of("a/b/deep"), ...of("top"), "a/note.txt"]);
  const progress: SearchProgress[] = [];
  const { runs, folders, ended } = await findRuns(files, "", bounds, (told) => progress.push(told));
  expect(runs.map(({ folder }) => folder)).toEqual(["top", "a/b/deep"]);
  expect(listed).toEqual(["", "a", "top", "a/b", "a/b/deep"]);
  expect([folders, ended]).toEqual([5, undefined]);
  expect(progress.at(-1)?.at).toBe("a/b/deep");
});

test("hidden folders, packages and half runs are passed by", async () => {
  const { files } = workspace([
    ...of(".venv/x"),
    ...of("node_modules/x"),
    ...of("half", ["config.json"]),
    ...of("other", ["history.jsonl"]),
    ...of("secret"),
    ...of("good", [...run, "lock"]),
  ]);
  const { runs, refused } = await findRuns(files, "", bounds);
  expect(runs).toEqual([{ folder: "good", locked: true, written: Date.parse("2026-01-01T00:00:00Z") }]);
  expect(refused).toEqual(["secret"]);
});

test("each bound ends the search and is named", async () => {
  const many = Array.from({ length: 30 }, (_, i) => of(`runs/r${i}`)).flat();
  const few = await findRuns(workspace(many).files, "", { ...bounds, runs: 7 });
  expect([few.runs.length, few.ended]).toEqual([7, "runs"]);
  const short = await findRuns(workspace(many).files, "", { ...bounds, folders: 10 });
  expect(short.ended).toBe("folders");
  expect(short.folders).toBeLessThan(15);
  const flat = await findRuns(workspace(of("a/b/c")).files, "", { ...bounds, depth: 2 });
  expect([flat.runs.length, flat.ended]).toEqual([0, "depth"]);
});

test("an abort gives what was found; a root that cannot be listed is an error", async () => {
  const abort = new AbortController();
  const { files } = workspace([...of("a"), ...of("b/c/d")]);
  const found = await findRuns(
    files,
    "",
    bounds,
    ({ runs }) => runs.length > 0 && abort.abort(),
    abort.signal,
  );
  expect(found.runs.map(({ folder }) => folder)).toEqual(["a"]);
  await expect(findRuns(workspace([]).files, "secret", bounds)).rejects.toThrow("refused");
});

test("folders named like the files of a run make none", () => {
  const entry = (name: string, type: string) => ({ name, type });
  expect(runIn("x", [entry("config.json", "directory"), entry("history.jsonl", "file")])).toBeUndefined();
});
