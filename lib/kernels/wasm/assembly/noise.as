// Philox4x32-10 and the normal quantile, as in lib/random (philox.ts, uniform.ts, normal.ts): the same integers.

// Four blocks at a time, one in each lane: the words of their numbers.
let philox0: v128 = i32x4.splat(0), philox1: v128 = i32x4.splat(0), philox2: v128 = i32x4.splat(0), philox3: v128 = i32x4.splat(0);

function philox(c0: v128, step: u32, stream: u32, k0: u32, k1: u32): void {
  const m0 = i32x4.splat(0xd2511f53), m1 = i32x4.splat(0xcd9e8d57);
  let c1 = i32x4.splat(0), c2 = i32x4.splat(step), c3 = i32x4.splat(stream);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(m0, c0), aa = i64x2.extmul_high_i32x4_u(m0, c0);
    const b = i64x2.extmul_low_i32x4_u(m1, c2), bb = i64x2.extmul_high_i32x4_u(m1, c2);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(b, bb, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c1 = v128.shuffle<i32>(b, bb, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, aa, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c3 = v128.shuffle<i32>(a, aa, 0, 2, 4, 6);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  philox0 = c0; philox1 = c1; philox2 = c2; philox3 = c3;
}

// Uniform numbers of the lower two lanes.
@inline function uniforms(high: v128, low: v128): v128 {
  const number = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(high), f64x2.splat(1048576)), f64x2.convert_low_i32x4_u(low));
  return f64x2.mul(f64x2.add(number, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}

@inline function quantiles(p: v128): v128 {
  return f64x2(normalQuantile(f64x2.extract_lane(p, 0)), normalQuantile(f64x2.extract_lane(p, 1)));
}

function normalQuantile(p: f64): f64 {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const x = 0.180625 - q * q;
    return q * (((((((2509.0809287301227 * x + 33430.57558358813) * x + 67265.7709270087) * x + 45921.95393154987) * x + 13731.69376550946) * x + 1971.5909503065513) * x + 133.14166789178438) * x + 3.3871328727963665)
      / (((((((5226.495278852854 * x + 28729.085735721943) * x + 39307.89580009271) * x + 21213.794301586597) * x + 5394.196021424751) * x + 687.1870074920579) * x + 42.31333070160091) * x + 1);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  let z: f64;
  if (r <= 5) {
    const x = r - 1.6;
    z = (((((((0.0007745450142783414 * x + 0.022723844989269184) * x + 0.2417807251774506) * x + 1.2704582524523684) * x + 3.6478483247632045) * x + 5.769497221460691) * x + 4.630337846156546) * x + 1.4234371107496835)
      / (((((((1.0507500716444169e-9 * x + 0.0005475938084995345) * x + 0.015198666563616457) * x + 0.14810397642748008) * x + 0.6897673349851) * x + 1.6763848301838038) * x + 2.053191626637759) * x + 1);
  } else {
    const x = r - 5;
    z = (((((((2.0103343992922881e-7 * x + 2.7115555687434876e-5) * x + 0.0012426609473880784) * x + 0.026532189526576124) * x + 0.29656057182850487) * x + 1.7848265399172913) * x + 5.463784911164114) * x + 6.657904643501103)
      / (((((((2.0442631033899397e-15 * x + 1.421511758316446e-7) * x + 1.8463183175100548e-5) * x + 0.0007868691311456133) * x + 0.014875361290850615) * x + 0.1369298809227358) * x + 0.599832206555888) * x + 1);
  }
  return q < 0 ? -z : z;
}

// Fills `width` features of 32 lanes; rows: the lanes' rows of the data. A number's index is row × width + feature; two
// neighbours share a block, of which each is one half.
function fillNoise(out: usize, width: u32, rows: usize, normal: bool, stream: u32, step: u32, k0: u32, k1: u32): void {
  for (let j: u32 = 0; j < width; j++)
    for (let r: usize = 0; r < FEATURE; r += 16) {
      const index = i32x4.add(i32x4.mul(v128.load(rows + r), i32x4.splat(width)), i32x4.splat(j));
      philox(i32x4.shr_u(index, 1), step, stream, k0, k1);
      const odd = i32x4.ne(v128.and(index, i32x4.splat(1)), i32x4.splat(0));
      const high = choose(odd, philox2, philox0), low = i32x4.shr_u(choose(odd, philox3, philox1), 12);
      let a = uniforms(high, low), b = uniforms(v128.shuffle<i32>(high, high, 2, 3, 2, 3), v128.shuffle<i32>(low, low, 2, 3, 2, 3));
      if (normal) {
        a = quantiles(a);
        b = quantiles(b);
      }
      let v = v128.shuffle<i32>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 1, 4, 5);
      // A uniform number near 1 would be rounded to 1, whose quantile is infinite.
      if (!normal) v = f32x4.min(v, splat(0.99999994));
      v128.store(out + (<usize>j << 7) + r, v);
    }
}
