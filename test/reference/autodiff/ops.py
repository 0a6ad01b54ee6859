"""Reference values for ops on tensors: numpy in float64 on random shapes, with broadcasting, empty axes and scalars.
Run: pip install numpy scipy; python ops.py > ops.json"""

import json

import numpy
import scipy
import scipy.integrate as integrate
import scipy.special as special

random = numpy.random.default_rng(2008)
cases = []


def pack(array):
    array = numpy.asarray(array, dtype=float)
    return {"shape": list(array.shape), "data": [round(float(x), 14) for x in array.ravel()]}


def exact(array):
    array = numpy.asarray(array, dtype=float)
    return {"shape": list(array.shape), "data": [float(x) for x in array.ravel()]}


def inputs(*shapes, low=-2.0, high=2.0):
    """Numbers of five decimals, so that the file holds exactly what numpy was given."""
    return [numpy.round(random.uniform(low, high, shape), 5) for shape in shapes]


def case(family, name, arrays, expected, **options):
    cases.append(
        {"family": family, "op": name, "inputs": [pack(a) for a in arrays], "options": options, "expected": exact(expected)}
    )


def softplus(x):
    return numpy.logaddexp(0, x)


anywhere = {
    "neg": numpy.negative, "exp": numpy.exp, "expm1": numpy.expm1, "square": numpy.square, "abs": numpy.abs,
    "sign": numpy.sign, "reciprocal": numpy.reciprocal, "tanh": numpy.tanh, "sigmoid": special.expit,
    "softplus": softplus, "relu": lambda x: numpy.maximum(x, 0), "leakyRelu": lambda x: numpy.where(x > 0, x, 0.01 * x),
    "sin": numpy.sin, "cos": numpy.cos, "lgamma": special.gammaln, "digamma": special.digamma, "erf": special.erf,
    "erfc": special.erfc, "normalCdf": special.ndtr, "logNormalCdf": special.log_ndtr,
}  # fmt: skip
positive = {"log": numpy.log, "log1p": numpy.log1p, "sqrt": numpy.sqrt}
for name, function in anywhere.items():
    for shape in [(2, 3), (5,), ()]:
        (x,) = inputs(shape, low=-5, high=5)
        case("unary", name, [x], function(x))
for name, function in positive.items():
    (x,) = inputs((3, 4), low=0.01, high=9)
    case("unary", name, [x], function(x))

pairs = [((), ()), ((4,), ()), ((), (2, 3)), ((3,), (2, 3)), ((2, 1), (2, 3)), ((2, 1, 4), (3, 1)), ((2, 3, 1, 2), (3, 4, 1)), ((0, 3), (3,))]
functions = {"add": numpy.add, "sub": numpy.subtract, "mul": numpy.multiply, "div": numpy.divide, "max": numpy.maximum, "min": numpy.minimum}
relations = {"lt": numpy.less, "le": numpy.less_equal, "gt": numpy.greater, "ge": numpy.greater_equal, "eq": numpy.equal}
for one, other in pairs:
    a, b = inputs(one, other)
    for name, function in functions.items():
        case("binary", name, [a, b], function(a, b))
    c, d = inputs(one, other, low=0.1)
    case("binary", "pow", [c, b], numpy.power(c, b))
    # Whole numbers meet often, so that equality is tested too.
    e, f = numpy.round(a), numpy.round(b)
    for name, function in relations.items():
        case("comparison", name, [e, f], function(e, f))
    case("comparison", "where", [numpy.round(e / 2), a, b], numpy.where(numpy.round(e / 2) != 0, a, b))

for shape, axes in [((), None), ((5,), None), ((2, 3), 0), ((2, 3), -1), ((2, 3, 4), 1), ((2, 3, 4), [0, 2]), ((2, 3, 4, 2), [1, -1]), ((2, 1, 3), None)]:
    for keep in [False, True]:
        (x,) = inputs(shape)
        axis = tuple(axes) if isinstance(axes, list) else axes
        options = {"keepDims": keep} | ({} if axes is None else {"axis": axes})
        for name, function in {"sum": numpy.sum, "mean": numpy.mean, "largest": numpy.max, "smallest": numpy.min}.items():
            case("reductions", name, [x], function(x, axis=axis, keepdims=keep), **options)
        scale = 300 * x
        # scipy makes a vector of a scalar; the shape is numpy's.
        shape_of = numpy.sum(scale, axis=axis, keepdims=keep).shape
        expected = numpy.reshape(special.logsumexp(scale, axis=axis, keepdims=keep), shape_of)
        case("reductions", "logsumexp", [scale], expected, **options)

