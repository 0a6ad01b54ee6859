/**
 * Natural logarithm and exponential from additions, multiplications and divisions alone. ECMAScript leaves the last
 * bits of `Math.log` and `Math.exp` to the engine; IEEE 754 leaves nothing open for + − × ÷ √, so random variates
 * made with these are equal to the bit on every machine (and in WebAssembly, where there is no `Math`).
 * log x = e ln 2 + 2 artanh((m − 1)/(m + 1)) for x = m 2^e, √½ ≤ m < √2; exp x = 2^k Σ r^n/n!, |r| ≤ ln 2 / 2.
 * Within 1.5 units in the last place of the true value.
 */

// ln 2 in two parts: the high one has 21 trailing zero bits, so k × LN2_HIGH is exact for |k| < 2^20.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a positive normal number. */
export function portableLog(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  // z ≤ 0.0295, so the first term left out, z^12/25, is below 2e-20.
  let sum = 1 / 23;
  for (let n = 21; n >= 3; n -= 2) sum = sum * z + 1 / n;
  // log m = 2s + 2s z sum, written as f − s (f − 2 z sum): exact where f is small.
  const logMantissa = f - s * (f - 2 * z * sum);
  return exponent * LN2_HIGH + (logMantissa + exponent * LN2_LOW);
}

/** The exponential function, for arguments whose result is a normal number (−708 to 709). */
export function portableExp(x: number): number {
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let sum = 1;
  for (let n = 14; n >= 2; n--) sum = 1 + (r * sum) / n;
  const value = 1 + r * sum;
  // 2^k in two factors: the first alone could be out of range.
  const half = k >> 1;
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
