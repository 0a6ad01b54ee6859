/** The settings: schema and code say the same, and nonsense is the default. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../../binder/common.mjs";
import { colourMaps, defaultSettings, readSettings } from "../../../labextension/src/common/settingValues.js";

const { properties } = JSON.parse(
  readFileSync(join(root, "labextension", "schema", "settings.json"), "utf8"),
) as {
  properties: Record<string, { default: unknown; enum?: unknown[]; minimum?: number; maximum?: number }>;
};

test("the schema has just these settings, with these defaults", () => {
  const defaults = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, one.default]));
  expect(defaults).toEqual(defaultSettings);
  expect(readSettings(defaults)).toEqual(defaultSettings);
  expect(properties.colourMap.enum).toEqual(colourMaps);
});

test("what the schema allows is taken as it is", () => {
  for (const [name, one] of Object.entries(properties)) {
    const values =
      one.enum ?? (typeof one.default === "boolean" ? [true, false] : [one.minimum, one.maximum]);
    for (const value of values) expect(readSettings({ [name]: value })).toMatchObject({ [name]: value });
  }
});

test("what it does not is the default", () => {
  for (const name of Object.keys(properties))
    for (const value of [undefined, null, "nonsense", Number.NaN, -1, 1e12, {}])
      expect(readSettings({ [name]: value })).toEqual(defaultSettings);
});
