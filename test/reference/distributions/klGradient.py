"""Gradients of KL(q||p) by every parameter of q and p, of entropies and moments, and psi', from mpmath: five-point differences
at 40 digits of integrals by quadrature, with the densities of families.py. Run: pip install mpmath scipy numpy;
python klGradient.py > klGradient.json"""

import json
import os
import sys

import mpmath as mp

source = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "families.py")).read()
exec(source.split("\nprint(json.dumps")[0])
STEP = mp.mpf(10) ** -5


def derivative(f, p, j):
    """Five points, error of order h^4 = 1e-20."""
    h = STEP * max(abs(mp.mpf(p[j])), mp.mpf("0.1"))
    def at(n):
        changed = [mp.mpf(v) if abs(v) != INF else v for v in p]
        changed[j] += n * h
        return f(changed)
    return float((at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h))


def gradients(f, kind, p):
    return {kind.names[j]: derivative(f, p, j) for j in range(getattr(kind, "gradients", len(p)))}


def mean_of(kind, p, exact, f):
    """E[f], over the pieces of the unchanged parameters, so that the quadrature's error is smooth too."""
    shown = kind.spread
    kind.spread = lambda _: shown(p)
    try:
        return integral(kind, exact, f, 40)
    finally:
        del kind.spread


def row(qn, qp, pn, pp):
    kq, kp = KINDS[qn], KINDS[pn]
    kl = lambda a, b: mean_of(kq, qp, a, lambda x: kq.log_p(x, a) - kp.log_p(x, b))
    exact = [mp.mpf(v) if abs(v) != INF else v for v in qp], [mp.mpf(v) if abs(v) != INF else v for v in pp]
    vector = lambda kind, p: {k: number(v) for k, v in zip(kind.names, p)}
    print(qn, qp, pn, pp, file=sys.stderr)
    return {"q": qn, "parametersQ": vector(kq, qp), "p": pn, "parametersP": vector(kp, pp),
            "byQ": gradients(lambda a: kl(a, exact[1]), kq, qp), "byP": gradients(lambda b: kl(exact[0], b), kp, pp)}


def moments_row(name, p):
    kind = KINDS[name]
    of = {"entropy": lambda a: -mean_of(kind, p, a, lambda x: kind.log_p(x, a)), "mean": lambda a: mean_of(kind, p, a, lambda x: x),
          "square": lambda a: mean_of(kind, p, a, lambda x: x * x)}
    if kind.support(p)[0] >= 0: of["log"] = lambda a: mean_of(kind, p, a, mp.log)
    print(name, p, file=sys.stderr)
    return {"name": name, "parameters": {k: number(v) for k, v in zip(kind.names, p)}, **{m: gradients(f, kind, p) for m, f in of.items()}}


WILSON = [(900.0, 20.0, 1.75, 2.0, 0.0), (900.0, 20.0, 1.75, 4.0, 1.0)]
TRUNCATED = [(m, s, 0.0, INF) for m, s in [(1.0, 1.0), (8.0, 1.0), (300.0, 2.5), (-2.0, 1.0), (-40.0, 1.0), (0.125, 0.03125)]]
KL_ROWS = [("truncatedNormal", t, "wilsonAmplitude", w) for t in TRUNCATED for w in WILSON] + [
    ("truncatedNormal", (1.0, 1.0, 0.0, INF), "halfNormal", (2.0,)), ("truncatedNormal", (1.0, 1.0, 0.0, INF), "rayleigh", (2.0,)),
    ("truncatedNormal", (1.0, 1.0, 0.0, INF), "truncatedNormal", (0.5, 2.0, 0.0, INF)),
    ("truncatedNormal", (-7.0, 1.0, 0.0, 1.0), "truncatedNormal", (0.5, 2.0, -1.0, 3.0)),
    ("normal", (0.0, 1.0), "normal", (2.0, 3.0)), ("logNormal", (0.0, 1.0), "logNormal", (0.5, 0.75)),
    ("logNormal", (0.5, 0.25), "gamma", (2.0, 1.0)), ("gamma", (2.5, 0.5), "gamma", (2.0, 1.0)), ("gamma", (3.0, 0.5), "exponential", (2.0,)),
    ("wilsonIntensity", WILSON[0], "wilsonIntensity", (500.0, 10.0, 1.75, 2.0, 0.0)),
]
MOMENT_ROWS = [("truncatedNormal", t) for t in TRUNCATED + [(-1000.0, 2.0, 0.0, INF), (0.5, 1.0, -1.0, 2.0), (2.0, 1.5, -INF, 1.0), (1.0, 4.0, 0.25, 0.375)]]
half_step = lambda x: mp.psi(1, x + mp.mpf(1) / 2) - mp.psi(1, x) + 1 / (2 * mp.mpf(x) ** 2)
XS = [1e-3, 0.25, 0.5, 1.0, 2.0, 7.5, 15.75, 16.0, 100.0, 1e6]

print(json.dumps({
    "versions": {"mpmath": mp.__version__},
    "trigamma": [[x, float(mp.psi(1, mp.mpf(x)))] for x in XS],
    "halfStepSlope": [[x, float(half_step(mp.mpf(x)))] for x in XS],
    "moments": [moments_row(*r) for r in MOMENT_ROWS],
    "kl": [row(*r) for r in KL_ROWS],
}))
