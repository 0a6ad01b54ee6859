"""Coefficients of the float32 functions of the normal distribution in lib/kernels/wasm/assembly/normalMath.as, and how
far each fit is from the function: minimax fits (Lawson's reweighting of least squares at Chebyshev nodes) to values of
mpmath, or for E[log t] to sums in float64 that are checked here against mpmath.
Run with mpmath and scipy (values made with mpmath 1.4.1, numpy 2.4.6, scipy 1.17.1): python normalFunctions.py"""

import mpmath
import numpy
from scipy.special import ndtri_exp

mpmath.mp.dps = 50


def nodes(low, high, count=400):
    return low + (high - low) * (1 - numpy.cos(numpy.pi * (numpy.arange(count) + 0.5) / count)) / 2


def lawson(matrix, wanted, steps=60):
    """min over c of max |matrix c - wanted|."""
    weights = numpy.ones(len(wanted))
    best = (numpy.inf, None)
    norms = numpy.linalg.norm(matrix, axis=0)
    for _ in range(steps):
        root = numpy.sqrt(weights)
        c = numpy.linalg.lstsq(matrix / norms * root[:, None], wanted * root, rcond=None)[0] / norms
        error = abs(matrix @ c - wanted)
        if error.max() < best[0]:
            best = (error.max(), c)
        weights *= error + 1e-3 * error.max()
        weights /= weights.mean()
    return best


def polynomial(x, f, degree, scale):
    return lawson(numpy.vander(x, degree + 1, increasing=True) / scale[:, None], f / scale)


def rational(x, f, above, below, scale, steps=60):
    """P/Q with Q = 1 + ..., linearised with the last Q as weight."""
    powers = numpy.vander(x, max(above, below) + 1, increasing=True)
    last, weights, best = numpy.ones(len(x)), numpy.ones(len(x)), (numpy.inf, None, None)
    for step in range(steps):
        root = numpy.sqrt(weights) / (scale * last)
        matrix = numpy.hstack([powers[:, : above + 1], -powers[:, 1 : below + 1] * f[:, None]]) * root[:, None]
        norms = numpy.linalg.norm(matrix, axis=0)
        c = numpy.linalg.lstsq(matrix / norms, f * root, rcond=1e-16)[0] / norms
        p, q = c[: above + 1], numpy.concatenate([[1], c[above + 1 :]])
        last = powers[:, : below + 1] @ q
        error = abs(powers[:, : above + 1] @ p / last - f) / scale
        if error.max() < best[0] and (last > 0).all():
            best = (error.max(), p, q)
        if step > 8:
            weights *= error + 1e-3 * error.max()
            weights /= weights.mean()
    return best


def show(name, error, *coefficients):
    print(f"{name}: {error:.1e}")
    for c in coefficients:
        print("  highest power first:", ", ".join(f"{x:.9g}" for x in c[::-1]))


def excess(a):
    """hazard(a) - a of the standard normal distribution."""
    with mpmath.workdps(80):
        a = mpmath.mpf(a)
        if a > 1e6:
            return 1 / a
        return 1 / (mpmath.erfc(a / mpmath.sqrt(2)) * mpmath.exp(a * a / 2) * mpmath.sqrt(mpmath.pi / 2)) - a


# hazardExcess(a) = t P(2 t - 1), t = 1/(1 + 0.3 a), a >= 0.
t = nodes(0, 1)
f = numpy.array([float(excess((1 / mpmath.mpf(x) - 1) / mpmath.mpf(0.3)) / mpmath.mpf(x)) for x in t])
show("excess", *polynomial(2 * t - 1, f, 10, f))

# -quantile(exp(-L)/2) = L P(s)/Q(s), s = sqrt(L), to L = 3600.
s = nodes(0, 60, 600)[8:]
f = -ndtri_exp(-s * s - numpy.log(2)) / (s * s)
for L in (0.01, 1.0, 30.0, 2000.0):
    with mpmath.workdps(1000 if L > 100 else 50):
        z = mpmath.findroot(lambda z: mpmath.log(mpmath.erfc(z / mpmath.sqrt(2))) + mpmath.mpf(L), -float(ndtri_exp(-L - numpy.log(2))))
    assert abs(-ndtri_exp(-L - numpy.log(2)) / float(z) - 1) < 1e-9, L
show("quantile", *rational(s, f, 6, 7, f))

# erf(x)/x in x^2, |x| < 0.75.
w = nodes(0, 0.5626)
f = numpy.array([float(mpmath.erf(mpmath.sqrt(x)) / mpmath.sqrt(x)) for x in map(mpmath.mpf, w)])
show("erf(x)/x", *polynomial(w, f, 5, f))

# g(a) = E[log t], t ~ normal(a, 1) cut to t > 0, and g'(a) = Cov(log t, t).
h = numpy.arange(-4.5, 6.5, 1 / 64)
Y = numpy.exp(h - numpy.exp(-h))
W = Y * (1 + numpy.exp(-h))
Z = numpy.arange(-9, 9.01, 0.25)


def moments(a):
    if a > 10:
        p = numpy.exp(-Z * Z / 2)
        p /= p.sum()
        return numpy.log(a) + (p * numpy.log1p(Z / a)).sum(), (p * Z * numpy.log1p(Z / a)).sum()
    length = 1 / max(1, -a)
    t = length * Y
    p = numpy.exp(-t * t / 2 + a * t - max(0, a) ** 2 / 2) * W
    p /= p.sum()
    mean = (p * t).sum()
    return (p * numpy.log(t)).sum(), (p * (t - mean) * numpy.log(t)).sum()


def exact_moments(a):
    a = mpmath.mpf(a)
    ends = [0, mpmath.inf] if a < 0 else [0, max(a - 6, a / 2), a + 1, a + 6, mpmath.inf]
    integral = lambda f: mpmath.quad(lambda t: f(t) * mpmath.exp(-t * t / 2 + a * t - max(0, a) ** 2 / 2), ends)
    with mpmath.workdps(25):
        total, mean, log = integral(lambda t: 1), integral(lambda t: t), integral(mpmath.log)
        return log / total, integral(lambda t: t * mpmath.log(t)) / total - mean * log / total**2


for a in (-25.0, -3.0, -0.5, 0.7, 2.0, 4.5, 9.0, 12.0):
    for found, wanted in zip(moments(a), exact_moments(a)):
        assert abs(found / float(wanted) - 1) < 1e-11, (a, found, wanted)

# g(a) = asinh(a/sqrt 12) + C(u), g'(a) = D(u)/sqrt(a^2 + 12), u = a/sqrt(a^2 + 12); each piece by v from -1 to 1.
for low, high in [(-1, 0), (0, 0.5), (0.5, 0.75), (0.75, 1)]:
    u = nodes(low, high)
    a = u * numpy.sqrt(12 / (1 - u * u))
    g = numpy.array([moments(x) for x in a])
    v = (2 * u - low - high) / (high - low)
    f = g[:, 0] - numpy.arcsinh(a / numpy.sqrt(12))
    show(f"mean log, u from {low} to {high}", *polynomial(v, f, 8, numpy.ones(len(f))))
    f = g[:, 1] * numpy.sqrt(a * a + 12)
    show(f"its slope, u from {low} to {high}", *polynomial(v, f, 9, f))
