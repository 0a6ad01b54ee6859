/** CRC-32 against zlib's (Node). */
import { crc32 as zlib } from "node:zlib";
import { expect, test } from "vitest";
import { crc32 } from "../../lib/training/crc32.js";
import { seeded } from "../fuzz/mtzMutations.js";

test("as zlib's, at once and in pieces", () => {
  const random = seeded(5);
  for (const length of [0, 1, 2, 7, 1000, 70_001]) {
    const bytes = Uint8Array.from({ length }, () => random(256));
    expect(crc32(bytes)).toBe(zlib(bytes));
    const cut = random(length + 1);
    expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlib(bytes));
  }
});

test("the check value of the standard", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});
