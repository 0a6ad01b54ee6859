/** Oracles: the definition (every observation in exactly one half, halves of n/2), and chance. */
import { expect, test } from "vitest";
import { collectObservations, groupObservations, halfDatasets } from "../../lib/statistics/index.js";
import { type Row, unmerged } from "./reflections.js";

/** Observations of 1 2 3 that are powers of two: sums tell which were added. */
function powers(n: number) {
  const observations = collectObservations(
    unmerged(Array.from({ length: n }, (_, i): Row => [1, 2, 3, 2 ** i, 1])),
  );
  return { observations, groups: groupObservations(observations, false) };
}

test.each([2, 3, 4, 7])("%d observations: two halves that share none and leave none out", (n) => {
  const { observations, groups } = powers(n);
  const sizes = new Set<number>();
  const halves = new Set<number>();
  for (let repeat = 0; repeat < 1500; repeat++) {
    const { first, second } = halfDatasets(observations, groups, { seed: 2, repeat, weighted: false });
    const found = [n >> 1, (n + 1) >> 1].find((size) => {
      const [one, two] = [first[0] * size, second[0] * (n - size)];
      return Math.abs(one + two - (2 ** n - 1)) < 1e-9 && Number.isInteger(Math.round(one * 1e9) / 1e9);
    });
    expect(found).toBeDefined();
    sizes.add(found ?? -1);
    halves.add(Math.round(first[0] * (found ?? 0)));
  }
  expect([...sizes].sort()).toEqual(n % 2 === 0 ? [n / 2] : [n >> 1, (n + 1) >> 1]);
  // all ways to choose: 2, 3 + 3, 6, 35 + 35
  expect(halves.size).toBe(
    new Map([
      [2, 2],
      [3, 6],
      [4, 6],
      [7, 70],
    ]).get(n),
  );
});

test("every observation is as often in the first half as in the second", () => {
  const { observations, groups } = powers(5);
  const counts = new Array(5).fill(0);
  for (let repeat = 0; repeat < 4000; repeat++) {
    const { first } = halfDatasets(observations, groups, { repeat, weighted: false });
    // The mean of two or three powers of two below 32: try both.
    const sum = [2, 3]
      .map((size) => Math.round(first[0] * size))
      .find((s, k) => bits(s) === k + 2 && Math.abs(s / (k + 2) - first[0]) < 1e-9);
    for (let bit = 0; bit < 5; bit++) counts[bit] += ((sum ?? 0) >> bit) & 1;
  }
  // 2000 ± 32
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(130);
});

const bits = (value: number) => value.toString(2).replace(/0/g, "").length;

test("weights are 1/σ²; singles have no halves", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [1, 2, 3, 20, 2],
      [1, 2, 3, 40, 4],
      [2, 3, 4, 10, 1],
    ]),
  );
  const groups = groupObservations(observations, false);
  const possible = [
    10,
    20,
    40,
    (10 + 20 / 4) / 1.25,
    (10 + 40 / 16) / (17 / 16),
    (20 / 4 + 40 / 16) / (5 / 16),
  ];
  for (let repeat = 0; repeat < 20; repeat++) {
    const { first, second } = halfDatasets(observations, groups, { repeat });
    for (const value of [first[0], second[0]])
      expect(possible.some((p) => Math.abs(p - value) < 1e-9)).toBe(true);
    expect(first[1]).toBeNaN();
    expect(second[1]).toBeNaN();
  }
});
