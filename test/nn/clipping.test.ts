/** Clipping against tf_keras 2.18 (test/reference/nn). */
import { expect, test } from "vitest";
import { clipByGlobalNorm, clipping, globalNorm } from "../../lib/nn/index.js";
import { reference } from "./reference.js";

const { gradients, globalNorm: before, cases } = reference.clipping;
const fresh = () =>
  Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, Float64Array.from(g)]));

test.each(cases.map((golden) => [JSON.stringify(golden.options), golden] as const))(
  "%s as Keras",
  (_, golden) => {
    const found = fresh();
    expect(clipping(golden.options)(found) / before).toBeCloseTo(1, 14);
    for (const [name, expected] of Object.entries(golden.gradients))
      expected.forEach((value, i) => {
        expect(Math.abs(found[name][i] - value), `${name}[${i}]`).toBeLessThan(1e-14);
      });
  },
);

test("some of the cases clip and some do not", () => {
  const changed = cases.map((golden) => JSON.stringify(golden.gradients) !== JSON.stringify(gradients));
  expect(new Set(changed)).toEqual(new Set([true, false]));
});

test("no option: nothing is clipped, the norm is told", () => {
  const found = fresh();
  expect(clipping()(found)).toBe(globalNorm(fresh()));
  expect(found).toEqual(fresh());
});

test("the global norm is what was asked for afterwards", () => {
  const found = fresh();
  clipByGlobalNorm(found, 0.25);
  expect(globalNorm(found)).toBeCloseTo(0.25, 14);
});

test.each(["clipValue", "clipNorm", "globalClipNorm"])(
  "%s does not hide a gradient that is not a number",
  (name) => {
    const found = { ...fresh(), bad: Float64Array.of(1, Number.NaN) };
    expect(clipping({ [name]: 0.1 })(found)).toBeNaN();
    expect(globalNorm(found)).toBeNaN();
  },
);

test("refuses two at once, and bounds that are not above 0", () => {
  expect(() => clipping({ clipNorm: 1, globalClipNorm: 1 })).toThrow(
    "clipping: got clipNorm and globalClipNorm, expected at most one of them",
  );
  expect(() => clipping({ clipValue: 0 })).toThrow("clipValue: got 0, expected a number above 0");
});
