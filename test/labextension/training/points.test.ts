/** Points of a curve: whatever the order of the sources, each step once and the folder's value last. */
import { expect, test } from "vitest";
import { mostLive, Points } from "../../../labextension/src/training/points.js";

const pairs = (points: Points) => [...points.steps].map((step, i) => [step, points.values[i]]);

test("live points stand in until the folder has them", () => {
  const points = new Points();
  for (const step of [1, 3, 5]) points.add(step, -step);
  points.settle(1, 1);
  points.settle(2, 2);
  points.settle(3, 3);
  expect(pairs(points)).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [5, -5],
  ]);
  expect(points.settled).toBe(3);
  points.add(2, 99);
  points.add(4, -4);
  points.add(5, Number.NaN);
  expect(pairs(points).slice(3)).toEqual([
    [4, -4],
    [5, -5],
  ]);
  points.dropLive(4);
  expect(pairs(points).map(([step]) => step)).toEqual([1, 2, 3, 5]);
});

test("any mixture of sources ends as the folder has it", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let round = 0; round < 200; round++) {
    const points = new Points();
    const last = 1 + random(200);
    let settled = 0;
    while (settled < last) {
      for (let k = random(20); k > 0; k--) points.add(1 + random(last), -1);
      for (let k = random(30); k > 0 && settled < last; k--) {
        settled++;
        points.settle(settled, settled);
      }
      const { steps } = points;
      for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1]);
    }
    expect(pairs(points)).toEqual(Array.from({ length: last }, (_, i) => [i + 1, i + 1]));
  }
});

test("what a resume supersedes goes", () => {
  const points = new Points();
  for (let step = 1; step <= 5; step++) points.settle(step, step);
  points.add(6, 6);
  points.dropAfter(3);
  expect([points.length, points.settled]).toEqual([3, 3]);
  points.settle(4, -4);
  expect(pairs(points).at(-1)).toEqual([4, -4]);
});

test("the nearest point is found, and the first at or after a step", () => {
  const points = new Points();
  expect(points.nearest(3)).toBe(-1);
  for (const step of [10, 20, 40]) points.add(step, 0);
  expect([0, 14, 15, 16, 29, 31, 99].map((step) => points.nearest(step))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  expect([0, 10, 11, 40, 41].map((step) => points.indexOf(step))).toEqual([0, 0, 1, 2, 3]);
});

test("points that no folder settles are thinned, the last kept, and never grow without bound", () => {
  const points = new Points();
  for (let step = 1; step <= 10 * mostLive; step++) points.add(step, step);
  expect(points.length).toBeLessThanOrEqual(mostLive);
  expect(points.length).toBeGreaterThan(mostLive / 4);
  expect(points.steps[points.length - 1]).toBe(10 * mostLive);
  expect([...points.steps]).toEqual([...points.values]);
});
