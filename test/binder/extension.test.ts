/** Installing the extension: a link into an environment, whatever was there before. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { builtExtension, extensionName, installExtension } from "../../binder/extension.mjs";

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
