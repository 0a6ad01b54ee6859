/**
 * A report as one HTML file: words and tables as they are, and each plot as its Vega-Lite specification with all its data,
 * which Vega draws when the page is opened. Vega itself comes from a public server of npm packages, in fixed versions whose
 * bytes the browser compares with their checksum; where that cannot be reached, a sentence at the top says so and what to do.
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
  "body{font-family:system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:2em auto;max-width:76em;padding:0 1em;line-height:1.4}" +
  "svg{height:auto;max-width:100%}table{border-collapse:collapse}.missing{font-style:italic}" +
  // on paper nothing can be scrolled
  "@media print{svg{break-inside:avoid}.friedel-statistics{font-size:7pt;overflow:visible!important}}";

const server = "cdn.jsdelivr.net";

const missing =
  `The plots of this page are drawn by Vega, which it takes from ${server}. Where you read this, that has not come: open the ` +
  "page where the server can be reached, or look at the run in JupyterLab, which needs no network: showReport(run) shows the " +
  "same in a notebook, and “Save as HTML” in the report of a file of predictions writes a page that has its plots in it.";

/** Draws each plot over what stands in its place; one that cannot be drawn says why, and the others are. */
const draw = `if (typeof vega === "object" && typeof vegaLite === "object") {
  document.getElementById("not-drawn").remove();
  for (const place of document.querySelectorAll("[data-plot]")) {
    try {
      const spec = JSON.parse(document.getElementById(place.dataset.plot).textContent);
      const plot = vega.parse(vegaLite.compile(spec).spec);
      place.textContent = "";
      new vega.View(plot, { renderer: "svg", container: place }).runAsync();
    } catch (error) {
      place.textContent = "Not drawn: " + error.message;
    }
  }
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
      `<script src="https://${server}/npm/${from}@${version}/${path}" integrity="${integrity}" crossorigin="anonymous"></script>`,
  );
  const hasPlots = sections.some(({ spec }) => spec !== undefined);
  return [
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>`,
    `<body><h1>${title}</h1><p>${escapeHtml(facts)}</p>`,
    ...(hasPlots ? [`<p class="missing" id="not-drawn">${missing}</p>`] : []),
    ...sections.map((section) => `${sectionHtml(section)}${plotHtml(section)}${tableHtml(section)}`),
    ...(hasPlots ? [...scripts, `<script>${draw}</script>`] : []),
    "</body></html>\n",
  ].join("\n");
}

function plotHtml({ key, spec }: ReportSection): string {
  if (spec === undefined) return "";
  // within a script, "<" could end it
  const json = JSON.stringify(spec).replaceAll("<", "\\u003c");
  return (
    `<script type="application/vnd.vegalite.v5+json" id="plot-${key}">${json}</script>` +
    `<div data-plot="plot-${key}"><p class="missing">(a plot)</p></div>`
  );
}

function tableHtml({ statistics }: ReportSection): string {
  const html = statistics === undefined ? undefined : displayForms(statistics)["text/html"];
  return typeof html === "string" ? html : "";
}
