// The example of docs/distributions.md, run as it stands, and its tables.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as friedel from "../../lib/browser.js";

const page = readFileSync(join(import.meta.dirname, "../../docs/distributions.md"), "utf8");

test("the example runs", () => {
  const [, code] = page.match(/```ts run\n(.*?)```/s) ?? [];
  const body = code.replace(/import (\{[^}]*\}) from "friedel";/, "const $1 = friedel;");
  const f: unknown = new Function("friedel", `${body}\n return f;`)(friedel);
  expect(f).toBeInstanceOf(Float64Array);
  expect(f).toHaveLength(2);
});

test("the table has a row for every family, with its parameters", () => {
  for (const [name, family] of Object.entries(friedel.distributions.families)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` (`));
    expect(row, name).toBeDefined();
    if (name !== "wilsonIntensity")
      for (const parameter of [...family.parameters, ...family.constants]) expect(row).toContain(parameter);
  }
});

test("the table of functions names what there is", () => {
  const d = friedel.distributions.normal({ location: 0, scale: 1 });
  const names = [...page.matchAll(/`(\w+)\([^`]*\)`/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(15);
  for (const name of names)
    expect(name in d || name in friedel.distributions || name === "familySuite", name).toBe(true);
});
