/** Oracle: counting. */
import { expect, test } from "vitest";
import { equalShells, fewestInShell } from "../../lib/maps/resolutionShells.js";

const falling = (n: number) => Array.from({ length: n }, (_, i) => 1 / (i + 1));
const rising = (n: number) => Array.from({ length: n }, (_, i) => n - 1 - i);

test("every reflection is in one shell; shells rise in 1/d², and their counts differ by one at most", () => {
  const shells = equalShells(falling(205), 20);
  expect(shells.map((rows) => rows.length).sort()).toEqual([51, 51, 51, 52]);
  expect(shells.flat()).toEqual(rising(205));
});

test("as many as asked for where there are enough reflections, one where there are not enough for two", () => {
  expect(equalShells(falling(205), 3)).toHaveLength(3);
  expect(equalShells(falling(2 * fewestInShell), 20)).toHaveLength(2);
  expect(equalShells(falling(2 * fewestInShell - 1), 20)).toEqual([rising(2 * fewestInShell - 1)]);
  expect(equalShells([0.1, 0.2], 20)).toEqual([[0, 1]]);
});
