/**
 * Nodes x_i and weights w_i of Gauss–Legendre quadrature, ∫₋₁¹ f(x) dx ≈ Σ w_i f(x_i), exact for polynomials of degree
 * 2n − 1. The nodes are the roots of the Legendre polynomial P_n, found by Newton's method from the cosine guess;
 * w_i = 2 / ((1 − x_i²) P_n′(x_i)²) (Abramowitz & Stegun 25.4.29).
 */

/** Nodes in ascending order, and their weights. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss–Legendre quadrature of `n` nodes on [−1, 1]. */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < (n + 1) >> 1; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const [value, previous] = legendre(n, x);
      slope = (n * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    const w = 2 / ((1 - x * x) * slope * slope);
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weights[n - 1 - i] = w;
  }
  if (n % 2 === 1) nodes[n >> 1] = 0;
  return { nodes, weights };
}

/** P_n(x) and P_{n−1}(x), by the three-term recurrence. */
function legendre(n: number, x: number): [number, number] {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
    previous = value;
    value = next;
  }
  return [value, previous];
}
