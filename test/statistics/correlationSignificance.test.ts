// Oracle: correlationSignificance.py beside this file (SciPy 1.17.1), and chance itself.
import { expect, test } from "vitest";
import { normal, randomStream } from "../../lib/random/index.js";
import { pearson, significantCorrelation } from "../../lib/statistics/index.js";

const reference = [
  [3, 0.001, 0.999995065201858],
  [3, 0.05, 0.987688340595138],
  [4, 0.001, 0.998],
  [4, 0.05, 0.9],
  [10, 0.001, 0.846690914346225],
  [10, 0.05, 0.549356831935104],
  [57, 0.001, 0.400877131961928],
  [57, 0.05, 0.220061685705132],
  [1000, 0.001, 0.0976103715080946],
  [1000, 0.05, 0.0520446787903286],
  [250000, 0.001, 0.00618043649388148],
  [250000, 0.05, 0.00328971480199696],
];

test.each(reference)("%d pairs at %d", (pairs, level, value) => {
  expect(Math.abs(significantCorrelation(pairs, level) / value - 1)).toBeLessThan(1e-10);
});

test("the level is 0.1 % where none is given, and pairs may be a mean", () => {
  expect(significantCorrelation(57)).toBe(significantCorrelation(57, 0.001));
  const between = significantCorrelation(57.4);
  expect(between).toBeLessThan(significantCorrelation(57));
  expect(between).toBeGreaterThan(significantCorrelation(58));
});

test("of series that are not correlated one in twenty is significant at 5 %", () => {
  const stream = randomStream(4, "noise");
  const limit = significantCorrelation(12, 0.05);
  let above = 0;
  for (let series = 0; series < 4000; series++) {
    const draw = (from: number) =>
      Float64Array.from({ length: 12 }, (_, i) => normal(stream, 24 * series + from + i));
    if (pearson(draw(0), draw(12)) > limit) above++;
  }
  // 200 expected, binomial standard deviation 14
  expect(Math.abs(above - 200)).toBeLessThan(56);
});

test("too few pairs have none, a level that is none is an error", () => {
  for (const pairs of [0, 1, 2, 2.9, Number.NaN]) expect(significantCorrelation(pairs)).toBeNaN();
  for (const level of [0, 0.5, 1, Number.NaN])
    expect(() => significantCorrelation(10, level)).toThrow(`significance level: got ${level}, expected`);
});
