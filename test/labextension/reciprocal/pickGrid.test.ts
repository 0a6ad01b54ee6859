/** The tiles against brute force over all points. */
import { expect, test } from "vitest";
import { Candidate, PickGrid } from "../../../labextension/src/reciprocal/pickGrid.js";

/** Numbers without pattern from 0 to 1. */
const noise = (n: number, step: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => (0.37 + i * step) % 1);

const [count, width, height] = [4000, 730, 410];
const points = {
  x: noise(count, 0.7548776662).map((v) => v * (width + 60) - 30),
  y: noise(count, 0.5698402909).map((v) => v * (height + 60) - 30),
  depth: noise(count, 0.618034).map((v) => 20 * v),
  radius: noise(count, 0.324718).map((v) => 1 + 6 * v * v),
};

test("finds what brute force finds, everywhere", () => {
  const grid = new PickGrid(points, width, height);
  let [found, under] = [0, 0];
  for (let n = 0; n < 3000; n++) {
    const [x, y] = [((n * 0.7236) % 1) * width, ((n * 0.2764 + 0.1) % 1) * height];
    let [best, gapOfBest, depthOfBest] = [-1, 4, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < count; i++) {
      const [px, py] = [points.x[i], points.y[i]];
      if (px < 0 || py < 0 || Math.floor(px / 16) >= Math.ceil(width / 16)) continue;
      if (Math.floor(py / 16) >= Math.ceil(height / 16)) continue;
      const distance = Math.hypot(px - x, py - y);
      const gap = Math.max(0, distance - points.radius[i]);
      const surface = points.depth[i] + Math.sqrt(Math.max(0, points.radius[i] ** 2 - distance ** 2));
      if (gap < gapOfBest || (gap === gapOfBest && surface > depthOfBest)) {
        [best, gapOfBest, depthOfBest] = [i, gap, surface];
      }
    }
    expect(grid.find(x, y)).toBe(best);
    if (best >= 0) found++;
    if (best >= 0 && gapOfBest === 0) under++;
  }
  expect(found).toBeGreaterThan(1000);
  expect(under).toBeGreaterThan(500);
});

test("nothing there", () => {
  const empty = new Float32Array(0);
  expect(new PickGrid({ x: empty, y: empty, depth: empty, radius: empty }, 100, 100).find(5, 5)).toBe(-1);
  const one = { x: [50], y: [50], depth: [0], radius: [2] };
  const grid = new PickGrid(
    {
      x: Float32Array.from(one.x),
      y: Float32Array.from(one.y),
      depth: Float32Array.from(one.depth),
      radius: Float32Array.from(one.radius),
    },
    100,
    100,
  );
  expect([grid.find(50, 55.5), grid.find(50, 57)]).toEqual([0, -1]);
});

test("of two spheres under the pointer the nearer to the reader is meant; of two at one depth, the one it points at", () => {
  const best = new Candidate(3);
  best.consider(4, 1, 2, 0.2);
  best.consider(9, 1.9, 2, 2.7);
  best.consider(2, 3, 2, 9);
  expect(best.point).toBe(9);
  const same = new Candidate(3);
  same.consider(1, 3, 5, 0);
  same.consider(2, 0.5, 5, 0);
  same.consider(3, 4, 5, 0);
  expect(same.point).toBe(2);
});
