/** Predictions of which the truth is known: Iobs = Ipred + σ t, t of a distribution chosen, Ipred Wilson-distributed. */
import { type Distribution, normal } from "../../lib/distributions/index.js";
import { exponential, randomStream } from "../../lib/random/index.js";
import { predictionTable } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";

export function simulatedPredictions(
  n: number,
  noise: Pick<Distribution, "sample"> = normal({ location: 0, scale: 1 }),
): ReflectionTable {
  const stream = randomStream(79, "predictions");
  const errors = randomStream(80, "errors");
  const each = (f: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => f(i));
  const predicted = each((i) => 500 * exponential(stream, i));
  const sigma = each((i) => 5 + 0.05 * predicted[i]);
  return predictionTable(
    {
      hkl: Int32Array.from({ length: 3 * n }, (_, i) => 1 + ((i * 7) % 11)),
      observed: each((i) => predicted[i] + sigma[i] * noise.sample(errors, i)),
      sigma,
      predicted,
      predictedSigma: sigma,
      test: each((i) => (i % 4 === 0 ? 1 : 0)),
    },
    { cell: [30, 40, 50, 90, 90, 90], spaceGroup: "P 21 21 21", name: "simulated.mtz" },
  );
}
