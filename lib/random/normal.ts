/**
 * Standard normal random numbers by inversion, z = Φ⁻¹(u), so that one uniform number makes one normal number and the
 * order is kept. Φ⁻¹ is algorithm AS 241 PPND16 of Wichura, Appl. Statist. 37 (1988) 477: rational functions of
 * q = u − ½, or of √(−log min(u, 1 − u)) in the tails; relative accuracy about 1e-16. |z| ≤ 8.3, the reach of 52 bits.
 */
import { portableLog } from "./elementary.js";
import type { RandomStream } from "./philox.js";
import { fillUniform, uniform } from "./uniform.js";

// Numerators and denominators of Wichura's three rational functions, lowest power first.
const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
];
const NEAR_TAIL = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
];
const FAR_TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];

function rational([p, q]: number[][], x: number): number {
  const numerator =
    ((((((p[7] * x + p[6]) * x + p[5]) * x + p[4]) * x + p[3]) * x + p[2]) * x + p[1]) * x + p[0];
  const denominator =
    ((((((q[7] * x + q[6]) * x + q[5]) * x + q[4]) * x + q[3]) * x + q[2]) * x + q[1]) * x + q[0];
  return numerator / denominator;
}

/** Φ⁻¹(p): the standard normal deviate below which the probability is p, 0 < p < 1 (±∞ at 0 and 1, else NaN). */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-portableLog(q < 0 ? p : 1 - p));
  const z = r <= 5 ? rational(NEAR_TAIL, r - 1.6) : rational(FAR_TAIL, r - 5);
  return q < 0 ? -z : z;
}

/** Number `index` of a stream, standard normal. @param index a whole number below 2^32 */
export function normal(stream: RandomStream, index: number): number {
  return normalQuantile(uniform(stream, index));
}

/** Fills `out` with the standard normal numbers `first`, `first + 1`, … of a stream; returns `out`. */
export function fillNormal<T extends Float32Array | Float64Array>(
  stream: RandomStream,
  out: T,
  first = 0,
): T {
  // Float32 would round a uniform number near 1 to 1, and Φ⁻¹(1) is infinite: always by way of float64.
  const uniforms = out instanceof Float64Array ? out : new Float64Array(out.length);
  fillUniform(stream, uniforms, first);
  for (let i = 0; i < out.length; i++) out[i] = normalQuantile(uniforms[i]);
  return out;
}
