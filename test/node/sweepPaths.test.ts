/** Oracle: node:path itself. */
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { absolutePaths, absoluteSpace } from "../../lib/node/sweepPaths.js";
import { search } from "../../lib/sweeps/searchSpace.js";

test("files among the settings are named from the root; texts that are no files stay", () => {
  const given = {
    reference: "a/ref.mtz",
    "prior.reference": "ref.mtz",
    "scale-file": "/w.safetensors",
    recipe: "laue",
  };
  expect(absolutePaths(given)).toEqual({
    reference: resolve("a/ref.mtz"),
    "prior.reference": resolve("ref.mtz"),
    "scale-file": "/w.safetensors",
    recipe: "laue",
  });
});

test("and those among values that are tried or drawn", () => {
  const drawn = search.choice(["b.mtz", "/c.mtz"]);
  const space = { reference: ["a.mtz", "b.mtz"], "structure-factor-file": drawn, "scale.layers": [2, 3] };
  expect(absoluteSpace(space)).toEqual({
    reference: [resolve("a.mtz"), resolve("b.mtz")],
    "structure-factor-file": { ...drawn, values: [resolve("b.mtz"), "/c.mtz"] },
    "scale.layers": [2, 3],
  });
});
