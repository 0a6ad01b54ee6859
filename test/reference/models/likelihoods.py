"""Log densities of the likelihoods of merging: log f(q) of scipy.stats, in mpmath at 40 digits where SciPy's own float64
would lose digits (asinh), with SciPy's held against it. Parameters are as they are trained.
Run: pip install scipy mpmath numpy; python likelihoods.py > likelihoods.json"""

import json

import mpmath as mp
import numpy as np
import scipy
import scipy.stats as st

mp.mp.dps = 40

softplus = lambda x: float(np.logaddexp(0, x))

# Predicted intensity, sigma, observed intensity: weak, strong, far out, negative, tiny, exactly as predicted, 0.
OBSERVATIONS = [
    (0.1, 1.0, 0.6), (0.1, 1.0, -2.5), (1e-6, 0.5, 0.25), (1e-12, 1.0, -0.75), (2.0, 0.25, 2.0), (0.0, 1.0, 0.5),
    (3.0, 1.5, 0.0), (100.0, 2.0, 97.0), (1000.0, 3.0, 1600.0), (1000.0, 3.0, -40.0), (5.0, 0.125, 80.0),
    (-1.5, 1.0, 0.5), (-4.0, 0.5, -7.0), (40.0, 0.0625, 39.75), (2500.0, 1.0, 2503.0), (0.75, 0.01, 0.7), (1.0, 1.0, 1e4),
]

LIKELIHOODS = [
    ("normal", {}, {}, None),
    ("laplace", {}, {}, None),
    ("studentT", {"degreesOfFreedom": 4}, {}, None),
    ("studentT", {"degreesOfFreedom": "learned"}, {"degreesOfFreedom": 2.948509}, None),
    ("studentT", {"degreesOfFreedom": "learned"}, {"degreesOfFreedom": -2.5}, None),
    ("studentT", {"degreesOfFreedom": "learned"}, {"degreesOfFreedom": 31.75}, None),
    ("studentT", {"degreesOfFreedom": "learned"}, {"degreesOfFreedom": 20000.0}, None),
    ("asinh", {"width": "learned", "degreesOfFreedom": float("inf")}, {"width": -0.3, "logK": 0.0}, None),
    ("asinh", {"width": "learned"}, {"width": -4.5, "logK": 0.5}, None),
    ("asinh", {"width": "learned", "degreesOfFreedom": "learned"}, {"width": 0.75, "logK": -0.25, "degreesOfFreedom": 5.5}, None),
    ("asinh", {}, {"logK": 0.0}, -0.3),
    ("asinh", {"sigmaFactor": 1.25}, {}, 1.5),
    ("asinh", {"width": 0.01, "sigmaFactor": 1, "degreesOfFreedom": 4}, {}, None),
]
PROPORTIONAL = [({"logA": 0.0, "logB": -2.0}, None), ({"logA": 0.75, "logB": -4.5}, None), ({"logA": -1.25, "logB": 0.5}, None)]
NETWORK = [({"logA": 0.0}, -2.0), ({"logA": 0.5}, 0.25)]
EVANS = [{"SdFac": 0.541325, "SdB": 0.541325, "SdAdd": 0.541325}, {"SdFac": 1.25, "SdB": -6.0, "SdAdd": -3.5}]
BASES = [("normal", {}, {}), ("laplace", {}, {}), ("studentT", {"degreesOfFreedom": 4}, {}),
         ("studentT", {"degreesOfFreedom": "learned"}, {"degreesOfFreedom": 1.25})]
for name, options, parameters in BASES:
    for p, head in PROPORTIONAL:
        LIKELIHOODS.append((name, {**options, "errorModel": "proportional"}, {**parameters, **p}, head))
    for p, head in NETWORK:
        LIKELIHOODS.append((name, {**options, "errorModel": {"name": "proportional", "b": "network"}}, {**parameters, **p}, head))
    for p in EVANS:
        LIKELIHOODS.append((name, {**options, "errorModel": "evans"}, {**parameters, **p}, None))


def density(name, nu):
    if name == "normal" or nu == float("inf"):
        return st.norm(), lambda q: -q * q / 2 - mp.log(2 * mp.pi) / 2
    if name == "laplace":
        return st.laplace(scale=1 / np.sqrt(2)), lambda q: -mp.sqrt(2) * abs(q) - mp.log(2) / 2
    nu_ = mp.mpf(nu)
    return st.t(nu), lambda q: (mp.loggamma((nu_ + 1) / 2) - mp.loggamma(nu_ / 2) - mp.log(mp.pi * nu_) / 2
                                - (nu_ + 1) / 2 * mp.log1p(q * q / nu_))


def sigma_refined(options, p, head, predicted, sigma):
    model = options.get("errorModel", "none")
    model = model if isinstance(model, str) else model["name"]
    if model == "none":
        return sigma
    if model == "proportional":
        a, b = np.exp(p["logA"]), np.exp(p["logB"] if head is None else head)
        return np.hypot(a * sigma, b * predicted)
    fac, b, add = (softplus(p[k]) for k in ("SdFac", "SdB", "SdAdd"))
    return fac * np.sqrt(sigma**2 + b * max(predicted, 0) + (add * predicted) ** 2)


def log_probability(name, options, p, head, predicted, sigma, observed):
    nu = options.get("degreesOfFreedom", 8 if name == "asinh" else 4)
    if nu == "learned":
        nu = 1 + softplus(p["degreesOfFreedom"])
    f, exact = density(name, nu)
    if name != "asinh":
        scale = sigma_refined(options, p, head, predicted, sigma)
        value = exact((mp.mpf(observed) - mp.mpf(predicted)) / mp.mpf(scale)) - mp.log(mp.mpf(scale))
        other = f.logpdf((observed - predicted) / scale) - np.log(scale)
    else:
        width = options.get("width", "network")
        a = width if not isinstance(width, str) else softplus(p["width"] if width == "learned" else head) + 0.01
        k = np.exp(p["logK"]) if options.get("sigmaFactor", "learned") == "learned" else options["sigmaFactor"]
        s, a, i, m = mp.mpf(k) * mp.mpf(sigma), mp.mpf(a), mp.mpf(observed), mp.mpf(predicted)
        q = (mp.asinh(a * i / s) - mp.asinh(a * m / s)) / a
        value = exact(q) - mp.log(s * s + a * a * i * i) / 2
        other = f.logpdf(float(q)) - 0.5 * np.log(float(s * s + a * a * i * i))
    if name == "laplace" and value < -700:
        return float(value)  # where SciPy, which takes the logarithm of the density, has -inf
    assert abs(float(value) - other) < 1e-8 * max(1, abs(other)), (name, options, value, other)
    return float(value)


cases = []
for name, options, parameters, head in LIKELIHOODS:
    rows = [log_probability(name, options, parameters, head, *row) for row in OBSERVATIONS]
    shown = {k: ("Infinity" if v == float("inf") else v) for k, v in options.items()}
    cases.append({"name": name, "options": shown, "parameters": parameters, "head": head, "logProbability": rows})
versions = f"scipy {scipy.__version__}, mpmath {mp.__version__}, numpy {np.__version__}"
print(json.dumps({"versions": versions, "observations": [dict(zip(("predicted", "sigma", "observed"), row)) for row in OBSERVATIONS], "cases": cases}, indent=1))
