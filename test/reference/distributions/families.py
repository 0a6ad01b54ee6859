"""Values of the distributions of lib/distributions from mpmath at 50 digits (moments that have no closed form by
quadrature at 30), log densities cross-checked against scipy.stats. Every input is exact in float32, so that the values
are right for either precision. Run: pip install mpmath scipy numpy; python families.py > families.json"""

import json
import sys

import mpmath as mp
import numpy as np
import scipy
import scipy.stats as st

mp.mp.dps = 50
INF = float("inf")
f32 = lambda x: float(np.float32(x))
q = lambda x: mp.erfc(x / mp.sqrt(2)) / 2
phi = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


class Family:
    positive = False

    def log_tail(self, x, p, upper):
        t = self.survival(x, p) if upper else self.cdf(x, p)
        return mp.log(t) if t > 0 else -mp.inf


def normal_interval(a, b):
    if b == mp.inf and a > 0:
        return q(a)
    return q(a) - q(b) if a > 0 else q(-b) - q(-a)


class Normal(Family):
    names = ["location", "scale"]
    log_p = lambda self, x, p: -((x - p[0]) / p[1]) ** 2 / 2 - mp.log(p[1]) - mp.log(2 * mp.pi) / 2
    cdf = lambda self, x, p: q((p[0] - x) / p[1])
    survival = lambda self, x, p: q((x - p[0]) / p[1])
    scipy = lambda self, p: st.norm(p[0], p[1])
    support = lambda self, p: (-mp.inf, mp.inf)
    def spread(self, p): return p[0], p[1]


class Truncated(Family):
    names = ["location", "scale", "low", "high"]
    gradients = 2
    positive = True
    def bounds(self, p): return ((p[2] - p[0]) / p[1] if p[2] > -INF else -mp.inf, (p[3] - p[0]) / p[1] if p[3] < INF else mp.inf)
    def mass(self, a, b):
        with mp.workdps(60):
            if a == -mp.inf: return q(-b)
            if b == mp.inf: return q(a)
            return q(a) - q(b) if a > 0 else q(-b) - q(-a)
    def log_p(self, x, p):
        a, b = self.bounds(p)
        return Normal.log_p(self, x, p) - mp.log(self.mass(a, b))
    def cdf(self, x, p):
        a, b = self.bounds(p)
        return self.mass(a, (x - p[0]) / p[1]) / self.mass(a, b)
    def survival(self, x, p):
        a, b = self.bounds(p)
        return self.mass((x - p[0]) / p[1], b) / self.mass(a, b)
    scipy = lambda self, p: st.truncnorm((p[2] - p[0]) / p[1], (p[3] - p[0]) / p[1], p[0], p[1])
    support = lambda self, p: (mp.mpf(p[2]), mp.mpf(p[3]))
    def spread(self, p):
        a = (p[2] - p[0]) / p[1] if p[2] > -INF else -INF
        if a > 1: return p[2], p[1] / a
        b = (p[3] - p[0]) / p[1]
        if b < -1: return p[3], -p[1] / b
        return p[0], p[1]


class HalfNormal(Family):
    names = ["scale"]
    positive = True
    log_p = lambda self, x, p: -(x / p[0]) ** 2 / 2 - mp.log(p[0]) + mp.log(2 / mp.pi) / 2
    cdf = lambda self, x, p: mp.erf(x / p[0] / mp.sqrt(2))
    survival = lambda self, x, p: mp.erfc(x / p[0] / mp.sqrt(2))
    scipy = lambda self, p: st.halfnorm(0, p[0])
    support = lambda self, p: (mp.mpf(0), mp.inf)
    def spread(self, p): return 0, p[0]


class Rayleigh(HalfNormal):
    log_p = lambda self, x, p: mp.log(x) - 2 * mp.log(p[0]) - (x / p[0]) ** 2 / 2
    cdf = lambda self, x, p: -mp.expm1(-(x / p[0]) ** 2 / 2)
    survival = lambda self, x, p: mp.exp(-(x / p[0]) ** 2 / 2)
    scipy = lambda self, p: st.rayleigh(0, p[0])


