// Oracles: mpmath (test/reference/distributions/klGradient.py) for the truncated normal; central differences of the
// moments, which the tests of the families hold to mpmath, for all families.
import { describe, expect, test } from "vitest";
import { distribution, families } from "../../lib/distributions/index.js";
import { momentGradients } from "../../lib/distributions/momentGradients.js";
import { normal } from "../../lib/distributions/normal.js";
import reference from "../reference/distributions/klGradient.json";
import { centralDifference, deviation } from "./compare.js";
import { casesOf, parametersOf } from "./familySuite.js";

const moments = ["entropy", "log", "mean", "square"] as const;

/** The derivatives of the four moments by parameter j. */
function slopes(name: string, p: Float64Array): (j: number, k: number) => number {
  const out = new Float64Array(4 * p.length);
  momentGradients[name](p, out);
  return (j, k) => out[4 * j + k];
}

test("every family has them", () => {
  expect(Object.keys(momentGradients).sort()).toEqual(Object.keys(families).sort());
});

describe.each(reference.moments.map((row) => ({ row, title: JSON.stringify(row.parameters) })))(
  "truncated normal $title",
  ({ row }) => {
    test("agrees with mpmath to 1e-10", () => {
      const d = distribution(row.name, parametersOf(row.parameters));
      const slope = slopes(d.name, d.at(0));
      const scale = Number(row.parameters.scale);
      // Derivatives that vanish by symmetry are compared to the size of their terms.
      const size = {
        entropy: 1e-3 / scale,
        log: 1e-3 / scale,
        mean: 1e-3,
        square: 1e-3 * Math.sqrt(d.variance()),
      };
      moments.forEach((moment, k) => {
        const exact: Readonly<Record<string, number>> | undefined = row[moment];
        d.family.parameters.forEach((parameter, j) => {
          const where = `${moment} by ${parameter}`;
          if (exact === undefined) expect(slope(j, k), where).toBeNaN();
          else expect(deviation(slope(j, k), exact[parameter], size[moment]), where).toBeLessThan(1e-10);
        });
      });
    });
  },
);

describe.each(Object.keys(momentGradients))("%s", (name) => {
  test.each(casesOf(name).map(({ d, title }) => ({ d, title })))("$title: central differences", ({ d }) => {
    const slope = slopes(name, d.at(0));
    const values = [
      (p: Float64Array) => d.family.entropy(p),
      (p: Float64Array) => d.family.meanLog?.(p) ?? Number.NaN,
      (p: Float64Array) => d.family.mean(p),
      (p: Float64Array) => d.family.variance(p) + d.family.mean(p) ** 2,
    ];
    d.family.parameters.forEach((parameter, j) => {
      const at = d.at(0)[j];
      const unit = parameter === "location" ? Number(d.parameters.scale) : at || 1;
      values.forEach((value, k) => {
        const f = (v: number) => value(d.at(0).map((u, m) => (m === j ? v : u)));
        const exact = centralDifference(f, at, 0.002 * unit);
        const got = slope(j, k);
        const where = `${moments[k]} by ${parameter}: got ${got}, expected ${exact}`;
        if (!Number.isFinite(exact)) {
          expect(got, where).toBeNaN();
          return;
        }
        // What rounding of the moment leaves of the difference.
        const noise = (1e-14 * Math.abs(f(at))) / (0.002 * Math.abs(unit));
        expect(Math.abs(got - exact), where).toBeLessThanOrEqual(1e-6 * Math.abs(exact) + 20 * noise + 1e-12);
      });
    });
  });
});

test("the tail far beyond the bound: an exponential distribution", () => {
  // At µ = −a σ, a → ∞, x is exponential of mean σ²/|µ|: dE[x]/dµ = σ²/µ², dE[log x]/dµ = 1/|µ|, dH/dµ the same.
  const slope = slopes("truncatedNormal", Float64Array.of(-1e6, 2, 0, Infinity));
  expect(deviation(slope(0, 0), 1e-6)).toBeLessThan(1e-10);
  expect(deviation(slope(0, 1), 1e-6)).toBeLessThan(1e-10);
  expect(deviation(slope(0, 2), 4e-12)).toBeLessThan(1e-10);
  expect(deviation(slope(1, 2), 4e-6)).toBeLessThan(1e-10);
  // E[x²] = 2σ⁴/µ²
  expect(deviation(slope(0, 3), (4 * 16) / 1e18)).toBeLessThan(1e-10);
});

test("a strong reflection: a normal distribution", () => {
  const near = slopes("truncatedNormal", Float64Array.of(50, 2, 0, Infinity));
  const { parameters } = normal({ location: 50, scale: 2 });
  expect(parameters.location).toBe(50);
  const far = slopes("normal", Float64Array.of(50, 2));
  for (const j of [0, 1])
    for (const k of [0, 2, 3]) expect(deviation(near(j, k), far(j, k), 0.1)).toBeLessThan(1e-12);
});
