/** A user's own likelihood and prior, written with public operations, train and give sensible results. */
import { beforeAll, describe, expect, test } from "vitest";
import { op } from "../../../lib/autodiff/index.js";
import {
  type LikelihoodFunction,
  type MergeOptions,
  merge,
  type PriorFunction,
  priors,
} from "../../../lib/models/index.js";
import { pearson } from "../../../lib/statistics/index.js";
import { memoryStore, openRun } from "../../../lib/training/index.js";
import { rotation } from "./tables.js";
import { amplitudes } from "./trained.js";

/** As the design has it: square near 0, straight beyond two sigmas. */
const huber: LikelihoodFunction = (predicted, observed, sigma) => {
  const z = op.div(op.sub(observed, predicted), sigma);
  return op.neg(op.where(op.lt(op.abs(z), 2), op.square(z).div(2), op.abs(z).mul(2).sub(2)));
};

/** Wilson's, without its constants. */
const wilson: PriorFunction = (e, { centric }) =>
  op.where(centric, op.square(e).mul(-0.5), op.sub(op.log(e), op.square(e)));

async function fit(options: MergeOptions, outlierFraction = 0.002) {
  const simulated = rotation({ outlierFraction });
  const run = await merge(simulated.observations, { anomalous: true, testFraction: 0.1, ...options }).train({
    steps: 700,
    evaluateEvery: 700,
  });
  const found = amplitudes(simulated, run);
  return { run, ...found, cc: pearson(found.merged, found.truth) };
}

let plain: Awaited<ReturnType<typeof fit>>;
beforeAll(async () => {
  plain = await fit({});
});

describe("a Huber likelihood", () => {
  test("merges as well as Student's t, and stands outliers better than the normal one", async () => {
    const own = await fit({ likelihood: huber });
    expect(own.cc).toBeGreaterThan(plain.cc - 0.003);
    expect(pearson(own.merged, plain.merged)).toBeGreaterThan(0.998);
    expect(own.run.ccPred().overall.test.spearman).toBeGreaterThan(0.98);
    // found: 0.984; the normal likelihood 0.965 (simulated.test.ts)
    expect((await fit({ likelihood: huber }, 0.03)).cc).toBeGreaterThan(0.98);
  });
});

describe("Wilson's prior written by hand", () => {
  test("gives what the built-in one gives, but for the noise of its estimate", async () => {
    const own = await fit({ prior: wilson });
    expect(pearson(own.merged, plain.merged)).toBeGreaterThan(0.999);
    // amplitudes and their sigmas: no bias, little scatter
    const ratios = (a: Float64Array, b: Float64Array) => a.map((value, i) => value / b[i]).sort();
    const middle = (values: Float64Array) => values[values.length >> 1];
    expect(middle(ratios(own.merged, plain.merged))).toBeCloseTo(1, 1);
    expect(Math.abs(middle(ratios(own.sigma, plain.sigma)) - 1)).toBeLessThan(0.1);
  });

  test("a prior that wants amplitudes small makes them smaller", async () => {
    const strict = await fit({ prior: priors.custom((e) => op.square(e).mul(-300), { name: "small" }) });
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(strict.merged)).toBeLessThan(0.9 * sum(plain.merged));
  });
});

test("the run folder records that they were the user's own", async () => {
  const folder = memoryStore();
  const model = merge(rotation().observations, { likelihood: huber, prior: wilson });
  await model.train({ steps: 3, folder });
  expect((await openRun(folder)).config).toMatchObject({
    model: { likelihood: { name: "custom" }, prior: { name: "custom", bFactor: "fitted" } },
  });
});
