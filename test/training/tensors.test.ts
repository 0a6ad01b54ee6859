/** Copies of a state, and states that do not fit. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { copyTensors, restoreTensors } from "../../lib/training/tensors.js";

const state = () => ({
  w: Float32Array.of(1, 2, 3),
  "adam/v": Float64Array.of(4, 5),
  count: BigInt64Array.of(7n),
});

test("a copy is one, of views too, and is used again where it fits", () => {
  const live = { ...state(), shared: new Float32Array(new SharedArrayBuffer(40)).fill(1).subarray(2, 4) };
  const copy = copyTensors(live);
  live.w[0] = 9;
  live.shared[0] = 9;
  expect(copy).toEqual({ ...state(), shared: Float32Array.of(1, 1) });
  const again = copyTensors(live, copy);
  expect(again.w).toBe(copy.w);
  expect([...again.w]).toEqual([9, 2, 3]);
  const other = copyTensors({ w: Float32Array.of(1) }, copy);
  expect(other).toEqual({ w: Float32Array.of(1) });
});

test("a state is taken over into the arrays there are", () => {
  const live = state();
  const { w } = live;
  restoreTensors(live, {
    w: Float32Array.of(7, 8, 9),
    "adam/v": Float64Array.of(0, 1),
    count: BigInt64Array.of(8n),
  });
  expect(live.w).toBe(w);
  expect(live).toEqual({
    w: Float32Array.of(7, 8, 9),
    "adam/v": Float64Array.of(0, 1),
    count: BigInt64Array.of(8n),
  });
});

describe("a state that does not fit changes nothing", () => {
  const { w: _w, ...rest } = state();
  test.each<[string, Parameters<typeof restoreTensors>[1], RegExp]>([
    [
      "one more",
      { ...state(), W: new Float32Array(3) },
      /got a tensor W, expected w, adam\/v, count; did you mean w\?/,
    ],
    ["one less", rest, /got no tensor w, expected/],
    [
      "a length",
      { ...state(), w: new Float32Array(4) },
      /tensor w: got 4 numbers of Float32Array, expected 3/,
    ],
    [
      "a type",
      { ...state(), w: new Float64Array(3) },
      /got 3 numbers of Float64Array, expected 3 numbers of Float32Array/,
    ],
  ])("%s", (_name, saved, message) => {
    const live = state();
    expect(() => restoreTensors(live, saved)).toThrow(InputError);
    expect(() => restoreTensors(live, saved)).toThrow(message);
    expect(live).toEqual(state());
  });
});
