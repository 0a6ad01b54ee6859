// Oracles: the Poisson probabilities (χ²), its mean and variance for large means; log k! of mpmath at 40 digits.
import { expect, test } from "vitest";
import { fillPoisson, poisson, randomStream } from "../../lib/random/index.js";
import { logFactorial } from "../../lib/random/poisson.js";
import reference from "../reference/random/random.json";
import { chiSquared, expectFit, kolmogorovSmirnov, normalCdf } from "./goodness.js";

test("log k! agrees with mpmath to 2e-15 relative", () => {
  for (const [k, value] of reference.log_factorial) {
    expect(Math.abs(logFactorial(k) - value), `k = ${k}`).toBeLessThanOrEqual(2e-15 * value);
  }
});

test.each([1e-3, 0.3, 1, 3.7, 9.999, 10, 10.001, 17.3, 40, 333.3, 5000])("mean %d", (mean) => {
  const count = 100_000;
  const sample = fillPoisson(randomStream(41), new Float64Array(count).fill(mean), new Float64Array(count));
  const cells = Math.ceil(mean + 12 * Math.sqrt(mean) + 20);
  const observed = new Float64Array(cells);
  for (const k of sample) observed[Math.min(k, cells - 1)]++;
  const expected = Float64Array.from(
    { length: cells },
    (_, k) => count * Math.exp(k * Math.log(mean) - mean - logFactorial(k)),
  );
  if (mean < 0.01) {
    // Two cells only: a χ² of one degree of freedom on "none" against "some".
    const some = count - observed[0];
    const wanted = count * (1 - Math.exp(-mean));
    expect(Math.abs(some - wanted)).toBeLessThan(4.3 * Math.sqrt(wanted));
  } else expectFit(chiSquared(observed, expected));
});

test.each([1e7, 1e10])("mean %d is near normal", (mean) => {
  const stream = randomStream(42);
  const z = Float64Array.from(
    { length: 20_000 },
    (_, i) => (poisson(stream, i, mean) - mean) / Math.sqrt(mean),
  );
  expectFit(kolmogorovSmirnov(z, normalCdf));
});

test("mean 0 gives 0, and a batch holds the single numbers", () => {
  const stream = randomStream(43);
  const means = [0, 0.5, 5, 50, 500];
  expect(poisson(stream, 0, 0)).toBe(0);
  expect([...fillPoisson(stream, means, new Int32Array(5), 7)]).toEqual(
    means.map((mean, i) => poisson(stream, 7 + i, mean)),
  );
});

test.each([-1, Number.NaN, 2e12])("mean %d is refused", (mean) => {
  expect(() => poisson(randomStream(1), 0, mean)).toThrow(
    `Poisson mean: got ${mean}, expected a number from 0 to 1000000000000`,
  );
});
