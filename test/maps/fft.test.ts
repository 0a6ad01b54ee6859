/** Oracles: the defining sum, evaluated directly, for every size up to 125; scipy.fft (reference/maps/fft.json) for larger. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { Fft, goodSize, isGoodSize } from "../../lib/maps/fft.js";
import reference from "../reference/maps/fft.json";
import { ParkMiller } from "./parkMiller.js";

/** Σ_j x(j) exp(∓2πi jk/n), the angle reduced to less than a turn first. */
function direct(re: Float64Array, im: Float64Array, sign: number): { re: Float64Array; im: Float64Array } {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (sign * 2 * Math.PI * ((j * k) % n)) / n;
      out.re[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
      out.im[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
    }
  }
  return out;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}

const sizes = Array.from({ length: 125 }, (_, i) => i + 1).filter(isGoodSize);

describe("Fft", () => {
  test.each(sizes)("size %i is the defining sum, forward and backward", (n) => {
    const random = new ParkMiller(n);
    const re = random.take(n);
    const im = random.take(n);
    for (const [direction, sign] of [
      ["forward", -1],
      ["backward", 1],
    ] as const) {
      const expected = direct(re, im, sign);
      const [gotRe, gotIm] = [re.slice(), im.slice()];
      new Fft(n)[direction](gotRe, gotIm);
      expect(largestDifference(gotRe, expected.re)).toBeLessThan(1e-13 * n);
      expect(largestDifference(gotIm, expected.im)).toBeLessThan(1e-13 * n);
    }
  });

  test.each(reference.one)("size $size agrees with scipy.fft", ({ size, at, re, im }) => {
    const random = new ParkMiller(size);
    const [x, y] = [random.take(size), random.take(size)];
    Fft.of(size).forward(x, y);
    const scale = Math.sqrt(size);
    for (const [i, k] of at.entries()) {
      expect(Math.abs(x[k] - re[i])).toBeLessThan(2e-15 * scale * Math.log2(2 * size));
      expect(Math.abs(y[k] - im[i])).toBeLessThan(2e-15 * scale * Math.log2(2 * size));
    }
  });

  test.each([1, 7, 16])("a batch of %i interleaved transforms is each of them alone", (batch) => {
    const n = 60;
    const random = new ParkMiller(batch);
    const [re, im] = [random.take(n * batch), random.take(n * batch)];
    const lines = Array.from({ length: batch }, (_, q) => {
      const pick = (values: Float64Array) =>
        Float64Array.from({ length: n }, (_, j) => values[j * batch + q]);
      return { re: pick(re), im: pick(im) };
    });
    const fft = new Fft(n);
    fft.forward(re, im, batch);
    for (const [q, line] of lines.entries()) {
      fft.forward(line.re, line.im);
      for (let j = 0; j < n; j++) {
        expect(re[j * batch + q]).toBe(line.re[j]);
        expect(im[j * batch + q]).toBe(line.im[j]);
      }
    }
  });

  test.each([1, 2, 15, 128, 625, 2187, 3600])("size %i: Parseval, and backward undoes forward", (n) => {
    const random = new ParkMiller(n + 1);
    const [re, im] = [random.take(n), random.take(n)];
    const [x, y] = [re.slice(), im.slice()];
    const fft = Fft.of(n);
    const power = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * v + b[i] * b[i], 0);
    fft.forward(x, y);
    expect(power(x, y) / (n * power(re, im))).toBeCloseTo(1, 12);
    fft.backward(x, y);
    expect(
      largestDifference(
        x.map((v) => v / n),
        re,
      ),
    ).toBeLessThan(1e-14);
    expect(
      largestDifference(
        y.map((v) => v / n),
        im,
      ),
    ).toBeLessThan(1e-14);
  });

  test("only the first size·batch elements are touched", () => {
    const [re, im] = [new ParkMiller(5).take(12), new Float64Array(12)];
    const before = re.slice(10);
    new Fft(5).forward(re, im, 2);
    expect(re.slice(10)).toEqual(before);
  });

  test.each([7, 0, -4, 2.5, Number.NaN, Infinity, 14, 1001])("size %d is refused with a sentence", (n) => {
    expect(() => new Fft(n)).toThrow(InputError);
    expect(() => new Fft(n)).toThrow(/FFT size: got .*, expected a product of powers of 2, 3 and 5/);
  });

  test("the refusal names the next size that is taken", () => {
    expect(() => new Fft(127)).toThrow(
      "got 127, expected a product of powers of 2, 3 and 5; the next such number is 128",
    );
  });

  test("arrays that are too short are refused", () => {
    expect(() => new Fft(8).forward(new Float64Array(8), new Float64Array(7))).toThrow(
      "FFT of size 8 × 1: got arrays of 8 and 7, expected at least 8",
    );
  });
});

describe("goodSize", () => {
  test("is the least product of 2, 3 and 5 that is a multiple, by trying every number", () => {
    for (const multipleOf of [1, 2, 3, 4, 6, 12, 24, 5]) {
      for (let minimum = 0; minimum < 400; minimum += 3) {
        let expected = 1;
        while (expected < minimum || expected % multipleOf !== 0 || !isGoodSize(expected)) expected++;
        expect(goodSize(minimum, multipleOf)).toBe(expected);
      }
    }
  });

  test("takes fractions and refuses what has no answer", () => {
    expect(goodSize(8.2)).toBe(9);
    expect(goodSize(-3)).toBe(1);
    expect(() => goodSize(10, 7)).toThrow("factor of a grid size: got 7");
    expect(() => goodSize(Number.NaN)).toThrow(InputError);
    expect(() => goodSize(2 ** 40)).toThrow(InputError);
  });
});
