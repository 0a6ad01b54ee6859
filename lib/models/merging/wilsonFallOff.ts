/**
 * Level and fall-off of merged intensities, A ε exp(−B/(2d²)), by maximum likelihood: under Wilson's acentric
 * distribution, J/ε is exponential of mean m = exp(a + b x), x = 1/d², so log p = −log m − J/(εm), a generalised linear
 * model with logarithmic link, fitted by iteratively reweighted least squares (McCullagh & Nelder, Generalized Linear
 * Models, 2nd ed., section 8.4); B = −2b. Weak and negative J take part as they are, with a weight for their errors,
 * 1/(1 + σ²/(εm)²). B is kept within −20 to 200 Å²; where nothing is above the noise, B is 0.
 */

/** Merged intensities, g each; what has a sigma that is not finite does not count. */
export interface MergedIntensities {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  readonly epsilon: Float64Array;
  /** 1/d², Å⁻². */
  readonly inverseDSquared: Float64Array;
}

/** Σ(d) = level × exp(−bFactor/(2d²)). */
export interface FallOff {
  readonly level: number;
  /** Å². */
  readonly bFactor: number;
  /** Where the fall-off depends on the direction, Å² (anisotropicFallOff.ts). */
  readonly anisotropy?: readonly number[];
}

const ITERATIONS = 50;

/** The fall-off of the data, or (`bFactor` given) the level alone. */
export function fitFallOff(data: MergedIntensities, bFactor?: number): FallOff {
  const { intensity, sigma, epsilon, inverseDSquared } = data;
  const used: number[] = [];
  let sum = 0;
  let scatter = 0;
  for (let g = 0; g < intensity.length; g++) {
    if (!Number.isFinite(sigma[g]) || !Number.isFinite(intensity[g])) continue;
    used.push(g);
    sum += intensity[g] / epsilon[g];
    scatter += (sigma[g] / epsilon[g]) ** 2;
  }
  const mean = sum / used.length;
  // Below three standard errors of the mean there is no level to speak of: the scatter is taken for one. It is unweighted,
  // which the worst measured decide, on purpose: the prior is wide then, and does not shrink noise by how well each reflection
  // is measured, which half data sets share (with 1/σ² averaged, noise of one wavelength had a CC1/2 of 0.2 to 0.4, not 0).
  const noise = Math.sqrt(scatter) / used.length;
  if (!(mean > 3 * noise))
    return { level: Math.max(mean, Math.sqrt(scatter / used.length)), bFactor: bFactor ?? 0 };
  let [a, b] = [Math.log(mean), bFactor === undefined ? 0 : -bFactor / 2];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [w0, w1, w2, y0, y1] = [0, 0, 0, 0, 0];
    for (const g of used) {
      const x = inverseDSquared[g];
      const eta = a + b * x;
      const m = Math.exp(eta);
      const w = 1 / (1 + (sigma[g] / (epsilon[g] * m)) ** 2);
      const residual = intensity[g] / (epsilon[g] * m) - 1;
      w0 += w;
      w1 += w * x;
      w2 += w * x * x;
      y0 += w * residual;
      y1 += w * x * residual;
    }
    const determinant = w0 * w2 - w1 * w1;
    const free = bFactor === undefined && determinant > 1e-9 * w0 * w2;
    const stepB = free ? (w0 * y1 - w1 * y0) / determinant : 0;
    const stepA = free ? (w2 * y0 - w1 * y1) / determinant : y0 / w0;
    const shortened = Math.min(1, 1 / Math.max(Math.abs(stepA), Math.abs(stepB) * 0.1, 1e-300));
    const before = b;
    b = Math.min(10, Math.max(-100, b + shortened * stepB));
    a += shortened * stepA;
    if (Math.abs(stepA) < 1e-10 && Math.abs(b - before) < 1e-10) break;
  }
  return { level: Math.exp(a), bFactor: bFactor ?? 0 - 2 * b };
}

/** Σ ε of each reflection: what amplitudes squared are normalised by. */
export function expectedIntensities(
  { level, bFactor }: FallOff,
  { epsilon, inverseDSquared }: Pick<MergedIntensities, "epsilon" | "inverseDSquared">,
): Float64Array {
  return epsilon.map((e, g) => e * level * Math.exp((-bFactor / 2) * inverseDSquared[g]));
}
