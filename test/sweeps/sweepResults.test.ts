// Oracle: the order by hand.
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { mixedResults, resultsOf } from "./smallSweep.js";

test("finished trials by CCpred; early results and failures apart", async () => {
  const results = await mixedResults();
  const names = (trials: readonly { readonly name: string }[]) => trials.map(({ name }) => name);
  expect(names(results.ranked)).toEqual(["0002", "0006", "0001"]);
  // 0003 has the highest CCpred of all, and is not finished
  expect(names(results.unfinished)).toEqual(["0003", "0005"]);
  expect(names(results.failed)).toEqual(["0004"]);
  expect(results.best?.hyperparameters).toEqual({ "scale.layers": 3, learningRate: 0.01 });
  expect(results.complete).toBe(false);
  expect(inspect(results)).toBe(String(results));
});

test("a finished trial without CCpred is never the best", async () => {
  const results = await resultsOf({ 1: { ccPred: [Number.NaN], outcome: { state: "finished" } } });
  expect(results.ranked).toHaveLength(1);
  expect(results.best).toBeUndefined();
});
