/** A table of statistics as HTML in the page's own colours: what stands where the extension is not. */
import { escapeHtml } from "../table/display.js";
import type { StatisticsPayload } from "./mimeTypes.js";

const line = "border-bottom:1px solid color-mix(in srgb,currentColor 30%,transparent)";
const cell = "padding:.15em .7em;text-align:right;white-space:nowrap";

/** The table, the line over all shells last and in bold. */
export function statisticsHtml({ title, columns, rows, overall, notes }: StatisticsPayload): string {
  const heads = columns.map(
    ({ label, help }) =>
      `<th${help === undefined ? "" : ` title="${escapeHtml(help)}"`} style="${cell};${line}">${escapeHtml(label)}</th>`,
  );
  const row = (values: StatisticsPayload["rows"][number], style: string) =>
    `<tr>${values.map((value, c) => `<td style="${cell}${style}">${escapeHtml(statisticText(value, columns[c].digits))}</td>`).join("")}</tr>`;
  const body = [
    ...rows.map((values) => row(values, "")),
    ...(overall === undefined ? [] : [row(overall, ";font-weight:bold")]),
  ];
  return (
    '<div class="friedel-statistics" style="color:inherit;background:transparent;overflow-x:auto">' +
    `<div><b>${escapeHtml(title)}</b></div>` +
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9em">' +
    `<thead><tr>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `${notes.map((note) => `<div style="opacity:.65">${escapeHtml(note)}</div>`).join("")}</div>`
  );
}

/** A cell's text; – for what is undefined. Without digits, four of them, and all before the point. */
export function statisticText(value: number | string | null, digits?: number): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  if (digits === undefined)
    return Number.isInteger(value) || Math.abs(value) >= 1000
      ? String(Math.round(value))
      : String(Number(value.toPrecision(4)));
  const text = value.toFixed(digits);
  // what rounds to zero has no sign
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}
