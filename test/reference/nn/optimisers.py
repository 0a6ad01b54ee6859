"""Trajectories of tf_keras optimisers on a given series of gradients, in float64 and float32, and gradients clipped.
Run: pip install tensorflow==2.18.0 tf_keras==2.18.0; TF_USE_LEGACY_KERAS=1 python optimisers.py > optimisers.json"""

import json

import numpy
import tensorflow
import tf_keras

random = numpy.random.default_rng(1412)
STEPS = 40
SIZE = 5
start = numpy.round(random.normal(size=SIZE), 4)
gradients = numpy.round(random.normal(size=(STEPS, SIZE)) * [1, 10, 1e-2, 1e-6, 1e-8], 12)
gradients[10:20, 1] = 0
rates = 0.5 * (1 + numpy.cos(numpy.pi * numpy.arange(STEPS) / STEPS))

recipes = [
    ("adam", dict(learningRate=0.001, beta1=0.9, beta2=0.99, epsilon=1e-7, epsilonHat=True)),
    ("adam", dict(learningRate=0.001, beta1=0.9, beta2=0.99, epsilon=1e-8, epsilonHat=True)),
    ("adam", dict(learningRate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-7, epsilonHat=True)),
    ("adam", dict(learningRate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8, epsilonHat=False)),
    ("sgd", dict(learningRate=0.01, momentum=0.0, nesterov=False)),
    ("sgd", dict(learningRate=0.01, momentum=0.9, nesterov=False)),
    ("sgd", dict(learningRate=0.01, momentum=0.9, nesterov=True)),
]


def make(name, o, dtype):
    # Keras takes a plain float for float32, whatever the variable; numpy's float64 stays what it is.
    exact = numpy.float64 if dtype == "float64" else float
    if name == "sgd":
        return tf_keras.optimizers.SGD(o["learningRate"], momentum=exact(o["momentum"]), nesterov=o["nesterov"])
    return tf_keras.optimizers.Adam(
        o["learningRate"],
        exact(o["beta1"]),
        exact(o["beta2"]),
        epsilon=o["epsilon"],
        adaptive_epsilon=not o["epsilonHat"],
    )


def trajectory(name, options, dtype, factors):
    # The learning rate is a variable of Keras's float type: this makes it float64 for float64 trajectories.
    tf_keras.backend.set_floatx(dtype)
    optimizer = make(name, options, dtype)
    variable = tensorflow.Variable(start.astype(dtype))
    points = []
    for gradient, factor in zip(gradients.astype(dtype), factors):
        optimizer.learning_rate = options["learningRate"] * factor
        optimizer.apply_gradients([(tensorflow.constant(gradient), variable)])
        points.append([float(x) for x in variable.numpy()])
    return points


cases = []
for name, options in recipes:
    for dtype in ["float64", "float32"]:
        for scheduled in [False, True]:
            factors = rates if scheduled else numpy.ones(STEPS)
            cases.append(
                dict(
                    optimiser=name,
                    options=options,
                    precision=dtype,
                    scheduled=scheduled,
                    points=trajectory(name, options, dtype, factors),
                )
            )

raw = {"a": numpy.round(random.normal(size=7), 4), "b": numpy.round(3 * random.normal(size=4), 4), "c": numpy.zeros(2)}
clipped = []
for option, keyword, values in [
    ("clipValue", "clipvalue", [0.5, 100.0]),
    ("clipNorm", "clipnorm", [1.0, 4.0, 100.0]),
    ("globalClipNorm", "global_clipnorm", [1.0, 100.0]),
]:
    for value in values:
        optimizer = tf_keras.optimizers.SGD(1.0, **{keyword: value})
        found = optimizer._clip_gradients([tensorflow.constant(g) for g in raw.values()])
        clipped.append(
            dict(
                options={option: value},
                gradients={name: [float(x) for x in g.numpy()] for name, g in zip(raw, found)},
            )
        )
raw_norm = float(tensorflow.linalg.global_norm([tensorflow.constant(g) for g in raw.values()]))

print(
    json.dumps(
        dict(
            versions=dict(tensorflow=tensorflow.__version__, tf_keras=tf_keras.__version__),
            start=start.tolist(),
            gradients=gradients.tolist(),
            factors=rates.tolist(),
            cases=cases,
            clipping=dict(
                gradients={name: g.tolist() for name, g in raw.items()}, globalNorm=raw_norm, cases=clipped
            ),
        ),
        separators=(",", ":"),
        allow_nan=False,
    )
)
