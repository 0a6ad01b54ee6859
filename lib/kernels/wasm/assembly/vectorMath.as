// Functions of four float32 at a time, within about 2 units in the last place.
// exp and log: Cody & Waite reduction with the minimax polynomials of Moshier's Cephes library (expf, logf);
// log1p by x + 1 with its rounding error put back; the others by their definitions, arranged not to cancel.

@inline function splat(x: f32): v128 { return f32x4.splat(x); }
@inline function choose(condition: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, condition); }

// Limits that keep NaN, one instruction each (min and max take eight).
@inline function atMost(x: v128, limit: f32): v128 { return f32x4.pmin(x, splat(limit)); }
@inline function atLeast(x: v128, limit: f32): v128 { return f32x4.pmax(x, splat(limit)); }

/** A float32 this large has whole numbers in its last bits: adding it rounds to them. */
const SHIFTER: f32 = 12582912;

@inline function vexp(x: v128): v128 {
  x = atLeast(atMost(x, 89), -88);
  return expOf(x, splat(0), madd(x, splat(1.44269504), splat(SHIFTER)));
}

// exp(high + low), with the multiple n of log 2 that is nearest as SHIFTER + n, n ≥ −127.
@inline function expOf(high: v128, low: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, splat(SHIFTER));
  let r = madd(n, splat(-0.693359375), high);
  r = f32x4.add(madd(n, splat(2.12194440e-4), r), low);
  let p = splat(1.9875691500e-4);
  p = madd(p, r, splat(1.3981999507e-3));
  p = madd(p, r, splat(8.3334519073e-3));
  p = madd(p, r, splat(4.1665795894e-2));
  p = madd(p, r, splat(1.6666665459e-1));
  p = madd(p, r, splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}

@inline function vlog(x: v128): v128 {
  const zero = splat(0);
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  // Mantissa from 1/2 to 1; below √½ it is doubled.
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, splat(0.707106781));
  e = i32x4.add(e, small);
  m = f32x4.sub(f32x4.add(m, v128.and(small, m)), splat(1));
  const z = f32x4.mul(m, m);
  let p = splat(7.0376836292e-2);
  p = madd(p, m, splat(-1.1514610310e-1));
  p = madd(p, m, splat(1.1676998740e-1));
  p = madd(p, m, splat(-1.2420140846e-1));
  p = madd(p, m, splat(1.4249322787e-1));
  p = madd(p, m, splat(-1.6668057665e-1));
  p = madd(p, m, splat(2.0000714765e-1));
  p = madd(p, m, splat(-2.4999993993e-1));
  p = madd(p, m, splat(3.3333331174e-1));
  const f = f32x4.convert_i32x4_s(e);
  p = f32x4.mul(f32x4.mul(p, m), z);
  p = madd(f, splat(-2.12194440e-4), p);
  p = f32x4.sub(p, f32x4.mul(splat(0.5), z));
  let y = f32x4.add(f32x4.add(m, p), f32x4.mul(f, splat(0.693359375)));
  y = choose(f32x4.eq(x, splat(Infinity)), x, y);
  y = choose(f32x4.eq(x, zero), splat(-Infinity), y);
  return choose(f32x4.ge(x, zero), y, splat(NaN));
}

@inline function vlog1p(x: v128): v128 {
  const u = f32x4.add(x, splat(1));
  const lost = f32x4.sub(x, f32x4.sub(u, splat(1)));
  const y = f32x4.add(vlog(u), f32x4.div(lost, u));
  const exact = v128.or(f32x4.eq(u, splat(0)), f32x4.eq(u, splat(Infinity)));
  return choose(exact, vlog(u), y);
}

@inline function vexpm1(x: v128): v128 {
  let p = splat(1.0 / 40320);
  p = madd(p, x, splat(1.0 / 5040));
  p = madd(p, x, splat(1.0 / 720));
  p = madd(p, x, splat(1.0 / 120));
  p = madd(p, x, splat(1.0 / 24));
  p = madd(p, x, splat(1.0 / 6));
  p = madd(p, x, splat(0.5));
  const series = madd(f32x4.mul(p, x), x, x);
  return choose(f32x4.lt(f32x4.abs(x), splat(0.5)), series, f32x4.sub(vexp(x), splat(1)));
}

@inline function vtanh(x: v128): v128 {
  const e = vexpm1(f32x4.mul(f32x4.abs(x), splat(-2)));
  const y = f32x4.div(f32x4.neg(e), f32x4.add(e, splat(2)));
  return v128.or(y, v128.and(x, i32x4.splat(0x80000000)));
}

@inline function vsigmoid(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), vexp(f32x4.neg(x))));
}

@inline function vsoftplus(x: v128): v128 {
  return f32x4.add(f32x4.max(x, splat(0)), vlog1p(vexp(f32x4.neg(f32x4.abs(x)))));
}

@inline function vsign(x: v128): v128 {
  const one = v128.and(f32x4.ne(x, splat(0)), splat(1));
  return choose(f32x4.ne(x, x), x, v128.or(one, v128.and(x, i32x4.splat(0x80000000))));
}

// Rarely used functions, one number at a time in float64. log Γ and its derivatives: lib/kernels/specialFunctions.ts.
const FROM: f64 = 12;

function lgamma(x: f64): f64 {
  if (x < 0.5) {
    if (x == Math.floor(x)) return Infinity;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  }
  let product: f64 = 1, y = x;
  for (; y < FROM; y++) product *= y;
  const r = 1 / (y * y);
  const series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.9189385332046728 + series - Math.log(product);
}

function digamma(x: f64): f64 {
  if (x < 0.5) {
    if (x == Math.floor(x)) return NaN;
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  }
  let sum: f64 = 0, y = x;
  for (; y < FROM; y++) sum -= 1 / y;
  const r = 1 / (y * y);
  return sum + Math.log(y) - 0.5 / y - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r / 240)));
}

function trigamma(x: f64): f64 {
  if (x < 0.5) {
    if (x == Math.floor(x)) return NaN;
    const s = Math.PI / Math.sin(Math.PI * x);
    return s * s - trigamma(1 - x);
  }
  let sum: f64 = 0, y = x;
  for (; y < FROM; y++) sum += 1 / (y * y);
  const r = 1 / (y * y);
  return sum + (1 + 0.5 / y + r * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r / 30)))) / y;
}

// One lane after the other. The name of the function is a number, since a switch is cheaper than an indirect call.
function scalar(f: i32, x: f64, y: f64): f64 {
  switch (f) {
    case 0: return Math.sin(x);
    case 1: return Math.cos(x);
    case 2: return lgamma(x);
    case 3: return digamma(x);
    case 4: return trigamma(x);
    default: return Math.pow(x, y);
  }
}

function lanewise(f: i32, x: v128, y: v128): v128 {
  const a = <f32>scalar(f, f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0));
  const b = <f32>scalar(f, f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1));
  const c = <f32>scalar(f, f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2));
  const d = <f32>scalar(f, f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3));
  return f32x4(a, b, c, d);
}
