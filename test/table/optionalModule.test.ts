// Oracle: what Node itself imports; modules written for the test.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importOptional } from "../../lib/table/optionalModule.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "friedel-modules-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The address of a module of this text. */
function moduleOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

test("a module that is not installed is undefined, not an error", async () => {
  expect(await importOptional(["@friedel/there-is-no-such-package"])).toBeUndefined();
  expect(await importOptional([])).toBeUndefined();
});

test("the first that is installed is taken", async () => {
  const one = moduleOf("one.mjs", "export const name = 'one';");
  const two = moduleOf("two.mjs", "export const name = 'two';");
  expect(await importOptional(["@friedel/there-is-no-such-package", one, two])).toMatchObject({
    name: "one",
  });
});

test("one that cannot be loaded is passed over", async () => {
  const broken = moduleOf("broken.mjs", "throw new Error('no native part');");
  const whole = moduleOf("whole.mjs", "export const name = 'whole';");
  expect(await importOptional([broken, whole])).toMatchObject({ name: "whole" });
  expect(await importOptional([broken])).toBeUndefined();
});

test("what a CommonJS module exports is found by name", async () => {
  // Computed names are not seen from outside: such a module comes as { default } alone.
  const hidden = moduleOf(
    "hidden.cjs",
    "const all = {}; all['Data' + 'Frame'] = class {}; module.exports = all;",
  );
  expect(await importOptional([hidden])).toHaveProperty("DataFrame");
});

test("a default export beside others hides none of them", async () => {
  const both = moduleOf("both.mjs", "export const a = 1, b = 2; export default { b: 3, c: 4 };");
  expect(await importOptional([both])).toMatchObject({ a: 1, b: 3, c: 4 });
});

test("a default export that is a function leaves the module as it is", async () => {
  const callable = moduleOf("callable.mjs", "export const a = 1; export default function f() { return 7; }");
  const module = await importOptional([callable]);
  expect(module).toMatchObject({ a: 1 });
  expect(module).toHaveProperty("default");
});
