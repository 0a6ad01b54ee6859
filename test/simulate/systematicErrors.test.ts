// Oracles: the stated root mean squares, the frame of the crystal (a symmetric absorber), and exp(−ΔB/(2d²)) by hand.
import { expect, test } from "vitest";
import { randomStream } from "../../lib/random/index.js";
import { randomOrientation } from "../../lib/simulate/rotationGeometry.js";
import { harmonicCount, realHarmonics } from "../../lib/simulate/sphericalHarmonics.js";
import {
  absorptionCoefficients,
  absorptionFactors,
  decayFactors,
  imageJitter,
  smoothDrift,
} from "../../lib/simulate/systematicErrors.js";

test("the drift has the root mean square asked for and no offset", () => {
  for (const seed of [1, 2, 3]) {
    const drift = smoothDrift(seed, 0.2);
    const values = Float64Array.from({ length: 5000 }, (_, i) => drift((i + 0.5) / 5000));
    expect(values.reduce((a, b) => a + b, 0) / 5000).toBeCloseTo(0, 5);
    expect(Math.sqrt(values.reduce((a, b) => a + b * b, 0) / 5000)).toBeCloseTo(0.2, 5);
    const largestStep = values.slice(1).reduce((worst, v, i) => Math.max(worst, Math.abs(v - values[i])), 0);
    expect(largestStep).toBeLessThan(0.001);
  }
  expect(smoothDrift(1, 0.2)(0.3)).not.toBe(smoothDrift(2, 0.2)(0.3));
});

test("jitter is independent between images", () => {
  const jitter = imageJitter(4, 0.05, 20_000);
  const variance = jitter.reduce((sum, v) => sum + v * v, 0) / jitter.length;
  expect(Math.sqrt(variance)).toBeCloseTo(0.05, 3);
  const neighbours = jitter.slice(1).reduce((sum, v, i) => sum + v * jitter[i], 0) / jitter.length / variance;
  expect(Math.abs(neighbours)).toBeLessThan(0.03);
});

test("the absorption surface has the root mean square asked for", () => {
  const order = 4;
  const c = absorptionCoefficients(randomStream(8), 0.15, order);
  expect(c.length).toBe(harmonicCount(order));
  const y = new Float64Array(c.length);
  let sum = 0;
  const n = 20_000;
  for (let i = 0; i < n; i++) {
    // Fibonacci points: even on the sphere.
    const z = 1 - (2 * i + 1) / n;
    const r = Math.sqrt(1 - z * z);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    realHarmonics(r * Math.cos(angle), r * Math.sin(angle), z, order, y);
    sum += y.reduce((total, value, k) => total + value * c[k], 0) ** 2;
  }
  expect(Math.sqrt(sum / n)).toBeCloseTo(0.15, 4);
  expect(absorptionCoefficients(randomStream(8), 0, order).every((value) => value === 0)).toBe(true);
});

test("absorption belongs to the crystal: turning crystal and beams together changes nothing", () => {
  const order = 3;
  const c = absorptionCoefficients(randomStream(9), 0.3, order);
  const u = randomOrientation(randomStream(10));
  // Diffracted beam along the beam itself: ŝ1 = ŝ0 = −(−ŝ0), so odd degrees cancel and even ones double.
  const phi = Float64Array.of(0, 40, 180, 220);
  const forward = new Float64Array(12).map((_, i) => (i % 3 === 0 ? 1 : 0));
  const factors = absorptionFactors(c, order, u, forward, phi);
  expect(factors[0]).toBeCloseTo(factors[2], 12);
  expect(factors[1]).toBeCloseTo(factors[3], 12);
  expect(Math.abs(factors[0] - factors[1])).toBeGreaterThan(1e-3);
  // The same φ written as an orientation at φ = 0.
  const angle = (40 * Math.PI) / 180;
  const turn = [Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0, 0, 0, 1];
  const turned = new Float64Array(9);
  for (let i = 0; i < 9; i++) {
    for (let k = 0; k < 3; k++) turned[i] += turn[3 * Math.floor(i / 3) + k] * u[3 * k + (i % 3)];
  }
  const sideways = Float64Array.of(0.6, 0, 0.8);
  const [byPhi] = absorptionFactors(c, order, u, sideways, Float64Array.of(40));
  const [byOrientation] = absorptionFactors(c, order, turned, sideways, Float64Array.of(0));
  expect(byPhi).toBeCloseTo(byOrientation, 12);
});

test("radiation damage follows dose and resolution", () => {
  const factors = decayFactors(Float64Array.of(0, 0.5, 1), Float64Array.of(0.25, 0.25, 0.04), 8);
  expect([...factors]).toEqual([1, Math.exp(-0.5), Math.exp(-0.16)]);
});
