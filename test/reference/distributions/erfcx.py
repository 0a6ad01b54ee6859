"""Chebyshev coefficients of (1 + 2x) exp(x^2) erfc(x) in t = (x - 3.75)/(x + 3.75), for
lib/distributions/specialFunctionsError.ts. Run with mpmath (values made with 1.4.1): python erfcx.py"""

import mpmath as mp

mp.mp.dps = 40
CENTRE = mp.mpf("3.75")
POINTS = 80


def scaled(t):
    x = CENTRE * (1 + t) / (1 - t)
    if x > 1000:  # exp(x^2) is out of reach: asymptotic series
        total = term = mp.mpf(1)
        for n in range(1, 12):
            term *= -(2 * n - 1) / (2 * x * x)
            total += term
        return (1 + 2 * x) * total / (x * mp.sqrt(mp.pi))
    return (1 + 2 * x) * mp.exp(x * x) * mp.erfc(x)


angles = [mp.pi * (k + mp.mpf(1) / 2) / POINTS for k in range(POINTS)]
values = [scaled(mp.cos(angle)) for angle in angles]
coefficients = [
    2 * mp.fsum(v * mp.cos(j * angle) for v, angle in zip(values, angles)) / POINTS for j in range(25)
]
coefficients[0] /= 2
print([float(c) for c in coefficients])
