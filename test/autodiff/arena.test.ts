/** Oracle: the bookkeeping by hand. */
import { expect, test } from "vitest";
import { Arena } from "../../lib/autodiff/index.js";

test("arrays do not overlap, in blocks old and new", () => {
  const arena = new Arena({ initialBytes: 64 });
  const arrays = Array.from({ length: 50 }, (_, i) =>
    (i % 2 === 0 ? arena.float32(i) : arena.float64(i)).fill(i),
  );
  arrays.forEach((array, i) => {
    expect(array.length).toBe(i);
    expect(array.every((x) => x === i)).toBe(true);
  });
});

test("grows in the first step, then keeps one block", () => {
  const arena = new Arena({ initialBytes: 128 });
  expect(arena.capacityBytes).toBe(0);
  const step = () => {
    for (let i = 0; i < 20; i++) arena.float64(25);
    arena.reset();
    return arena.capacityBytes;
  };
  const held = step();
  expect(held).toBeGreaterThanOrEqual(20 * 25 * 8);
  for (let i = 0; i < 100; i++) expect(step()).toBe(held);
  arena.float64(20 * 25);
  expect(arena.capacityBytes).toBe(held);
});

test("what was handed out after a mark is handed out again", () => {
  const arena = new Arena({ initialBytes: 64 });
  const kept = arena.float64(4).fill(1);
  const mark = arena.mark();
  const first = arena.float64(100).fill(2);
  arena.float64(500);
  const held = arena.capacityBytes;
  arena.release(mark);
  expect(arena.float64(2).buffer).toBe(kept.buffer);
  expect(arena.float64(100).fill(3)[0]).toBe(first[0]);
  arena.float64(400);
  expect(arena.capacityBytes).toBe(held);
  expect([...kept]).toEqual([1, 1, 1, 1]);
});

test("past the limit both numbers are told", () => {
  const arena = new Arena({ initialBytes: 64, maximumBytes: 1000 });
  arena.float64(8);
  expect(() => arena.float64(200)).toThrow(
    "step arena: got a request for 1600 bytes on top of 64, expected at most 1000 in all; " +
      "use fewer rows per step, or a larger maximumBytes",
  );
  expect(arena.float64(100).length).toBe(100);
});

test("a size that is none", () => {
  expect(() => new Arena({ maximumBytes: 0 })).toThrow(
    "arena maximumBytes: got 0, expected a positive number",
  );
  expect(() => new Arena({ initialBytes: Number.NaN })).toThrow("arena initialBytes: got NaN");
});

test("a block that the machine does not have", () => {
  expect(() => new Arena({ maximumBytes: 2 ** 60 }).float64(2 ** 50)).toThrow(
    /^step arena: got no block of \d+ bytes from the machine/,
  );
});
