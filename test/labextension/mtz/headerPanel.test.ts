/** The facts of a header in words. The panel itself is in test/browser/mtz.test.ts. */
import { expect, test } from "vitest";
import { crystalOf } from "../../../labextension/src/mtz/columns.js";
import { cellText, headerFacts } from "../../../labextension/src/mtz/headerPanel.js";
import { sampleMtz } from "../../formats/mtzSamples.js";

const factsOf = (name: string) => {
  const mtz = sampleMtz(name);
  return Object.fromEntries(headerFacts(mtz, crystalOf(mtz)));
};

test("cells without zeros that say nothing", () => {
  expect(cellText([34.15, 54.81, 68, 90, 104.25, 90])).toBe("34.15 · 54.81 · 68 Å, 90° · 104.25° · 90°");
});

test("a merged and an unmerged file", () => {
  expect(factsOf("merged")).toMatchObject({
    Title: "small merged sample",
    Reflections: "48 rows, merged",
    "Space group": "P 21 21 21, number 19, point group 222",
    "Missing values": "NaN",
    "Sorted by": "H, K, L",
  });
  expect(factsOf("merged").Batches).toBeUndefined();
  expect(factsOf("unmerged")).toMatchObject({ Reflections: "40 rows, unmerged", Batches: "3" });
  expect(factsOf("merged").Resolution).toMatch(/^\d+\.\d\d to \d+\.\d\d Å$/);
});

test("a flag for missing values, bytes in the other order, no rows", () => {
  expect(factsOf("flagged")["Missing values"]).toBe("-999");
  expect(factsOf("bigEndian").Format).toBe("MTZ:V1.1, big-endian");
  expect(factsOf("noRows").Reflections).toBe("0 rows, merged");
});
