// Oracle: the uniform distribution itself (Kolmogorov–Smirnov, χ² of pairs), and the definition u = (n + ½)/2^52.
import { expect, test } from "vitest";
import { Draws, fillUniform, randomStream, uniform } from "../../lib/random/index.js";
import { wordsToUniform } from "../../lib/random/uniform.js";
import { chiSquared, expectFit, kolmogorovSmirnov } from "./goodness.js";

test("the ends of the interval are never reached", () => {
  expect(wordsToUniform(0, 0)).toBe(2 ** -53);
  expect(wordsToUniform(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  expect(wordsToUniform(0x80000000, 0)).toBe(0.5 + 2 ** -53);
});

test("200,000 numbers are uniform, and consecutive ones independent", () => {
  const sample = fillUniform(randomStream(11, "uniform"), new Float64Array(200_000));
  expectFit(kolmogorovSmirnov(sample, (x) => x));
  const pairs = new Float64Array(256);
  for (let i = 0; i < sample.length; i += 2) {
    pairs[Math.floor(sample[i] * 16) * 16 + Math.floor(sample[i + 1] * 16)]++;
  }
  expectFit(chiSquared(pairs, new Float64Array(256).fill(sample.length / 512)));
});

test("the low bits are as uniform as the high ones", () => {
  const sample = fillUniform(randomStream(12), new Float64Array(100_000));
  const counts = new Float64Array(256);
  for (const u of sample) counts[Math.floor((u * 2 ** 44) % 256)]++;
  expectFit(chiSquared(counts, new Float64Array(256).fill(sample.length / 256)));
});

test("numbers of neighbouring seeds, steps and streams are independent", () => {
  const tables = [
    (i: number) => randomStream(i),
    (i: number) => randomStream(5, i),
    (i: number) => randomStream(5, 0, i),
  ];
  for (const make of tables) {
    const sample = Float64Array.from({ length: 20_000 }, (_, i) => uniform(make(i), 0));
    expectFit(kolmogorovSmirnov(sample, (x) => x));
  }
});

test("a batch holds the single numbers, wherever it starts and in either precision", () => {
  const stream = randomStream(3, "batch");
  for (const first of [0, 1, 6, 7]) {
    for (const length of [0, 1, 2, 5, 8]) {
      const single = Array.from({ length }, (_, i) => uniform(stream, first + i));
      expect([...fillUniform(stream, new Float64Array(length), first)]).toEqual(single);
      expect([...fillUniform(stream, new Float32Array(length), first)]).toEqual(single.map(Math.fround));
    }
  }
});

test("draws of one index repeat after moveTo, and differ from those of another index", () => {
  const draws = new Draws(randomStream(4), 10);
  const first = [draws.next(), draws.next(), draws.next(), draws.next(), draws.next()];
  draws.moveTo(11);
  const other = [draws.next(), draws.next()];
  draws.moveTo(10);
  expect([draws.next(), draws.next(), draws.next(), draws.next(), draws.next()]).toEqual(first);
  expect(new Set([...first, ...other]).size).toBe(7);
});
