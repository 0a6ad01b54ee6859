/**
 * Rows as text: tab-separated for a paste into a spreadsheet, comma-separated (RFC 4180) for a file. Values have all
 * figures of their float32; what is missing is empty.
 */
import { exactText } from "./columns.js";

/** Rows put together before they become one piece of a file. */
const pieceRows = 8192;

/**
 * Text of columns with a line of names, piece by piece.
 * @param columns one array for each name, all of one length
 */
export function* separatedText(
  names: readonly string[],
  columns: readonly Float32Array[],
  separator: "," | "\t",
): Generator<string> {
  yield `${names.map((name) => quoted(name, separator)).join(separator)}\n`;
  const count = columns[0]?.length ?? 0;
  for (let from = 0; from < count; from += pieceRows) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(from + pieceRows, count); row++) {
      lines.push(columns.map((column) => exactText(column[row])).join(separator));
    }
    yield `${lines.join("\n")}\n`;
  }
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
