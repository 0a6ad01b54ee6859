/** Level and B of merged intensities: what Wilson data were made with comes out within its standard error. */
import { describe, expect, test } from "vitest";
import {
  expectedIntensities,
  fitFallOff,
  type MergedIntensities,
} from "../../../lib/models/merging/wilsonFallOff.js";
import { fillNormal, fillUniform, randomStream } from "../../../lib/random/index.js";

const g = 2000;

/** Wilson data to 2 Å: acentric ones exponential, every fifth centric (χ² of one degree of freedom), with errors. */
function made(seed: number, level: number, bFactor: number, sigma: number): MergedIntensities {
  const uniforms = (name: string) => fillUniform(randomStream(seed, name), new Float64Array(g));
  const normals = (name: string) => fillNormal(randomStream(seed, name), new Float64Array(g));
  // evenly in reciprocal volume
  const inverseDSquared = uniforms("resolution").map((u) => 0.25 * u ** (2 / 3));
  const epsilon = uniforms("epsilon").map((u) => (u < 0.1 ? 2 : 1));
  const [wilson, centric, noise] = [uniforms("wilson"), normals("centric"), normals("noise")];
  const intensity = inverseDSquared.map((x, i) => {
    const mean = epsilon[i] * level * Math.exp((-bFactor / 2) * x);
    return mean * (i % 5 === 0 ? centric[i] ** 2 : -Math.log(wilson[i])) + sigma * noise[i];
  });
  return { intensity, sigma: new Float64Array(g).fill(sigma), epsilon, inverseDSquared };
}

/** Standard errors of B and of log level: of the information Σ w (1, x)(1, x)ᵀ, w = 1/(variance of J/m about 1). */
function standardErrors(data: MergedIntensities, level: number, bFactor: number): [number, number] {
  let [w0, w1, w2] = [0, 0, 0];
  data.inverseDSquared.forEach((x, i) => {
    const mean = data.epsilon[i] * level * Math.exp((-bFactor / 2) * x);
    const weight = 1 / ((i % 5 === 0 ? 2 : 1) + (data.sigma[i] / mean) ** 2);
    w0 += weight;
    w1 += weight * x;
    w2 += weight * x * x;
  });
  const determinant = w0 * w2 - w1 * w1;
  return [2 * Math.sqrt(w0 / determinant), Math.sqrt(w2 / determinant)];
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe.each([
  { level: 500, bFactor: 15, sigma: 1 },
  { level: 500, bFactor: 40, sigma: 50 },
  { level: 3e-4, bFactor: -8, sigma: 1e-4 },
  { level: 1e9, bFactor: 80, sigma: 2e7 },
])("Wilson data of B $bFactor Å², level $level, σ $sigma", ({ level, bFactor, sigma }) => {
  const sets = Array.from({ length: 20 }, (_, seed) => made(seed, level, bFactor, sigma));
  const fits = sets.map((data) => fitFallOff(data));
  const [errorOfB, errorOfLevel] = standardErrors(sets[0], level, bFactor);

  test("B comes out within its standard error", () => {
    const z = fits.map((fit) => (fit.bFactor - bFactor) / errorOfB);
    expect(Math.abs(mean(z))).toBeLessThan(3 / Math.sqrt(z.length));
    const square = mean(z.map((value) => value ** 2));
    expect(square).toBeLessThan(2);
    expect(square).toBeGreaterThan(0.4);
  });

  test("so does the level", () => {
    const z = fits.map((fit) => Math.log(fit.level / level) / errorOfLevel);
    expect(Math.abs(mean(z))).toBeLessThan(3 / Math.sqrt(z.length));
    expect(mean(z.map((value) => value ** 2))).toBeLessThan(2);
  });

  test("with B given it is the level alone that is fitted", () => {
    const fit = fitFallOff(sets[0], bFactor);
    expect(fit.bFactor).toBe(bFactor);
    expect(Math.abs(Math.log(fit.level / level))).toBeLessThan(3 * errorOfLevel);
    const flat = fitFallOff(sets[0], 0);
    expect(flat.bFactor).toBe(0);
    // under the other B the mean of J/m is still 1
    const expected = expectedIntensities(flat, sets[0]);
    const weight = expected.map((m) => 1 / (1 + (sigma / m) ** 2));
    const residual = expected.map((m, i) => weight[i] * (sets[0].intensity[i] / m - 1));
    expect(Math.abs(mean(Array.from(residual)))).toBeLessThan(1e-9);
  });
});

test("of pure noise B is 0, and the level its scatter", () => {
  for (let seed = 0; seed < 20; seed++) {
    const noise = made(seed, 1e-9, 20, 30);
    const { level, bFactor } = fitFallOff(noise);
    expect(bFactor).toBe(0);
    expect(level).toBeGreaterThan(20);
    expect(level).toBeLessThan(40);
    expect(fitFallOff(noise, 12).bFactor).toBe(12);
  }
});

test("intensities of which most are negative, or all, still have a level above 0", () => {
  const data = made(1, 1e-9, 0, 30);
  const negative = { ...data, intensity: data.intensity.map((value) => -Math.abs(value)) };
  const { level, bFactor } = fitFallOff(negative);
  expect(bFactor).toBe(0);
  expect(level).toBeGreaterThan(0);
});

test("what was not measured does not count", () => {
  const data = made(3, 500, 15, 1);
  const unmeasured = (i: number) => i % 3 === 0;
  const some = {
    ...data,
    intensity: data.intensity.map((value, i) => (unmeasured(i) ? 0 : value)),
    sigma: data.sigma.map((value, i) => (unmeasured(i) ? Number.POSITIVE_INFINITY : value)),
  };
  const keep = (values: Float64Array) => values.filter((_, i) => !unmeasured(i));
  const rest = {
    intensity: keep(data.intensity),
    sigma: keep(data.sigma),
    epsilon: keep(data.epsilon),
    inverseDSquared: keep(data.inverseDSquared),
  };
  expect(fitFallOff(some)).toEqual(fitFallOff(rest));
});

test("a few reflections, or all at one resolution: B stays within −20 to 200 Å², or at 0", () => {
  const few = {
    intensity: Float64Array.of(1e-3, 1e6),
    sigma: Float64Array.of(1e-4, 1e-4),
    epsilon: Float64Array.of(1, 1),
    inverseDSquared: Float64Array.of(0.01, 0.011),
  };
  const { bFactor, level } = fitFallOff(few);
  expect(bFactor).toBeGreaterThanOrEqual(-20);
  expect(bFactor).toBeLessThanOrEqual(200);
  expect(level).toBeGreaterThan(0);
  const one = fitFallOff({ ...few, inverseDSquared: Float64Array.of(0.1, 0.1) });
  expect(one.bFactor).toBe(0);
  expect(one.level).toBeCloseTo(5e5, -3);
});

test("expected intensities are ε level exp(−B/(2d²))", () => {
  const found = expectedIntensities(
    { level: 100, bFactor: 20 },
    { epsilon: Float64Array.of(1, 2), inverseDSquared: Float64Array.of(0.04, 0.25) },
  );
  expect(found[0]).toBeCloseTo(100 * Math.exp(-10 * 0.04), 10);
  expect(found[1]).toBeCloseTo(200 * Math.exp(-10 * 0.25), 10);
});
