/** The browser's entry, bundled as an application would: it pulls in neither Node nor apache-arrow, and it loads. */
import { join, relative } from "node:path";
import { createContext, runInContext } from "node:vm";
import { type OutputChunk, rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { build, staleBuild } from "../../binder/build.mjs";
import { root } from "../../binder/common.mjs";

const entry = join(root, "dist", "esm", "browser.js");
let chunks: OutputChunk[];
const logged: string[] = [];

beforeAll(async () => {
  if (staleBuild() !== undefined) await build();
  const bundle = await rolldown({
    input: entry,
    platform: "browser",
    treeshake: false,
    onLog: (_level, log) => logged.push(log.message),
  });
  const { output } = await bundle.generate({ format: "iife", name: "friedel" });
  await bundle.close();
  chunks = output.filter((part) => part.type === "chunk");
});

test("is made of our own modules only, and imports nothing", () => {
  expect(logged).toEqual([]);
  expect(chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])).toEqual([]);
  const modules = chunks.flatMap((chunk) => chunk.moduleIds).filter((id) => !id.startsWith("\0"));
  const rooms = new Set(modules.map((id) => relative(join(root, "dist", "esm"), id).split(/[\\/]/)[0]));
  expect([...rooms].filter((room) => ["..", "node", "notebook", "cli"].includes(room))).toEqual([]);
  expect([...rooms]).toEqual(
    expect.arrayContaining(["crystal", "formats", "maps", "plots", "statistics", "table"]),
  );
});

test("loads and works where there are no globals but the language's own and those of every browser", () => {
  const context = createContext({ TextDecoder, TextEncoder });
  runInContext(`${chunks[0].code}; globalThis.friedel = friedel;`, context);
  expect(runInContext("new friedel.UnitCell(10, 20, 30).volume", context)).toBe(6000);
  expect(runInContext('friedel.SpaceGroup.fromName("P212121").number', context)).toBe(19);
});
