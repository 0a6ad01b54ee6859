// Functions of the standard normal distribution Φ (density φ) of four float32 at a time, by minimax polynomials whose
// coefficients and errors test/reference/kernels/normalFunctions.py makes. All of Φ goes by the excess of the hazard,
//   h(a) = φ(a)/Φ(−a) − a, a ≥ 0, so that φ(−a)/Φ(−a) = a + h(a) without cancellation however far out.

const ROOT_2: f32 = 1.41421356;
const TWO_BY_ROOT_PI: f32 = 1.12837917;
/** φ(0) = 1/√(2π). */
const DENSITY_0: f32 = 0.398942280;

@inline function fromSign(x: v128, negative: v128, positive: v128): v128 {
  return choose(f32x4.lt(x, splat(0)), negative, positive);
}

// exp(−c x²), c = ½ or 1, for 0 ≤ x: the square in two parts, since its rounding would show in the exponential.
@inline function vgaussian(x: v128, c: f32): v128 {
  x = f32x4.min(x, splat(20));
  const high = v128.and(x, i32x4.splat(0xfffff000)), low = f32x4.sub(x, high);
  const square = f32x4.mul(f32x4.mul(high, high), splat(-c));
  const rest = f32x4.mul(f32x4.mul(low, f32x4.add(x, high)), splat(-c));
  const n = f32x4.max(f32x4.nearest(f32x4.mul(f32x4.add(square, rest), splat(1.44269504))), splat(-127));
  let r = f32x4.sub(square, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.12194440e-4)));
  r = f32x4.max(f32x4.add(r, rest), splat(-1));
  return expReduced(n, r);
}

@inline function vdensity(x: v128): v128 {
  return f32x4.mul(vgaussian(f32x4.abs(x), 0.5), splat(DENSITY_0));
}

// h(a), by a polynomial in 2t − 1.
@inline function vexcess(a: v128): v128 {
  const t = f32x4.div(splat(1), madd(a, splat(0.3), splat(1))), v = f32x4.sub(f32x4.add(t, t), splat(1));
  let p = splat(0.000427366902);
  p = madd(p, v, splat(0.000394512522));
  p = madd(p, v, splat(-0.00251127611));
  p = madd(p, v, splat(-0.00248608916));
  p = madd(p, v, splat(0.008570431));
  p = madd(p, v, splat(0.0110132483));
  p = madd(p, v, splat(-0.0236477115));
  p = madd(p, v, splat(-0.0514379607));
  p = madd(p, v, splat(0.0436693242));
  p = madd(p, v, splat(0.291458691));
  p = madd(p, v, splat(0.522434201));
  return f32x4.mul(p, t);
}

@inline function vnormalCdf(x: v128): v128 {
  const a = f32x4.abs(x), tail = f32x4.div(vdensity(a), f32x4.add(a, vexcess(a)));
  return fromSign(x, tail, f32x4.sub(splat(1), tail));
}

// log f below 0 with f = scale/m exp(−c x²), log(1 − rest) above, where rest may be tiny.
@inline function logOfEither(far: v128, ratio: v128, square: v128, rest: v128): v128 {
  const u = f32x4.sub(splat(1), rest);
  const lost = f32x4.sub(f32x4.sub(splat(1), u), rest);
  return f32x4.add(vlog(choose(far, ratio, u)), choose(far, square, lost));
}

@inline function vlogNormalCdf(x: v128): v128 {
  const a = f32x4.abs(x), inverse = f32x4.div(splat(DENSITY_0), f32x4.add(a, vexcess(a)));
  const square = f32x4.mul(f32x4.mul(a, a), splat(-0.5));
  return logOfEither(f32x4.lt(x, splat(0)), inverse, square, f32x4.mul(vgaussian(a, 0.5), inverse));
}

// φ/Φ
@inline function vreversedHazard(x: v128): v128 {
  const a = f32x4.min(f32x4.abs(x), splat(1e18)), m = f32x4.add(a, vexcess(a)), d = vdensity(a);
  return fromSign(x, m, f32x4.div(f32x4.mul(d, m), f32x4.sub(m, d)));
}
// −y (x + y): below 0 the sum cancels, and is h.
@inline function vreversedHazardSlope(x: v128, y: v128): v128 {
  return f32x4.neg(f32x4.mul(y, fromSign(x, vexcess(f32x4.abs(x)), f32x4.add(x, y))));
}

