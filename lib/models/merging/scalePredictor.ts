/**
 * Scales and predicted intensities of observations, from parameters as they are: the mean of Î = Σ c E² is the product of
 * means, and its variance E[Σ²] E[(cE²)²] − (E[Σ] E[cE²])², Σ and E being independent under the surrogate posterior.
 */
import type { PreparedRows, RowEngine } from "../../kernels/index.js";
import type { MergingData } from "./mergingData.js";
import { columnNames, type ScaleModel, scaleProgram } from "./mergingProgram.js";
import type { PosteriorStart } from "./posteriorStart.js";
import { type AmplitudeMoments, amplitudeMoments, posteriorNames } from "./surrogatePosterior.js";

/** Mean and standard deviation of the scale of each row asked for. */
export interface ScaleMoments {
  readonly mean: Float32Array | Float64Array;
  readonly deviation: Float32Array | Float64Array;
}

/** What is trained, by name. */
export type Parameters = Readonly<Record<string, Float32Array>>;

export class ScalePredictor {
  private readonly rows: PreparedRows;

  constructor(
    engine: RowEngine,
    scale: ScaleModel,
    private readonly data: Pick<MergingData, "metadata" | "image" | "reflection">,
  ) {
    this.rows = engine.prepare(scaleProgram(scale), {
      columns: { [columnNames.metadata]: data.metadata.values },
      indices: { [columnNames.image]: data.image },
    });
  }

  /** Scales of rows (default all). */
  scales(parameters: Parameters, rows?: Int32Array): ScaleMoments {
    const { perRow } = this.rows.run(parameters, {
      rows,
      gradient: false,
      rowCount: this.data.reflection.length,
    });
    return { mean: perRow.mean, deviation: perRow.deviation };
  }

  /** Predicted mean intensities of rows, in units of the level. @param expected c of each reflection */
  predict(
    parameters: Parameters,
    start: PosteriorStart,
    expected: Float64Array,
    rows: Int32Array,
  ): Float64Array {
    const { mean } = this.scales(parameters, rows);
    const { meanSquare } = posteriorMoments(parameters, start);
    const { reflection } = this.data;
    return Float64Array.from(rows, (row, k) => {
      const g = reflection[row];
      return mean[k] * expected[g] * meanSquare[g];
    });
  }

  release(): void {
    this.rows.release();
  }
}

/** Location and scale of the posteriors of normalised amplitudes that trained parameters stand for, g each. */
export function posteriorLocations(
  parameters: Parameters,
  start: PosteriorStart,
): { readonly location: Float32Array; readonly scale: Float32Array } {
  const trained = parameters[posteriorNames.parameter];
  return {
    location: start.location.map((value, g) => value + start.scale[g] * trained[2 * g]),
    scale: start.scale.map((value, g) => value * Math.exp(trained[2 * g + 1])),
  };
}

/** Moments of the normalised amplitudes that trained parameters stand for. */
export function posteriorMoments(parameters: Parameters, start: PosteriorStart): AmplitudeMoments {
  const { location, scale } = posteriorLocations(parameters, start);
  return amplitudeMoments(location, scale);
}
