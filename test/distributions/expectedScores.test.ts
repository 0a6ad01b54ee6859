// Oracle: the mean of each family's own score over its own distribution is 0; quadrature of the score over another.
import { describe, expect, test } from "vitest";
import { expectedScores } from "../../lib/distributions/expectedScores.js";
import { distribution, families, truncatedNormal } from "../../lib/distributions/index.js";
import { integrateInterval } from "../../lib/distributions/quadrature.js";
import { deviation } from "./compare.js";
import { casesOf } from "./familySuite.js";

test("every family of the exponential form has one, and no other", () => {
  const form = Object.entries(families).filter(([, family]) => family.exponentialForm !== undefined);
  expect(Object.keys(expectedScores).sort()).toEqual(form.map(([name]) => name).sort());
});

describe.each(Object.keys(expectedScores))("%s", (name) => {
  test.each(casesOf(name).map(({ d, title }) => ({ d, title })))("$title", ({ d }) => {
    const out = new Float64Array(d.family.parameters.length);
    const moments = {
      mean: d.mean(),
      variance: d.variance(),
      log: d.family.meanLog?.(d.at(0)) ?? Number.NaN,
    };
    expectedScores[name](d.at(0), moments, out);
    d.family.parameters.forEach((parameter, j) => {
      const at = Number(d.parameters[parameter]);
      const unit = parameter === "location" ? Number(d.parameters.scale) : Math.abs(at) || 1;
      expect(Math.abs(out[j] * unit), parameter).toBeLessThan(1e-11 * (1 + (moments.mean / unit) ** 2));
    });
  });

  test("under another distribution, by quadrature", () => {
    const q = truncatedNormal({ location: 0.4, scale: 0.3, low: 0.05, high: 1.1 });
    const { d } = casesOf(name)[0];
    const wide = distribution(d.name, {
      ...d.parameters,
      ...(name === "truncatedNormal" ? { high: 1.5 } : {}),
    });
    const out = new Float64Array(wide.family.parameters.length);
    const log = q.family.meanLog?.(q.at(0)) ?? Number.NaN;
    expectedScores[name](wide.at(0), { mean: q.mean(), variance: q.variance(), log }, out);
    wide.family.parameters.forEach((parameter, j) => {
      const exact = integrateInterval((t) => {
        const x = 0.05 + t;
        return Math.exp(q.logProbability(x)) * (wide.logProbabilityGradient(x)[parameter] ?? Number.NaN);
      }, 1.05);
      expect(deviation(out[j], exact, 1e-3), parameter).toBeLessThan(1e-11);
    });
  });
});
