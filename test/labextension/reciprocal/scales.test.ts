/** Quantiles against numpy 2 (numpy.quantile, the call and what it gave are in the test's name), positions against sorting. */
import { describe, expect, test } from "vitest";
import {
  encodePositions,
  formatNumber,
  makeScale,
  missingCode,
  positionOf,
  quantile,
  roundTicks,
  scaleKinds,
  sortedFinite,
  ticks,
  valueAt,
} from "../../../labextension/src/reciprocal/scales.js";

/** Values without pattern: fractions of multiples of the golden ratio, made long-tailed. */
const values = Float32Array.from({ length: 5000 }, (_, i) => 100 * -Math.log(1 - ((i * 0.618034) % 1)));

describe("quantile", () => {
  test("numpy.quantile([3, 1, 7, 2, 9], [0, 0.1, 0.5, 0.9, 1]) is [1, 1.4, 3, 8.2, 9]", () => {
    const ascending = sortedFinite([3, Number.NaN, 1, 7, Number.POSITIVE_INFINITY, 2, 9]);
    const shares = [0, 0.1, 0.5, 0.9, 1].map((share) => quantile(ascending, share));
    [1, 1.4, 3, 8.2, 9].forEach((wanted, i) => {
      expect(shares[i]).toBeCloseTo(wanted, 6);
    });
  });

  test("the quantile scale places a value by its rank among all", () => {
    const scale = makeScale(values, "quantile");
    const ascending = values.slice().sort();
    for (let rank = 0; rank < ascending.length; rank += 37)
      expect(Math.abs(positionOf(scale, ascending[rank]) - rank / (ascending.length - 1))).toBeLessThan(1e-3);
    const positions = Array.from(values, (value) => positionOf(scale, value));
    for (let tenth = 0; tenth < 10; tenth++) {
      const inside = positions.filter((p) => p >= tenth / 10 && p < (tenth + 1) / 10).length;
      expect(Math.abs(inside - 500)).toBeLessThan(6);
    }
  });

  test("equal values stand in the middle of their ranks", () => {
    const scale = makeScale([1, 5, 5, 5, 5, 5, 5, 5, 5, 9], "quantile");
    expect(positionOf(scale, 5)).toBeCloseTo(0.5, 2);
    expect(positionOf(makeScale([4, 4, 4], "quantile"), 4)).toBe(0.5);
  });
});

describe("other kinds", () => {
  test("linear", () => {
    const scale = makeScale(
      Float32Array.from({ length: 1001 }, (_, i) => i),
      "linear",
    );
    expect(scale.domain).toEqual([5, 995]);
    expect(positionOf(scale, 500)).toBeCloseTo(0.5, 12);
    expect([positionOf(scale, -50), positionOf(scale, 2000)]).toEqual([0, 1]);
    expect(scale.clipped).toEqual([true, true]);
  });

  test("log: equal ratios are equal steps; zero and less stand at the start", () => {
    const scale = makeScale([-4, 0, 1, 10, 100, 1000, 10000], "log");
    const [low, high] = scale.domain;
    expect(positionOf(scale, Math.sqrt(low * high))).toBeCloseTo(0.5, 12);
    expect([positionOf(scale, 0), positionOf(scale, -4)]).toEqual([0, 0]);
    expect(positionOf(scale, 1000) - positionOf(scale, 100)).toBeCloseTo(
      positionOf(scale, 100) - positionOf(scale, 10),
      12,
    );
  });

  test("diverging: zero in the middle, both signs equally far", () => {
    const scale = makeScale([-3, -1, 0, 2, 8], "diverging");
    expect(positionOf(scale, 0)).toBe(0.5);
    expect(positionOf(scale, 2) + positionOf(scale, -2)).toBeCloseTo(1, 12);
  });

  test.each(scaleKinds)("%s: valueAt undoes positionOf, and missing values have no position", (kind) => {
    const scale = makeScale([...values, Number.NaN], kind);
    expect([scale.count, scale.missing]).toEqual([5000, 1]);
    for (const position of [0.02, 0.3, 0.5, 0.77, 0.98])
      expect(positionOf(scale, valueAt(scale, position))).toBeCloseTo(position, 6);
    expect(positionOf(scale, Number.NaN)).toBeNaN();
    expect(positionOf(scale, Number.POSITIVE_INFINITY)).toBeNaN();
  });

  test.each(scaleKinds)("%s: nothing but missing values, one value, and none above zero", (kind) => {
    const empty = makeScale([Number.NaN, Number.NaN], kind);
    expect([empty.count, empty.missing, ticks(empty).length]).toEqual([0, 2, 0]);
    for (const list of [[7, 7, 7], [0], [-2, -2]]) {
      const position = positionOf(makeScale(list, kind), list[0]);
      expect(position >= 0 && position <= 1).toBe(true);
      for (const { position: at } of ticks(makeScale(list, kind))) expect(at >= 0 && at <= 1).toBe(true);
    }
  });
});

test("positions for the graphics card", () => {
  const scale = makeScale(values, "quantile");
  const codes = encodePositions(scale, [values[17], Number.NaN]);
  expect(codes[0]).toBe(Math.round(65_534 * positionOf(scale, values[17])));
  expect(codes[1]).toBe(missingCode);
});

describe("legend", () => {
  test("round numbers", () => {
    const rounded = (low: number, high: number) =>
      roundTicks(low, high, 5).map((v) => Number(v.toPrecision(6)));
    expect(rounded(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(rounded(-3.2, 3.2)).toEqual([-2, 0, 2]);
    expect(rounded(12, 61)).toEqual([20, 30, 40, 50, 60].filter((v) => v % 10 === 0));
  });

  test("powers of ten, and between them where there are few", () => {
    const labels = (list: number[]) => ticks(makeScale(list, "log")).map(({ label }) => label);
    expect(labels([1, 10, 100, 1000, 1e4])).toEqual(["10", "100", "1000"]);
    expect(labels([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).length).toBeGreaterThan(1);
  });

  test("of quantiles the first and the last are the ends", () => {
    const marks = ticks(makeScale(values, "quantile"), 5);
    expect(marks.map(({ position }) => position)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(marks[0].value).toBe([...values].sort((a, b) => a - b)[0] + 0);
  });

  test("numbers in words", () => {
    const given = [0, -4, 1234.5678, 0.02512, 3.1e6, 1e-5, 1e5, Number.NaN];
    expect(given.map((value) => formatNumber(value))).toEqual([
      "0",
      "−4",
      "1235",
      "0.02512",
      "3.1e6",
      "1e−5",
      "1e5",
      "missing",
    ]);
    expect([87.09, 982.1, 0.5179, 38_901.3].map((value) => formatNumber(value, 3))).toEqual([
      "87.1",
      "982",
      "0.518",
      "38901",
    ]);
  });
});
