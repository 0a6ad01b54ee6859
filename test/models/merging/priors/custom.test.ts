/** A user's prior: its estimate from samples, against the closed form of the same prior. */
import { expect, test } from "vitest";
import { type PriorFunction, priors } from "../../../../lib/models/merging/priors/index.js";
import { divergences, posteriors } from "./divergence.js";

/** Wilson's prior as a user would write it. */
const wilson: PriorFunction = (e, { centric }) =>
  centric.where(
    e
      .square()
      .mul(-0.5)
      .add(0.5 * Math.log(2 / Math.PI)),
    e.log().sub(e.square()).add(Math.LN2),
  );

test("log q − log p at the sample is unbiased for the divergence", () => {
  const exact = divergences(priors.wilson());
  const draws = Array.from({ length: 4000 }, (_, step) => divergences(priors.custom(wilson), step));
  posteriors.forEach((posterior, i) => {
    const mean = draws.reduce((sum, draw) => sum + draw[i], 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw[i] - mean) ** 2, 0) / (draws.length - 1);
    const error = Math.sqrt(variance / draws.length);
    expect(Math.abs(mean - exact[i]), JSON.stringify(posterior)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.05);
  });
});

test("says its name and B, by default custom and fitted", () => {
  expect(priors.custom(wilson)).toMatchObject({
    bFactor: "fitted",
    description: { name: "custom", bFactor: "fitted" },
  });
  expect(priors.custom(wilson, { name: "mine", bFactor: 12 })).toMatchObject({
    bFactor: 12,
    description: { name: "mine", bFactor: 12 },
  });
});
