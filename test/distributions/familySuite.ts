/**
 * What every family is tested for, in both precisions: log densities, tails, moments and derivatives of samples against
 * mpmath (test/reference/distributions/families.py), gradients against central differences, quantiles against the cdf,
 * samples by Kolmogorov–Smirnov, pathwise derivatives of E[x] and E[x²] over a million samples.
 */
import { describe, expect, test } from "vitest";
import { type Distribution, distribution, type FloatArray } from "../../lib/distributions/index.js";
import { randomStream } from "../../lib/random/index.js";
import { expectFit, kolmogorovSmirnov } from "../random/goodness.js";
import reference from "../reference/distributions/families.json";
import { centralDifference, deviation } from "./compare.js";

type Value = number | string | null;
const number = (value: Value): number => (value === null ? Number.NaN : Number(value));

/** Parameters of a case of the reference, as numbers. */
export function parametersOf(values: Readonly<Record<string, Value | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([k, v]) => [k, number(v ?? null)]));
}

/** The distributions of the reference that are of one family, each with its reference values. */
export function casesOf(
  name: string,
): { d: Distribution; title: string; expected: (typeof reference.cases)[0] }[] {
  return reference.cases
    .filter((c) => c.name === name)
    .map((expected) => {
      const parameters = parametersOf(expected.parameters);
      return { d: distribution(name, parameters), title: JSON.stringify(parameters), expected };
    });
}

/** A distribution like `d` with one parameter changed. */
function changed(d: Distribution, parameter: string, value: number): Distribution {
  return distribution(d.name, { ...d.parameters, [parameter]: value });
}

const numberOf = (d: Distribution, parameter: string) => Number(d.parameters[parameter]);

