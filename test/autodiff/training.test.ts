/** The tape in use: a small network and a user's likelihood train, with Adam as in Kingma & Ba (2015), algorithm 1. */
import { expect, test } from "vitest";
import { op, Tape, type Tensor } from "../../lib/autodiff/index.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { uniforms } from "./gradients.js";

/** Trains the parameters; returns the losses. */
function adam(tape: Tape, parameters: Tensor[], loss: () => Tensor, steps: number, rate: number): number[] {
  const [beta1, beta2] = [0.9, 0.999];
  const moments = parameters.map(({ size }) => [new Float64Array(size), new Float64Array(size)]);
  return Array.from({ length: steps }, (_, t) =>
    tape.step(() => {
      const value = loss();
      tape.gradient(value, parameters).forEach(({ data: g }, p) => {
        const [m, v] = moments[p];
        for (let i = 0; i < g.length; i++) {
          m[i] += (1 - beta1) * (g[i] - m[i]);
          v[i] += (1 - beta2) * (g[i] * g[i] - v[i]);
          const [mean, variance] = [m[i] / (1 - beta1 ** (t + 1)), v[i] / (1 - beta2 ** (t + 1))];
          parameters[p].data[i] -= (rate * mean) / (Math.sqrt(variance) + 1e-8);
        }
      });
      return value.item();
    }),
  );
}

test.each(["float32", "float64"] as const)("a small network learns a function (%s)", (precision) => {
  const tape = new Tape({ precision });
  const [rows, width] = [200, 16];
  const x = uniforms(rows, "network x");
  const xs = tape.constant(x, [rows, 1]);
  const ys = tape.constant(
    x.map((u) => Math.sin(2 * u)),
    [rows, 1],
  );
  const weights = (shape: number[], name: string) =>
    tape.parameter(
      fillNormal(randomStream(3, name), new Float64Array(shape[0] * shape[1])).map(
        (w) => w / Math.sqrt(shape[0]),
      ),
      shape,
    );
  const [w1, b1] = [weights([1, width], "w1"), tape.parameter(new Float64Array(width))];
  const [w2, b2] = [weights([width, width], "w2"), tape.parameter(new Float64Array(width))];
  const [w3, b3] = [weights([width, 1], "w3"), tape.parameter([0])];
  const losses = adam(
    tape,
    [w1, b1, w2, b2, w3, b3],
    () => {
      const first = xs.matmul(w1).add(b1).tanh();
      const second = first.matmul(w2).add(b2).tanh().add(first);
      return second.matmul(w3).add(b3).sub(ys).square().mean();
    },
    600,
    0.01,
  );
  expect(losses[0]).toBeGreaterThan(0.3);
  expect(losses[599]).toBeLessThan(1e-3);
});

test("a user's Huber likelihood finds the amplitudes that outliers would spoil", () => {
  const [unique, multiplicity] = [30, 20];
  const truth = uniforms(unique, "truth", 2, 8);
  const reflection = Int32Array.from({ length: unique * multiplicity }, (_, i) =>
    Math.floor(i / multiplicity),
  );
  const noise = fillNormal(randomStream(8, "noise"), new Float64Array(reflection.length));
  const I = noise.map((z, i) => truth[reflection[i]] ** 2 + z + (i % 10 === 0 ? 100 : 0));

  const tape = new Tape();
  const [observed, sigma] = [tape.constant(I), tape.constant(I.map(() => 1))];
  const huber = (predicted: Tensor) => {
    const z = op.div(op.sub(observed, predicted), sigma);
    return op.neg(op.where(op.lt(op.abs(z), 2), op.square(z).div(2), op.abs(z).mul(2).sub(2)));
  };
  const F = tape.parameter(truth.map(() => 4));
  const predicted = () => F.square().gather(reflection);
  adam(tape, [F], () => huber(predicted()).mean().neg(), 800, 0.03);
  const huberError = Math.max(...F.data.map((f, i) => Math.abs(f * f - truth[i] ** 2)));

  F.data.set(truth.map(() => 4));
  adam(tape, [F], () => observed.sub(predicted()).square().mean(), 800, 0.03);
  const squareError = Math.max(...F.data.map((f, i) => Math.abs(f * f - truth[i] ** 2)));
  // Outliers of 100 among 20 observations pull a mean by 5 or more, the Huber estimate by about 2/18 each.
  expect(huberError).toBeLessThan(1.2);
  expect(squareError).toBeGreaterThan(5);
});
