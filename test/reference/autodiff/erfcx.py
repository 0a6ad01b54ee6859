"""Chebyshev coefficients of (1 + 2x) erfcx(x), x >= 0, in t = (x - K)/(x + K), as in lib/autodiff/errorFunction.ts:
c_n = (2/N) sum_k f(cos(pi (k + 1/2)/N)) cos(pi n (k + 1/2)/N), the first one halved. Prints them, highest degree last.
Run: pip install mpmath; python erfcx.py"""

import mpmath

mpmath.mp.dps = 40
K = mpmath.mpf("3.75")
N = 120


def f(t):
    x = K * (1 + t) / (1 - t)
    if x > 100:  # erfc underflows mpmath's patience; the asymptotic series is exact to 40 digits there
        total, term = mpmath.mpf(1), mpmath.mpf(1)
        for n in range(1, 30):
            term *= -(2 * n - 1) / (2 * x * x)
            total += term
        return (1 + 2 * x) / (x * mpmath.sqrt(mpmath.pi)) * total
    return (1 + 2 * x) * mpmath.exp(x * x) * mpmath.erfc(x)


nodes = [mpmath.cos(mpmath.pi * (k + mpmath.mpf(1) / 2) / N) for k in range(N)]
values = [f(t) for t in nodes]
coefficients = []
for n in range(N):
    total = sum(v * mpmath.cos(mpmath.pi * n * (k + mpmath.mpf(1) / 2) / N) for k, v in enumerate(values))
    coefficients.append(total * 2 / N / (2 if n == 0 else 1))
last = max(n for n, c in enumerate(coefficients) if abs(c) > 1e-17)
print(", ".join(repr(float(c)) for c in coefficients[: last + 1]))
