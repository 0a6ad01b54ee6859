/**
 * Statistics of single images (batches) against the rest: mean intensity, ⟨I/σ⟩, and the Rmerge of the observations of an
 * image, Σ|I − ⟨I⟩|/ΣI, ⟨I⟩ being the weighted mean of all observations of the reflection, Friedel mates apart.
 */
import { groupObservations, type Observations, weightedMeans } from "../statistics/index.js";

/** One image. */
export interface ImageStatistics {
  readonly batch: number;
  readonly observations: number;
  readonly meanIntensity: number;
  readonly meanIOverSigma: number;
  /** Σ I / Σ ⟨I⟩ over observations of reflections that were measured more than once: the image's scale. */
  readonly relativeScale: number;
  readonly rMerge: number;
}

/** Statistics of every image, in order of batch number. */
export function imageStatistics(observations: Observations): ImageStatistics[] {
  const { intensity, sigma, batch } = observations;
  const groups = groupObservations(observations, true);
  const means = weightedMeans(observations, groups);
  interface Sums {
    n: number;
    intensity: number;
    strength: number;
    repeated: number;
    mean: number;
    deviation: number;
  }
  const images = new Map<number, Sums>();
  for (let g = 0; g < groups.count; g++) {
    const repeated = groups.start[g + 1] - groups.start[g] > 1;
    for (let i = groups.start[g]; i < groups.start[g + 1]; i++) {
      let image = images.get(batch[i]);
      if (image === undefined) {
        image = { n: 0, intensity: 0, strength: 0, repeated: 0, mean: 0, deviation: 0 };
        images.set(batch[i], image);
      }
      image.n++;
      image.intensity += intensity[i];
      image.strength += intensity[i] / sigma[i];
      if (!repeated) continue;
      image.repeated += intensity[i];
      image.mean += means.intensity[g];
      image.deviation += Math.abs(intensity[i] - means.intensity[g]);
    }
  }
  return [...images]
    .sort(([a], [b]) => a - b)
    .map(([number, image]) => ({
      batch: number,
      observations: image.n,
      meanIntensity: image.intensity / image.n,
      meanIOverSigma: image.strength / image.n,
      relativeScale: image.repeated / image.mean,
      rMerge: image.deviation / image.repeated,
    }));
}

/** Deviations of single observations. */
export interface Deviations {
  readonly deviation: Float64Array;
  /** Of each: its row in the tables as given, counted through them one after the other. */
  readonly row: Int32Array;
}

/**
 * Deviation of every observation from the weighted mean of the others of its reflection (Friedel mates apart), over the
 * standard deviation of that difference: δ = (I − ⟨I⟩')/√(σ² + σ'²). Standard normal where the sigmas are right (Evans, Acta
 * Cryst. D62 (2006) 72, section 4.2). Reflections observed once have none.
 */
export function deviationsOfRows(observations: Observations): Deviations {
  const { intensity, sigma } = observations;
  const groups = groupObservations(observations, true);
  const deviation: number[] = [];
  const row: number[] = [];
  for (let g = 0; g < groups.count; g++) {
    const [from, to] = [groups.start[g], groups.start[g + 1]];
    if (to - from < 2) continue;
    let sumW = 0;
    let sumWI = 0;
    for (let i = from; i < to; i++) {
      const w = 1 / sigma[i] ** 2;
      sumW += w;
      sumWI += w * intensity[i];
    }
    for (let i = from; i < to; i++) {
      const w = 1 / sigma[i] ** 2;
      const othersW = sumW - w;
      const others = (sumWI - w * intensity[i]) / othersW;
      deviation.push((intensity[i] - others) / Math.sqrt(sigma[i] ** 2 + 1 / othersW));
      row.push(observations.row[i]);
    }
  }
  return { deviation: Float64Array.from(deviation), row: Int32Array.from(row) };
}

/** The deviations of {@link deviationsOfRows} alone. */
export function normalizedDeviations(observations: Observations): Float64Array {
  return deviationsOfRows(observations).deviation;
}
