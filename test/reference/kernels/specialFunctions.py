"""Reference values for the special functions of row programs and ops, of mpmath at 50 digits.
Run: pip install mpmath; python specialFunctions.py > specialFunctions.json"""

import json
import random

import mpmath

mpmath.mp.dps = 50
generator = random.Random(1964)


def erfcx(x):
    return mpmath.exp(x * x) * mpmath.erfc(x)


def log_normal_cdf(x):
    return mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2)


def reversed_hazard(x):
    return mpmath.npdf(x) / mpmath.ncdf(x)


def quantile_of_log(l):
    """The z of log Phi(z) = l, by Newton's method from a parabola, in as many digits as exp(l) takes."""
    with mpmath.workdps(60 + int(abs(l) * 0.45)):
        target = mpmath.mpf(l)
        z = -mpmath.sqrt(-2 * target) if l < -0.7 else mpmath.sqrt(2 * max(0, -mpmath.log(-mpmath.expm1(target))))
        for _ in range(60):
            step = (log_normal_cdf(z) - target) * mpmath.ncdf(z) / mpmath.npdf(z)
            z -= step
            if abs(step) < 1e-40:
                return z
    raise ValueError(l)


def mean_log(a):
    """E[log t] and Cov(log t, t) of t ~ normal(a, 1) cut to t > 0, over t = y/(1 + |a|) below, about the mode above."""
    a = mpmath.mpf(a)
    with mpmath.workdps(30):
        if a > 12:
            weight = lambda z: mpmath.exp(-z * z / 2)
            ends = [-12, -6, -3, 0, 3, 6, 12]
            total = mpmath.quad(weight, ends)
            log = mpmath.quad(lambda z: mpmath.log1p(z / a) * weight(z), ends)
            product = mpmath.quad(lambda z: z * mpmath.log1p(z / a) * weight(z), ends)
            return mpmath.log(a) + log / total, product / total
        length = 1 / max(1, -a)
        peak = max(0, a)
        weight = lambda y: mpmath.exp(length * y * (a - length * y / 2) - peak * peak / 2)
        ends = [0, 0.25, 0.5, 1, 2, 4, 8, 16, 24, 40, 80] if a < -1 else [0, 0.25, 0.5, 1, 2, 4, 6, 9, 12, 16, 20, 28]
        total, mean, log, product = (
            mpmath.quad(lambda y: f(y) * weight(y), ends)
            for f in (lambda y: 1, lambda y: y, mpmath.log, lambda y: y * mpmath.log(y))
        )
        return mpmath.log(length) + log / total, length * (product / total - mean * log / total**2)


def rows(function, points):
    return [[x, float(function(mpmath.mpf(x)))] for x in sorted(points)]


near = [generator.uniform(-6, 6) for _ in range(150)] + [0.0, 0.5, -0.5, 2.0, -2.0, 1.999999, 2.000001, 1e-8, -1e-300]
right = [generator.uniform(0, 26) for _ in range(80)]
left = [generator.uniform(-37, 0) for _ in range(80)]
far = [-1e4, -300.0, -100.0, -38.5, -37.0]
positive = [10 ** generator.uniform(-6, 6) for _ in range(120)] + [0.5, 1.0, 1.5, 2.0, 11.999, 12.0]
negative = [-generator.uniform(0.05, 9.95) for _ in range(40)]
logs = [-(10 ** generator.uniform(-15, 3)) for _ in range(60)] + [-0.69, -0.6931471805599453, -0.7, -599.9, -600.1]
locations = [generator.uniform(-30, 20) for _ in range(40)] + [-1e6, -300.0, 0.0, 1.0, 9.999, 10.001, 100.0, 1e4, 1e6]

values = {
    "erf": rows(mpmath.erf, near),
    "erfc": rows(mpmath.erfc, near + right),
    "erfcx": rows(erfcx, near + right + [100.0, 1e6, 1e100]),
    "normalCdf": rows(mpmath.ncdf, near + left),
    "normalDensity": rows(mpmath.npdf, near + left),
    "logNormalCdf": rows(log_normal_cdf, near + left + far),
    "normalReversedHazard": rows(reversed_hazard, near + left + far),
    "normalQuantileOfLog": rows(quantile_of_log, logs),
    "truncatedNormalMeanLog": rows(lambda a: mean_log(a)[0], locations),
    "truncatedNormalMeanLogSlope": rows(lambda a: mean_log(a)[1], locations),
    "lgamma": rows(lambda x: mpmath.log(abs(mpmath.gamma(x))), positive + negative),
    "digamma": rows(lambda x: mpmath.digamma(x), positive + negative),
}
print(json.dumps({"mpmath": mpmath.__version__, "values": values}, separators=(",", ":")).replace("]],", "]],\n"))
