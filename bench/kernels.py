"""TensorFlow's side of bench/kernels.mjs: kernels.py MODEL FOLDER STEPS; prints JSON {ms, peakMB, first, last, version}.

The models are those of ../../shared/experiments/kernels/bench_py.py, on the data and from the start that kernels.mjs left
in FOLDER (raw float32 and int32), so that the losses of both sides can be held against each other.
"""

import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import numpy as np
import tensorflow as tf

model, folder, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
shapes = json.load(open(os.path.join(folder, "shapes.json")))
BETA1, BETA2, RATE, EPSILON = 0.9, 0.99, 1e-3, 1e-8


def read(name):
    kind = "int32" if name == "reflection" else "float32"
    return np.fromfile(os.path.join(folder, name), kind).reshape(shapes[name])


layers = sum(name.startswith("w") for name in shapes)
# Weights are stored as [outputs, inputs].
weights = [tf.Variable(read(f"w{k}").T) for k in range(layers)]
biases = [tf.Variable(read(f"b{k}")) for k in range(layers)]
posterior = read("posterior")
location, log_scale = tf.Variable(posterior[:, 0]), tf.Variable(posterior[:, 1])
trained = [*weights, *biases, location, log_scale]
first_moments = [tf.Variable(tf.zeros_like(v)) for v in trained]
second_moments = [tf.Variable(tf.zeros_like(v)) for v in trained]
updates = tf.Variable(0.0)
metadata, intensity, sigma, reflection, noise_f, noise_scale = (
    tf.constant(read(name)) for name in ("metadata", "I", "SIGI", "reflection", "noiseF", "noiseScale")
)


def dense(x, k):
    return tf.matmul(x, weights[k]) + biases[k]


def network(x):
    if model == "narrow":
        for k in range(layers - 1):
            x = tf.nn.leaky_relu(dense(x, k), 0.01)
    else:
        x = dense(x, 0)
        for k in range(1, layers - 1, 2):
            x = x + dense(tf.nn.relu(dense(tf.nn.relu(x), k)), k + 1)
    return dense(x, layers - 1)


@tf.function
def step():
    updates.assign_add(1.0)
    with tf.GradientTape() as tape:
        scale_f = tf.exp(log_scale)
        amplitude = tf.nn.softplus(location + scale_f * noise_f)
        out = network(metadata)
        scale = out[:, 0] + tf.nn.softplus(out[:, 1]) * noise_scale
        predicted = scale * tf.square(tf.gather(amplitude, reflection))
        fit = tf.reduce_mean(0.5 * tf.square((intensity - predicted) / sigma))
        prior = tf.reduce_mean(0.5 * (location**2 + scale_f**2)) - tf.reduce_mean(log_scale)
        loss = fit + 0.01 * prior
    correction = tf.sqrt(1 - BETA2**updates) / (1 - BETA1**updates)
    for v, m, s, gradient in zip(trained, first_moments, second_moments, tape.gradient(loss, trained)):
        gradient = tf.convert_to_tensor(gradient)
        m.assign(BETA1 * m + (1 - BETA1) * gradient)
        s.assign(BETA2 * s + (1 - BETA2) * gradient * gradient)
        v.assign_sub(RATE * correction * m / (tf.sqrt(s) + EPSILON))
    return loss


times, losses = [], []
cpu = 0.0
for k in range(steps + 3):
    if k == 3:
        cpu = time.process_time()
    start = time.perf_counter()
    losses.append(float(step()))
    times.append((time.perf_counter() - start) * 1e3)
cpu = (time.process_time() - cpu) * 1e3 / steps
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(
    json.dumps(
        {
            "ms": float(np.median(times[3:])),
            "cpu": cpu,
            "peakMB": peak,
            "first": losses[0],
            "last": losses[-1],
            "version": f"TensorFlow {tf.__version__}",
        }
    )
)
