/**
 * Scales and predicted intensities of observations, from parameters as they are: the mean of Î = Σ_h Σ_ih c_h E_h² is the
 * sum of products of means, and the variance of each term E[Σ²] E[(cE²)²] − (E[Σ] E[cE²])², Σ and E being independent under
 * the surrogate posterior.
 */
import type { PreparedRows, RowEngine } from "../../kernels/index.js";
import { matchedNormal } from "./matchedNormal.js";
import type { MergingData } from "./mergingData.js";
import type { PosteriorStart } from "./posteriorStart.js";
import { relatedMoments } from "./relatedMoments.js";
import type { Relations } from "./relations.js";
import { type ScaleModel, scaleColumns, scaleNames, scaleProgram } from "./scale/scaleModel.js";
import { type AmplitudeMoments, amplitudeMoments, posteriorNames } from "./surrogatePosterior.js";

/** Mean and standard deviation of the scale of each term asked for, and the likelihood's heads there. */
export interface ScaleMoments {
  readonly mean: Float32Array | Float64Array;
  readonly deviation: Float32Array | Float64Array;
  readonly heads: readonly (Float32Array | Float64Array)[];
}

/** What is trained, by name. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** What the amplitudes of trained parameters depend on besides. */
export interface PosteriorContext {
  readonly start: PosteriorStart;
  readonly centric: Uint8Array;
  readonly relations: Relations | undefined;
}

export class ScalePredictor {
  private readonly rows: PreparedRows;

  constructor(
    engine: RowEngine,
    private readonly scale: ScaleModel,
    private readonly data: Pick<MergingData, "metadata" | "image" | "terms">,
  ) {
    const { terms, metadata, image } = data;
    this.rows = engine.prepare(scaleProgram(scale), {
      columns: Object.fromEntries(
        Object.entries(scaleColumns(scale, metadata.values)).map(([name, { values }]) => [name, values]),
      ),
      indices: { [scaleNames.image]: terms.observation.map((i) => image[i]) },
    });
  }

  /** Scales of terms (default all). */
  scales(parameters: Parameters, terms?: Int32Array): ScaleMoments {
    const { perRow } = this.rows.run(parameters, {
      rows: terms,
      gradient: false,
      rowCount: this.data.terms.reflection.length,
    });
    return {
      mean: perRow.mean,
      deviation: perRow.deviation,
      heads: this.scale.heads.map((_, k) => perRow[`head${k}`]),
    };
  }

  /** Predicted mean intensities of observations, in units of the level. @param expected c of each reflection */
  predict(
    parameters: Parameters,
    context: PosteriorContext,
    expected: Float64Array,
    observations: Int32Array,
  ): Float64Array {
    const { start, reflection } = this.data.terms;
    const starts = new Int32Array(observations.length + 1);
    observations.forEach((i, k) => {
      starts[k + 1] = starts[k] + start[i + 1] - start[i];
    });
    const terms = new Int32Array(starts[observations.length]);
    observations.forEach((i, k) => {
      for (let t = starts[k]; t < starts[k + 1]; t++) terms[t] = start[i] + t - starts[k];
    });
    const { mean } = this.scales(parameters, terms);
    const { meanSquare } = posteriorMoments(parameters, context);
    return Float64Array.from(observations, (_, k) => {
      let sum = 0;
      for (let t = starts[k]; t < starts[k + 1]; t++) {
        const g = reflection[terms[t]];
        sum += mean[t] * expected[g] * meanSquare[g];
      }
      return sum;
    });
  }

  release(): void {
    this.rows.release();
  }
}

/** Location and scale of the posteriors as trained, g each; of those that hang on a parent, m and s of u. */
function trainedPosteriors(parameters: Parameters, { start, relations }: PosteriorContext) {
  const trained = parameters[posteriorNames.parameter];
  const free = (g: number) => relations === undefined || relations.parent[g] < 0;
  return {
    location: start.location.map((value, g) =>
      free(g) ? value + start.scale[g] * trained[2 * g] : trained[2 * g],
    ),
    scale: start.scale.map((value, g) => (free(g) ? value : 1) * Math.exp(trained[2 * g + 1])),
  };
}

/**
 * Location and scale of truncated normals for the normalised amplitudes that trained parameters stand for, g each. Of those
 * that hang on a parent it is the one of the same mean and standard deviation.
 */
export function posteriorLocations(
  parameters: Parameters,
  context: PosteriorContext,
): { readonly location: Float32Array; readonly scale: Float32Array } {
  const { location, scale } = trainedPosteriors(parameters, context);
  const { relations } = context;
  if (relations === undefined) return { location, scale };
  const moments = posteriorMoments(parameters, context);
  relations.parent.forEach((parent, g) => {
    if (parent < 0) return;
    const matched = matchedNormal(moments.mean[g], moments.standardDeviation[g]);
    location[g] = matched.location;
    scale[g] = matched.scale;
  });
  return { location, scale };
}

/** Moments of the normalised amplitudes that trained parameters stand for. */
export function posteriorMoments(parameters: Parameters, context: PosteriorContext): AmplitudeMoments {
  const { location, scale } = trainedPosteriors(parameters, context);
  const { relations, centric } = context;
  if (relations === undefined) return amplitudeMoments(location, scale);
  return relatedMoments({ location, scale, centric, relations, variance: firstVariance(relations) });
}

/** v₀ = 1 − r₀² of each relation. */
export function firstVariance({ first }: Pick<Relations, "first">): Float64Array {
  return Float64Array.from(first, (x) => 1 / (1 + Math.exp(-x)));
}
