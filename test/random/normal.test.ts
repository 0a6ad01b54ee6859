// Oracles: normal quantiles of mpmath at 40 digits (test/reference/random/random.py); the normal distribution.
import { expect, test } from "vitest";
import { fillNormal, normal, normalQuantile, randomStream } from "../../lib/random/index.js";
import reference from "../reference/random/random.json";
import { expectFit, kolmogorovSmirnov, normalCdf } from "./goodness.js";

test("quantiles agree with mpmath to 1e-15 relative (absolute near 0)", () => {
  for (const [p, z] of reference.normal_quantile) {
    expect(Math.abs(normalQuantile(p) - z), `p = ${p}`).toBeLessThan(1e-15 * Math.max(1, Math.abs(z)));
  }
});

test("quantiles at and beyond the ends", () => {
  expect([0, 1, 0.5, -0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([
    -Infinity,
    Infinity,
    0,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

test("200,000 numbers are standard normal", () => {
  const sample = fillNormal(randomStream(21, "normal"), new Float64Array(200_000));
  expectFit(kolmogorovSmirnov(sample, normalCdf));
});

test("a batch holds the single numbers in either precision, and float32 ones are finite", () => {
  const stream = randomStream(22);
  const single = Array.from({ length: 9 }, (_, i) => normal(stream, 3 + i));
  expect([...fillNormal(stream, new Float64Array(9), 3)]).toEqual(single);
  expect([...fillNormal(stream, new Float32Array(9), 3)]).toEqual(single.map(Math.fround));
});

test("numbers are the same to the bit as when this test was written", () => {
  const bits = new BigUint64Array(fillNormal(randomStream(2011, "golden", 1), new Float64Array(1000)).buffer);
  let hash = 0n;
  for (const b of bits) hash = (hash * 1099511628211n + b) % (1n << 64n);
  expect(hash.toString(16)).toBe("5200c1b7f12a9982");
});
