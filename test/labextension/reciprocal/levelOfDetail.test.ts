/** The random order is one, a part of it is an even sample, and every point is drawn once. */
import { describe, expect, test } from "vitest";
import {
  type DrawPiece,
  evenOrder,
  movingPieces,
  restingPieces,
} from "../../../labextension/src/reciprocal/levelOfDetail.js";

test("the order holds each row once, and a prefix is even", () => {
  const order = evenOrder(100_000);
  expect(new Set(order).size).toBe(100_000);
  const tenths = new Array(10).fill(0);
  for (const row of order.subarray(0, 10_000)) tenths[Math.floor(row / 10_000)]++;
  // the share of a tenth has a standard deviation of √(10 000 · 0.1 · 0.9 · 0.9) ≈ 28.5
  for (const share of tenths) expect(Math.abs(share - 1000)).toBeLessThan(5 * 28.5);
  expect([...evenOrder(5)]).toEqual([...evenOrder(5)]);
});

describe.each([
  [1000, 1, 200_000],
  [300_000, 1, 200_000],
  [300_000, 8, 200_000],
  [1_000_000, 48, 500_000],
  [7, 4, 10],
  [0, 4, 10],
])("%s points, %s matrices, budget %s", (count, matrices, budget) => {
  const moving = movingPieces(count, matrices, budget);
  const resting = restingPieces(count, matrices, budget);
  const sum = (pieces: readonly DrawPiece[]) => pieces.reduce((total, piece) => total + piece.count, 0);

  test("no frame is above the budget", () => {
    expect(sum(moving)).toBeLessThanOrEqual(Math.max(budget, matrices));
    for (const frame of resting) expect(sum(frame)).toBeLessThanOrEqual(budget);
  });

  test("all frames together draw each point once for each matrix", () => {
    expect(sum(moving) + resting.reduce((total, frame) => total + sum(frame), 0)).toBe(count * matrices);
    const pieces = [...moving, ...resting.flat()].filter((piece) => piece.count > 0);
    for (let matrix = 0; matrix < matrices; matrix++) {
      let next = 0;
      for (const piece of pieces.filter((candidate) => candidate.matrix === matrix)) {
        expect(piece.first).toBe(next);
        next += piece.count;
      }
      expect(next).toBe(count);
    }
  });
});
