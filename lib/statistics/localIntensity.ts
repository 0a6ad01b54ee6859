/**
 * Σ, the mean intensity around each resolution, ⟨I/ε⟩: what the Wilson distribution of a reflection is scaled by.
 * Reflections are put in order of resolution; at nodes along it the mean over the neighbours in rank is taken with a
 * parabolic (Epanechnikov) window, so that there are as many reflections behind every node, sparse or dense; the node
 * belongs to the window's mean 1/d². Between nodes ln Σ is linear in 1/d², as in a Wilson plot, and beyond the outermost
 * ones it goes on with the slope there.
 * Where nothing but noise is left the mean may be negative; it is then its own standard error: Σ cannot be known to be
 * smaller than that. Oracle of the rank means: a direct sum in the test.
 */
import { InputError } from "../errors.js";

/** The local mean intensity. */
export interface LocalIntensity {
  /** Σ of each reflection, ε not included. */
  readonly mean: Float64Array;
  /** 1/d² (Å⁻²) of the nodes and Σ there. */
  readonly nodes: { readonly inverseDSquared: Float64Array; readonly mean: Float64Array };
  /** Nodes at which the mean was below its standard error. */
  readonly floored: number;
}

/** How local. */
export interface LocalIntensityOptions {
  /** Reflections on either side of a node. Default: a thirtieth of all, at least 50, at most 1000. */
  readonly neighbours?: number;
}

/**
 * The mean of I/ε around the resolution of each reflection.
 * @param inverseDSquared 1/d², Å⁻², n
 * @param intensity merged intensities, n; NaN for those that are missing
 * @param epsilon n
 * @throws InputError where no intensity is there, or their mean is not positive overall
 */
export function localIntensity(
  inverseDSquared: Float64Array,
  intensity: Float64Array,
  epsilon: Float64Array,
  options: LocalIntensityOptions = {},
): LocalIntensity {
  const order = Uint32Array.from(inverseDSquared.keys())
    .filter((i) => Number.isFinite(intensity[i]))
    .sort((a, b) => inverseDSquared[a] - inverseDSquared[b]);
  const n = order.length;
  if (n === 0) throw new InputError("local mean intensity: got no intensities, expected at least one");
  const x = Float64Array.from(order, (i) => inverseDSquared[i]);
  const y = Float64Array.from(order, (i) => intensity[i] / epsilon[i]);
  const reach = options.neighbours ?? Math.min(1000, Math.max(50, Math.round(n / 30)));
  const { nodeX, nodeY, nodeError } = nodesAlongRank(x, y, reach);
  let floored = 0;
  const logY = nodeY.map((value, k) => {
    if (value > nodeError[k]) return Math.log(value);
    floored++;
    return Math.log(nodeError[k]);
  });
  if (!logY.every(Number.isFinite)) {
    throw new InputError("local mean intensity: got intensities that are all zero, expected a positive mean");
  }
  return {
    mean: inverseDSquared.map((value) => Math.exp(interpolate(nodeX, logY, value))),
    nodes: { inverseDSquared: nodeX, mean: logY.map(Math.exp) },
    floored,
  };
}

/** Window means of `y`, of `x`, and the standard error of the former, at every half window. */
function nodesAlongRank(x: Float64Array, y: Float64Array, reach: number) {
  const n = x.length;
  const count = Math.max(1, Math.round((2 * n) / reach));
  const nodeX = new Float64Array(count);
  const nodeY = new Float64Array(count);
  const nodeError = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const centre = ((k + 0.5) * n) / count - 0.5;
    const from = Math.max(0, Math.ceil(centre - reach));
    const to = Math.min(n - 1, Math.floor(centre + reach));
    let sumW = 0;
    let sumX = 0;
    let sumY = 0;
    for (let i = from; i <= to; i++) {
      const w = 1 - ((i - centre) / (reach + 1)) ** 2;
      sumW += w;
      sumX += w * x[i];
      sumY += w * y[i];
    }
    nodeX[k] = sumX / sumW;
    nodeY[k] = sumY / sumW;
    let squares = 0;
    for (let i = from; i <= to; i++) {
      const w = 1 - ((i - centre) / (reach + 1)) ** 2;
      squares += (w * (y[i] - nodeY[k])) ** 2;
    }
    nodeError[k] = Math.sqrt(squares) / sumW;
  }
  return { nodeX, nodeY, nodeError };
}

/** Linear between nodes; beyond them with the slope over the last quarter of the nodes (at least two). */
function interpolate(x: Float64Array, y: Float64Array, at: number): number {
  const last = x.length - 1;
  if (last === 0 || x[last] === x[0]) return y[0];
  const span = Math.max(1, last >> 2);
  if (at <= x[0]) return y[0] + slope(x, y, 0, span) * (at - x[0]);
  if (at >= x[last]) return y[last] + slope(x, y, last - span, last) * (at - x[last]);
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low] + slope(x, y, low, high) * (at - x[low]);
}

function slope(x: Float64Array, y: Float64Array, i: number, j: number): number {
  return x[j] > x[i] ? (y[j] - y[i]) / (x[j] - x[i]) : 0;
}
