"""Golden quantiles of normal distributions cut at 0, by mpmath (60 digits): x with (Phi(z) - Phi(-a))/Phi(a) = u, a = m/s.
usage: amplitudeIntervals.py  (writes amplitudeIntervals.json beside itself)
"""
import json, os, sys
import mpmath as mp

mp.mp.dps = 60
here = os.path.dirname(os.path.abspath(__file__))


def quantile(u, m, s):
    """By bisection on the survival function, which keeps its digits however far m lies below 0."""
    u, m, s = mp.mpf(u), mp.mpf(m), mp.mpf(s)
    above = lambda x: mp.erfc((x - m) / s / mp.sqrt(2))
    target = (1 - u) * above(0)
    low, high = mp.mpf(0), max(m, 0) + 40 * s
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if above(middle) > target else (low, middle)
    return float(low)


rows = []
for m, s in [(0.9, 0.25), (2.0, 0.03125), (0.125, 0.5), (0.0, 0.25), (-0.5, 0.25), (-4.0, 0.5)]:
    for p in (0.5, 0.9, 0.95):
        rows.append([m, s, p, quantile((1 - mp.mpf(p)) / 2, m, s), quantile((1 + mp.mpf(p)) / 2, m, s)])

json.dump({
    "versions": {"mpmath": mp.__version__, "python": sys.version.split()[0]},
    "columns": ["location", "scale", "probability", "low", "high"],
    "rows": rows,
}, open(os.path.join(here, "amplitudeIntervals.json"), "w"))
