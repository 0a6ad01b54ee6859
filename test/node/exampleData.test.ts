import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { InputError } from "../../lib/errors.js";
import { exampleData } from "../../lib/node/exampleData.js";

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "friedel-example-")));
  mkdirSync(join(root, "shared", "data"), { recursive: true });
  mkdirSync(join(root, "project", "notebooks"), { recursive: true });
  writeFileSync(join(root, "shared", "data", "a.mtz"), "x");
  vi.spyOn(process, "cwd").mockReturnValue(join(root, "project", "notebooks"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

test("finds shared/data in a folder above the working folder, or says there is none", () => {
  vi.stubEnv("FRIEDEL_DATA", "");
  expect(exampleData("a.mtz")).toBe(join(root, "shared", "data", "a.mtz"));
  expect(exampleData("b.mtz")).toBeUndefined();
});

test("FRIEDEL_DATA names the folder; a file that is not in it is an error, not a fall-back", () => {
  vi.stubEnv("FRIEDEL_DATA", join(root, "shared", "data"));
  expect(exampleData("a.mtz")).toBe(join(root, "shared", "data", "a.mtz"));
  expect(() => exampleData("b.mtz")).toThrow(InputError);
  expect(() => exampleData("b.mtz")).toThrow(/b\.mtz: no such file, though FRIEDEL_DATA/);
});

test("FRIEDEL_DATA=none asks for simulated data", () => {
  vi.stubEnv("FRIEDEL_DATA", "none");
  expect(exampleData("a.mtz")).toBeUndefined();
});
