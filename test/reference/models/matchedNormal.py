"""
Mean and standard deviation of normal distributions cut to E > 0, by SciPy's truncnorm in double precision where it is exact
enough, checked against mpmath's integrals (40 digits).

/tmp/peers/bin/python test/reference/models/matchedNormal.py
"""

import json
import os

import mpmath
import scipy
from scipy.stats import truncnorm

mpmath.mp.dps = 40


def moments(location, scale):
    """By integration."""
    m, s = mpmath.mpf(location), mpmath.mpf(scale)
    density = lambda e: mpmath.exp(-(((e - m) / s) ** 2) / 2)
    # relative to the density at 0 or at the location, within 40 scales of it
    points = [0, max(m, s / 20), max(m, 0) + 5 * s, max(m, 0) + 40 * s]
    mass = mpmath.quad(density, points)
    mean = mpmath.quad(lambda e: e * density(e), points) / mass
    square = mpmath.quad(lambda e: e * e * density(e), points) / mass
    return float(mean), float(mpmath.sqrt(square - mean**2))


cases = []
for location, scale in [(3, 0.2), (0.9, 0.4), (0.3, 0.5), (0, 0.7), (-0.5, 0.6), (-2, 0.8), (12, 0.01), (-4, 1)]:
    mean, deviation = moments(location, scale)
    frozen = truncnorm(-location / scale, float("inf"), loc=location, scale=scale)
    assert abs(frozen.mean() / mean - 1) < 1e-9 and abs(frozen.std() / deviation - 1) < 1e-7
    cases.append({"location": location, "scale": scale, "mean": mean, "deviation": deviation})

with open(os.path.splitext(__file__)[0] + ".json", "w") as file:
    json.dump({"scipy": scipy.__version__, "mpmath": mpmath.__version__, "cases": cases}, file, indent=1)
    file.write("\n")
