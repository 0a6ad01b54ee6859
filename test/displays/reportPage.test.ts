/** Oracle: Vega-Lite and Vega themselves, which draw what stands in the page, and their files in npm, whose checksums it has. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import * as vega from "vega";
import { compile } from "vega-lite";
import { expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { pageScripts, reportPage } from "../../lib/displays/index.js";
import { report } from "../../lib/plots/index.js";
import { smallDataset } from "../cli/smallDataset.js";

const sections = report({ unmerged: smallDataset().observations }, { shells: 4, repeats: 1 });
const page = reportPage("a <b>.mtz", "P 1 & more", sections);
const specs = [
  ...page.matchAll(/<script type="application\/vnd\.vegalite\.v5\+json" id="([^"]*)">(.*?)<\/script>/g),
];

test("every section stands in it, with its plot, its table, or why there is none", () => {
  for (const { title, key, spec, missing } of sections) {
    expect(page).toContain(`<h3 style="margin:.2em 0">${title.replaceAll("&", "&amp;")}</h3>`);
    expect(
      specs.some(([, id]) => id === `plot-${key}`),
      key,
    ).toBe(spec !== undefined);
    if (missing !== undefined) expect(page).toContain("Not drawn: ");
  }
  expect(specs.length).toBeGreaterThan(5);
  expect(page).toContain("<table");
  expect(page).toContain("<title>Report of a &lt;b&gt;.mtz</title>");
  expect(page).toContain("<p>P 1 &amp; more</p>");
});

test("the scripts are those of npm, in the versions that draw the plots in our tests", () => {
  for (const { package: name, version, path, integrity } of pageScripts) {
    const folder = join(root, "node_modules", name);
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version).toBe(version);
    const hash = createHash("sha384")
      .update(readFileSync(join(folder, path)))
      .digest("base64");
    expect(integrity).toBe(`sha384-${hash}`);
    expect(page).toContain(
      `src="https://cdn.jsdelivr.net/npm/${name}@${version}/${path}" integrity="${integrity}"`,
    );
  }
});

test("the page's own script has Vega draw every plot, in its place", async () => {
  const script = /<script>(if .*?)<\/script>/s.exec(page)?.[1] ?? "";
  const drawn: { place: { dataset: { plot: string }; textContent: string }; picture: Promise<string> }[] = [];
  const texts = new Map(specs.map(([, id, text]) => [id, { textContent: text }]));
  const places = [...page.matchAll(/data-plot="([^"]*)"/g)].map(([, plot]) => ({
    dataset: { plot },
    textContent: "(a plot)",
  }));
  class View extends vega.View {
    constructor(runtime: vega.Runtime, { container }: { container: (typeof places)[number] }) {
      super(runtime, { renderer: "none" });
      // as Vega does: it clears the container, and puts its picture there at once
      container.textContent = "<svg>";
      drawn.push({ place: container, picture: this.toSVG() });
    }
  }
  let sentence: string | undefined = /<p class="missing" id="not-drawn">([^<]*)<\/p>/.exec(page)?.[1];
  const notice = {
    remove: () => {
      sentence = undefined;
    },
  };
  const document = {
    querySelectorAll: () => places,
    getElementById: (id: string) => (id === "not-drawn" ? notice : texts.get(id)),
  };
  // where the server was not reached there is no vega, and the sentence stays
  runInNewContext(script, { document });
  expect(sentence).toMatch(
    /^The plots of this page are drawn by Vega, which it takes from cdn\.jsdelivr\.net\./,
  );
  expect(places.map(({ textContent }) => textContent)).toEqual(places.map(() => "(a plot)"));
  const broken = texts.get("plot-completeness");
  if (broken === undefined) throw new Error("no plot of the completeness");
  const whole = broken.textContent;
  broken.textContent = '{"mark":"none that there is","encoding":3}';
  runInNewContext(script, { document, vega: { parse: vega.parse, View }, vegaLite: { compile } });
  expect(drawn.map(({ place }) => place.dataset.plot)).toEqual(
    specs.map(([, id]) => id).filter((id) => id !== "plot-completeness"),
  );
  expect(places.filter(({ textContent }) => textContent.startsWith("Not drawn: "))).toHaveLength(1);
  broken.textContent = whole;
  drawn.length = 0;
  runInNewContext(script, { document, vega: { parse: vega.parse, View }, vegaLite: { compile } });
  expect(sentence).toBeUndefined();
  expect(drawn.map(({ place }) => place.dataset.plot)).toEqual(specs.map(([, id]) => id));
  for (const { place, picture } of drawn) {
    expect(place.textContent).toBe("<svg>");
    expect(await picture).toMatch(/^<svg .*<path/s);
  }
});

test("what could end a script does not", () => {
  const [first] = sections.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
  const spec = { ...first, description: "</script>" };
  const odd = reportPage("a", "", [{ key: "odd", title: "t", help: "h", notes: [], spec }]);
  expect(odd).toContain('"description":"\\u003c/script>"');
  expect(reportPage("a", "", [])).not.toContain("cdn.jsdelivr.net");
});
