/**
 * The passes of Stockham's transform (see fft.ts) for radix 2, 3, 4 and 5. A pass over `count` groups p of `s`
 * interleaved transforms q, with r = radix, reads a_j = x(q + s(p + count·j)) and writes
 *
 *   y(q + s(r·p + k)) = w(p, k) Σ_j a_j exp(−2πi jk/r),      w(p, k) = exp(−2πi pk/(r·count)).
 *
 * The sums over j are Winograd's and Temperton's (J. Comput. Phys. 52 (1983) 1–23, section 3).
 */

/** One pass: reads x, writes y; `cosines` and `sines` hold w(p, k), k = 1 … r − 1, p slowest. */
export type Butterfly = (
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
  count: number,
  s: number,
  cosines: Float64Array,
  sines: Float64Array,
) => void;

const radix2: Butterfly = (xr, xi, yr, yi, count, s, cosines, sines) => {
  const step = s * count;
  for (let p = 0; p < count; p++) {
    const c1 = cosines[p];
    const s1 = sines[p];
    let to = 2 * s * p;
    for (let from = s * p, end = from + s; from < end; from++, to++) {
      const ar = xr[from];
      const ai = xi[from];
      const br = xr[from + step];
      const bi = xi[from + step];
      yr[to] = ar + br;
      yi[to] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      yr[to + s] = dr * c1 - di * s1;
      yi[to + s] = dr * s1 + di * c1;
    }
  }
};

const sin60 = Math.sqrt(3) / 2;

const radix3: Butterfly = (xr, xi, yr, yi, count, s, cosines, sines) => {
  const step = s * count;
  for (let p = 0; p < count; p++) {
    const [c1, c2] = [cosines[2 * p], cosines[2 * p + 1]];
    const [s1, s2] = [sines[2 * p], sines[2 * p + 1]];
    let to = 3 * s * p;
    for (let from = s * p, end = from + s; from < end; from++, to++) {
      const ar = xr[from];
      const ai = xi[from];
      const sumR = xr[from + step] + xr[from + 2 * step];
      const sumI = xi[from + step] + xi[from + 2 * step];
      const tr = ar - sumR / 2;
      const ti = ai - sumI / 2;
      const dr = (xr[from + step] - xr[from + 2 * step]) * sin60;
      const di = (xi[from + step] - xi[from + 2 * step]) * sin60;
      yr[to] = ar + sumR;
      yi[to] = ai + sumI;
      yr[to + s] = (tr + di) * c1 - (ti - dr) * s1;
      yi[to + s] = (tr + di) * s1 + (ti - dr) * c1;
      yr[to + 2 * s] = (tr - di) * c2 - (ti + dr) * s2;
      yi[to + 2 * s] = (tr - di) * s2 + (ti + dr) * c2;
    }
  }
};

const radix4: Butterfly = (xr, xi, yr, yi, count, s, cosines, sines) => {
  const step = s * count;
  for (let p = 0; p < count; p++) {
    const [c1, c2, c3] = [cosines[3 * p], cosines[3 * p + 1], cosines[3 * p + 2]];
    const [s1, s2, s3] = [sines[3 * p], sines[3 * p + 1], sines[3 * p + 2]];
    let to = 4 * s * p;
    for (let from = s * p, end = from + s; from < end; from++, to++) {
      const evenR = xr[from] + xr[from + 2 * step];
      const evenI = xi[from] + xi[from + 2 * step];
      const evenDr = xr[from] - xr[from + 2 * step];
      const evenDi = xi[from] - xi[from + 2 * step];
      const oddR = xr[from + step] + xr[from + 3 * step];
      const oddI = xi[from + step] + xi[from + 3 * step];
      const oddDr = xr[from + step] - xr[from + 3 * step];
      const oddDi = xi[from + step] - xi[from + 3 * step];
      yr[to] = evenR + oddR;
      yi[to] = evenI + oddI;
      const ur = evenDr + oddDi;
      const ui = evenDi - oddDr;
      yr[to + s] = ur * c1 - ui * s1;
      yi[to + s] = ur * s1 + ui * c1;
      const vr = evenR - oddR;
      const vi = evenI - oddI;
      yr[to + 2 * s] = vr * c2 - vi * s2;
      yi[to + 2 * s] = vr * s2 + vi * c2;
      const wr = evenDr - oddDi;
      const wi = evenDi + oddDr;
      yr[to + 3 * s] = wr * c3 - wi * s3;
      yi[to + 3 * s] = wr * s3 + wi * c3;
    }
  }
};

const cos72 = (Math.sqrt(5) - 1) / 4;
const cos144 = -(Math.sqrt(5) + 1) / 4;
const sin72 = Math.sqrt((5 + Math.sqrt(5)) / 8);
const sin144 = Math.sqrt((5 - Math.sqrt(5)) / 8);

const radix5: Butterfly = (xr, xi, yr, yi, count, s, cosines, sines) => {
  const step = s * count;
  for (let p = 0; p < count; p++) {
    const w = 4 * p;
    let to = 5 * s * p;
    for (let from = s * p, end = from + s; from < end; from++, to++) {
      const ar = xr[from];
      const ai = xi[from];
      const sum1r = xr[from + step] + xr[from + 4 * step];
      const sum1i = xi[from + step] + xi[from + 4 * step];
      const sum2r = xr[from + 2 * step] + xr[from + 3 * step];
      const sum2i = xi[from + 2 * step] + xi[from + 3 * step];
      const dif1r = xr[from + step] - xr[from + 4 * step];
      const dif1i = xi[from + step] - xi[from + 4 * step];
      const dif2r = xr[from + 2 * step] - xr[from + 3 * step];
      const dif2i = xi[from + 2 * step] - xi[from + 3 * step];
      yr[to] = ar + sum1r + sum2r;
      yi[to] = ai + sum1i + sum2i;
      const near = { r: ar + cos72 * sum1r + cos144 * sum2r, i: ai + cos72 * sum1i + cos144 * sum2i };
      const far = { r: ar + cos144 * sum1r + cos72 * sum2r, i: ai + cos144 * sum1i + cos72 * sum2i };
      const nearD = { r: sin72 * dif1i + sin144 * dif2i, i: -(sin72 * dif1r + sin144 * dif2r) };
      const farD = { r: sin144 * dif1i - sin72 * dif2i, i: -(sin144 * dif1r - sin72 * dif2r) };
      put(yr, yi, to + s, near.r + nearD.r, near.i + nearD.i, cosines[w], sines[w]);
      put(yr, yi, to + 2 * s, far.r + farD.r, far.i + farD.i, cosines[w + 1], sines[w + 1]);
      put(yr, yi, to + 3 * s, far.r - farD.r, far.i - farD.i, cosines[w + 2], sines[w + 2]);
      put(yr, yi, to + 4 * s, near.r - nearD.r, near.i - nearD.i, cosines[w + 3], sines[w + 3]);
    }
  }
};

/** y(at) = (r + i·i′)(c + i·s) */
function put(
  yr: Float64Array,
  yi: Float64Array,
  at: number,
  r: number,
  i: number,
  c: number,
  s: number,
): void {
  yr[at] = r * c - i * s;
  yi[at] = r * s + i * c;
}

/** The pass of each radix. */
export const butterflies: Readonly<Record<number, Butterfly>> = {
  2: radix2,
  3: radix3,
  4: radix4,
  5: radix5,
};
