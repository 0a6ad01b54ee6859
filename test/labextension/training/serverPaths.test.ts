/** Paths of run folders on the server. */
import { expect, test } from "vitest";
import { baseName, folderOf, serverPath } from "../../../labextension/src/training/serverPaths.js";

test.each([
  ["notebooks", "runs/a", "", "notebooks/runs/a"],
  ["notebooks", "./../runs/a/", "", "runs/a"],
  ["", "runs//a", "", "runs/a"],
  ["", "../a", "", undefined],
  ["notebooks", "/home/me/work/runs/a", "/home/me/work/", "runs/a"],
  ["notebooks", "/home/me/workshop/a", "/home/me/work", undefined],
  ["notebooks", "/tmp/a", "", undefined],
  ["n", "C:\\work\\runs\\a", "C:\\work", "runs/a"],
])("from %s, %s of a server at %s is %s", (base, folder, root, expected) => {
  expect(serverPath(base, folder, root)).toBe(expected);
});

test("the folder and the name of a path", () => {
  expect([folderOf("a/b/c.ipynb"), folderOf("c.ipynb")]).toEqual(["a/b", ""]);
  expect([baseName("a/b/c.ipynb"), baseName("c")]).toEqual(["c.ipynb", "c"]);
});
