// Oracle: the stated root mean square over the detector, by summing over a grid of it; and the sum of cosines by hand.
import { expect, test } from "vitest";
import { randomStream } from "../../lib/random/index.js";
import {
  sensitivities,
  sensitivityCoefficients,
  sensitivityTerms,
} from "../../lib/simulate/detectorSensitivity.js";

test("the surface has the root mean square asked for, and no offset", () => {
  const [nx, ny] = [120, 90];
  const size = [1200, 1800] as const;
  const x = Float64Array.from({ length: nx * ny }, (_, i) => ((i % nx) + 0.5) * (size[0] / nx));
  const y = Float64Array.from({ length: nx * ny }, (_, i) => (Math.floor(i / nx) + 0.5) * (size[1] / ny));
  for (const seed of [1, 2, 3]) {
    const coefficients = sensitivityCoefficients(randomStream(seed), 0.08);
    const logs = sensitivities(coefficients, x, y, size).map(Math.log);
    expect(logs.reduce((a, b) => a + b, 0) / logs.length).toBeCloseTo(0, 12);
    expect(Math.sqrt(logs.reduce((a, b) => a + b * b, 0) / logs.length)).toBeCloseTo(0.08, 12);
  }
});

test("each term is the product of its cosines", () => {
  expect(sensitivityTerms.length).toBe(9);
  const [width, height] = [200, 100];
  sensitivityTerms.forEach(([j, k], term) => {
    const coefficients = new Float64Array(9);
    coefficients[term] = 0.3;
    const [s] = sensitivities(coefficients, Float64Array.of(50), Float64Array.of(75), [width, height]);
    expect(Math.log(s)).toBeCloseTo(0.3 * Math.cos((j * Math.PI) / 4) * Math.cos((k * 3 * Math.PI) / 4), 12);
  });
});

test("an amplitude of 0 is an even detector", () => {
  const coefficients = sensitivityCoefficients(randomStream(1), 0);
  expect([...sensitivities(coefficients, Float64Array.of(3), Float64Array.of(4), [10, 10])]).toEqual([1]);
});
