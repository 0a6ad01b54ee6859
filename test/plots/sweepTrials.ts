/** Trials of a sweep, made up: CCpred is highest at a learning rate of 0.01 and does not depend on the recipe. */
import type { PlottedTrial } from "../../lib/plots/index.js";

const rates = [0.001, 0.003, 0.01, 0.03, 0.1];

/** Ten finished ones, an early result, one that failed and one that waits. */
export function sweepTrials(): PlottedTrial[] {
  const finished = rates.flatMap((learningRate, i) =>
    ["default", "careless"].map((recipe, j) => ({
      name: `00${i}${j}`,
      hyperparameters: { learningRate, recipe, "scale.layers": 2 + i },
      state: "finished",
      ccPred: 0.95 - 0.02 * Math.log10(learningRate / 0.01) ** 2 + 0.001 * j,
    })),
  );
  const other = (name: string, state: string, ccPred: number) => ({
    name,
    hyperparameters: { learningRate: 0.02, recipe: "default", "scale.layers": 12 },
    state,
    ccPred,
  });
  return [
    ...finished,
    other("0100", "running", 0.97),
    other("0101", "failed", Number.NaN),
    other("0102", "waiting", Number.NaN),
  ];
}
