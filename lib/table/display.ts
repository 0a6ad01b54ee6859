/**
 * How a table shows itself: as text (a notebook cell, console.log) and as HTML. Both give the size, cell, space group,
 * resolution range, data sets, then the first and last rows with the CCP4 type under each label.
 */
import { type Column, columnTypeMeanings, isColumnType } from "./columnTypes.js";
import { cellText } from "./isomorphism.js";
import type { ReflectionTable } from "./reflectionTable.js";
import { resolutions } from "./resolution.js";

/** Options of the displays. */
export interface DisplayOptions {
  /** Rows shown, half from each end. Default 10. */
  readonly rows?: number;
  /** Columns shown, half from each end. Default 18. */
  readonly columns?: number;
}

/** The table as aligned text. */
export function tableToText(table: ReflectionTable, options: DisplayOptions = {}): string {
  const lines = [
    `${titleOf(table)}: ${sizeText(table)}`,
    ...factLines(table).map(([name, text]) => `${name}  ${text}`),
  ];
  const { header, types, body } = gridOf(table, options);
  if (header.length <= 1) return lines.join("\n");
  const widths = header.map((label, c) =>
    Math.max(width(label), width(types[c]), ...body.map((row) => width(row[c]))),
  );
  const show = (row: readonly string[]): string =>
    row.map((text, c) => " ".repeat(widths[c] - width(text)) + text).join("  ");
  return [...lines, show(header), show(types), ...body.map(show)].map((line) => line.trimEnd()).join("\n");
}

/** The table as HTML that inherits the page's colours, light or dark; labels are escaped. */
export function tableToHtml(table: ReflectionTable, options: DisplayOptions = {}): string {
  const { header, types, body } = gridOf(table, options);
  const facts = factLines(table).map(
    ([name, text]) => `<span style="opacity:.65">${escapeHtml(name)}</span> ${escapeHtml(text)}`,
  );
  const line = "border-bottom:1px solid color-mix(in srgb,currentColor 30%,transparent)";
  const cell = "padding:.15em .7em;text-align:right;white-space:nowrap";
  const heads = header.map((label, c) => {
    const type = types[c];
    const meaning = isColumnType(type) ? ` title="${columnTypeMeanings[type]}"` : "";
    return `<th${meaning} style="${cell};${line}">${escapeHtml(label)}<br><span style="opacity:.65;font-weight:normal">${types[c]}</span></th>`;
  });
  const rows = body.map(
    (row) =>
      `<tr>${row.map((text, c) => `<td style="${cell}${c === 0 ? ";opacity:.65" : ""}">${escapeHtml(text)}</td>`).join("")}</tr>`,
  );
  return (
    '<div class="friedel-table" style="color:inherit;background:transparent;overflow-x:auto">' +
    `<div><b>${escapeHtml(titleOf(table))}</b> ${escapeHtml(sizeText(table))}</div>` +
    `<div style="margin:.3em 0">${facts.join("<br>")}</div>` +
    '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9em">' +
    `<thead><tr>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`
  );
}

/** The table's name at the head of a display: "merged table" for the one that sentences call "the merged table". */
function titleOf(table: ReflectionTable): string {
  return table.name.replace(/^the /, "");
}

/** Text made safe to stand in HTML, also inside attribute values. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter]);
}

/** Lowest and highest resolution in Å; undefined where there is no reflection with an index. */
export function resolutionRange(table: ReflectionTable): [dMax: number, dMin: number] | undefined {
  if (table.columns.filter((column) => column.type === "H").length < 3) return undefined;
  if (table.millerLabels.some((label) => !(table.values(label) instanceof Int32Array))) return undefined;
  let dMax = Number.NEGATIVE_INFINITY;
  let dMin = Number.POSITIVE_INFINITY;
  for (const d of resolutions(table)) {
    if (!Number.isFinite(d)) continue;
    if (d > dMax) dMax = d;
    if (d < dMin) dMin = d;
  }
  return dMax >= dMin ? [dMax, dMin] : undefined;
}

function sizeText(table: ReflectionTable): string {
  const kind = table.merged ? "merged reflections" : "observations (unmerged)";
  return `${grouped(table.length)} ${kind}, ${table.columns.length} columns`;
}

function factLines(table: ReflectionTable): [string, string][] {
  const lines: [string, string][] = [
    ["cell", `${cellText(table.cell)} (Å, °)`],
    ["space group", `${table.spaceGroup.name} (${table.spaceGroup.number})`],
  ];
  const range = resolutionRange(table);
  if (range !== undefined) lines.push(["resolution", `${range[0].toFixed(2)} – ${range[1].toFixed(2)} Å`]);
  const wavelengths = [
    ...new Set(table.datasets.map((dataset) => dataset.wavelength).filter((value) => value > 0)),
  ];
  if (wavelengths.length > 0)
    lines.push(["wavelength", `${wavelengths.map((value) => value.toFixed(4)).join(", ")} Å`]);
  if (table.batches.length > 0) lines.push(["batches", grouped(table.batches.length)]);
  if (table.title.trim() !== "") lines.push(["title", table.title.trim()]);
  return lines;
}

interface Grid {
  readonly header: readonly string[];
  readonly types: readonly string[];
  readonly body: readonly (readonly string[])[];
}

function gridOf(table: ReflectionTable, { rows = 10, columns = 18 }: DisplayOptions): Grid {
  const shownRows = ends(table.length, rows);
  const shown = ends(table.columns.length, columns);
  const texts = shown.map((c) => (c < 0 ? undefined : columnTexts(table.columns[c], shownRows)));
  return {
    header: ["", ...shown.map((c) => (c < 0 ? "…" : table.columns[c].label))],
    types: ["", ...shown.map((c) => (c < 0 ? "" : table.columns[c].type))],
    body: shownRows.map((row, i) => [
      row < 0 ? "⋮" : String(row),
      ...texts.map((column) => column?.[i] ?? "…"),
    ]),
  };
}

/** Numbers 0 … count − 1, or the first and last of them with −1 between where there are more than `limit`. */
function ends(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  const head = Math.max(1, Math.ceil(limit / 2));
  const tail = Math.floor(limit / 2);
  return [
    ...Array.from({ length: head }, (_, i) => i),
    -1,
    ...Array.from({ length: tail }, (_, i) => count - tail + i),
  ];
}

/** Values of one column with the same number of decimals, chosen so that about five digits of the largest show. */
function columnTexts({ data }: Column, rows: readonly number[]): string[] {
  const whole = data instanceof Int32Array;
  let largest = 0;
  for (const row of rows)
    if (row >= 0 && Number.isFinite(data[row])) largest = Math.max(largest, Math.abs(data[row]));
  const decimals = Math.min(6, Math.max(0, 4 - Math.floor(Math.log10(largest || 1))));
  const exponential = largest >= 1e9 || (largest > 0 && largest < 1e-4);
  return rows.map((row) => {
    if (row < 0) return "⋮";
    const value = data[row];
    if (Number.isNaN(value)) return "NaN";
    if (whole) return String(value);
    return exponential ? value.toExponential(3) : value.toFixed(decimals);
  });
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function width(text: string): number {
  return [...text].length;
}
