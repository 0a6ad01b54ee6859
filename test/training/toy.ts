/**
 * A model small enough to train a thousand steps in a moment, with everything that exact resume must bring back: float32
 * parameters, Adam's moments, a counter that the step reads, minibatch noise from Philox, and a held-out part.
 * y = w·x + noise with known w; w is learnt by stochastic gradients of a Gaussian likelihood.
 */
import { fillNormal, normal, randomStream } from "../../lib/random/index.js";
import {
  type JsonObject,
  restoreTensors,
  type StateTensors,
  type StepControls,
  type Terms,
  type Trainable,
} from "../../lib/training/index.js";

const size = 12;

export class Toy implements Trainable {
  readonly kind: string = "toy";
  readonly config: JsonObject;
  readonly lossTerm: string | undefined = "nll";
  readonly w: Float32Array = new Float32Array(size);
  readonly m: Float32Array = new Float32Array(size);
  readonly v: Float64Array = new Float64Array(size);
  readonly counters: Int32Array = new Int32Array(1);
  private readonly truth: Float64Array;

  constructor(
    readonly seed = 1,
    readonly fingerprint: string = `toy ${seed}`,
    readonly variant: string = "reference",
  ) {
    this.config = { seed, learningRate: 0.02 };
    this.truth = fillNormal(randomStream(seed, "truth"), new Float64Array(size));
  }

  step(step: number, { learningRate, priorWeight }: StepControls): Terms {
    const x = fillNormal(randomStream(this.seed, "x", step), new Float64Array(size));
    const noise = 0.1 * normal(randomStream(this.seed, "noise", step), 0);
    const error = this.predict(x) - this.predict(x, this.truth) - noise;
    const t = ++this.counters[0];
    const rate = (0.02 * learningRate * Math.sqrt(1 - 0.99 ** t)) / (1 - 0.9 ** t);
    let kl = 0;
    for (let i = 0; i < size; i++) {
      const g = error * x[i] + 0.01 * priorWeight * this.w[i];
      kl += 0.5 * this.w[i] ** 2;
      this.m[i] = 0.9 * this.m[i] + 0.1 * g;
      this.v[i] = 0.99 * this.v[i] + 0.01 * g * g;
      this.w[i] -= (rate * this.m[i]) / (Math.sqrt(this.v[i]) + 1e-8);
    }
    return { nll: 0.5 * error * error, kl };
  }

  evaluate(_step: number): Terms {
    let nll = 0;
    for (let row = 0; row < 20; row++) {
      const x = fillNormal(randomStream(this.seed, "test", row), new Float64Array(size));
      nll += 0.5 * (this.predict(x) - this.predict(x, this.truth)) ** 2;
    }
    return { nllTest: nll / 20 };
  }

  tensors(): StateTensors {
    const { w, m, v, counters } = this;
    return { w, "adam/m": m, "adam/v": v, counters };
  }

  restore(tensors: StateTensors): void {
    restoreTensors(this.tensors(), tensors);
  }

  private predict(x: Float64Array, w: ArrayLike<number> = this.w): number {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += w[i] * x[i];
    return sum;
  }
}