class Exponential(HalfNormal):
    log_p = lambda self, x, p: -x / p[0] - mp.log(p[0])
    cdf = lambda self, x, p: -mp.expm1(-x / p[0])
    survival = lambda self, x, p: mp.exp(-x / p[0])
    scipy = lambda self, p: st.expon(0, p[0])


class LogNormal(Family):
    names = ["location", "scale"]
    positive = True
    log_p = lambda self, x, p: Normal.log_p(self, mp.log(x), p) - mp.log(x)
    cdf = lambda self, x, p: q((p[0] - mp.log(x)) / p[1])
    survival = lambda self, x, p: q((mp.log(x) - p[0]) / p[1])
    scipy = lambda self, p: st.lognorm(p[1], 0, np.exp(p[0]))
    support = lambda self, p: (mp.mpf(0), mp.inf)
    def spread(self, p): return 0, float(np.exp(p[0]))


class StudentT(Family):
    names = ["location", "scale", "degreesOfFreedom"]
    def log_p(self, x, p):
        t, v = (x - p[0]) / p[1], mp.mpf(p[2])
        return mp.loggamma((v + 1) / 2) - mp.loggamma(v / 2) - mp.log(v * mp.pi) / 2 - mp.log(p[1]) - (v + 1) / 2 * mp.log(1 + t * t / v)
    def cdf(self, x, p):
        t, v = (x - p[0]) / p[1], mp.mpf(p[2])
        tail = mp.betainc(v / 2, mp.mpf(1) / 2, 0, v / (v + t * t), regularized=True) / 2
        return tail if t < 0 else 1 - tail
    survival = lambda self, x, p: self.cdf(2 * p[0] - x, p)
    scipy = lambda self, p: st.t(p[2], p[0], p[1])
    support = lambda self, p: (-mp.inf, mp.inf)
    def spread(self, p): return p[0], p[1]


class Gamma(Family):
    names = ["shape", "scale"]
    positive = True
    log_p = lambda self, x, p: (p[0] - 1) * mp.log(x / p[1]) - x / p[1] - mp.log(p[1]) - mp.loggamma(p[0])
    cdf = lambda self, x, p: mp.gammainc(p[0], 0, x / p[1], regularized=True)
    survival = lambda self, x, p: mp.gammainc(p[0], x / p[1], mp.inf, regularized=True)
    scipy = lambda self, p: st.gamma(p[0], 0, p[1])
    support = lambda self, p: (mp.mpf(0), mp.inf)
    def spread(self, p): return 0, p[0] * p[1]


class WilsonF(Family):
    names = ["meanIntensity", "bFactor", "dSpacing", "epsilon", "centric"]
    gradients = 2
    positive = True
    def sigma(self, p): return p[3] * p[0] * mp.exp(-p[1] / (2 * mp.mpf(p[2]) ** 2))
    def log_p(self, x, p):
        s = self.sigma(p)
        return mp.log(2 / (mp.pi * s)) / 2 - x * x / (2 * s) if p[4] else mp.log(2 * x / s) - x * x / s
    cdf = lambda self, x, p: mp.erf(x / mp.sqrt(2 * self.sigma(p))) if p[4] else -mp.expm1(-x * x / self.sigma(p))
    survival = lambda self, x, p: mp.erfc(x / mp.sqrt(2 * self.sigma(p))) if p[4] else mp.exp(-x * x / self.sigma(p))
    def scipy(self, p):
        s = float(self.sigma(p)) ** 0.5
        return st.halfnorm(0, s) if p[4] else st.rayleigh(0, s / 2**0.5)
    support = lambda self, p: (mp.mpf(0), mp.inf)
    def spread(self, p): return 0, float(self.sigma(p)) ** 0.5


class WilsonI(WilsonF):
    log_p = lambda self, x, p: WilsonF.log_p(self, mp.sqrt(x), p) - mp.log(4 * x) / 2
    cdf = lambda self, x, p: WilsonF.cdf(self, mp.sqrt(x), p)
    survival = lambda self, x, p: WilsonF.survival(self, mp.sqrt(x), p)
    scipy = lambda self, p: st.gamma(0.5, 0, 2 * float(self.sigma(p))) if p[4] else st.expon(0, float(self.sigma(p)))
    def spread(self, p): return 0, float(self.sigma(p))


