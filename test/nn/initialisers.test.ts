/**
 * First values: identity against tf_keras 2.18 (test/reference/nn/schedules.py), random ones against the distribution
 * they are drawn from (Kolmogorov–Smirnov) and their variance.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type InitialiserName, initialiser, initialisers } from "../../lib/nn/index.js";
import { randomStream } from "../../lib/random/index.js";
import { expectFit, kolmogorovSmirnov, normalCdf } from "../random/goodness.js";

const file = join(import.meta.dirname, "..", "reference", "nn", "schedules.json");
const { identity } = JSON.parse(readFileSync(file, "utf8")) as {
  identity: { shape: number[]; values: number[] }[];
};
const stream = randomStream(5, "initialisers");

test.each(identity.map((golden) => [golden.shape.join(" × "), golden] as const))(
  "identity %s is Keras's",
  (_, golden) => {
    expect([...initialiser("identity")(stream, golden.shape)]).toEqual(golden.values);
  },
);

test("zeros and ones", () => {
  expect(initialiser("zeros")(stream, [2, 2])).toEqual(new Float32Array(4));
  expect(initialiser("ones")(stream, [3])).toEqual(Float32Array.of(1, 1, 1));
});

/** What the variance is times: gain/(inputs) or gain/((inputs + outputs)/2). */
const drawn: readonly [InitialiserName, (outputs: number, inputs: number) => number][] = [
  ["lecunNormal", (_, inputs) => 1 / inputs],
  ["lecunUniform", (_, inputs) => 1 / inputs],
  ["heNormal", (_, inputs) => 2 / inputs],
  ["heUniform", (_, inputs) => 2 / inputs],
  ["glorotNormal", (outputs, inputs) => 2 / (inputs + outputs)],
  ["glorotUniform", (outputs, inputs) => 2 / (inputs + outputs)],
];

describe.each(drawn)("%s", (name, variance) => {
  const shape = [300, 100];
  const values = initialiser(name)(stream, shape);
  const deviation = Math.sqrt(variance(300, 100));

  test("has the variance it should have", () => {
    const square = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    // The relative standard error of a variance of 30,000 numbers is below √(2/30,000) = 0.8 %.
    expect(Math.abs(square / deviation ** 2 - 1)).toBeLessThan(0.035);
    expect(Math.abs(values.reduce((sum, w) => sum + w, 0) / values.length / deviation)).toBeLessThan(0.025);
  });

  test("has its distribution", () => {
    if (name.endsWith("Uniform")) {
      const reach = Math.sqrt(3) * deviation;
      expectFit(kolmogorovSmirnov(values, (w) => (w / reach + 1) / 2));
    } else {
      // Keras's constant for the standard deviation of a normal distribution cut at two of its own.
      const sigma = deviation / 0.8796256610342398;
      const low = normalCdf(-2);
      expectFit(kolmogorovSmirnov(values, (w) => (normalCdf(w / sigma) - low) / (1 - 2 * low)));
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2 * sigma * (1 + 1e-6));
    }
  });
});

test("depend on the stream alone", () => {
  const heNormal = initialiser("heNormal");
  expect(heNormal(randomStream(5, "a"), [4, 4])).toEqual(heNormal(randomStream(5, "a"), [4, 4]));
  expect(heNormal(randomStream(5, "a"), [4, 4])).not.toEqual(heNormal(randomStream(5, "b"), [4, 4]));
  expect(heNormal(randomStream(5, "a"), [4, 4])).not.toEqual(heNormal(randomStream(6, "a"), [4, 4]));
});

test("every one is tested here", () => {
  const tested = ["zeros", "ones", "identity", ...drawn.map(([name]) => name)];
  expect(tested.sort()).toEqual(Object.keys(initialisers).sort());
  expect(() => initialiser("heNormale" as InitialiserName)).toThrow(/did you mean heNormal/);
});
