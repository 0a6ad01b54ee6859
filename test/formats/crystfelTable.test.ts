import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { CrystfelRows } from "../../lib/formats/crystfelTable.js";
import { eachLine } from "../../lib/formats/textLines.js";

/** Rows of tables given as text: the first line of each names its columns. */
async function rowsOf(...tables: string[]): Promise<CrystfelRows> {
  const rows = new CrystfelRows("x.stream");
  for (const [i, table] of tables.entries())
    await eachLine(bytesSource(Buffer.from(table)), (line) => {
      if (line.number === 1) rows.readHeading(line, i);
      else rows.readRow(line, i);
    });
  return rows;
}

test("columns by name, in any order; words and unknown numbers are read over", async () => {
  const rows = await rowsOf(
    "sigma(I) phase h k l I new panel\n2 - 1 -2 3 10.5 7 p1\n4 180.0 0 0 4 -1 7 p0\n",
  );
  expect(rows.labels).toEqual(["I", "sigma(I)"]);
  expect(rows.columns()).toEqual({ I: Float32Array.of(10.5, -1), "sigma(I)": Float32Array.of(2, 4) });
  expect([...rows.hkl.values()]).toEqual([1, -2, 3, 0, 0, 4]);
  expect([...rows.panels]).toEqual([
    ["p1", 0],
    ["p0", 1],
  ]);
  expect([...rows.panel.values()]).toEqual([0, 1]);
});

test("tables of several crystals, with a panel that comes back", async () => {
  const heading = "h k l I sigma(I) panel\n";
  const rows = await rowsOf(`${heading}1 1 1 5 1 a\n1 1 2 5 1 b\n`, `${heading}1 1 3 5 1 a`);
  expect([...rows.crystal.values()]).toEqual([0, 0, 1]);
  expect([...rows.panel.values()]).toEqual([0, 1, 0]);
  expect(rows.count).toBe(3);
});

test.each([
  [
    ["h k I sigma(I)\n"],
    'line 1 in crystal 1: got the columns "h k I sigma(I)", expected h k l I sigma(I) among them',
  ],
  [["h k l I sigma(I) h\n"], "each once"],
  [[`h k l I sigma(I)${" x".repeat(50)}\n`], 'got the columns "h k l I sigma(I) x x'],
  [["h k l I sigma(I)\n", "h k l sigma(I) I\n"], "line 1 in crystal 2: got the columns"],
  [
    ["h k l I sigma(I)\n1 2 3 4"],
    "line 2 in crystal 1: got 4 values, expected h k l I sigma(I) or End of reflections (is",
  ],
  [["h k l I sigma(I) panel\n1 2 3 4 5"], "line 2 in crystal 1: got 5 values"],
  [["h k l I sigma(I)\n1 2 3 4 5 6"], 'line 2 in crystal 1: got "6" behind the last column'],
  [["h k l I sigma(I)\n1 nan 3 4 5"], "line 2 in crystal 1: got NaN as k, expected a Miller index"],
])("%j", async (tables, message) => {
  await expect(rowsOf(...tables)).rejects.toThrow(FormatError);
  await expect(rowsOf(...tables)).rejects.toThrow(message);
});
