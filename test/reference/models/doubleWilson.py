"""The double-Wilson distribution of an amplitude given its parent's, and log(exp(-x) I0(x)), of scipy in float64; and the
polynomial that lib/models/merging/relatedPosterior.ts has of the latter: Chebyshev interpolation of
log(sqrt(x) exp(-x) I0(x)) in 3.75/x, nine decimals.
Acentric: E | E_p is the length of a complex normal of mean r E_p and variance v = 1 - r^2: Rice with b = r E_p/s, s = sqrt(v/2).
Centric: the absolute value of a normal of mean r E_p and variance v.
Run: pip install scipy==1.17.1; python doubleWilson.py > doubleWilson.json"""

import json

import numpy
import scipy
from numpy.polynomial import chebyshev, polynomial
from scipy.special import i0e
from scipy.stats import foldnorm, rice

AMPLITUDES = [0.01, 0.05, 0.3, 0.8, 1.0, 1.7, 3.0, 5.0]
cases = []
for r in [0.1, 0.5, 0.9, 0.99, 0.999]:
    v = 1 - r * r
    for e in AMPLITUDES:
        for p in AMPLITUDES:
            for centric in [0, 1]:
                s = numpy.sqrt(v if centric else v / 2)
                family = foldnorm if centric else rice
                log_p = family.logpdf(e, r * p / s, scale=s)
                # scipy takes the logarithm of the density, which far in the tails has no digits left
                if log_p > -700:
                    cases.append([r, e, p, centric, float(log_p)])

BREAK = 3.75


def tail(t):
    x = BREAK / numpy.maximum(t, 1e-9)
    return numpy.log(i0e(x)) + 0.5 * numpy.log(x)


fit = chebyshev.Chebyshev.interpolate(tail, 8, domain=[0, 1])
coefficients = fit.convert(kind=polynomial.Polynomial, domain=[-1, 1], window=[-1, 1]).coef
xs = numpy.concatenate([numpy.linspace(0, 8, 161), numpy.geomspace(8, 1e6, 200)])
print(
    json.dumps(
        dict(
            versions=dict(scipy=scipy.__version__, numpy=numpy.__version__),
            doubleWilson=cases,
            logScaledBesselI0=dict(x=xs.tolist(), values=numpy.log(i0e(xs)).tolist()),
            large=[round(float(c), 9) for c in coefficients],
        ),
        separators=(",", ":"),
        allow_nan=False,
    )
)
