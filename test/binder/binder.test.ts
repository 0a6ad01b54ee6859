/** What Binder (repo2docker) reads of binder/, by its documented rules, and the set-up that it calls. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkNodeVersion, parseSetup, pythonAtHand } from "../../binder/setup.mjs";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "friedel binder "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("environment.yml", () => {
  const text = readFileSync(join(root, "binder", "environment.yml"), "utf8");

  test("names a Python for which the packages are pinned, in the one form that repo2docker reads", () => {
    // repo2docker/buildpacks/conda: python\s*=+\s*([\d\.]*), taken as x.y.
    const [, version] = /^ {2}- python=([\d.]+)$/m.exec(text)!;
    const [major, minor] = version.split(".").map(Number);
    expect([major, minor >= 10]).toEqual([3, true]);
    expect(version.split(".").length).toBe(2);
  });

  test("has a Node that Friedel runs on, whatever its minor version, and takes it from conda-forge alone", () => {
    const [, version] = /^ {2}- nodejs=(\d+)$/m.exec(text)!;
    expect(checkNodeVersion(`${version}.0.0`)).toBeUndefined();
    expect(/^channels:\n((?: {2}- .*\n)+)/m.exec(text)![1]).toBe("  - conda-forge\n");
  });

  test("takes JupyterLab from the file of npm start, relative to itself, pip having been asked for", () => {
    expect(text).toContain("  - pip\n  - pip:\n      - -r requirements.txt\n");
    expect(readFileSync(join(root, "binder", "requirements.txt"), "utf8")).toMatch(/^jupyterlab==4\./m);
  });
});

test("postBuild is a script for bash that may be run, has no syntax error, and calls the one set-up", () => {
  const file = join(root, "binder", "postBuild");
  const text = readFileSync(file, "utf8");
  expect(text.startsWith("#!/usr/bin/env bash\n")).toBe(true);
  expect(text).not.toContain("\r");
  expect(text).toContain("\nnode binder/setup.mjs --sys-prefix\n");
  if (process.platform === "win32") return;
  expect(statSync(file).mode & 0o111).toBe(0o111);
  expect(execFileSync("bash", ["-n", file], { encoding: "utf8" })).toBe("");
});

describe("the Python at hand", () => {
  /** A machine whose path holds only these Pythons, each of which prints one line. */
  const machine = (name: string, pythons: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    for (const [python, line] of Object.entries(pythons)) {
      writeFileSync(join(path, python), `#!/bin/sh\necho "${line}"\n`);
      chmodSync(join(path, python), 0o755);
    }
    return { PATH: path };
  };

  test("is the first that has JupyterLab in it", () => {
    expect(pythonAtHand(machine("first", { python: "1 /srv/a b", python3: "1 /usr" }))).toEqual({
      python: "python",
      prefix: "/srv/a b",
    });
    expect(pythonAtHand(machine("second", { python: "0 /usr", python3: "1 /srv/c" })).prefix).toBe("/srv/c");
  });

  test("is the one that PYTHON names, and no other", () => {
    const env = machine("named", { python: "1 /srv/a", mine: "1 /srv/mine" });
    expect(pythonAtHand({ ...env, PYTHON: "mine" })).toEqual({ python: "mine", prefix: "/srv/mine" });
    expect(() => pythonAtHand({ ...env, PYTHON: "absent" })).toThrow("got no Python as absent");
  });

  test("without JupyterLab, or absent, is a sentence that says what to do", () => {
    expect(() => pythonAtHand(machine("bare", { python3: "0 /usr" }))).toThrow(
      /^JupyterLab: got none in \/usr, expected it .*pip install -r binder\/requirements\.txt/,
    );
    expect(() => pythonAtHand(machine("none", {}))).toThrow("got no Python as python or python3");
  });
});

test("setup.mjs knows one option", () => {
  expect(parseSetup([])).toEqual({ sysPrefix: false });
  expect(parseSetup(["--sys-prefix"])).toEqual({ sysPrefix: true });
  expect(() => parseSetup(["--user"])).toThrow("set-up: got --user, expected nothing, or --sys-prefix");
});
