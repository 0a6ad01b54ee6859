// What the names must keep to: RFC 6838, section 4.2 (registration trees, "+json"), and JupyterLab's rule for JSON.
import { expect, test } from "vitest";
import * as displays from "../../lib/displays/index.js";
import { VEGA_LITE_MIME } from "../../lib/plots/index.js";

const names = Object.entries(displays).filter(([name]) => name.endsWith("Mime"));

test("there are five, and all differ, also from that of Vega-Lite", () => {
  expect(names.map(([name]) => name).sort()).toEqual([
    "plotMime",
    "reflectionsMime",
    "statisticsMime",
    "trainingMime",
    "trainingPlotMime",
  ]);
  expect(new Set([...names.map(([, mime]) => mime), VEGA_LITE_MIME]).size).toBe(6);
});

test.each(names)("%s is a vendor's name of JSON that ends in the version of its payload", (_name, mime) => {
  expect(mime).toMatch(/^application\/vnd\.friedel\.[a-z-]+\.v1\+json$/);
  expect(String(mime).length).toBeLessThan(127);
});
