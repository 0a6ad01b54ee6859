/** The set-up's decisions, on made-up machines: folders and executables of our own. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { stalePackages } from "../../binder/packages.mjs";
import { checkNodeVersion, findPython, kernelSpec } from "../../binder/setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "friedel set-up "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Node", () => {
  test.each(["20.19.0", "20.20.2", "22.0.0", "24.11.1"])("%s is new enough", (version) => {
    expect(checkNodeVersion(version)).toBeUndefined();
  });

  test.each(["18.20.4", "20.18.3", "16.0.0"])("%s is too old, and the message says what to do", (version) => {
    expect(() => checkNodeVersion(version)).toThrow(`Node: got ${version}, expected 20.19 or newer`);
  });
});

describe("npm packages", () => {
  const write = (name: string, wanted: object, installed?: object) => {
    const project = join(folder, name);
    mkdirSync(join(project, "node_modules"), { recursive: true });
    writeFileSync(join(project, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...wanted } }));
    const note = join(project, "node_modules", ".package-lock.json");
    if (installed) writeFileSync(note, JSON.stringify({ packages: installed }));
    return project;
  };
  const wanted = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a-for-another-platform": { version: "1.0.0", optional: true },
  };

  test("are installed the first time", () => {
    expect(stalePackages(write("first", wanted))).toBe("first time");
  });

  test("are left alone where all is there that the lock file names, for this platform", () => {
    expect(stalePackages(write("same", wanted, { "node_modules/a": { version: "1.0.0" } }))).toBeUndefined();
  });

  test("are installed again where one is missing, or another version", () => {
    expect(stalePackages(write("missing", wanted, {}))).toBe("a 1.0.0 is new");
    expect(stalePackages(write("older", wanted, { "node_modules/a": { version: "0.9.0" } }))).toBe(
      "a 1.0.0 is new",
    );
    const optional = { ...wanted["node_modules/a"], optional: true };
    const other = { "node_modules/a": { version: "0.9.0" } };
    expect(stalePackages(write("optional", { "node_modules/a": optional }, other))).toBe("a 1.0.0 is new");
  });
});

describe("Python", () => {
  /** A machine whose path holds only these executables, each a script that prints one line. */
  const machine = (name: string, executables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    for (const [executable, line] of Object.entries(executables)) {
      writeFileSync(join(path, executable), `#!/bin/sh\necho "${line}"\n`);
      chmodSync(join(path, executable), 0o755);
    }
    return { PATH: path };
  };

  test("is the first that is new enough and has venv", () => {
    const env = machine("good", { python3: "3.9.2 1", "python3.11": "3.11.7 0", "python3.10": "3.10.4 1" });
    expect(findPython(env)).toEqual({ python: "python3.10", version: "3.10.4", tool: "venv" });
  });

  test("without ensurepip is used with uv, if that is there", () => {
    const env = machine("uv", { python3: "3.12.1 0", uv: "uv" });
    expect(findPython(env)).toEqual({ python: "python3", version: "3.12.1", tool: "uv" });
  });

  test("without ensurepip and uv is a sentence that says what to install", () => {
    const env = machine("debian", { python3: "3.12.1 0" });
    expect(() => findPython(env)).toThrow(
      /python3 3\.12\.1 has no venv module.*apt install python3\.12-venv.*uv/,
    );
  });

  test("too old, or absent, is a sentence that says what was found", () => {
    expect(() => findPython(machine("old", { python3: "3.8.10 1" }))).toThrow(
      "Python: got python3 is 3.8.10; expected 3.10 or newer (set PYTHON to its path",
    );
    expect(() => findPython(machine("none", {}))).toThrow(
      /^Python: got none of python3, python, .*expected 3\.10 or newer/,
    );
  });

  test("is the one that PYTHON names, and no other", () => {
    const env = machine("named", { python3: "3.12.1 1", mine: "3.13.0 1", broken: "oh" });
    expect(findPython({ ...env, PYTHON: "mine" })).toMatchObject({ python: "mine", version: "3.13.0" });
    expect(() => findPython({ ...env, PYTHON: "broken" })).toThrow("PYTHON is broken, which does not run");
    expect(() => findPython({ ...env, PYTHON: "absent" })).toThrow("PYTHON is absent, which does not run");
  });
});

test("the kernel is this Node with our tslab", () => {
  const { argv, interrupt_mode } = kernelSpec();
  expect(argv[0]).toBe(process.execPath);
  expect(argv.slice(2)).toEqual(["kernel", "--config-path", "{connection_file}"]);
  expect(interrupt_mode).toBe("signal");
});
