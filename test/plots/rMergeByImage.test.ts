// Oracle: a table in which one image is off by a fifth.
import { expect, test } from "vitest";
import { rMergeByImage } from "../../lib/plots/index.js";
import { unmergedTable } from "./fixtures.js";
import { render } from "./render.js";

test("one bad image stands out, in per cent from 0", async () => {
  const spec = rMergeByImage(unmergedTable(30, 60, (image) => (image === 17 ? 1.2 : 1)));
  for (const row of spec.data.values) {
    if (row.batch === 17) expect(Number(row.value)).toBeGreaterThan(0.15);
    else expect(Number(row.value)).toBeLessThan(0.03);
  }
  const picture = await render("rMergeByImage", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["Rmerge (%)", "Rmerge by image", "0", "16"]));
  expect(picture.marks("symbol")).toBe(30);
});