KINDS = {"normal": Normal(), "truncatedNormal": Truncated(), "halfNormal": HalfNormal(), "rayleigh": Rayleigh(), "exponential": Exponential(), "logNormal": LogNormal(), "studentT": StudentT(), "gamma": Gamma(), "wilsonAmplitude": WilsonF(), "wilsonIntensity": WilsonI()}
CASES = {
    "normal": [(0.0, 1.0), (-3.5, 0.25), (1000.0, 7.0)],
    "truncatedNormal": [(m, s, 0.0, INF) for m, s in [(0.0, 1.0), (1.0, 1.0), (8.0, 1.0), (300.0, 2.5), (-0.5, 1.0), (-2.0, 1.0), (-2.125, 1.0), (-5.0, 1.0), (-8.0, 1.0), (-40.0, 1.0), (-1000.0, 2.0), (11.0, 1.0), (0.125, 0.03125)]]
    + [(0.0, 1.0, -1.0, 2.0), (5.0, 1.0, 0.0, 3.0), (-6.0, 1.0, 0.5, 0.75), (2.0, 1.5, -INF, 1.0), (40.0, 1.0, -INF, 0.0), (0.5, 1.0, 0.0, 30.0), (-7.0, 1.0, 0.0, 1.0), (1.0, 4.0, 0.25, 0.375)],
    "halfNormal": [(1.0,), (37.5,)],
    "rayleigh": [(1.0,), (0.0625,)],
    "exponential": [(1.0,), (250.0,)],
    "logNormal": [(0.0, 1.0), (2.0, 0.125), (-1.0, 0.75)],
    "studentT": [(0.0, 1.0, 4.0), (2.0, 3.0, 16.0), (0.0, 1.0, 1.0), (-1.0, 0.5, 2.5), (0.0, 1.0, 0.75), (0.0, 1.0, 1000.0), (0.0, 2.0, 1048576.0)],
    "gamma": [(0.5, 2.0), (0.0625, 1.0), (1.0, 3.0), (2.5, 0.5), (30.0, 10.0), (1024.0, 0.25)],
    "wilsonAmplitude": [(1.0, 0.0, INF, 1.0, 0.0), (1.0, 0.0, INF, 1.0, 1.0), (900.0, 20.0, 1.75, 2.0, 0.0), (900.0, 20.0, 1.75, 4.0, 1.0)],
    "wilsonIntensity": [(1.0, 0.0, INF, 1.0, 0.0), (1.0, 0.0, INF, 1.0, 1.0), (900.0, 20.0, 1.75, 2.0, 0.0), (900.0, 20.0, 1.75, 4.0, 1.0)],
}


def grid(kind, p):
    """Values out to 8 sigma on both sides, or from very small to far in the tail."""
    low, high = kind.support(p)
    centre, s = kind.spread(p)
    if isinstance(kind, LogNormal):
        xs = [float(np.exp(p[0] + p[1] * z)) for z in (-8, -3, -1, 0.1, 1, 3, 8)]
    elif low == 0 and centre == 0:
        xs = [s * z for z in (1e-6, 0.01, 0.3, 0.99, 1.5, 3, 8)]
    elif isinstance(kind, Truncated) and centre == p[3]:
        xs = [centre - s * z for z in (0.001, 0.1, 1, 3, 8)]
    elif isinstance(kind, Truncated) and centre == p[2] and p[0] < centre:
        xs = [centre + s * z for z in (0.001, 0.1, 1, 3, 8)]
    else:
        xs = [centre + s * z for z in (-8, -5, -2, -0.5, 0.125, 1, 3, 8)]
        if high < mp.inf and low > -mp.inf:
            xs += [float(low + (high - low) * z) for z in (0.001, 0.3, 0.9)]
    return [x for x in map(f32, xs) if low < x < high]


