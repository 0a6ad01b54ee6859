import { expect, test } from "vitest";
import { finiteOrNull } from "../../lib/displays/numbers.js";
import { randomStream, uniform } from "../../lib/random/index.js";

test("what is not finite is null, which JSON can say", () => {
  expect([Number.NaN, Infinity, -Infinity].map(finiteOrNull)).toEqual([null, null, null]);
});

test("seven digits stay, whatever the size: float32 loses nothing that it knows", () => {
  expect([0, 1, -2.5, 1234567, 0.1234567].map(finiteOrNull)).toEqual([0, 1, -2.5, 1234567, 0.1234567]);
  expect(finiteOrNull(2 / 3)).toBe(0.6666667);
  expect(finiteOrNull(-1.23456789e-30)).toBe(-1.234568e-30);
  const stream = randomStream(3, "numbers");
  for (let i = 0; i < 1000; i++) {
    const value = Math.fround((uniform(stream, i) - 0.5) * 10 ** ((i % 60) - 30));
    const short = finiteOrNull(value) as number;
    expect(Math.abs(short - value)).toBeLessThanOrEqual(5e-7 * Math.abs(value));
    expect(Number(short.toPrecision(7))).toBe(short);
  }
});

test("a minus before zero goes: JSON would lose it", () => {
  expect(Object.is(finiteOrNull(-0), 0)).toBe(true);
});

test("the largest and the smallest number there is", () => {
  expect(finiteOrNull(Number.MAX_VALUE)).toBe(1.797693e308);
  expect(finiteOrNull(Number.MIN_VALUE)).toBe(Number.MIN_VALUE);
});
