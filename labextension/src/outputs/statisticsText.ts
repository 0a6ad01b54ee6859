/** A table of statistics as text for other programs, and its rows in another order. */
import { type StatisticsPayload, statisticText } from "friedel/browser";

export type StatisticsRow = StatisticsPayload["rows"][number];

/**
 * Rows in the order of a column: numbers before texts, what is missing last whichever way; rows that are equal stay as they
 * were.
 */
export function sortedRows(
  rows: readonly StatisticsRow[],
  column: number,
  descending: boolean,
): StatisticsRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = a[column];
    const y = b[column];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    if (typeof x === "string" && typeof y === "string") return sign * x.localeCompare(y);
    return sign * (typeof x === "number" ? -1 : 1);
  });
}

/** As spreadsheets take it from the clipboard: tabs between the cells, digits as they are shown. */
export function statisticsTsv(table: StatisticsPayload): string {
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const shown = allRows(table).map((row) =>
    row.map((value, c) => (value === null ? "" : clean(statisticText(value, table.columns[c].digits)))),
  );
  const heads = table.columns.map(({ label }) => clean(label));
  return [heads, ...shown].map((row) => `${row.join("\t")}\n`).join("");
}

/** Comma-separated values (RFC 4180), numbers in full; the last row is that over all. */
export function statisticsCsv(table: StatisticsPayload): string {
  const heads = table.columns.map(({ label }) => csvCell(label));
  const rows = allRows(table).map((row) => row.map((value) => csvCell(value === null ? "" : String(value))));
  return [heads, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function allRows({ rows, overall }: StatisticsPayload): readonly StatisticsRow[] {
  return overall === undefined ? rows : [...rows, overall];
}
