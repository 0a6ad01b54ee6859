// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences; E|t| in closed form.
import { expect, test } from "vitest";
import { type Distribution, normal, studentT } from "../../lib/distributions/index.js";
import { logGammaHalfStep } from "../../lib/distributions/specialFunctionsGamma.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("studentT");

test("pathwise derivatives of E|x|", () => {
  // E|t| = 2 √(ν/π) Γ((ν + 1)/2) / (Γ(ν/2) (ν − 1)), about location 0.
  const meanAbsolute = (d: Distribution) => {
    const nu = Number(d.parameters.degreesOfFreedom);
    const ratio = Math.exp(logGammaHalfStep(nu / 2));
    return (Number(d.parameters.scale) * 2 * Math.sqrt(nu / Math.PI) * ratio) / (nu - 1);
  };
  const symmetric = studentT({ location: 0, scale: 2, degreesOfFreedom: 16 });
  // About location 0, E|x| does not change with the location: its derivative is compared to the floor.
  const absolute = { slope: Math.sign, of: meanAbsolute };
  expectPathwise(symmetric, [absolute]);
});

test("many degrees of freedom make a normal distribution", () => {
  const t = studentT({ location: 1, scale: 2, degreesOfFreedom: 1e12 });
  const n = normal({ location: 1, scale: 2 });
  for (const x of [-15, 0, 1.5, 9]) {
    expect(t.logProbability(x)).toBeCloseTo(n.logProbability(x), 8);
    expect(t.cdf(x) / n.cdf(x)).toBeCloseTo(1, 8);
  }
  expect(t.entropy()).toBeCloseTo(n.entropy(), 10);
});
