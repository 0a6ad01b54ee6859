"""Values of the special functions of lib/distributions from mpmath at 60 digits.
Run: pip install mpmath scipy; python specialFunctions.py > specialFunctions.json"""

import json

import mpmath as mp
import scipy
import scipy.special

mp.mp.dps = 60
grid = sorted({s * x for s in (-1, 1) for x in (0.0, 1e-10, 0.01, 0.3, 0.49, 0.51, 0.99, 1.01, 1.7, 2.5, 3.9, 5.66, 8.0, 12.0, 20.0, 26.0)})
sqrt2 = mp.sqrt(2)


def log_ncdf(z):
    return mp.log(mp.erfc(-mp.mpf(z) / sqrt2) / 2)


def mills(z):
    z = mp.mpf(z)
    return mp.erfc(z / sqrt2) * mp.exp(z * z / 2) * mp.sqrt(mp.pi / 2)


def variance(z):
    with mp.workdps(120):
        h = 1 / mills(z)
        return 1 - h * (h - mp.mpf(z))


def excess(z):
    with mp.workdps(120):
        return 1 / mills(z) - mp.mpf(z)


normals = [-40.0, -20.0, -8.0, -3.0, -1.01, -0.99, 0.0, 0.5, 1.99, 2.01, 3.0, 5.0, 8.0, 20.0, 40.0, 300.0, 1e5]
positive = [1e-3, 0.02, 0.3, 0.5, 1.0, 1.5, 2.0, 3.3, 7.0, 11.9, 12.1, 30.0, 1000.0, 1e6]


def log_lower(a, x):
    return mp.log(mp.gammainc(a, 0, x, regularized=True))


def log_upper(a, x):
    return mp.log(mp.gammainc(a, x, mp.inf, regularized=True))


def shape_derivative(a, x):
    """-(dP/da)/p with the derivative of P as the integral of (log t - psi(a)) p(t), over the shorter side."""
    psi = mp.psi(0, a)
    norm = (a - 1) * mp.log(x) - x
    f = lambda t: (mp.log(t) - psi) * mp.exp((a - 1) * mp.log(t) - t - norm)
    width = 1 / min(mp.mpf(a), abs(a - mp.mpf(x)) + mp.sqrt(x))
    steps = [0] + [width * k for k in (0.01, 0.1, 0.5, 1, 2, 3, 5, 8, 12, 20, 40, 100, 400)]
    with mp.workdps(30):
        if x > a:
            return mp.quad(lambda y: f(x * mp.exp(y)) * x * mp.exp(y), steps)
        return -mp.quad(lambda y: f(x * mp.exp(-y)) * x * mp.exp(-y), steps)


gammas = [(0.05, 1e-8), (0.05, 0.3), (0.05, 3.0), (0.5, 1e-4), (0.5, 0.2), (0.5, 5.0), (0.5, 32.0), (1.0, 1.0), (2.5, 0.01), (2.5, 2.0), (2.5, 9.0), (2.5, 40.0), (30.0, 6.0), (30.0, 29.6), (30.0, 31.0), (30.0, 90.0), (1000.0, 780.0), (1000.0, 1000.0), (1000.0, 1280.0)]
for a, x in gammas:
    if 1e-300 < scipy.special.gammaincc(a, x):
        assert abs(float(mp.exp(log_upper(a, x))) / scipy.special.gammaincc(a, x) - 1) < 1e-11, (a, x)


def table(f, xs):
    return [[x, float(f(x))] for x in xs]


print(json.dumps({
    "versions": {"mpmath": mp.__version__, "scipy": scipy.__version__},
    "erf": table(lambda x: mp.erf(x), grid),
    "erfc": table(lambda x: mp.erfc(x), grid),
    "erfcx": table(lambda x: mp.exp(mp.mpf(x) ** 2) * mp.erfc(x), [x for x in grid if x > -26]),
    "logErfc": table(lambda x: mp.log(mp.erfc(x)), grid + [-30.0, 100.0]),
    "logNormalCdf": table(log_ncdf, normals[:-2]),
    "millsRatio": table(mills, normals[2:]),
    "normalHazard": table(lambda z: 1 / mills(z), normals),
    "hazardExcess": table(excess, normals),
    "hazardVariance": table(variance, normals),
    "logGamma": table(mp.loggamma, positive),
    "digamma": table(lambda x: mp.psi(0, x), positive),
    "stirlingCorrection": table(lambda x: mp.loggamma(x) - (mp.mpf(x) - 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2, positive),
    "logGammaHalfStep": table(lambda x: mp.loggamma(mp.mpf(x) + 0.5) - mp.loggamma(x), positive),
    "digammaHalfStepExcess": table(lambda x: mp.psi(0, mp.mpf(x) + 0.5) - mp.psi(0, x) - 1 / (2 * mp.mpf(x)), positive),
    "log1pMinus": table(lambda x: mp.log(1 + mp.mpf(x)) - mp.mpf(x), [-0.9, -0.26, -0.24, -1e-3, -1e-9, 1e-9, 0.01, 0.24, 0.26, 5.0]),
    "incompleteGamma": [[a, x, float(log_lower(a, x)), float(log_upper(a, x)), float(shape_derivative(a, x))] for a, x in gammas],
}))
