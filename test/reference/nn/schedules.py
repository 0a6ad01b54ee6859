"""Learning-rate schedules of tf_keras in float64, and first values of its layers.
Run: pip install tensorflow==2.18.0 tf_keras==2.18.0; TF_USE_LEGACY_KERAS=1 python schedules.py > schedules.json"""

import json

import numpy
import tensorflow
import tf_keras

S = tf_keras.optimizers.schedules
one = numpy.float64(1)
STEPS = [0, 1, 2, 5, 9, 10, 11, 37, 50, 99, 100, 101, 250]
cases = []
for steps, floor in [(100, 0.0), (100, 0.1), (7, 0.5), (1, 0.0)]:
    keras = S.CosineDecay(one, steps, alpha=floor)
    values = [float(keras(tensorflow.constant(s, tensorflow.float64))) for s in STEPS]
    cases.append(dict(spec=dict(name="cosineDecay", steps=steps, floor=floor), values=values))
for every, factor in [(10, 0.5), (3, 0.75)]:  # exact in float32, which Keras makes of them
    keras = S.ExponentialDecay(one, every, factor, staircase=True)
    values = [float(keras(tensorflow.constant(s, tensorflow.float64))) for s in STEPS]
    cases.append(dict(spec=dict(name="stepDecay", every=every, factor=factor), values=values))

identity = [
    dict(
        shape=list(shape[::-1]),
        # Keras keeps weights as [inputs, outputs], we as [outputs, inputs].
        values=tf_keras.initializers.get("identity")(shape).numpy().T.ravel().tolist(),
    )
    for shape in [(3, 3), (9, 4), (4, 9), (1, 2), (5, 1)]
]
print(
    json.dumps(
        dict(
            versions=dict(tensorflow=tensorflow.__version__, tf_keras=tf_keras.__version__),
            steps=STEPS,
            cases=cases,
            identity=identity,
        ),
        separators=(",", ":"),
        allow_nan=False,
    )
)
