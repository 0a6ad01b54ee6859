// Oracles: Random123's kat_vectors for philox4x32-10; 200 blocks of randomgen 2.5.0 (test/reference/random/random.py).
import { expect, test } from "vitest";
import { philox4x32, philoxBlock, randomStream, uniform } from "../../lib/random/index.js";
import reference from "../reference/random/random.json";

test.each([
  { counter: [0, 0, 0, 0], key: [0, 0], block: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    block: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    block: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
])("Random123's known answer for counter $counter", ({ counter, key, block }) => {
  expect([...philox4x32(counter, key)]).toEqual(block);
});

test("200 random counters and keys agree with randomgen", () => {
  const got = reference.philox4x32_10.map((row) => [...philox4x32(row.slice(0, 4), row.slice(4, 6))]);
  expect(got).toEqual(reference.philox4x32_10.map((row) => row.slice(6)));
});

test("a block is written where asked and nowhere else", () => {
  const out = new Uint32Array(8).fill(7);
  philoxBlock(0, 0, 0, 0, 0, 0, out, 2);
  expect([...out]).toEqual([7, 7, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7, 7]);
});

test("seed, stream, step and index each change the number, and nothing else does", () => {
  const base = uniform(randomStream(1, "noise", 3), 5);
  expect(uniform(randomStream(1, "noise", 3), 5)).toBe(base);
  const others = [
    uniform(randomStream(2, "noise", 3), 5),
    uniform(randomStream(1 + 2 ** 32, "noise", 3), 5),
    uniform(randomStream(1, "outliers", 3), 5),
    uniform(randomStream(1, 0, 3), 5),
    uniform(randomStream(1, "noise", 4), 5),
    uniform(randomStream(1, "noise", 3), 6),
  ];
  expect(new Set([base, ...others]).size).toBe(7);
});

test.each([
  [() => randomStream(-1), "random seed: got -1, expected a whole number from 0 to 2^53 - 1"],
  [() => randomStream(0.5), "random seed: got 0.5, expected a whole number from 0 to 2^53 - 1"],
  [
    () => randomStream(1, 2 ** 32),
    "random stream: got 4294967296, expected a whole number from 0 to 2^32 - 1",
  ],
  [() => randomStream(1, 0, Number.NaN), "random step: got NaN, expected a whole number from 0 to 2^32 - 1"],
])("a bad seed, stream or step is refused: %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ name: "InputError", message }));
});
