/** Installing the extension: a link into an environment, whatever was there before. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { builtExtension, extensionFolder, extensionName, installExtension } from "../../binder/extension.mjs";

const folder = mkdtempSync(join(tmpdir(), "friedel extension "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const linkIn = (prefix: string) => join(prefix, "share", "jupyter", "labextensions", extensionName);
const target = (link: string) => resolve(dirname(link), readlinkSync(link));

test("an environment gets a link to what is built here; a second time changes nothing", () => {
  const prefix = join(folder, "fresh");
  installExtension(prefix);
  installExtension(prefix);
  expect(target(linkIn(prefix))).toBe(builtExtension);
});

test("a folder that pip has put there, and a link to another checkout, give way", () => {
  const prefix = join(folder, "used");
  mkdirSync(linkIn(prefix), { recursive: true });
  writeFileSync(join(linkIn(prefix), "package.json"), "{}");
  installExtension(prefix);
  expect(target(linkIn(prefix))).toBe(builtExtension);

  const other = join(folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "kept"), "");
  rmSync(linkIn(prefix));
  symlinkSync(other, linkIn(prefix), "junction");
  installExtension(prefix);
  expect(target(linkIn(prefix))).toBe(builtExtension);
  // What the old link led to is not ours to delete.
  expect(existsSync(join(other, "kept"))).toBe(true);
});

test("the lock file has the bundler's binaries for all platforms on which the notebooks run", () => {
  const { packages } = JSON.parse(readFileSync(join(extensionFolder, "package-lock.json"), "utf8"));
  const { optionalDependencies } = packages["node_modules/@rspack/binding"];
  const locked = Object.keys(optionalDependencies).filter((name) => packages[`node_modules/${name}`]);
  // npm ci refuses a lock file that lacks one; npm install makes such a file where the registry lacks it.
  expect(locked).toEqual(Object.keys(optionalDependencies));
  for (const platform of ["darwin-arm64", "linux-x64-gnu", "linux-arm64-gnu", "win32-x64-msvc"])
    expect(locked).toContain(`@rspack/binding-${platform}`);
});
