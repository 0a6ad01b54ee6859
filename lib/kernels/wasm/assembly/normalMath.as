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
  x = atMost(x, 20);
  const high = v128.and(x, i32x4.splat(0xfffff000)), low = f32x4.sub(x, high);
  const square = f32x4.mul(f32x4.mul(high, high), splat(-c));
  const rest = f32x4.mul(f32x4.mul(low, f32x4.add(x, high)), splat(-c));
  const n = madd(f32x4.add(square, rest), splat(1.44269504), splat(SHIFTER));
  // Below exp(−88) nothing is left.
  return expOf(atLeast(square, -88), atLeast(rest, -1), atLeast(n, SHIFTER - 127));
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

// Where `far`, log ratio + square: the logarithm of a tail with its Gaussian left out; else log(1 − rest), by 1 − rest with
// its rounding error put back, so that it is precise for a tiny rest.
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
  const a = atMost(f32x4.abs(x), 1e18), m = f32x4.add(a, vexcess(a)), d = vdensity(a);
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
@inline function tailOf(p: v128): v128 { return f32x4.pmin(p, f32x4.sub(splat(1), p)); }

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
  const z = tailQuantile(atLeast(choose(below, left, f32x4.neg(vlog(f32x4.add(above, above)))), 0));
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
// u = x/√(x² + 12) with a limit at either end, |x| < 1e19. Polynomials in v, −1 to 1, over four pieces: u to 0, to ½, to ¾ and to 1.
@inline function pieceOf(u: v128): v128 {
  const step = i32x4.splat(0x04040404), first = v128.and(f32x4.gt(u, splat(0)), step);
  const second = v128.and(f32x4.gt(u, splat(0.5)), step), third = v128.and(f32x4.gt(u, splat(0.75)), step);
  return i32x4.add(i32x4.add(first, second), i32x4.add(third, i32x4.splat(0x03020100)));
}
@inline function within(u: v128, piece: v128): v128 {
  return madd(u, pick(f32x4(2, 4, 8, 8), piece), pick(f32x4(1, -1, -5, -7), piece));
}
@inline function vmeanLog(x: v128): v128 {
  const a = f32x4.abs(x), root = f32x4.sqrt(madd(x, x, splat(12))), u = f32x4.div(x, root);
  const piece = pieceOf(u), v = within(u, piece);
  let p = pick(f32x4(-8.50747528e-05, 0.000107752882, -3.17066184e-06, 2.14780998e-05), piece);
  p = madd(p, v, pick(f32x4(-0.000134176461, 0.000141542161, -5.74952588e-05, -4.71798025e-05), piece));
  p = madd(p, v, pick(f32x4(0.000139353421, -0.000467808455, -8.48621292e-05, -8.92990776e-06), piece));
  p = madd(p, v, pick(f32x4(0.00117029975, -0.00237628099, 0.000511989467, 0.000156747616), piece));
  p = madd(p, v, pick(f32x4(0.00543877273, -0.00576702338, 0.00160294757, -0.00050020812), piece));
  p = madd(p, v, pick(f32x4(0.0209612513, -0.00246910343, -0.0045021242, 0.00213738267), piece));
  p = madd(p, v, pick(f32x4(0.0722734992, 0.0545980571, -0.0208410045, -0.012592215), piece));
  p = madd(p, v, pick(f32x4(0.22367297, 0.331426142, 0.174204563, 0.0931174041), piece));
  p = madd(p, v, pick(f32x4(-0.958618167, -0.356929951, 0.207746519, 0.467021638), piece));
  const growth = vlog(f32x4.mul(f32x4.add(root, a), splat(0.288675135)));
  return f32x4.add(p, v128.xor(growth, v128.and(x, i32x4.splat(0x80000000))));
}
@inline function vmeanLogSlope(x: v128): v128 {
  const root = f32x4.sqrt(madd(x, x, splat(12))), u = f32x4.div(x, root);
  const piece = pieceOf(u), v = within(u, piece);
  let p = pick(f32x4(-0.000189992293, -0.000175399672, 2.46916765e-05, -0.000230592697), piece);
  p = madd(p, v, pick(f32x4(-0.000643340634, 0.00051215844, 0.000284624515, -0.000153384451), piece));
  p = madd(p, v, pick(f32x4(-0.00136303658, 0.00327118065, 0.000371019325, 0.00132275475), piece));
  p = madd(p, v, pick(f32x4(-0.00272481677, 0.00600604868, -0.00199839629, -0.000805930931), piece));
  p = madd(p, v, pick(f32x4(-0.00440077617, 0.00136633816, -0.0064119167, -0.00149357342), piece));
  p = madd(p, v, pick(f32x4(-0.00133617685, -0.0300539737, 0.00634109423, 0.00426493802), piece));
  p = madd(p, v, pick(f32x4(0.0233812577, -0.110168351, 0.0533258933, -0.0117602368), piece));
  p = madd(p, v, pick(f32x4(0.127110094, -0.165417771, -0.0355476374, 0.0444404945), piece));
  p = madd(p, v, pick(f32x4(0.440485754, 0.243778685, -0.420953275, -0.21018031), piece));
  p = madd(p, v, pick(f32x4(1.3355075, 2.24285267, 1.84924801, 1.17459549), piece));
  return f32x4.div(p, root);
}
