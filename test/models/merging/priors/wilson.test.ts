/** Oracle: KL(truncatedNormal ‖ wilsonAmplitude) of lib/distributions, whose moments are held to mpmath. */
import { expect, test } from "vitest";
import { klDivergence, wilsonAmplitude } from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import { priors } from "../../../../lib/models/merging/priors/index.js";
import { divergences, posteriors, q } from "./divergence.js";

test("its closed form is the divergence from Wilson's distribution, acentric and centric", () => {
  const p = wilsonAmplitude({ centric: posteriors.map(({ centric }) => centric) });
  const found = divergences(priors.wilson());
  posteriors.forEach((posterior, i) => {
    expect(found[i], JSON.stringify(posterior)).toBeCloseTo(klDivergence(q, p, i), 9);
  });
});

test("it is 0 where the posterior is the prior: centric, a half-normal", () => {
  const i = posteriors.findIndex(
    ({ location, scale, centric }) => location === 0 && scale === 1 && centric === 1,
  );
  expect(divergences(priors.wilson())[i]).toBeCloseTo(0, 12);
});

test("it does not depend on the sample", () => {
  expect(divergences(priors.wilson(), 1)).toEqual(divergences(priors.wilson(), 2));
});

test("B is fitted unless given", () => {
  expect(priors.wilson()).toMatchObject({
    bFactor: "fitted",
    description: { name: "wilson", bFactor: "fitted" },
  });
  expect(priors.wilson({ bFactor: 20 })).toMatchObject({
    bFactor: 20,
    description: { name: "wilson", bFactor: 20 },
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("a B factor of %d is refused", (bFactor) => {
  expect(() => priors.wilson({ bFactor })).toThrow(InputError);
  expect(() => priors.wilson({ bFactor })).toThrow(
    `Wilson prior: got a B factor of ${bFactor}, expected a number in Å² or "fitted"`,
  );
});

test("anisotropy is fitted, or given with its B; never beside one", () => {
  expect(priors.wilson().anisotropy).toBeUndefined();
  expect(priors.wilson({ anisotropy: true })).toMatchObject({
    bFactor: "fitted",
    anisotropy: "fitted",
    description: { name: "wilson", bFactor: "fitted", anisotropy: true },
  });
  const tensor = [30, 20, 10, 0, 5, 0];
  expect(priors.wilson({ anisotropy: tensor })).toMatchObject({ bFactor: 20, anisotropy: tensor });
  expect(() => priors.wilson({ anisotropy: true, bFactor: 20 })).toThrow(/B factor of 20 and anisotropy/);
  expect(() => priors.wilson({ anisotropy: [1, 2, 3] })).toThrow(
    /got \[1,2,3\], expected true, or six numbers/,
  );
});