def integral(kind, p, f, dps=25):
    """E[f(x)] by quadrature over pieces of the support, in log x from zero."""
    low, high = kind.support(p)
    centre, s = kind.spread(p)
    with mp.workdps(dps):
        if isinstance(kind, LogNormal):
            g = lambda y: f(mp.exp(y)) * mp.exp(kind.log_p(mp.exp(y), p) + y)
            return mp.quad(g, [p[0] + p[1] * z for z in (-14, -9, -5, -2, 0, 2, 5, 9, 14)])
        if low == 0 and (centre == 0 or float(centre) < 30 * s):
            top = min(mp.mpf(centre) + mp.mpf(s) * 200, high)
            g = lambda y: f(mp.exp(y)) * mp.exp(kind.log_p(mp.exp(y), p) + y)
            cut = [mp.mpf(s) * z for z in (1e-80, 1e-40, 1e-12, 1e-6, 1e-3, 0.03, 0.2, 0.6, 1, 1.5, 2, 3, 4, 6, 8, 10, 12, 15, 20, 30, 40, 60, 100)]
            if isinstance(kind, Gamma):
                mode = p[0] * p[1]
                d = p[0] ** 0.5 * p[1]
                cut = [mp.mpf(mode) * mp.mpf(10) ** k for k in ((-800, -400, -100, -30, -10, -4) if p[0] < 1 else (-10, -4, -1))] + [mode + d * z for z in (-5, -3, -1, 0, 1, 3, 5, 10, 20, 60, 100) if mode + d * z > 0.12 * mode]
            cut = [mp.log(c) for c in cut if c < top] + [mp.log(top)]
            return mp.quad(g, cut)
        g = lambda x: f(x) * mp.exp(kind.log_p(x, p))
        z = (0, 0.1, 0.5, 1, 2, 3, 5, 8, 12, 20, 40, 70)
        cut = sorted({mp.mpf(centre) + mp.mpf(s) * t * sign for t in z for sign in (-1, 1)})
        cut = [c for c in cut if low < c < high]
        if low > -mp.inf and (not cut or cut[0] - low < 30 * s): cut = [low] + cut
        if high < mp.inf and (not cut or high - cut[-1] < 30 * s): cut = cut + [high]
        return mp.quad(g, cut)


def moments(name, kind, p):
    if name == "studentT":
        v = mp.mpf(p[2])
        mean = p[0] if v > 1 else None
        variance = mp.mpf(p[1]) ** 2 * v / (v - 2) if v > 2 else None
        entropy = (v + 1) / 2 * (mp.psi(0, (v + 1) / 2) - mp.psi(0, v / 2)) + mp.log(v) / 2 + mp.log(mp.beta(v / 2, 0.5)) + mp.log(p[1])
        return mean, variance, entropy, None
    if name == "gamma":
        a, b = mp.mpf(p[0]), mp.mpf(p[1])
        return a * b, a * b * b, a + mp.log(b) + mp.loggamma(a) + (1 - a) * mp.psi(0, a), mp.psi(0, a) + mp.log(b)
    total = integral(kind, p, lambda x: mp.mpf(1))
    assert abs(total - 1) < 1e-16, (name, p, total)
    mean = integral(kind, p, lambda x: x)
    variance = integral(kind, p, lambda x: (x - mean) ** 2)
    entropy = -integral(kind, p, lambda x: kind.log_p(x, p))
    positive = kind.positive and kind.support(p)[0] >= 0
    return mean, variance, entropy, integral(kind, p, mp.log) if positive else None


def sample_gradient(kind, x, p):
    """-(dF/dp)/f, from the tail that is smaller."""
    upper = kind.survival(x, p) < 0.5
    out = []
    for j in range(getattr(kind, "gradients", len(p))):
        def tail(v):
            changed = [mp.mpf(u) for u in p]
            changed[j] = v
            return kind.survival(x, changed) if upper else kind.cdf(x, changed)
        h = mp.mpf(10) ** -9 * max(1e-3, abs(p[j]))
        slope = (tail(p[j] - 2 * h) - 8 * tail(p[j] - h) + 8 * tail(p[j] + h) - tail(p[j] + 2 * h)) / (12 * h)
        out.append(float((slope if upper else -slope) / mp.exp(kind.log_p(x, p))))
    return out


def number(x):
    if x is None: return None
    x = float(x)
    return x if np.isfinite(x) else ("Infinity" if x > 0 else "-Infinity")


