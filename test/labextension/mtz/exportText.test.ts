/** Rows as text of RFC 4180. */
import { expect, test } from "vitest";
import { separatedText } from "../../../labextension/src/mtz/exportText.js";

test("names that need quotes have them; missing values are empty", () => {
  const text = [
    ...separatedText(["H", 'odd,"label'], [Float32Array.of(1, -2), Float32Array.of(Number.NaN, 0.1)], ","),
  ];
  expect(text.join("")).toBe('H,"odd,""label"\n1,\n-2,0.1\n');
});

test("tab-separated, without rows", () => {
  expect([...separatedText(["H", "a,b"], [new Float32Array(0), new Float32Array(0)], "\t")]).toEqual([
    "H\ta,b\n",
  ]);
});

test("many rows come in pieces, each a row once", () => {
  const values = Float32Array.from({ length: 20_000 }, (_, i) => i);
  const pieces = [...separatedText(["N"], [values], ",")];
  expect(pieces.length).toBe(4);
  expect(pieces.join("").trimEnd().split("\n").slice(1).map(Number)).toEqual([...values]);
});
