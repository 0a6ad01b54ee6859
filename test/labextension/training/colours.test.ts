/** The colours of runs are the library's, and visible in either theme. */
import { plots } from "friedel/browser";
import { expect, test } from "vitest";
import { palette, runColour } from "../../../labextension/src/training/colours.js";

test("the palette comes round, and black follows the theme", () => {
  expect(palette).toBe(plots.palette);
  expect(runColour(0)).toBe(plots.palette[0]);
  expect(runColour(palette.length)).toBe(plots.palette[0]);
  expect(runColour(palette.indexOf("#000000"))).toContain("var(--jp");
});
