/** Axes: pixels and values there and back, round ticks, texts that people can read. */
import { expect, test } from "vitest";
import {
  type Axis,
  pixelOf,
  tickStep,
  ticks,
  tickText,
  valueAt,
  valueText,
} from "../../../labextension/src/training/axes.js";

const linear: Axis = { kind: "linear", from: -2, to: 6, start: 10, end: 90 };
const log: Axis = { kind: "log", from: 0.01, to: 100, start: 100, end: 0 };

test("ends lie at the ends, and a pixel leads back to its value", () => {
  expect([pixelOf(linear, -2), pixelOf(linear, 6), pixelOf(linear, 2)]).toEqual([10, 90, 50]);
  expect(pixelOf(log, 1)).toBeCloseTo(50, 10);
  expect(pixelOf(log, 0)).toBeNaN();
  expect(pixelOf(log, -1)).toBeNaN();
  for (const axis of [linear, log])
    for (const pixel of [0, 12.5, 77]) expect(pixelOf(axis, valueAt(axis, pixel))).toBeCloseTo(pixel, 9);
});

test("linear ticks are 1, 2 or 5 times a power of ten apart, and within the axis", () => {
  expect(ticks({ kind: "linear", from: 0, to: 1000 }, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticks({ kind: "linear", from: -0.12, to: 0.31 }, 4)).toEqual([0, 0.2]);
  expect(ticks({ kind: "linear", from: 0.05, to: 0.35 }, 6)).toEqual([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(ticks({ kind: "linear", from: 3, to: 3 }, 5)).toEqual([]);
  for (const width of [1e-9, 0.7, 3, 99, 12345]) {
    const step = tickStep(0, width, 5);
    expect([1, 2, 5]).toContain(Number((step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toPrecision(6)));
  }
});

test("logarithmic ticks stand at powers of ten, at 1, 2, 5 where there are few, and evenly in a short range", () => {
  expect(ticks({ kind: "log", from: 1e-6, to: 100 }, 4)).toEqual([1e-6, 1e-4, 0.01, 1, 100]);
  expect(ticks({ kind: "log", from: 0.9, to: 30 }, 5)).toEqual([1, 2, 5, 10, 20]);
  expect(ticks({ kind: "log", from: 1, to: 1.5 }, 5)).toEqual([1, 1.1, 1.2, 1.3, 1.4, 1.5]);
});

test("texts of ticks have the digits that tell them apart", () => {
  expect([0, 200, 5000].map((value) => tickText(value, 200))).toEqual(["0", "200", "5000"]);
  expect([10_000, 30_000].map((value) => tickText(value, 10_000))).toEqual(["10k", "30k"]);
  expect(tickText(12_500, 500)).toBe("12.5k");
  expect([0.985, -1.1].map((value) => tickText(value, 0.005))).toEqual(["0.985", "−1.100"]);
  expect([1e-4, 2e-4, 1e6, 1.5e6].map((value, i) => tickText(value, i < 2 ? 1e-4 : 5e5))).toEqual([
    "10⁻⁴",
    "2×10⁻⁴",
    "1.0×10⁶",
    "1.5×10⁶",
  ]);
});

test("values are spelt with four digits", () => {
  const values = [0.98765, -1.10234, 12.3456, 123456, 3.2e-7, -4.5e9, 0, Number.NaN, null, -Infinity];
  expect(values.map(valueText)).toEqual([
    "0.9877",
    "−1.102",
    "12.35",
    "123456",
    "3.20×10⁻⁷",
    "−4.50×10⁹",
    "0",
    "NaN",
    "–",
    "−∞",
  ]);
});
