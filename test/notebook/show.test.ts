import { createRequire } from "node:module";
import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { plotMime } from "../../lib/displays/index.js";
import { mimeBundle, show } from "../../lib/notebook/show.js";
import { VEGA_LITE_MIME } from "../../lib/plots/index.js";

const plot = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  title: "CC1/2 by resolution",
  mark: "line",
  encoding: {},
};
const table = { toHtml: () => "<table></table>", [inspect.custom]: () => "a table" };

afterEach(() => vi.restoreAllMocks());

test("a plot has the form that JupyterLab draws, and its title as text", () => {
  expect(mimeBundle(plot)).toEqual({
    [plotMime]: { version: 1, title: "CC1/2 by resolution", help: "" },
    [VEGA_LITE_MIME]: plot,
    "text/plain": "[plot: CC1/2 by resolution]",
  });
  expect(mimeBundle({ ...plot, title: { text: ["two", "lines"] } })["text/plain"]).toBe("[plot: two lines]");
  expect(mimeBundle({ ...plot, title: undefined, description: "as a word" })["text/plain"]).toBe(
    "[plot: as a word]",
  );
  expect(mimeBundle({ $schema: plot.$schema })["text/plain"]).toBe("[plot]");
});

test("a table has its HTML and the text that a plain cell would print", () => {
  expect(mimeBundle(table)).toEqual({ "text/html": "<table></table>", "text/plain": "a table" });
});

test("text stays as it is; any other value, also one with another schema, is what a plain cell would print", () => {
  expect(mimeBundle("Table 1\n")).toEqual({ "text/plain": "Table 1\n" });
  for (const value of [
    undefined,
    null,
    3,
    [1, 2],
    { a: 1 },
    { $schema: "https://json-schema.org/draft/2020-12" },
  ])
    expect(mimeBundle(value)).toEqual({ "text/plain": inspect(value) });
});

test("outside a kernel, the text is printed", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  show("Table 1");
  show(plot);
  show(table);
  expect(log.mock.calls).toEqual([["Table 1"], ["[plot: CC1/2 by resolution]"], ["a table"]]);
});

test("inside a kernel, rich forms go to the cell and plain text is printed", () => {
  const cache = createRequire(import.meta.url).cache;
  const sent: unknown[] = [];
  const exports = { lastWriteDisplayData: (content: { data: unknown }) => sent.push(content.data) };
  const file = "/nowhere/node_modules/tslab/dist/jupyter.js";
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  Reflect.set(cache, file, { exports });
  try {
    show(plot);
    show(table);
    show("Table 1");
  } finally {
    delete cache[file];
  }
  expect(sent).toEqual([mimeBundle(plot), mimeBundle(table)]);
  expect(log.mock.calls).toEqual([["Table 1"]]);
});
