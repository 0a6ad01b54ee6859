/**
 * Names: a uniform that the renderer sets and no program has would be ignored without a word. That the programs compile and
 * draw is for test/browser/reciprocal.test.ts.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  lineFragmentShader,
  lineVertexShader,
  pointFragmentShader,
  pointVertexShader,
} from "../../../labextension/src/reciprocal/shaders.js";

const renderer = readFileSync(
  new URL("../../../labextension/src/reciprocal/cloudRenderer.ts", import.meta.url),
  "utf8",
);

const declared = (...sources: readonly string[]): Set<string> =>
  new Set(sources.flatMap((source) => [...source.matchAll(/^uniform \w+ (\w+);/gm)].map(([, name]) => name)));

test("the renderer sets every uniform of the programs but the map, and no other", () => {
  const set = new Set([...renderer.matchAll(/\bat\("(\w+)"\)/g)].map(([, name]) => name));
  const programs = declared(pointVertexShader, pointFragmentShader, lineVertexShader, lineFragmentShader);
  // the sampler is texture unit 0, which it is at first
  programs.delete("map");
  expect([...set].sort()).toEqual([...programs].sort());
});

test("what a vertex hands on, the fragment takes", () => {
  for (const [vertex, fragment] of [
    [pointVertexShader, pointFragmentShader],
    [lineVertexShader, lineFragmentShader],
  ]) {
    expect(vertex.startsWith("#version 300 es\n")).toBe(true);
    expect(fragment.startsWith("#version 300 es\n")).toBe(true);
    const out = [...vertex.matchAll(/^(?:flat )?out (\w+ \w+);/gm)].map(([, name]) => name);
    const taken = [...fragment.matchAll(/^(?:flat )?in (\w+ \w+);/gm)].map(([, name]) => name);
    expect(taken.sort()).toEqual(out.sort());
  }
});
