/** The extension as built: its size, its parts, and that it asks nobody but the Jupyter server for anything. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { build, staleBuild } from "../../binder/build.mjs";
import {
  buildExtension,
  builtExtension,
  bundleSizes,
  extensionFolder,
  staleExtension,
} from "../../binder/extension.mjs";

const sources = () =>
  bundleSizes().map(({ file }) => readFileSync(join(builtExtension, "static", file), "utf8"));

beforeAll(async () => {
  if (staleBuild() !== undefined) await build();
  if (staleExtension() !== undefined) await buildExtension();
});

test("is up to date after the set-up, and stays so", () => {
  expect(staleExtension()).toBeUndefined();
});

test("is smaller than 1 MB in all, without source maps", () => {
  const sizes = bundleSizes();
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(
    `extension: ${(total / 1000).toFixed(0)} kB in ${sizes.length} files, largest ${sizes[0].bytes} bytes`,
  );
  expect(sizes.length).toBeGreaterThan(2);
  expect(total).toBeLessThan(1_000_000);
  expect(readdirSync(join(builtExtension, "static")).filter((file) => file.endsWith(".map"))).toEqual([]);
  expect(sources().filter((source) => /^\/\/# sourceMappingURL/m.test(source))).toHaveLength(0);
});

test("has the settings' schemas, and an entry that is there", () => {
  const { jupyterlab } = JSON.parse(readFileSync(join(builtExtension, "package.json"), "utf8"));
  expect(existsSync(join(builtExtension, jupyterlab._build.load))).toBe(true);
  const schemas = readdirSync(join(extensionFolder, "schema"));
  expect(readdirSync(join(builtExtension, "schemas", "friedel-labextension"))).toEqual(
    expect.arrayContaining(schemas),
  );
});

test("bundles neither JupyterLab nor what JupyterLab brings", () => {
  const licences = JSON.parse(
    readFileSync(join(builtExtension, "static", "third-party-licenses.json"), "utf8"),
  ) as { packages: { name: string }[] };
  const names = licences.packages.map(({ name }) => name);
  expect(names.filter((name) => /^@(jupyterlab|lumino)\/|^(react|yjs|vega)/.test(name))).toEqual([]);
});

test("loads nothing from the network but what the Jupyter server has", () => {
  // Names of namespaces are addresses that nobody asks for.
  const harmless = /^https?:\/\/(www\.w3\.org|json-schema\.org|vega\.github\.io\/schema|github\.com)/;
  const addresses = sources().flatMap((source) => source.match(/\b(?:https?|wss?):\/\/[^\s"'`)\\]+/g) ?? []);
  expect(addresses.filter((address) => !harmless.test(address))).toEqual([]);
});
