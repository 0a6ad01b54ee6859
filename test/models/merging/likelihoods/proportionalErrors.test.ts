/** Oracles: SciPy (test/reference/models/likelihoods.py), limits. */
import { describe, expect, test } from "vitest";
import {
  normal as normalDistribution,
  studentT as studentTDistribution,
} from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { proportionalErrors } from "../../../../lib/models/merging/likelihoods/proportionalErrors.js";
import { fitted, simulated } from "./fit.js";
import { logProbabilities } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

const network = { name: "proportional", b: "network" } as const;
const { normal, studentT, laplace } = likelihoods;

test("has the values of SciPy in each likelihood, with b of all and of each observation", () => {
  expect(expectReference("normal", normal, "proportional")).toBe(5);
  expect(expectReference("laplace", laplace, "proportional")).toBe(5);
  expect(expectReference("studentT", studentT, "proportional")).toBe(10);
});

test("says what it is and what it trains, from a = 1 and b = e⁻² on", () => {
  const { description, parameters, heads, fitted } = normal({ errorModel: "proportional" });
  expect(description).toEqual({ name: "normal", errorModel: { name: "proportional", b: "global" } });
  expect(parameters).toEqual({ logA: 0, logB: -2 });
  expect(heads).toBeUndefined();
  expect(fitted?.({ logA: Math.log(1.5), logB: Math.log(0.03) })).toEqual({
    a: expect.closeTo(1.5, 12),
    b: expect.closeTo(0.03, 12),
  });
});

test("b of the scale network is a head, and no number of the model's", () => {
  const { description, parameters, heads, fitted } = studentT({ errorModel: network });
  expect(description).toEqual({ name: "studentT", degreesOfFreedom: 4, errorModel: network });
  expect(parameters).toEqual({ logA: 0 });
  expect(heads).toEqual([-2]);
  expect(fitted?.({ logA: 0 })).toEqual({ a: 1 });
});

test("learns together with degrees of freedom", () => {
  const { parameters, fitted } = studentT({ degreesOfFreedom: "learned", errorModel: "proportional" });
  expect(Object.keys(parameters ?? {})).toEqual(["degreesOfFreedom", "logA", "logB"]);
  expect(Object.keys(fitted?.(parameters ?? {}) ?? {})).toEqual(["degreesOfFreedom", "a", "b"]);
});

test("with a = 1 and the least b it is the likelihood without it, but for the strongest", () => {
  const rows = [0.1, 3, 40].map((predicted) => ({ predicted, observed: predicted + 0.7, sigma: 1 }));
  const found = logProbabilities(normal({ errorModel: "proportional" }), rows, {
    parameters: { logA: 0, logB: -50 },
  });
  logProbabilities(normal(), rows).forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 3);
  });
});

test("b is held below e², so that no observation loses all its weight", () => {
  const rows = [{ predicted: 10, observed: 11, sigma: 1 }];
  const at = (logB: number) =>
    logProbabilities(normal({ errorModel: "proportional" }), rows, { parameters: { logA: 0, logB } });
  expect(at(2)).toEqual(at(30));
  expect(at(1.9)).not.toEqual(at(2));
  const byHead = (head: number) =>
    logProbabilities(normal({ errorModel: network }), rows, { parameters: { logA: 0 }, heads: [head] });
  expect(byHead(30)).toEqual(at(2));
});

test("a and b of simulated observations are found", () => {
  const observe = (predicted: number, sigma: number, residual: number) =>
    predicted + Math.hypot(1.6 * sigma, 0.15 * predicted) * residual;
  const found = fitted(
    normal({ errorModel: "proportional" }),
    simulated(normalDistribution({ location: 0, scale: 1 }), observe),
  );
  expect(Math.abs(found.a / 1.6 - 1)).toBeLessThan(0.05);
  expect(Math.abs(found.b / 0.15 - 1)).toBeLessThan(0.1);

  const t = studentTDistribution({ location: 0, scale: 1, degreesOfFreedom: 5 });
  const heavy = fitted(
    studentT({ degreesOfFreedom: "learned", errorModel: "proportional" }),
    simulated(t, observe),
  );
  expect(Math.abs(heavy.a / 1.6 - 1)).toBeLessThan(0.06);
  expect(Math.abs(heavy.b / 0.15 - 1)).toBeLessThan(0.1);
  expect(Math.abs(heavy.degreesOfFreedom / 5 - 1)).toBeLessThan(0.2);
});

test("b that is neither is refused", () => {
  const make = () => proportionalErrors({ b: "each" as never });
  expect(make).toThrow(InputError);
  expect(make).toThrow('proportional error model: got b each, expected "global" or "network"');
});

describe.each([
  ["normal", normal, false],
  ["Student's t", studentT, false],
  ["Laplace", laplace, true],
] as const)("%s", (name, make, kinked) => {
  const values = { parameters: { logA: 0.3, logB: -1.2 } };
  describeLikelihood({ name, likelihood: make({ errorModel: "proportional" }), values, kinked });
  describeLikelihood({
    name: `${name}, b of each observation`,
    likelihood: make({ errorModel: network }),
    values: { parameters: { logA: -0.4 }, heads: [-3.1] },
    kinked,
  });
});
