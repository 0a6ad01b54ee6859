/** Oracle: the sum that each pass is defined by, evaluated directly. */
import { describe, expect, test } from "vitest";
import { butterflies } from "../../lib/maps/butterflies.js";
import { ParkMiller } from "./parkMiller.js";

const radices = [2, 3, 4, 5];

/** A pass on random numbers: what it read, its factors w(p, k), and what it wrote. */
function pass(radix: number, count: number, s: number, seed = 1) {
  const random = new ParkMiller(seed);
  const length = radix * count * s;
  const [xr, xi] = [random.take(length), random.take(length)];
  // Any factors will do: the pass is linear in them.
  const [cosines, sines] = [random.take(count * (radix - 1)), random.take(count * (radix - 1))];
  const [yr, yi] = [new Float64Array(length).fill(Number.NaN), new Float64Array(length).fill(Number.NaN)];
  butterflies[radix](xr, xi, yr, yi, count, s, cosines, sines);
  return { xr, xi, yr, yi, cosines, sines };
}

test("there is a pass for each prime of a good size, and for 4", () => {
  expect(Object.keys(butterflies).map(Number)).toEqual(radices);
});

describe.each(radices)("radix %i", (radix) => {
  test.each([
    [1, 1],
    [4, 1],
    [1, 7],
    [3, 5],
    [6, 16],
  ])("%i groups of %i interleaved transforms are the defining sum", (count, s) => {
    const { xr, xi, yr, yi, cosines, sines } = pass(radix, count, s);
    for (let p = 0; p < count; p++)
      for (let q = 0; q < s; q++)
        for (let k = 0; k < radix; k++) {
          let [re, im] = [0, 0];
          for (let j = 0; j < radix; j++) {
            const angle = (-2 * Math.PI * ((j * k) % radix)) / radix;
            const from = q + s * (p + count * j);
            re += xr[from] * Math.cos(angle) - xi[from] * Math.sin(angle);
            im += xr[from] * Math.sin(angle) + xi[from] * Math.cos(angle);
          }
          const w = p * (radix - 1) + k - 1;
          const [c, sine] = k === 0 ? [1, 0] : [cosines[w], sines[w]];
          const to = q + s * (radix * p + k);
          expect(Math.abs(yr[to] - (re * c - im * sine))).toBeLessThan(2e-15 * radix);
          expect(Math.abs(yi[to] - (re * sine + im * c))).toBeLessThan(2e-15 * radix);
        }
  });

  test("reads only x, and writes all of y", () => {
    const { xr, xi, yr, yi } = pass(radix, 3, 4, 9);
    const random = new ParkMiller(9);
    expect(xr).toEqual(random.take(radix * 12));
    expect(xi).toEqual(random.take(radix * 12));
    expect([...yr, ...yi].every(Number.isFinite)).toBe(true);
  });

  test("one element alone, the first, comes out as the factors themselves", () => {
    const [xr, xi] = [new Float64Array(radix), new Float64Array(radix)];
    xr[0] = 1;
    const cosines = Float64Array.from({ length: radix - 1 }, (_, k) => k + 2);
    const sines = Float64Array.from({ length: radix - 1 }, (_, k) => -k - 3);
    const [yr, yi] = [new Float64Array(radix), new Float64Array(radix)];
    butterflies[radix](xr, xi, yr, yi, 1, 1, cosines, sines);
    expect([...yr]).toEqual([1, ...cosines]);
    expect([...yi]).toEqual([0, ...sines]);
  });
});
