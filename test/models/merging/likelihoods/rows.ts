/** Log probabilities of a few observations, near and far from what is predicted. */
import { perRow, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import type { Likelihood } from "../../../../lib/models/index.js";

export const observations: readonly { predicted: number; observed: number; sigma: number }[] = [
  -30, -3, -1, 0, 0.5, 2, 60,
].flatMap((z, i) => [0.02, 1, 7].map((sigma) => ({ predicted: i - 2, observed: i - 2 + z * sigma, sigma })));

/** In float64. */
export function logProbabilities({ logProbability }: Likelihood): number[] {
  const program = traceRowProgram((b) => ({
    out: perRow(logProbability(b.column("predicted"), b.column("observed"), b.column("sigma"))),
  }));
  const column = (name: "predicted" | "observed" | "sigma") =>
    Float64Array.from(observations, (observation) => observation[name]);
  const columns = { predicted: column("predicted"), observed: column("observed"), sigma: column("sigma") };
  return Array.from(
    runRowProgramReference(program, { columns, parameters: {} }, { gradient: false }).perRow.out,
  );
}