for one, other in [((2, 3), (3, 4)), ((1, 1), (1, 1)), ((5, 2, 3), (5, 3, 2)), ((5, 2, 3), (3, 4)), ((2, 1, 2, 3), (3, 3, 2)), ((2, 0), (0, 3))]:
    a, b = inputs(one, other)
    case("matmul", "matmul", [a, b], a @ b)

(x,) = inputs((2, 3, 4))
case("shapes", "reshape", [x], x.reshape(4, 6), shape=[4, 6])
case("shapes", "reshape", [x], x.reshape(3, -1, 2), shape=[3, -1, 2])
case("shapes", "transpose", [x], x.transpose())
case("shapes", "transpose", [x], x.transpose(1, 2, 0), axes=[1, 2, 0])
case("shapes", "transpose", [x], x.transpose(0, 2, 1), axes=[0, -1, 1])
case("shapes", "slice", [x], x[:, :, 1:3], start=1, width=2)
case("shapes", "slice", [x], x[:, 2:3], start=2, width=1, axis=1)
case("shapes", "slice", [x], x[0:0], start=0, width=0, axis=0)
case("shapes", "broadcastTo", [x[:, :1]], numpy.broadcast_to(x[:, :1], (5, 2, 3, 4)), shape=[5, 2, 3, 4])
case("shapes", "broadcastTo", [x[0, 0, 0]], numpy.broadcast_to(x[0, 0, 0], (2, 2)), shape=[2, 2])
y, z = inputs((2, 1, 4), (2, 3, 2))
case("shapes", "concat", [x, y, x], numpy.concatenate([x, y, x], axis=1), axis=1)
case("shapes", "concat", [x, z], numpy.concatenate([x, z], axis=-1), axis=-1)
case("shapes", "concat", [x, x], numpy.concatenate([x, x], axis=0), axis=0)
for axis in [0, 1, -1]:
    case("shapes", "stack", [x, 2 * x], numpy.stack([x, 2 * x], axis=axis), axis=axis)

for shape in [(6,), (6, 3), (6, 2, 2)]:
    (x,) = inputs(shape)
    indices = [3, 0, 3, 5, 1, 3, 3]
    case("gather", "gather", [x], x[indices], indices=indices)
    segments = [2, 0, 2, 4, 0, 2]
    total = numpy.zeros((5, *shape[1:]))
    numpy.add.at(total, segments, x)
    case("gather", "segmentSum", [x], total, indices=segments, count=5)


def mean_log(x):
    """E[log t] of t ~ normal(x, 1) cut to t > 0, by adaptive quadrature."""
    total = integrate.quad(lambda t: numpy.exp(-((t - x) ** 2) / 2), 0, numpy.inf, epsabs=0)[0]
    log = sum(integrate.quad(lambda t: numpy.log(t) * numpy.exp(-((t - x) ** 2) / 2), *ends, epsabs=0, epsrel=1e-12, limit=500)[0] for ends in [(0, 1), (1, numpy.inf)])
    return log / total


normal_functions = {
    "logErfc": (lambda x: special.log_ndtr(-numpy.sqrt(2) * x) + numpy.log(2), -5, 5),
    "normalReversedHazard": (lambda x: numpy.exp(-x * x / 2 - special.log_ndtr(x)) / numpy.sqrt(2 * numpy.pi), -5, 5),
    "normalQuantile": (special.ndtri, 0.001, 0.999),
    "normalQuantileOfLog": (special.ndtri_exp, -50, -0.01),
    "truncatedNormalMeanLog": (numpy.vectorize(mean_log), -5, 5),
}
for name, (function, low, high) in normal_functions.items():
    (x,) = inputs((3, 4), low=low, high=high)
    case("unary", name, [x], function(x))

versions = {"numpy": numpy.__version__, "scipy": scipy.__version__}
lines = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
print(f'{{"versions":{json.dumps(versions)},"cases":[\n{lines}\n]}}')
