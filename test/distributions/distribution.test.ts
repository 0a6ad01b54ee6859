// Oracle: the scalar forms, which the tests of the families check.
import { describe, expect, test } from "vitest";
import { gamma, normal, truncatedNormal, wilsonAmplitude } from "../../lib/distributions/index.js";
import { InputError } from "../../lib/errors.js";
import { randomStream } from "../../lib/random/index.js";

const location = Float32Array.of(3, -2, 0.5);
const scale = Float64Array.of(1, 2, 0.25);
const q = truncatedNormal({ location, scale });
const stream = randomStream(8);

describe("a batch holds the single values", () => {
  const x = q.samples(stream, undefined, 4);
  const each = (f: (i: number) => number) => Float64Array.from(location, (_, i) => f(i));

  test("of samples, moments and probabilities", () => {
    expect(q.length).toBe(3);
    expect(x).toEqual(each((i) => q.sample(stream, 4 + i, i)));
    expect(q.means()).toEqual(each((i) => q.mean(i)));
    expect(q.variances()).toEqual(each((i) => q.variance(i)));
    expect(q.entropies()).toEqual(each((i) => q.entropy(i)));
    expect(q.logProbabilities(x)).toEqual(each((i) => q.logProbability(x[i], i)));
    expect(q.cdfs(x)).toEqual(each((i) => q.cdf(x[i], i)));
    expect(q.quantiles(q.cdfs(x))).toEqual(each((i) => q.quantile(q.cdf(x[i], i), i)));
  });

  test("of gradients", () => {
    const gradients = q.logProbabilityGradients(x);
    expect(Object.keys(gradients)).toEqual(["value", "location", "scale"]);
    expect(gradients.scale).toEqual(each((i) => q.logProbabilityGradient(x[i], i).scale ?? Number.NaN));
    expect(gradients.value).toEqual(each((i) => q.logProbabilityGradient(x[i], i).value ?? Number.NaN));
    expect(q.sampleGradients(x).location).toEqual(
      each((i) => q.sampleGradient(x[i], i).location ?? Number.NaN),
    );
  });

  test("written where asked, only what is asked", () => {
    const out = new Float32Array(3);
    expect(q.samples(stream, out, 4)).toBe(out);
    expect(out).toEqual(Float32Array.from(x));
    const slope = { scale: new Float64Array(3) };
    expect(q.sampleGradients(x, slope)).toBe(slope);
    expect(slope).toEqual({ scale: q.sampleGradients(x).scale });
  });
});

test("one distribution serves a batch of any length", () => {
  const n = normal({ location: 1, scale: 2 });
  expect(n.length).toBeUndefined();
  expect(n.logProbabilities(Float64Array.of(1, 2))).toEqual(
    Float64Array.of(n.logProbability(1), n.logProbability(2)),
  );
  expect(n.means()).toEqual(Float64Array.of(1));
});

test("samples do not depend on what was drawn before", () => {
  const one = q.sample(stream, 5, 1);
  q.samples(stream);
  expect(q.sample(stream, 5, 1)).toBe(one);
});

describe("bad input in one sentence", () => {
  test.each([
    [() => normal({ location: 0, scale: 0 }), "normal scale: got 0, expected a positive finite number"],
    [
      () => normal({ location: Infinity, scale: 1 }),
      "normal location: got Infinity, expected a finite number",
    ],
    [
      () => truncatedNormal({ location, scale: [1, -1, 1] }),
      "truncatedNormal scale of element 1: got -1, expected a positive finite number",
    ],
    [
      () => truncatedNormal({ location, scale: [1, 1] }),
      "truncatedNormal scale: got 2 values, expected 3, as many as of the other parameters",
    ],
    [
      () => truncatedNormal({ location: 0, scale: 1, low: 2, high: 1 }),
      "truncatedNormal distribution: got the bounds 2 and 1, expected low < high and one of them finite",
    ],
    [() => gamma({ shape: -1, scale: 1 }), "gamma shape: got -1, expected a positive finite number"],
    [() => wilsonAmplitude({ centric: 2 }), "wilsonAmplitude centric: got 2, expected 0, 1, false or true"],
    [
      () => wilsonAmplitude({ dSpacing: 0 }),
      "wilsonAmplitude dSpacing: got 0, expected a positive number or Infinity",
    ],
    [
      () => q.logProbabilities(new Float64Array(2)),
      "truncatedNormal distribution: got a batch of 2 into an array of 2, expected both of length 3",
    ],
  ])("%#", (f, message) => {
    expect(f).toThrow(InputError);
    expect(f).toThrow(message);
  });
});
