import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findTslab, tslabVersion } from "../../../lib/notebook/link/findTslab.js";

const folder = mkdtempSync(join(tmpdir(), "friedel tslab "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "tslab", "dist", "jupyter.js");

test("outside a kernel there is none, and none where tslab is imported but has run no cell", () => {
  expect(findTslab()).toBeUndefined();
  expect(findTslab({ [file]: { exports: { lastWriteDisplayData: null } } })).toBeUndefined();
  expect(findTslab({ [file]: { exports: null }, "/x/tslab/dist/jupyter.js": undefined })).toBeUndefined();
});

test("of two copies it is the one that has run a cell, with its version", () => {
  mkdirSync(join(folder, "tslab"), { recursive: true });
  writeFileSync(join(folder, "tslab", "package.json"), '{ "version": "1.0.22" }');
  const running = { lastWriteDisplayData: () => {} };
  const cache = {
    "/global/tslab/dist/jupyter.js": { exports: { lastWriteDisplayData: null } },
    "/other/dist/jupyter.js": { exports: running },
    [file]: { exports: running },
  };
  expect(findTslab(cache)).toEqual({ jupyter: running, file, version: "1.0.22" });
});

test("a version that cannot be read is unknown", () => {
  expect(tslabVersion("/nowhere/tslab/dist/jupyter.js")).toBe("unknown");
  writeFileSync(join(folder, "package.json"), '{ "version": 3 }');
  expect(tslabVersion(join(folder, "dist", "jupyter.js"))).toBe("unknown");
});
