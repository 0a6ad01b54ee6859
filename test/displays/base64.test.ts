// Oracle: Node's Buffer.
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "../../lib/displays/base64.js";
import { randomInteger, randomStream } from "../../lib/random/index.js";

/** The same for the same stream. */
function randomBytes(length: number, which: number): Uint8Array {
  const stream = randomStream(which, "bytes");
  return Uint8Array.from({ length }, (_, i) => randomInteger(stream, i, 256));
}

const lengths = [...Array.from({ length: 71 }, (_, length) => length), 6143, 6144, 6145, 100_003];

test.each(lengths)("%d random bytes are what Buffer makes of them, and come back", (length) => {
  const bytes = randomBytes(length, length);
  const text = toBase64(bytes);
  expect(text).toBe(Buffer.from(bytes).toString("base64"));
  expect(fromBase64(text)).toEqual(bytes);
});

test("every letter and every value; a view into a longer buffer gives its own bytes", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(toBase64(all)).toBe(Buffer.from(all).toString("base64"));
  expect(new Set(toBase64(randomBytes(3000, 1))).size).toBe(64);
  expect(toBase64(all.subarray(100, 104))).toBe(Buffer.from(all.subarray(100, 104)).toString("base64"));
});

test.each([
  ["a length that is no multiple of four", ["A", "AA", "AAA", "AAAAA", "AAAA=", "="]],
  [
    "padding where there is none",
    ["====", "A===", "=AAA", "A=AA", "AA=A", "AA==AAAA", "AAA=AAAA", "AAAA===="],
  ],
  ["signs of another alphabet", ["AA-_", "AA~A", "A.AA", "AA\u007fA", "AA@A", "AA[A"]],
  ["white space", ["AA A", " AAA", "AAA\n", "AAAA\nAAA", "AA\tA"]],
  ["letters beyond ASCII", ["AAAÁ", "ⅣAAA", "AA💎", "AAA\ud800", "AAA\u0141"]],
])("%s is no base64", (_name, texts) => {
  for (const text of texts) expect([text, fromBase64(text)]).toEqual([text, undefined]);
});

test("bits that padding leaves over are dropped, as Buffer drops them", () => {
  for (const text of ["AB==", "A/==", "AAB=", "//9="])
    expect(fromBase64(text)).toEqual(new Uint8Array(Buffer.from(text, "base64")));
});