/** Runs all of it for the family `name`; tolerances are relative, of log p absolute below 1. */
export function familySuite(name: string, tolerance = 1e-12): void {
  const cases = casesOf(name);
  describe.each(cases)(`${name} $title`, ({ d, expected }) => {
    test("log density and tails agree with mpmath", () => {
      expected.x.forEach((x, k) => {
        const where = `at ${x}`;
        expect(deviation(d.logProbability(x), number(expected.logProbability[k]), 1), where).toBeLessThan(
          tolerance,
        );
        // Logarithms of tails below float64's range are −∞.
        const lower = number(expected.logCdf[k]);
        const upper = number(expected.logSurvival[k]);
        if (lower > -690) expect(deviation(Math.log(d.cdf(x)), lower, 1), where).toBeLessThan(5 * tolerance);
        if (upper > -690)
          expect(deviation(Math.log(d.survival(x)), upper, 1), where).toBeLessThan(5 * tolerance);
      });
    });

    test("float32 in and out agrees to 2e-5", () => {
      const x = Float32Array.from(expected.x);
      const got = d.logProbabilities(x);
      expect(got).toBeInstanceOf(Float32Array);
      expected.logProbability.forEach((v, k) => {
        expect(deviation(got[k], number(v), 1)).toBeLessThan(2e-5);
      });
    });

    test("moments and entropy", () => {
      const check = (got: number, value: Value, floor?: number) =>
        value === null
          ? expect(got).toBeNaN()
          : expect(deviation(got, number(value), floor), `${got} for ${value}`).toBeLessThan(tolerance);
      check(d.mean(), expected.mean, 1e-3 * Math.sqrt(d.variance()));
      if (expected.variance !== null) check(d.variance(), expected.variance);
      check(d.entropy(), expected.entropy, 1);
      if (expected.meanLog !== null) check(d.family.meanLog?.(d.at(0)) ?? Number.NaN, expected.meanLog, 1);
    });

    test("moments in float32, from parameters in float32, agree to 2e-5", () => {
      const parameters = Object.fromEntries(
        Object.entries(d.parameters).map(([k, v]) => [k, Float32Array.of(Number(v), Number(v))]),
      );
      const batch = distribution(name, parameters);
      const check = (values: FloatArray, value: Value, floor?: number) => {
        expect(values).toBeInstanceOf(Float32Array);
        if (value === null) return expect(values[1]).toBeNaN();
        return expect(deviation(values[1], number(value), floor)).toBeLessThan(2e-5);
      };
      check(batch.means(new Float32Array(2)), expected.mean, 1e-3 * Math.sqrt(d.variance()));
      if (expected.variance !== null) check(batch.variances(new Float32Array(2)), expected.variance);
      check(batch.entropies(new Float32Array(2)), expected.entropy, 1);
    });

    test("derivatives of samples agree with mpmath", () => {
      expected.x.forEach((x, k) => {
        // Beyond float64's tails no sample falls.
        if (Math.min(number(expected.logCdf[k]), number(expected.logSurvival[k])) < -300) return;
        const got = d.sampleGradient(x);
        d.family.parameters.forEach((parameter, j) => {
          const value = expected.sampleGradient[k][j];
          // Between two bounds the derivative is a difference of numbers near 1.
          const isBetween = d.support().every(Number.isFinite);
          const floor = 1e-3 * Math.max(Math.abs(x / (numberOf(d, parameter) || 1)), isBetween ? 1 : 0);
          expect(deviation(got[parameter] ?? Number.NaN, value, floor), `${parameter} at ${x}`).toBeLessThan(
            1e-9,
          );
        });
      });
    });

    test("gradients of the log density agree with central differences", () => {
      const width = Math.sqrt(Number.isFinite(d.variance()) ? d.variance() : 1);
      const [low, high] = d.support();
      expected.x.forEach((x) => {
        const got = d.logProbabilityGradient(x);
        // Where a gradient passes through 0, it is compared to the size of its terms.
        const check = (name: string, difference: number, unit: number) =>
          expect(deviation(got[name] ?? Number.NaN, difference, 1e-2 / unit), `${name} at ${x}`).toBeLessThan(
            1e-6,
          );
        const step = 0.005 * Math.min(x - low, high - x, width);
        check(
          "value",
          centralDifference((y) => d.logProbability(y), x, step),
          200 * step,
        );
        for (const parameter of d.family.parameters) {
          const at = numberOf(d, parameter);
          const unit = parameter === "location" ? numberOf(d, "scale") : at || 1;
          const density = (v: number) => changed(d, parameter, v).logProbability(x);
          check(parameter, centralDifference(density, at, 0.002 * unit), unit);
        }
      });
    });

    test("quantiles invert the distribution function", () => {
      const [low, high] = d.support();
      const size = (x: number) => Math.max(Math.abs(x), Number.isFinite(high - low) ? high - low : 0);
      for (const u of [1e-12, 1e-5, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-9]) {
        const x = d.quantile(u);
        if (x === d.support()[0]) continue; // below the smallest float64
        const error = u < 0.5 ? d.cdf(x) / u - 1 : d.survival(x) / (1 - u) - 1;
        // What rounding x alone, and u near 1, changes.
        const rounding =
          (4e-16 * size(x) * Math.exp(d.logProbability(x))) / Math.min(u, 1 - u) +
          (u > 0.5 ? 1e-16 / (1 - u) : 0);
        expect(Math.abs(error), `u = ${u}`).toBeLessThan(1e-11 + 4 * rounding);
      }
      expect([d.quantile(0), d.quantile(1)]).toEqual([...d.support()]);
      expect([d.quantile(-1), d.quantile(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
    });

    test("samples fit", () => {
      const sample = d.samples(randomStream(77, name), new Float64Array(5_000));
      expectFit(kolmogorovSmirnov(sample, (x) => d.cdf(x)));
      expect(d.sample(randomStream(77, name), 9)).toBe(sample[9]);
    });

    test("outside the support", () => {
      const [low, high] = d.support();
      const outside = [low - 1, high + 1].filter(Number.isFinite);
      for (const x of outside) {
        expect([d.logProbability(x), d.cdf(x)]).toEqual([-Infinity, x < low ? 0 : 1]);
        expect(d.logProbabilityGradient(x).value).toBeNaN();
      }
      expect(d.logProbability(Number.NaN)).toBeNaN();
    });
  });

  test.each(cases[0].d.family.parameters.map((parameter) => [parameter]))("%s refuses NaN", (parameter) => {
    expect(() => changed(cases[0].d, parameter, Number.NaN)).toThrow(
      `${name} ${parameter}: got NaN, expected `,
    );
  });
}

/** A function f of a value, by its slope, and its expectation. */
export interface Expectation {
  readonly slope: (x: number) => number;
  readonly of: (d: Distribution) => number;
}

/** Both of them, in closed form or by quadrature. */
const meanAndSquare: readonly Expectation[] = [
  { slope: () => 1, of: (d) => d.mean() },
  { slope: (x) => 2 * x, of: (d) => d.variance() + d.mean() ** 2 },
];

/**
 * d E[f(x)]/d(parameter) as the mean of f′(x) dx/d(parameter) over a million samples, by default for f = x and x²:
 * within 0.5 % of the derivative of the exact expectation by central differences.
 */
export function expectPathwise(d: Distribution, expectations = meanAndSquare): void {
  const n = 1_000_000;
  const sample = d.samples(randomStream(5, "pathwise"), new Float64Array(n));
  const gradients = d.sampleGradients(sample);
  for (const parameter of d.family.parameters)
    for (const { slope, of } of expectations) {
      const byParameter = gradients[parameter] ?? [];
      let sum = 0;
      for (let i = 0; i < n; i++) sum += slope(sample[i]) * byParameter[i];
      const at = numberOf(d, parameter);
      const exact = centralDifference((v) => of(changed(d, parameter, v)), at, 1e-3 * (Math.abs(at) || 1));
      // E[x] of a symmetric distribution does not depend on its scale.
      const floor = 0.2 * Math.min(1, Math.sqrt(d.variance()) / (Math.abs(at) || 1));
      const where = `${parameter}: got ${sum / n}, expected ${exact}`;
      expect(deviation(sum / n, exact, floor), where).toBeLessThan(0.005);
    }
}
