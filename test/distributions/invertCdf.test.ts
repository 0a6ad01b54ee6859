// Oracle: the logistic distribution, whose quantile is log(u/(1 − u)).
import { expect, test } from "vitest";
import { invertCdf } from "../../lib/distributions/invertCdf.js";

const logistic = (y: number) => {
  const lower = -Math.log1p(Math.exp(-y));
  const upper = -Math.log1p(Math.exp(y));
  return { lower, upper, density: lower + upper };
};

test.each([1e-15, 0.01, 0.5, 0.9, 1 - 1e-12])("quantile %d from good and bad starts", (u) => {
  for (const start of [0, -50, 30])
    expect(invertCdf(logistic, u, start)).toBeCloseTo(Math.log(u) - Math.log1p(-u), 12);
});
