/**
 * A report as one HTML file: words and tables as they are, and each plot as its Vega-Lite specification with all its data,
 * which Vega draws when the page is opened. Vega itself comes from a public server of npm packages, in fixed versions whose
 * bytes the browser compares with their checksum; where there is no network, a sentence stands in the place of each plot.
 */
import type { ReportSection } from "../plots/index.js";
import { escapeHtml } from "../table/display.js";
import { displayForms } from "./forms.js";
import { sectionHtml } from "./reportHtml.js";

/** A script of the page, as the file is in its npm package. */
export interface PageScript {
  readonly package: string;
  readonly version: string;
  readonly path: string;
  readonly integrity: string;
}

/** What draws the plots. */
export const pageScripts: readonly PageScript[] = [
  {
    package: "vega",
    version: "5.33.0",
    path: "build/vega.min.js",
    integrity: "sha384-Kpi0LDGE2Pg6N3+B3LiVIugYJ3rGL3AAqlnkRLfFxZtmejptl+TJ3iKY54HF5U3l",
  },
  {
    package: "vega-lite",
    version: "5.23.0",
    path: "build/vega-lite.min.js",
    integrity: "sha384-D9LYH0esGjcxQJsBuxOuXtCDJGXRWW1+KhluzWPqi0rLJmiR/ygPChefaD+rFFDQ",
  },
];

const style =
  "body{font-family:system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:2em auto;max-width:64em;padding:0 1em;line-height:1.4}" +
  "svg{height:auto;max-width:100%}table{border-collapse:collapse}.missing{font-style:italic}@media print{svg{break-inside:avoid}}";

/** Draws each plot over the sentence that stands in its place. */
const draw = `for (const place of document.querySelectorAll("[data-plot]")) {
  const spec = JSON.parse(document.getElementById(place.dataset.plot).textContent);
  const plot = vega.parse(vegaLite.compile(spec).spec);
  place.textContent = "";
  new vega.View(plot, { renderer: "svg", container: place }).runAsync();
}`;

/**
 * The page.
 * @param name what the report is of
 * @param facts a line below it
 */
export function reportPage(name: string, facts: string, sections: readonly ReportSection[]): string {
  const title = escapeHtml(`Report of ${name}`);
  const scripts = pageScripts.map(
    ({ package: from, version, path, integrity }) =>
      `<script src="https://cdn.jsdelivr.net/npm/${from}@${version}/${path}" integrity="${integrity}" crossorigin="anonymous"></script>`,
  );
  return [
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>`,
    `<body><h1>${title}</h1><p>${escapeHtml(facts)}</p>`,
    ...sections.map((section) => `${sectionHtml(section)}${plotHtml(section)}${tableHtml(section)}`),
    ...(sections.some(({ spec }) => spec !== undefined) ? [...scripts, `<script>${draw}</script>`] : []),
    "</body></html>\n",
  ].join("\n");
}

function plotHtml({ key, spec }: ReportSection): string {
  if (spec === undefined) return "";
  // within a script, "<" could end it
  const json = JSON.stringify(spec).replaceAll("<", "\\u003c");
  const waiting =
    "This plot is drawn by Vega, which the page takes from the network; open it where there is one.";
  return (
    `<script type="application/vnd.vegalite.v5+json" id="plot-${key}">${json}</script>` +
    `<div data-plot="plot-${key}"><p class="missing">${waiting}</p></div>`
  );
}

function tableHtml({ statistics }: ReportSection): string {
  const html = statistics === undefined ? undefined : displayForms(statistics)["text/html"];
  return typeof html === "string" ? html : "";
}