// z ≥ 0 of Φ(−z) = exp(−L)/2.
@inline function tailQuantile(L: v128): v128 {
  const s = f32x4.sqrt(L);
  let p = splat(0.0177417639);
  p = madd(p, s, splat(0.495554457));
  p = madd(p, s, splat(2.61302161));
  p = madd(p, s, splat(4.59897299));
  p = madd(p, s, splat(4.76064569));
  p = madd(p, s, splat(3.11899136));
  p = madd(p, s, splat(1.25331507));
  let q = splat(0.0125450711);
  q = madd(q, s, splat(0.350486081));
  q = madd(q, s, splat(1.87905846));
  q = madd(q, s, splat(3.77306369));
  q = madd(q, s, splat(4.92049571));
  q = madd(q, s, splat(4.29768026));
  q = madd(q, s, splat(2.488636));
  q = madd(q, s, splat(1));
  const z = f32x4.div(f32x4.mul(p, L), q);
  return choose(f32x4.eq(L, splat(Infinity)), L, z);
}
@inline function tailOf(p: v128): v128 { return f32x4.min(p, f32x4.sub(splat(1), p)); }

@inline function vnormalQuantile(p: v128): v128 {
  const tail = tailOf(p), z = tailQuantile(f32x4.neg(vlog(f32x4.add(tail, tail))));
  return choose(f32x4.lt(p, splat(0.5)), f32x4.neg(z), z);
}
@inline function vnormalQuantileSlope(p: v128, y: v128): v128 {
  const z = f32x4.abs(y);
  return f32x4.div(splat(1), f32x4.mul(f32x4.add(z, vexcess(z)), tailOf(p)));
}

const LOG_HALF: f32 = -0.693147181;

@inline function vnormalQuantileOfLog(l: v128): v128 {
  const above = f32x4.neg(vexpm1(l)), below = f32x4.lt(l, splat(LOG_HALF));
  // − log 2 in two parts.
  const left = f32x4.sub(splat(2.12194440e-4), f32x4.add(l, splat(0.693359375)));
  const z = tailQuantile(f32x4.max(choose(below, left, f32x4.neg(vlog(f32x4.add(above, above)))), splat(0)));
  return choose(below, f32x4.neg(z), z);
}
// Φ(y)/φ(y)
@inline function vnormalQuantileOfLogSlope(l: v128, y: v128): v128 {
  const a = f32x4.abs(y), e = vexpm1(l);
  const odds = f32x4.div(f32x4.add(splat(1), e), f32x4.neg(e));
  return f32x4.div(fromSign(y, splat(1), odds), f32x4.add(a, vexcess(a)));
}

@inline function vupperErfc(a: v128): v128 {
  const w = f32x4.mul(a, splat(ROOT_2));
  return f32x4.div(f32x4.mul(vgaussian(a, 1), splat(2 * DENSITY_0)), f32x4.add(w, vexcess(w)));
}
@inline function verf(x: v128): v128 {
  const a = f32x4.abs(x), w = f32x4.mul(x, x);
  let p = splat(-0.000674922955);
  p = madd(p, w, splat(0.00511430933));
  p = madd(p, w, splat(-0.0268346085));
  p = madd(p, w, splat(0.112833763));
  p = madd(p, w, splat(-0.376126187));
  p = madd(p, w, splat(1.12837917));
  const far = f32x4.sub(splat(1), vupperErfc(a));
  return choose(f32x4.lt(a, splat(0.75)), f32x4.mul(p, x), v128.or(far, v128.and(x, i32x4.splat(0x80000000))));
}
@inline function verfc(x: v128): v128 {
  const far = vupperErfc(f32x4.abs(x));
  return fromSign(x, f32x4.sub(splat(2), far), far);
}
@inline function verfSlope(x: v128): v128 {
  return f32x4.mul(vgaussian(f32x4.abs(x), 1), splat(TWO_BY_ROOT_PI));
}
@inline function vlogErfc(x: v128): v128 {
  const w = f32x4.mul(f32x4.abs(x), splat(ROOT_2)), inverse = f32x4.div(splat(2 * DENSITY_0), f32x4.add(w, vexcess(w)));
  return logOfEither(f32x4.gt(x, splat(0.5)), inverse, f32x4.neg(f32x4.mul(x, x)), verf(x));
}
@inline function vlogErfcSlope(x: v128): v128 {
  const a = f32x4.abs(x), w = f32x4.mul(a, splat(ROOT_2)), m = f32x4.add(w, vexcess(w)), e = vgaussian(a, 1);
  const below = f32x4.sub(splat(2), f32x4.div(f32x4.mul(e, splat(2 * DENSITY_0)), m));
  return fromSign(x, f32x4.div(f32x4.mul(e, splat(-TWO_BY_ROOT_PI)), below), f32x4.mul(m, splat(-ROOT_2)));
}

