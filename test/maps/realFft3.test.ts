/** Oracles: the defining triple sum for small shapes, scipy.fft.rfftn (reference/maps/fft.json) for larger ones. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { type GridShape, type HalfComplex, inverseRealFft3, realFft3 } from "../../lib/maps/realFft3.js";
import reference from "../reference/maps/fft.json";
import { ParkMiller } from "./parkMiller.js";

const shapes: GridShape[] = [
  [1, 1, 1],
  [1, 1, 2],
  [1, 1, 9],
  [4, 1, 1],
  [3, 5, 1],
  [2, 3, 4],
  [5, 4, 3],
  [4, 6, 5],
  [3, 3, 10],
];

function points(shape: GridShape): number {
  return shape[0] * shape[1] * shape[2];
}

/** X(k) = Σ x(n) exp(−2πi k·n/N) for every k of the half. */
function direct(data: Float64Array, [nu, nv, nw]: GridShape): HalfComplex {
  const re: number[] = [];
  const im: number[] = [];
  for (let a = 0; a < nu; a++) {
    for (let b = 0; b < nv; b++) {
      for (let c = 0; c <= nw / 2; c++) {
        let [sumRe, sumIm] = [0, 0];
        data.forEach((x, i) => {
          const [u, v, w] = [Math.floor(i / (nv * nw)), Math.floor(i / nw) % nv, i % nw];
          const angle = -2 * Math.PI * (((a * u) % nu) / nu + ((b * v) % nv) / nv + ((c * w) % nw) / nw);
          sumRe += x * Math.cos(angle);
          sumIm += x * Math.sin(angle);
        });
        re.push(sumRe);
        im.push(sumIm);
      }
    }
  }
  return { re: Float64Array.from(re), im: Float64Array.from(im) };
}

/** Σ over the whole of the transform of |X|², each mate of what is left out counted. */
function power(half: HalfComplex, nw: number): number {
  const nh = Math.floor(nw / 2) + 1;
  return half.re.reduce((sum, x, i) => {
    const k = i % nh;
    return sum + (k === 0 || 2 * k === nw ? 1 : 2) * (x * x + half.im[i] ** 2);
  }, 0);
}

describe("realFft3", () => {
  test.each(shapes)("%i × %i × %i is the defining sum", (...shape) => {
    const data = new ParkMiller(points(shape)).take(points(shape));
    const expected = direct(data, shape);
    const got = realFft3(data, shape);
    expect(got.re.length).toBe(expected.re.length);
    for (let i = 0; i < got.re.length; i++) {
      expect(Math.abs(got.re[i] - expected.re[i])).toBeLessThan(1e-13);
      expect(Math.abs(got.im[i] - expected.im[i])).toBeLessThan(1e-13);
    }
  });

  test.each(reference.three)("$shape agrees with scipy.fft.rfftn", ({ shape, at, re, im, power: total }) => {
    const size: GridShape = [shape[0], shape[1], shape[2]];
    const n = points(size);
    const half = realFft3(new ParkMiller(n + 7).take(n), size);
    const scale = Math.sqrt(n);
    for (const [i, k] of at.entries()) {
      expect(Math.abs(half.re[k] - re[i])).toBeLessThan(1e-14 * scale);
      expect(Math.abs(half.im[k] - im[i])).toBeLessThan(1e-14 * scale);
    }
    const sum = half.re.reduce((s, x, i) => s + x * x + half.im[i] ** 2, 0);
    expect(sum / total).toBeCloseTo(1, 12);
  });

  test.each([...shapes, [16, 18, 20], [27, 25, 15], [40, 1, 81]] as GridShape[])(
    "%i × %i × %i: Parseval, and the inverse gives the data back",
    (...shape) => {
      const n = points(shape);
      const data = new ParkMiller(n + 1).take(n);
      const half = realFft3(data, shape);
      const squares = data.reduce((sum, x) => sum + x * x, 0);
      expect(power(half, shape[2]) / (n * squares)).toBeCloseTo(1, 12);
      const kept = half.re.slice();
      const back = inverseRealFft3(half, shape);
      expect(half.re).toEqual(kept);
      for (let i = 0; i < n; i++) expect(Math.abs(back[i] - data[i])).toBeLessThan(1e-14);
    },
  );

  test("writes into a given array, scaled, and may use the half as work space", () => {
    const shape: GridShape = [4, 3, 6];
    const data = Float32Array.from(new ParkMiller(8).take(72));
    const out = inverseRealFft3(realFft3(data, shape), shape, {
      scale: 2 / 72,
      overwrite: true,
      out: new Float32Array(72),
    });
    expect(out).toBeInstanceOf(Float32Array);
    for (let i = 0; i < 72; i++) expect(out[i]).toBeCloseTo(2 * data[i], 6);
  });

  test("imaginary parts that real data cannot have are ignored", () => {
    // Half of a [1, 2, 4] transform: equal imaginary parts at k_v = 0 and 1 where k_w is 0 or 2 belong to no real data.
    const re = Float64Array.of(3, 0, 1, 3, 0, 1);
    const impossible = inverseRealFft3({ re, im: Float64Array.of(5, 0, 7, 5, 0, 7) }, [1, 2, 4]);
    const possible = inverseRealFft3({ re, im: new Float64Array(6) }, [1, 2, 4]);
    expect(Array.from(impossible)).toEqual(Array.from(possible));
  });

  test("bad shapes and lengths are refused with a sentence", () => {
    expect(() => realFft3(new Float64Array(7), [1, 1, 7])).toThrow(
      "grid shape 1 × 1 × 7: got 7, expected a product of powers of 2, 3 and 5; the next such number is 8",
    );
    expect(() => realFft3(new Float64Array(7), [1, 2, 4])).toThrow(
      "data of a 1 × 2 × 4 grid: got 7 values, expected 8",
    );
    expect(() => realFft3(new Float64Array(7), [2048, 2048, 2048])).toThrow(InputError);
    const half = { re: new Float64Array(6), im: new Float64Array(5) };
    expect(() => inverseRealFft3(half, [1, 2, 4])).toThrow(
      "half transform of a 1 × 2 × 4 grid: got 5 values, expected 6",
    );
    const out = new Float32Array(9);
    expect(() => inverseRealFft3({ re: half.re, im: half.re }, [1, 2, 4], { out })).toThrow(InputError);
  });
});
