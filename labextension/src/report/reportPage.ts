/** A report as one HTML file that needs nothing else: words, tables, and plots as SVG in the page. */
import { displayForms, sectionHtml } from "friedel/browser";
import type { ReportSection } from "./drawReport.js";

const style =
  "body{font-family:system-ui,Helvetica,Arial,sans-serif;color:#222;background:#fff;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.45}" +
  "svg{max-width:100%;height:auto}@media print{.friedel-report-section{break-before:auto}svg{break-inside:avoid}}";

/**
 * The page.
 * @param pictures the SVG text of each plot, by the key of its section
 */
export function reportPage(
  name: string,
  facts: string,
  sections: readonly ReportSection[],
  pictures: ReadonlyMap<string, string>,
): string {
  const body = sections.map((section) => {
    const picture = pictures.get(section.key) ?? "";
    return `${sectionHtml(section)}${picture}${tableHtml(section)}`;
  });
  const title = escaped(`Report of ${name}`);
  return (
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>` +
    `<body><h1>${title}</h1><p>${escaped(facts)}</p>\n${body.join("\n")}\n</body></html>\n`
  );
}

function tableHtml({ statistics }: ReportSection): string {
  const html = statistics === undefined ? undefined : displayForms(statistics)["text/html"];
  return typeof html === "string" ? html : "";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
