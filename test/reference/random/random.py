"""Reference values for lib/random: Philox4x32-10 blocks of randomgen, and normal quantiles, logarithms, exponentials
and log-factorials of mpmath at 40 digits. Run: pip install randomgen mpmath; python random.py > random.json"""

import sys

sys.path.pop(0)  # this file is called random.py, as the room it serves, and would hide the standard library's

import json
import random
import struct

import mpmath
import numpy
import randomgen

mpmath.mp.dps = 40
generator = random.Random(2011)


def word():
    return generator.getrandbits(32)


blocks = []
for _ in range(200):
    counter = [word() for _ in range(4)]
    key = [word(), word()]
    # randomgen adds one to the counter before it makes a block, so start it one earlier.
    as_integer = sum(w << (32 * i) for i, w in enumerate(counter))
    before = (as_integer - 1) % (1 << 128)
    bits = randomgen.Philox(counter=before, key=key[0] | key[1] << 32, number=4, width=32)
    raw = [int(x) for x in bits.random_raw(4)]
    assert all(x < 1 << 32 for x in raw)
    blocks.append(counter + key + raw)


def exact(x):
    return mpmath.mpf(x)


def random_double(low, high):
    return 10.0 ** generator.uniform(low, high)


probabilities = [2.0**-53, 1e-15, 1e-8, 1e-4, 0.02, 0.0749, 0.0751, 0.3, 0.5, 0.5000001, 0.7, 0.925, 0.975, 0.9999, 1 - 2.0**-53]
probabilities += [generator.random() for _ in range(100)]
positive = [1.0, 2.0, 0.5, 1.0 + 2.0**-52, 1.0 - 2.0**-53, 2.0**0.5, 1.4142135623730954, 3e-308, 1e308]
positive += [random_double(-15, 15) for _ in range(200)] + [generator.uniform(0.5, 2) for _ in range(200)]
arguments = [0.0, 1.0, -1.0, 700.0, -700.0, 1e-10] + [generator.uniform(-50, 50) for _ in range(300)]
counts = list(range(0, 40)) + [100, 1000, 12345, 10**6, 10**9, 10**12]

def quantile(p):
    """Solves Phi(z) = p by Newton steps; Phi through erfc so that no digit of a small p is lost."""
    p = exact(p)
    low = min(p, 1 - p)
    z = -mpmath.sqrt(2) * mpmath.mpf(float(mpmath.sqrt(max(0, -mpmath.log(2 * low)))))
    for _ in range(200):
        phi = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
        step = (phi - low) / mpmath.npdf(z)
        step = max(min(step, mpmath.mpf(1)), mpmath.mpf(-1))
        z -= step
        if abs(step) < mpmath.mpf(10) ** -35:
            break
    return float(z if p < 0.5 else -z)


json.dump(
    {
        "made_by": "test/reference/random/random.py",
        "versions": {"randomgen": randomgen.__version__, "numpy": numpy.__version__, "mpmath": mpmath.__version__},
        "philox4x32_10": blocks,
        "normal_quantile": [[p, quantile(p)] for p in probabilities],
        "log": [[x, float(mpmath.log(exact(x)))] for x in positive],
        "exp": [[x, float(mpmath.exp(exact(x)))] for x in arguments],
        "log_factorial": [[k, float(mpmath.loggamma(k + 1))] for k in counts],
    },
    sys.stdout,
)
sys.stdout.write("\n")
