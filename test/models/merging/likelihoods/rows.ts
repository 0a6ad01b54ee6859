/** Log probabilities of a few observations, near and far from what is predicted. */
import {
  perRow,
  type RowInputs,
  type RowProgram,
  runRowProgramReference,
  traceRowProgram,
} from "../../../../lib/kernels/index.js";
import type { Likelihood } from "../../../../lib/models/index.js";

export interface Row {
  readonly predicted: number;
  readonly observed: number;
  readonly sigma: number;
}

export const observations: readonly Row[] = [-30, -3, -1, 0, 0.5, 2, 60].flatMap((z, i) =>
  [0.02, 1, 7].map((sigma) => ({ predicted: i - 2, observed: i - 2 + z * sigma, sigma })),
);

/** Values of what is trained: those a likelihood starts with, or others. */
export interface TrainedValues {
  readonly parameters?: Readonly<Record<string, number>>;
  readonly heads?: readonly number[];
}

/** The likelihood as a row program in which a shift of the prediction in σ and heads are parameters too, of a row's own. */
export function likelihoodProgram({ logProbability }: Likelihood): RowProgram {
  return traceRowProgram((b) => {
    const sigma = b.column("sigma");
    const predicted = b.column("predicted").add(b.gather("shift", "row").mul(sigma));
    const context = {
      parameter: (name: string) => b.parameter(`likelihood/${name}`),
      head: (k: number) => b.gather(`head/${k}`, "row"),
    };
    return { out: perRow(logProbability(predicted, b.column("observed"), sigma, context)) };
  });
}

/** What that program reads. */
export function likelihoodInputs(
  likelihood: Likelihood,
  rows: readonly Row[],
  { parameters = likelihood.parameters ?? {}, heads = likelihood.heads ?? [] }: TrainedValues = {},
): RowInputs {
  const column = (name: keyof Row) => Float64Array.from(rows, (row) => row[name]);
  return {
    columns: { predicted: column("predicted"), observed: column("observed"), sigma: column("sigma") },
    indices: { row: Int32Array.from(rows.keys()) },
    parameters: {
      shift: new Float64Array(rows.length),
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [`likelihood/${name}`, Float64Array.of(value)]),
      ),
      ...Object.fromEntries(
        heads.map((value, k) => [`head/${k}`, new Float64Array(rows.length).fill(value)]),
      ),
    },
  };
}

/** In float64. */
export function logProbabilities(
  likelihood: Likelihood,
  rows: readonly Row[] = observations,
  values: TrainedValues = {},
): number[] {
  const inputs = likelihoodInputs(likelihood, rows, values);
  return Array.from(
    runRowProgramReference(likelihoodProgram(likelihood), inputs, { gradient: false }).perRow.out,
  );
}
