/** Oracles: a constant, a Wilson curve with exponential noise, and a direct weighted mean at a node. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { exponential } from "../../lib/random/gamma.js";
import { randomStream } from "../../lib/random/index.js";
import { localIntensity } from "../../lib/statistics/index.js";

const n = 6000;
const x = Float64Array.from({ length: n }, (_, i) => 0.3 * ((i + 0.5) / n) ** (2 / 3));
const one = new Float64Array(n).fill(1);
const curve = x.map((value) => 500 * Math.exp(-15 * value));

/** Within half a per cent of the curve; 1.5 % in the outer tenths, where windows are wide and nodes end. */
function expectCurve(mean: Float64Array): void {
  mean.forEach((value, i) => {
    const inside = i > n / 10 && i < n - n / 10;
    expect(Math.abs(value / curve[i] - 1)).toBeLessThan(inside ? 0.005 : 0.015);
  });
}

test("a constant stays, a smooth curve is followed", () => {
  for (const value of localIntensity(x, one, one).mean) expect(value).toBeCloseTo(1, 12);
  expectCurve(localIntensity(x, curve, one).mean);
});

test("the mean of Wilson-distributed intensities, to its chance", () => {
  const noise = randomStream(3, "acentric");
  const epsilon = x.map((_, i) => 1 + (i % 3));
  const intensity = curve.map((value, i) => value * epsilon[i] * exponential(noise, i));
  const { mean, floored } = localIntensity(x, intensity, epsilon);
  let square = 0;
  mean.forEach((value, i) => {
    square += (value / curve[i] - 1) ** 2 / n;
  });
  // A parabolic window of 401 ranks averages 401/1.2 values: 5.5 %; at the ends half as many.
  expect(Math.sqrt(square)).toBeLessThan(0.07);
  expect(floored).toBe(0);
});

test("a node is the parabolic mean around it", () => {
  const intensity = x.map((_, i) => Math.sin(i) + 2);
  const { nodes } = localIntensity(x, intensity, one, { neighbours: 100 });
  const k = 60;
  const centre = ((k + 0.5) * n) / nodes.mean.length - 0.5;
  let [sum, weight] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (Math.abs(i - centre) > 100) continue;
    const w = 1 - ((i - centre) / 101) ** 2;
    sum += w * intensity[i];
    weight += w;
  }
  expect(nodes.mean.length).toBe(120);
  expect(nodes.mean[k]).toBeCloseTo(sum / weight, 12);
});

test("where there is only noise, Σ is the standard error of the mean", () => {
  const intensity = x.map((_, i) => (i % 2 === 0 ? 10 : -10.5));
  const { mean, floored, nodes } = localIntensity(x, intensity, one);
  expect(floored).toBe(nodes.mean.length);
  for (const value of mean) {
    expect(value).toBeGreaterThan(0.3);
    expect(value).toBeLessThan(2);
  }
});

test("missing intensities count for nothing, and get a Σ all the same", () => {
  const holes = curve.map((value, i) => (i % 5 === 0 ? Number.NaN : value));
  expectCurve(localIntensity(x, holes, one).mean);
});

test("few reflections, and none", () => {
  expect([...localIntensity(x.slice(0, 1), curve.slice(0, 1), one.slice(0, 1)).mean][0]).toBeCloseTo(
    curve[0],
    9,
  );
  const same = new Float64Array(5).fill(0.1);
  for (const value of localIntensity(same, one.slice(0, 5), one.slice(0, 5)).mean)
    expect(value).toBeCloseTo(1, 12);
  expect(() =>
    localIntensity(
      x,
      x.map(() => Number.NaN),
      one,
    ),
  ).toThrow(InputError);
  expect(() =>
    localIntensity(
      x,
      x.map(() => 0),
      one,
    ),
  ).toThrow("got intensities that are all zero");
});
