"""Reference values for the special functions that ops use, of mpmath at 50 digits.
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


def normal_hazard(x):
    return mpmath.npdf(x) / mpmath.ncdf(x)


def rows(function, points):
    return [[x, float(function(mpmath.mpf(x)))] for x in sorted(points)]


near = [generator.uniform(-6, 6) for _ in range(150)] + [0.0, 0.5, -0.5, 2.0, -2.0, 1.999999, 2.000001, 1e-8, -1e-300]
right = [generator.uniform(0, 26) for _ in range(80)]
left = [generator.uniform(-37, 0) for _ in range(80)]
far = [-1e4, -300.0, -100.0, -38.5, -37.0]
positive = [10 ** generator.uniform(-6, 6) for _ in range(120)] + [0.5, 1.0, 1.5, 2.0, 11.999, 12.0]
negative = [-generator.uniform(0.05, 9.95) for _ in range(40)]

values = {
    "erf": rows(mpmath.erf, near),
    "erfc": rows(mpmath.erfc, near + right),
    "erfcx": rows(erfcx, near + right + [100.0, 1e6, 1e100]),
    "normalCdf": rows(mpmath.ncdf, near + left),
    "normalDensity": rows(mpmath.npdf, near + left),
    "logNormalCdf": rows(log_normal_cdf, near + left + far),
    "normalHazard": rows(normal_hazard, near + left + far),
    "lgamma": rows(lambda x: mpmath.log(abs(mpmath.gamma(x))), positive + negative),
    "digamma": rows(lambda x: mpmath.digamma(x), positive + negative),
}
print(json.dumps({"mpmath": mpmath.__version__, "values": values}, separators=(",", ":")).replace("]],", "]],\n"))