// E[log t] of t ~ normal(x, 1) cut to t > 0, less asinh(x/√12), and its slope times √(x² + 12): smooth functions of
// u = x/√(x² + 12) with a limit at either end; a polynomial on either side of u = ½.
@inline function vmeanLog(x: v128): v128 {
  const a = f32x4.abs(x), root = f32x4.sqrt(madd(x, x, splat(12))), u = f32x4.div(x, root);
  const right = f32x4.gt(u, splat(0.5));
  const v = choose(right, f32x4.sub(f32x4.mul(u, splat(4)), splat(3)), madd(u, splat(1.33333333), splat(0.333333333)));
  let p = choose(right, splat(-0.00119826671), splat(0.00341435454));
  p = madd(p, v, choose(right, splat(0.000500812661), splat(0.00479396579)));
  p = madd(p, v, choose(right, splat(0.0058412359), splat(-0.0058590931)));
  p = madd(p, v, choose(right, splat(-0.00158880919), splat(-0.011167959)));
  p = madd(p, v, choose(right, splat(-0.0131866429), splat(-0.00323217031)));
  p = madd(p, v, choose(right, splat(0.00198687493), splat(-0.00500784911)));
  p = madd(p, v, choose(right, splat(0.0200025273), splat(-0.0145197789)));
  p = madd(p, v, choose(right, splat(-0.0030972989), splat(-0.0127483227)));
  p = madd(p, v, choose(right, splat(-0.0262073954), splat(0.00351949181)));
  p = madd(p, v, choose(right, splat(0.0160140853), splat(0.040734594)));
  p = madd(p, v, choose(right, splat(0.0261641278), splat(0.11693016)));
  p = madd(p, v, choose(right, splat(-0.088608015), splat(0.254981712)));
  p = madd(p, v, choose(right, splat(0.254105748), splat(0.472139679)));
  p = madd(p, v, choose(right, splat(0.358577274), splat(-0.825715517)));
  const growth = vlog(f32x4.mul(f32x4.add(root, a), splat(0.288675135)));
  return f32x4.add(p, v128.xor(growth, v128.and(x, i32x4.splat(0x80000000))));
}
@inline function vmeanLogSlope(x: v128): v128 {
  const root = f32x4.sqrt(madd(x, x, splat(12))), u = f32x4.div(x, root);
  const right = f32x4.gt(u, splat(0.5));
  const v = choose(right, f32x4.sub(f32x4.mul(u, splat(4)), splat(3)), madd(u, splat(1.33333333), splat(0.333333333)));
  let p = choose(right, splat(0.0282968407), splat(-0.0198266735));
  p = madd(p, v, choose(right, splat(0.00324718763), splat(-0.0064450323)));
  p = madd(p, v, choose(right, splat(-0.128507211), splat(0.0903206613)));
  p = madd(p, v, choose(right, splat(-0.0263889373), splat(0.0791065151)));
  p = madd(p, v, choose(right, splat(0.258024331), splat(-0.0629352055)));
  p = madd(p, v, choose(right, splat(0.0831400549), splat(-0.0721722683)));
  p = madd(p, v, choose(right, splat(-0.320727606), splat(-0.0111626415)));
  p = madd(p, v, choose(right, splat(-0.143486526), splat(-0.0725999545)));
  p = madd(p, v, choose(right, splat(0.321639598), splat(-0.169031463)));
  p = madd(p, v, choose(right, splat(0.139189894), splat(-0.201141992)));
  p = madd(p, v, choose(right, splat(-0.347187647), splat(-0.160991222)));
  p = madd(p, v, choose(right, splat(0.03962818), splat(-0.00431424371)));
  p = madd(p, v, choose(right, splat(0.339763608), splat(0.339438743)));
  p = madd(p, v, choose(right, splat(-0.691316088), splat(0.873553995)));
  p = madd(p, v, choose(right, splat(1.44468431), splat(1.59017394)));
  return f32x4.div(p, root);
}
