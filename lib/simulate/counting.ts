/**
 * Counting noise of spots on a pixel detector. Of c expected photons in the spot and b of background beneath it are
 * counted N ~ Poisson(c + b) and, over an area r times as large beside it, M ~ Poisson(r b). Summation integration gives
 * the intensity N − M/r with variance N + M/r² (Leslie, Acta Cryst. D55 (1999) 1696, equations 6 and 7), to which an
 * instrument error (k I)² is added. A few observations are spoilt: seven of ten pushed up (zingers, neighbouring spots),
 * the others robbed of half or more (shadows, dead pixels). Where the background is uneven (ice), that beside the spot is
 * not that beneath it: the difference stays in the intensity. Last, sigmas may be written wrong, as programs do that
 * underestimate errors: without the instrument error, times a factor, times exp(a normal number).
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
  /** Written σ over the right one. Default 1. */
  readonly sigmaFactor?: number;
  /** Standard deviation of ln(written σ) about that. Default 0. */
  readonly sigmaScatter?: number;
  /** False: the σ that are written know of counting alone. Default true. */
  readonly instrumentErrorInSigma?: boolean;
}

/** Counted spots, one entry per observation, photons. */
export interface CountedSpots {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** 1 where the observation was spoilt. */
  readonly outlier: Uint8Array;
  /** The standard deviation that the intensity of an unspoilt observation has, from the expected photons. */
  readonly trueSigma: Float64Array;
}

/** r: the background is measured over an area so many times as large as the spot. */
const BACKGROUND_RATIO = 4;
const PUSHED_UP = 0.7;

/**
 * Counts spots.
 * @param expected photons expected in each spot, n @param background photons expected beneath each, n
 * @param beside photons expected in an area as large as the spot where the background is measured, n
 */
export function countSpots(
  expected: Float64Array,
  background: Float64Array,
  options: CountingOptions,
  beside: Float64Array = background,
): CountedSpots {
  const { seed, instrumentError } = options;
  const r = BACKGROUND_RATIO;
  const spot = randomStream(seed, "spot counts");
  const besideSpot = randomStream(seed, "background counts");
  const instrument = randomStream(seed, "instrument error");
  const n = expected.length;
  const intensity = new Float64Array(n);
  const sigma = new Float64Array(n);
  const trueSigma = new Float64Array(n);
  const countingVariance = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let counts = expected[i] + background[i];
    let besideCounts = r * beside[i];
    if (options.noise) {
      const actual = expected[i] * Math.max(0, 1 + instrumentError * normal(instrument, i));
      counts = poisson(spot, i, actual + background[i]);
      besideCounts = poisson(besideSpot, i, besideCounts);
    }
    intensity[i] = counts - besideCounts / r;
    const instrumentVariance = (instrumentError * Math.max(0, intensity[i])) ** 2;
    // A spot and background without a single photon still have the uncertainty of about one.
    countingVariance[i] = Math.max(1, counts + besideCounts / (r * r));
    sigma[i] = Math.sqrt(countingVariance[i] + instrumentVariance);
    trueSigma[i] = Math.sqrt(
      expected[i] + background[i] + beside[i] / r + (instrumentError * expected[i]) ** 2,
    );
  }
  const outlier = options.noise ? spoil(intensity, sigma, options) : new Uint8Array(n);
  return { intensity, sigma: writtenSigmas(sigma, countingVariance, options), outlier, trueSigma };
}

function writtenSigmas(
  sigma: Float64Array,
  countingVariance: Float64Array,
  { seed, sigmaFactor = 1, sigmaScatter = 0, instrumentErrorInSigma = true }: CountingOptions,
): Float64Array {
  const known = instrumentErrorInSigma ? sigma : countingVariance.map(Math.sqrt);
  const stream = randomStream(seed, "sigma error");
  return known.map((value, i) => {
    const scatter = sigmaScatter > 0 ? Math.exp(sigmaScatter * normal(stream, i)) : 1;
    return value * sigmaFactor * scatter;
  });
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
