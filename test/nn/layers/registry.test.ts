/** Layers by name. */
import { expect, test } from "vitest";
import { dense, type LayerKind, layer, layers } from "../../../lib/nn/index.js";

const count = { inputs: 3, outputs: 2, layers: 1, width: 4, images: 5 };

test("gives the layer of the kind, with its options", () => {
  const made = layer("dense", { name: "a", inputs: 3, outputs: 2 });
  expect(made.parameters).toEqual(dense({ name: "a", inputs: 3, outputs: 2 }).parameters);
  expect(made.initialise(4)).toEqual(dense({ name: "a", inputs: 3, outputs: 2 }).initialise(4));
});

test.each(Object.keys(layers) as LayerKind[])("%s refuses what it does not know", (kind) => {
  expect(() => layer(kind, { ...count, unheardOf: 1 } as Parameters<typeof layer>[1])).toThrow(
    /option of .*: got /,
  );
});

test("refuses unknown kinds", () => {
  expect(() => layer("Dense" as LayerKind, { inputs: 1, outputs: 1 })).toThrow(
    /layer: got Dense, expected one of dense, mlp,.*; did you mean dense\?/,
  );
});
