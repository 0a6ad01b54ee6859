// Oracle: read by eye, then kept.
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { escapeHtml } from "../../lib/table/display.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { fourReflections, tableOf } from "./tables.js";

test("what a notebook cell shows", () => {
  expect(inspect(fourReflections().derive({ name: "native.mtz", title: "a native" }))).toBe(`\
native.mtz: 4 merged reflections, 5 columns
cell  10 20 30 90 90 90 (Å, °)
space group  P 21 21 21 (19)
resolution  5.75 – 2.86 Å
title  a native
    H   K   L       F    SIGF
    H   H   H       F       Q
0   1   1   4  4.5000  0.5000
1   2   2   2  2.0000  0.2500
2   3   3   3     NaN  5.0000
3  -1  -1  -4  7.0000  0.7500`);
});

test("long tables show both ends, wide ones too, and counts are grouped", () => {
  const count = 12345;
  const ramp = Int32Array.from({ length: count }, (_, i) => i);
  const columns = Array.from({ length: 30 }, (_, c) => ({ label: `C${c}`, type: "R" as const, data: ramp }));
  const table = new ReflectionTable({ columns, cell: [10, 20, 30], spaceGroup: 19 });
  const lines = table.toString({ rows: 3, columns: 2 }).split("\n");
  expect(lines[0]).toBe("table: 12,345 merged reflections, 30 columns");
  expect(lines.slice(3)).toEqual([
    "          C0  …    C29",
    "           R         R",
    "    0      0  …      0",
    "    1      1  …      1",
    "    ⋮      ⋮  …      ⋮",
    "12344  12344  …  12344",
  ]);
});

test("a table without rows or columns, with an infinite resolution, large and small numbers", () => {
  expect(new ReflectionTable({ columns: [], cell: [1, 1, 1], spaceGroup: 1 }).toString()).toBe(
    "table: 0 merged reflections, 0 columns\ncell  1 1 1 90 90 90 (Å, °)\nspace group  P 1 (1)",
  );
  const odd = tableOf(
    { H: [0], K: [0], L: [0], big: [1.5e12], small: [1.5e-7], gone: [null] },
    { merged: false },
  );
  expect(odd.toString().split("\n").slice(-1)).toEqual(["0  0  0  0  1.500e+12  1.500e-7   NaN"]);
  expect(odd.toString()).not.toContain("resolution");
  expect(odd.toString()).toContain("1 observations (unmerged)");
});

test("HTML escapes labels, names and titles, sets no colours of its own, and explains types", () => {
  const table = fourReflections()
    .rename({ F: '<img src=x onerror="1">' })
    .derive({ title: "<b>&'", name: "<script>" });
  const html = table.toHtml();
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;img src=x onerror=&quot;1&quot;&gt;");
  expect(html).toContain("&lt;b&gt;&amp;&#39;");
  expect(html).toContain('title="standard deviation"');
  expect(html).not.toMatch(/#[0-9a-f]{3,6}\b(?!;)|rgb\(/i);
  expect(html.match(/<tr>/g)?.length).toBe(5);
  expect(escapeHtml("a<b>\"c'&")).toBe("a&lt;b&gt;&quot;c&#39;&amp;");
});
