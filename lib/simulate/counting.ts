/**
 * Counting noise of spots on a pixel detector. Of c expected photons in the spot and b of background beneath it are
 * counted N ~ Poisson(c + b) and, over an area r times as large beside it, M ~ Poisson(r b). Summation integration gives
 * the intensity N − M/r with variance N + M/r² (Leslie, Acta Cryst. D55 (1999) 1696, equations 6 and 7), to which an
 * instrument error (k I)² is added. A few observations are spoilt: seven of ten pushed up (ice, zingers, neighbouring
 * spots), the others robbed of half or more (shadows, dead pixels).
 */
import { exponential, normal, poisson, randomStream, uniform } from "../random/index.js";

/** How spots are counted. */
export interface CountingOptions {
  readonly seed: number;
  /** False: exact intensities, none spoilt, with the σ that counting would have given. */
  readonly noise: boolean;
  /** k, relative. */
  readonly instrumentError: number;
  readonly outlierFraction: number;
  /** σ. */
  readonly outlierMagnitude: number;
}

/** Counted spots, one entry per observation, photons. */
export interface CountedSpots {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** 1 where the observation was spoilt. */
  readonly outlier: Uint8Array;
}

/** r: the background is measured over an area so many times as large as the spot. */
const BACKGROUND_RATIO = 4;
const PUSHED_UP = 0.7;

/**
 * Counts spots.
 * @param expected photons expected in each spot, n @param background photons expected beneath each, n
 */
export function countSpots(
  expected: Float64Array,
  background: Float64Array,
  options: CountingOptions,
): CountedSpots {
  const { seed, instrumentError } = options;
  const r = BACKGROUND_RATIO;
  const spot = randomStream(seed, "spot counts");
  const beside = randomStream(seed, "background counts");
  const instrument = randomStream(seed, "instrument error");
  const n = expected.length;
  const intensity = new Float64Array(n);
  const sigma = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let counts = expected[i] + background[i];
    let besideCounts = r * background[i];
    if (options.noise) {
      const actual = expected[i] * Math.max(0, 1 + instrumentError * normal(instrument, i));
      counts = poisson(spot, i, actual + background[i]);
      besideCounts = poisson(beside, i, besideCounts);
    }
    intensity[i] = counts - besideCounts / r;
    const instrumentVariance = (instrumentError * Math.max(0, intensity[i])) ** 2;
    // A spot and background without a single photon still have the uncertainty of about one.
    const countingVariance = Math.max(1, counts + besideCounts / (r * r));
    sigma[i] = Math.sqrt(countingVariance + instrumentVariance);
  }
  const outlier = options.noise ? spoil(intensity, sigma, options) : new Uint8Array(n);
  return { intensity, sigma, outlier };
}

function spoil(intensity: Float64Array, sigma: Float64Array, options: CountingOptions): Uint8Array {
  const which = randomStream(options.seed, "which are outliers");
  const kind = randomStream(options.seed, "kind of outlier");
  const size = randomStream(options.seed, "size of outlier");
  const outlier = new Uint8Array(intensity.length);
  for (let i = 0; i < outlier.length; i++) {
    if (uniform(which, i) >= options.outlierFraction) continue;
    outlier[i] = 1;
    if (uniform(kind, i) < PUSHED_UP) {
      intensity[i] += options.outlierMagnitude * sigma[i] * (0.5 + exponential(size, i));
    } else {
      intensity[i] *= 0.5 * uniform(size, i);
    }
  }
  return outlier;
}

/**
 * Background under a spot against resolution, in arbitrary units: air scatter that falls from the beam, the ring of water
 * at 3.3 Å, and a level part. @param s 1/d, Å⁻¹
 */
export function backgroundProfile(s: number): number {
  return 0.4 + Math.exp(-s / 0.15) + Math.exp(-0.5 * ((s - 0.3) / 0.06) ** 2);
}
