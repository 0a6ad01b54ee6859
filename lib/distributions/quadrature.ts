/**
 * Integrals of smooth functions by the trapezoidal rule after a double-exponential change of variable (Takahasi & Mori,
 * Publ. RIMS 9 (1974) 721): convergence is exponential, also where the function has a logarithmic singularity at an end.
 * Half line:  ∫₀^∞ f(y) dy, y = L exp(s − exp(−s)), for an f that decays at least as exp(−y/(10 L)).
 * Interval:   ∫₀^w f(y) dy, y = w / (1 + exp(−π sinh s)).
 */

/** Positions and weights of a rule on the half line of unit length scale, or on the unit interval. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const HALF_LINE_STEP = 1 / 16;
const INTERVAL_STEP = 1 / 24;

/** Nodes in ascending order from 1e-24 to 400, in units of the length scale. */
export const halfLine: Rule = rule(-4, 6, HALF_LINE_STEP, (s) => {
  const y = Math.exp(s - Math.exp(-s));
  return [y, y * (1 + Math.exp(-s))];
});

/** Nodes in ascending order in (0, 1). */
export const unitInterval: Rule = rule(-3.5, 3.5, INTERVAL_STEP, (s) => {
  const e = Math.exp(-Math.PI * Math.sinh(s));
  const y = 1 / (1 + e);
  return [y, Math.PI * Math.cosh(s) * y * y * e];
});

function rule(from: number, to: number, step: number, map: (s: number) => [number, number]): Rule {
  const n = Math.round((to - from) / step) + 1;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const [node, slope] = map(from + k * step);
    nodes[k] = node;
    weights[k] = slope * step;
  }
  return { nodes, weights };
}

/** ∫₀^∞ f(y) dy for an f that falls off over about `length`, at most some ten times slower. */
export function integrateHalfLine(f: (y: number) => number, length: number): number {
  const { nodes, weights } = halfLine;
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) {
    const term = weights[k] * f(length * nodes[k]);
    sum += term;
    if (nodes[k] > 30 && Math.abs(term) < 1e-20 * Math.abs(sum)) break;
  }
  return length * sum;
}

/** ∫₀^width f(y) dy for an f that is smooth inside; singularities at the ends may be logarithmic. */
export function integrateInterval(f: (y: number) => number, width: number): number {
  const { nodes, weights } = unitInterval;
  let sum = 0;
  for (let k = 0; k < nodes.length; k++) sum += weights[k] * f(width * nodes[k]);
  return width * sum;
}
