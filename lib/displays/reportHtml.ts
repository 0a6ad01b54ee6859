/** The words of a report's section as HTML in the page's own colours: title, help and notes, or why there is nothing. */
import type { ReportSection } from "../plots/index.js";
import { escapeHtml } from "../table/display.js";

/** What stands above a section's plot or table. */
export function sectionHtml({ title, help, notes, missing }: ReportSection): string {
  const quiet = "opacity:.75;max-width:48em";
  const lines = [missing, ...notes].filter((line) => line !== undefined);
  return (
    '<div class="friedel-report-section" style="color:inherit;background:transparent;margin-top:1.2em">' +
    `<h3 style="margin:.2em 0">${escapeHtml(title)}</h3><p style="${quiet};margin:.2em 0">${escapeHtml(help)}</p>` +
    `${lines.map((line) => `<p style="margin:.2em 0"><em>${escapeHtml(line)}</em></p>`).join("")}</div>`
  );
}
