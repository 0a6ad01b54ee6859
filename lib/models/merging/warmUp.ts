/**
 * A scale with a log link fitted by itself, before any amplitude is known: with amplitudes unknown, an intensity is
 * exponential about its expectation (Wilson), −log p = log µ + max(I, 0)/µ, µ = Σ_h Σ_ih c_h + σ_i. The rough merge, where
 * the posteriors start, then divides by that scale.
 */
import { type RowEngine, type RowProgram, type RowValue, traceRowProgram } from "../../kernels/index.js";
import type { Preparation } from "../../training/index.js";
import type { MergingData } from "./mergingData.js";
import { columnNames, scalePenalty } from "./mergingProgram.js";
import { termCounts } from "./mergingRows.js";
import { type FitSettings, type MergingProblem, MergingTrainable } from "./mergingTrainable.js";
import type { RowPart } from "./partitionedRows.js";
import { termSource } from "./rowSource.js";
import { sampledImages } from "./scale/imageUncertainty.js";
import { type ScaleModel, scaleOf } from "./scale/scaleModel.js";
import type { Parameters } from "./scalePredictor.js";
import { without } from "./takenOver.js";
import { rowsWhere } from "./testSplit.js";

/** What is fitted, from where on, and for how long. */
export interface WarmUp {
  readonly engine: RowEngine;
  readonly data: MergingData;
  readonly scale: ScaleModel;
  /** First values of the scale. */
  readonly initial: Parameters;
  /** Of it, what nothing trains here, and rows of images that stay (MergingProblem.frozenRows). */
  readonly held: Parameters;
  readonly heldRows: MergingProblem["frozenRows"];
  /** Rows of the observations with all their columns; their programs are left aside. */
  readonly parts: readonly RowPart[];
  readonly settings: FitSettings;
  readonly seed: number;
  readonly steps: number;
}

/** Adam's learning rate while the scale is fitted by itself. */
const WARM_UP_RATE = 0.005;

/**
 * The scale after its steps.
 * @param goOn asked after each step; where it says no, the scale is given as it is then
 */
export async function warmUp(
  { engine, data, scale, initial, held, heldRows, parts, settings, seed, steps }: WarmUp,
  goOn: (done: Preparation) => Promise<boolean>,
): Promise<Parameters> {
  const counts = termCounts(data.terms.start);
  const trainable = new MergingTrainable({
    ...settings,
    learningRate: WARM_UP_RATE,
    schedule: "cosineDecay",
    seed,
    steps,
    config: {},
    fingerprint: "",
    engine,
    parts: parts.map((part, k) => ({ ...part, program: warmUpProgram(scale, counts[k][0]) })),
    intensity: new Float32Array(0),
    trainRows: rowsWhere(data.test, 0),
    testRows: new Int32Array(0),
    initial: without(initial, held),
    frozen: held,
    frozenRows: heldRows,
    rowWidths: scale.rowWidths,
  });
  try {
    for (let step = 1; step <= steps; step++) {
      trainable.step(step, { priorWeight: 1, learningRate: 1 });
      if (!(await goOn({ name: "warm-up", step, steps }))) break;
    }
    return { ...trainable.release(), ...held };
  } finally {
    trainable.release();
  }
}

/** Outputs "nll" and "kl" of a scale by itself. */
export function warmUpProgram(scale: ScaleModel, terms: number): RowProgram {
  return traceRowProgram((b) => {
    let expected: RowValue = b.column(columnNames.sigma);
    for (let k = 0; k < terms; k++) {
      const source = termSource(b, k);
      const { mean } = scaleOf(sampledImages(source, scale.uncertain), scale);
      expected = expected.add(mean.max(0).mul(source.column(columnNames.expected)));
    }
    const nll = expected.log().add(b.column(columnNames.intensity).max(0).div(expected));
    return { nll, kl: scalePenalty(b, scale) ?? nll.mul(0) };
  });
}