def case(name, p):
    kind = KINDS[name]
    xs = grid(kind, p)
    exact = [mp.mpf(x) for x in xs]
    for x in xs:
        reference = kind.scipy(p).logpdf(x)
        deviation = abs(float(kind.log_p(mp.mpf(x), p)) - reference)
        assert deviation < 1e-8 * max(1, abs(reference)), (name, p, x, float(kind.log_p(x, p)), reference)
    mean, variance, entropy, mean_log = moments(name, kind, p)
    print(name, p, file=sys.stderr)
    return {
        "name": name, "parameters": {k: number(v) for k, v in zip(kind.names, p)},
        "mean": number(mean), "variance": number(variance), "entropy": number(entropy), "meanLog": number(mean_log),
        "x": xs,
        "logProbability": [number(kind.log_p(x, p)) for x in exact],
        "logCdf": [number(kind.log_tail(x, p, False)) for x in exact],
        "logSurvival": [number(kind.log_tail(x, p, True)) for x in exact],
        "sampleGradient": [sample_gradient(kind, x, p) for x in exact],
    }


KL = [
    ("normal", (0.0, 1.0), "normal", (2.0, 3.0)), ("normal", (1000.0, 1.0), "normal", (1000.0, 1.0009765625)),
    ("logNormal", (0.0, 1.0), "logNormal", (0.5, 0.75)), ("logNormal", (0.5, 0.25), "gamma", (2.0, 1.0)), ("logNormal", (0.5, 0.25), "rayleigh", (2.0,)),
    ("halfNormal", (1.0,), "rayleigh", (2.0,)), ("rayleigh", (1.0,), "halfNormal", (2.0,)), ("rayleigh", (1.0,), "gamma", (2.0, 1.0)),
    ("gamma", (2.5, 0.5), "gamma", (2.0, 1.0)), ("gamma", (3.0, 0.5), "exponential", (2.0,)), ("exponential", (2.0,), "gamma", (0.5, 3.0)),
    ("halfNormal", (1.0,), "normal", (0.5, 2.0)),
    ("wilsonAmplitude", (900.0, 20.0, 1.75, 2.0, 0.0), "wilsonAmplitude", (900.0, 20.0, 1.75, 4.0, 1.0)), ("wilsonIntensity", (900.0, 20.0, 1.75, 2.0, 0.0), "wilsonIntensity", (500.0, 10.0, 1.75, 2.0, 0.0)),
    ("studentT", (0.5, 1.0, 16.0), "normal", (0.0, 2.0)),
    ("truncatedNormal", (1.0, 1.0, 0.0, INF), "truncatedNormal", (0.5, 2.0, 0.0, INF)), ("truncatedNormal", (1.0, 1.0, 0.0, INF), "normal", (0.5, 2.0)), ("truncatedNormal", (-7.0, 1.0, 0.0, 1.0), "truncatedNormal", (0.5, 2.0, -1.0, 3.0)),
] + [("truncatedNormal", (m, s, 0.0, INF), p, v) for m, s in [(1.0, 1.0), (8.0, 1.0), (9.875, 1.0), (10.125, 1.0), (300.0, 2.5), (-2.0, 1.0), (-40.0, 1.0), (0.125, 0.03125)] for p, v in [("halfNormal", (2.0,)), ("rayleigh", (2.0,)), ("wilsonAmplitude", (900.0, 20.0, 1.75, 2.0, 0.0)), ("wilsonAmplitude", (900.0, 20.0, 1.75, 4.0, 1.0))]]


def kl(qn, qp, pn, pp):
    kq, kp = KINDS[qn], KINDS[pn]
    if qn == "studentT":
        value = mp.quad(lambda x: mp.exp(kq.log_p(x, qp)) * (kq.log_p(x, qp) - kp.log_p(x, pp)), [-mp.inf, -30, -5, 0, 1, 5, 30, mp.inf])
    else:
        value = integral(kq, qp, lambda x: kq.log_p(x, qp) - kp.log_p(x, pp), 30)
    vector = lambda kind, p: {k: number(v) for k, v in zip(kind.names, p)}
    return {"q": qn, "parametersQ": vector(kq, qp), "p": pn, "parametersP": vector(kp, pp), "kl": float(value)}


print(json.dumps({
    "versions": {"mpmath": mp.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "cases": [case(name, p) for name, cases in CASES.items() for p in cases],
    "kl": [kl(*row) for row in KL],
}))
