/**
 * A merge as the training loop sees it: state, steps, evaluations. A step runs the fused program on a minibatch, Adam on
 * the scale's weights, lazy Adam on the posteriors and image scales that the batch touched. The training observations stand
 * in a random order; each epoch walks through it from another place with another stride that has no divisor in common with
 * their number, so that it meets each once and in other company, at the cost of the batch: a function of (seed, step).
 */
import { InputError } from "../../errors.js";
import type { RowEngine } from "../../kernels/index.js";
import {
  adam,
  clipping,
  cosineDecay,
  globalNorm,
  type Optimiser,
  type OptimiserState,
} from "../../nn/index.js";
import { permutation, randomInteger, randomStream } from "../../random/index.js";
import { spearman } from "../../statistics/index.js";
import { gather } from "../../statistics/observationSort.js";
import {
  type JsonObject,
  restoreTensors,
  type StateTensors,
  type StepControls,
  type Terms,
  type Trainable,
} from "../../training/index.js";
import { parameterNames } from "./mergingProgram.js";
import { PartitionedRows, type RowPart } from "./partitionedRows.js";

/** How it is trained, whatever it is trained on. */
export interface FitSettings {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly posteriorLearningRate: number;
  /** Adam's, of what each image has of its own (default: the learning rate of the scale). */
  readonly imageLearningRate?: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly epsilonHat: boolean;
  readonly schedule: "cosineDecay" | "constant";
  readonly globalClipNorm?: number;
}

/** What is trained on, and how. */
export interface MergingProblem extends FitSettings {
  readonly config: JsonObject;
  readonly fingerprint: string;
  readonly engine: RowEngine;
  /** The observations' rows and programs. */
  readonly parts: readonly RowPart[];
  /** Observed intensities, which predictions are compared with. */
  readonly intensity: Float32Array;
  /** Observations that are trained on, and that are held out. */
  readonly trainRows: Int32Array;
  readonly testRows: Int32Array;
  /** First values of what is trained. */
  readonly initial: Readonly<Record<string, Float32Array>>;
  /** Parameters that are gathered, and so updated row by row: the numbers of a row. */
  readonly rowWidths: Readonly<Record<string, number>>;
  /** Of those, rows that stay as they are: 1 for each (default the first image's factor, which the network's scale counts from). */
  readonly frozenRows?: Readonly<Record<string, Uint8Array>>;
  /** What the programs read and nothing trains (default nothing). */
  readonly frozen?: Readonly<Record<string, Float32Array>>;
  /** Predicted intensities of observations, in the order given, from the parameters as they are; without it nothing is evaluated. */
  readonly predict?: (parameters: Readonly<Record<string, Float32Array>>, rows: Int32Array) => Float64Array;
  readonly seed: number;
  readonly steps: number;
}

/** Floor of the learning rates' decay. */
const FLOOR = 0.01;
/** Training observations that an evaluation looks at, at most. */
const EVALUATED = 5_000;
/** By how much nll + kl of an observation may rise above the start before the fit has diverged: a factor e³ in density. */
const MOST_RISE = 3;
export class MergingTrainable implements Trainable {
  readonly kind = "merging";
  readonly lossTerm = "nll";
  readonly config: JsonObject;
  readonly fingerprint: string;
  readonly variant: string;
  /** What is trained, in the engine's memory until {@link release}. */
  readonly parameters: Record<string, Float32Array>;
  private readonly rows: PartitionedRows;
  private readonly optimisers: { readonly scale: Optimiser; readonly posterior: Optimiser };
  private readonly states: { readonly scale: OptimiserState; readonly posterior: OptimiserState };
  private readonly clip: ReturnType<typeof clipping>;
  private readonly evaluated: Int32Array;
  /** The training observations in a random order, once and for all. */
  private readonly order: Int32Array;
  private released = false;
  /** −ELBO of the evaluated observations at the start, and the weight of its KL at the last step. */
  private readonly startLoss: { readonly nll: number; readonly kl: number };
  private priorWeight = 1;

  constructor(private readonly problem: MergingProblem) {
    const { engine, initial } = problem;
    this.config = problem.config;
    this.fingerprint = problem.fingerprint;
    this.variant = engine.variant;
    this.rows = new PartitionedRows(engine, problem.parts);
    this.parameters = {};
    for (const [name, values] of Object.entries(initial)) {
      this.parameters[name] = engine.allocateFloat32(values.length);
      this.parameters[name].set(values);
    }
    const { beta2, epsilon, epsilonHat } = problem;
    const make = (learningRate: number) => adam({ learningRate, beta2, epsilon, epsilonHat });
    this.optimisers = { scale: make(problem.learningRate), posterior: make(problem.posteriorLearningRate) };
    const [scale, posterior] = [this.parametersOf("scale"), this.parametersOf("posterior")];
    const widths = (of: object) =>
      Object.fromEntries(Object.entries(problem.rowWidths).filter(([name]) => Object.hasOwn(of, name)));
    this.states = {
      scale: this.optimisers.scale.initialise(scale, { rowWidths: widths(scale) }),
      posterior: this.optimisers.posterior.initialise(posterior, { rowWidths: widths(posterior) }),
    };
    this.clip = clipping(
      problem.globalClipNorm === undefined ? {} : { globalClipNorm: problem.globalClipNorm },
    );
    const { trainRows, seed } = problem;
    const places = permutation(randomStream(seed, "order of observations"), trainRows.length);
    this.order = gather(trainRows, places, new Int32Array(places.length));
    this.evaluated = this.order.slice(0, EVALUATED);
    this.startLoss = this.lossOf(this.evaluated);
  }

  /** A fit whose −ELBO, nll + kl, lies far above that of its own start has diverged. */
  get limits(): Terms {
    const { nll, kl } = this.startLoss;
    return { lossTrain: nll + this.priorWeight * kl + MOST_RISE };
  }

  /** Means over rows, with the same random numbers at every step. */
  private lossOf(rows: Int32Array): { nll: number; kl: number } {
    const { seed } = this.problem;
    const { sums } = this.rows.run(this.everything, { rows, seed, step: 0, gradient: false });
    return { nll: sums.nll / rows.length, kl: sums.kl / rows.length };
  }

  /** What is trained and what is frozen. */
  private get everything(): Record<string, Float32Array> {
    return { ...this.problem.frozen, ...this.parameters };
  }

  private parametersOf(part: "scale" | "posterior"): Record<string, Float32Array> {
    const isPosterior = (name: string) => name === parameterNames.posterior;
    return Object.fromEntries(
      Object.entries(this.parameters).filter(([name]) => isPosterior(name) === (part === "posterior")),
    );
  }

  step(step: number, controls: StepControls): Terms {
    const { problem, parameters, states, optimisers } = this;
    const batch = this.batch(step);
    const weight = 1 / batch.length;
    this.priorWeight = controls.priorWeight;
    const { sums, gradients, sparse } = this.rows.run(this.everything, {
      rows: batch,
      seed: problem.seed,
      step,
      gathered: "sparse",
      outputGradients: { nll: weight, kl: weight * controls.priorWeight },
    });
    const factor = this.learningRateFactor(step) * controls.learningRate;
    const trained = (name: string) => Object.hasOwn(parameters, name);
    const weights: Record<string, Float32Array | Float64Array> = {};
    for (const [name, values] of Object.entries(gradients)) if (trained(name)) weights[name] = values;
    // of images, and of relations: everything gathered but the posteriors
    const byRow = Object.entries(sparse).filter(
      ([name]) => trained(name) && name !== parameterNames.posterior,
    );
    for (const [name, { rows, values }] of byRow) {
      this.hold(name, rows, values);
      weights[name] = values;
    }
    const gradientNorm = Object.keys(weights).length > 0 ? this.clip(weights) : 0;
    optimisers.scale.update(states.scale, parameters, weights, factor);
    const imageFactor =
      problem.imageLearningRate === undefined
        ? factor
        : (factor * problem.imageLearningRate) / problem.learningRate;
    for (const [name, rows] of byRow)
      optimisers.scale.updateRows(
        states.scale,
        name,
        parameters[name],
        rows,
        name === parameterNames.image ? factor : imageFactor,
      );
    // there is none while a scale is fitted by itself
    const posterior = trained(parameterNames.posterior) ? sparse[parameterNames.posterior] : undefined;
    if (posterior !== undefined)
      optimisers.posterior.updateRows(
        states.posterior,
        parameterNames.posterior,
        parameters[parameterNames.posterior],
        posterior,
        factor,
      );
    return {
      nll: sums.nll * weight,
      kl: sums.kl * weight,
      gradientNorm: Math.hypot(
        gradientNorm,
        posterior === undefined ? 0 : globalNorm({ posterior: posterior.values }),
      ),
      learningRate: problem.learningRate * factor,
    };
  }

  /** Sets the gradients of rows that stay to 0, and with them Adam's moments. */
  private hold(name: string, rows: Int32Array, values: Float32Array | Float64Array): void {
    const frozen = this.problem.frozenRows?.[name];
    const width = this.problem.rowWidths[name];
    const stays = (row: number) =>
      frozen === undefined ? name === parameterNames.image && row === 0 : frozen[row] === 1;
    rows.forEach((row, k) => {
      if (stays(row)) values.fill(0, width * k, width * (k + 1));
    });
  }

  /**
   * −ELBO of training observations, test likelihood, and CCpred (Spearman) of both; nothing of a test set that is not
   * there.
   */
  evaluate(): Terms {
    const { problem, parameters, evaluated } = this;
    const { testRows, intensity, predict } = problem;
    const loss = this.lossOf(evaluated);
    const terms = { lossTrain: loss.nll + this.priorWeight * loss.kl };
    if (predict === undefined) return terms;
    const rows = Int32Array.from([...evaluated, ...testRows]);
    const predicted = predict(parameters, rows);
    const observed = Float64Array.from(rows, (row) => intensity[row]);
    // of a single observation, or of equal ones, there is no correlation to tell
    const correlation = (name: string, from: number, to: number) => {
      const value = spearman(predicted.subarray(from, to), observed.subarray(from, to));
      return Number.isNaN(value) ? {} : { [name]: value };
    };
    const training = { ...terms, ...correlation("ccPredTrain", 0, evaluated.length) };
    if (testRows.length === 0) return training;
    return {
      ...training,
      ...correlation("ccPredTest", evaluated.length, rows.length),
      nllTest: this.lossOf(testRows).nll,
    };
  }

  tensors(): StateTensors {
    const prefixed = (prefix: string, tensors: StateTensors) =>
      Object.fromEntries(Object.entries(tensors).map(([name, values]) => [`${prefix}/${name}`, values]));
    return {
      ...prefixed("parameters", this.parameters),
      ...prefixed("adam", this.states.scale.tensors()),
      ...prefixed("lazyAdam", this.states.posterior.tensors()),
    };
  }

  restore(tensors: StateTensors): void {
    restoreTensors(this.tensors(), tensors);
  }

  /** Gives the engine's memory back; the parameters are then copies. */
  release(): Record<string, Float32Array> {
    const copies = Object.fromEntries(
      Object.entries(this.parameters).map(([name, values]) => [name, Float32Array.from(values)]),
    );
    if (!this.released) {
      this.released = true;
      this.rows.release();
      for (const values of Object.values(this.parameters)) this.problem.engine.release(values);
    }
    return copies;
  }

  private learningRateFactor(step: number): number {
    const { schedule, steps } = this.problem;
    return schedule === "constant" ? 1 : cosineDecay({ steps, floor: FLOOR })(step - 1);
  }

  /** The rows of a step: the first is step 1. */
  private batch(step: number): Int32Array {
    const { trainRows, batchSize, seed } = this.problem;
    if (trainRows.length === 0)
      throw new InputError("merging: got no observations to train on, expected some");
    if (batchSize >= trainRows.length) return trainRows;
    const n = trainRows.length;
    const perEpoch = Math.floor(n / batchSize);
    const epoch = Math.floor((step - 1) / perEpoch);
    const walk = randomStream(seed, "minibatches", epoch);
    const stride = coprime(1 + randomInteger(walk, 0, n - 1), n);
    let place = (randomInteger(walk, 1, n) + ((step - 1) % perEpoch) * ((stride * batchSize) % n)) % n;
    const rows = new Int32Array(batchSize);
    for (let k = 0; k < batchSize; k++) {
      rows[k] = this.order[place];
      place = (place + stride) % n;
    }
    return rows;
  }
}

/** The next number from `start` on, around n, that has no divisor in common with n: its multiples reach all of 0 … n − 1. */
function coprime(start: number, n: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let number = start;
  while (divisor(number, n) !== 1) number = number + 1 < n ? number + 1 : 1;
  return number;
}

/** Of all settings of a training, those of the fit itself. */
export function fitSettings(settings: FitSettings): FitSettings {
  const { batchSize, learningRate, posteriorLearningRate, imageLearningRate, beta2 } = settings;
  const { epsilon, epsilonHat, schedule, globalClipNorm } = settings;
  return {
    batchSize,
    learningRate,
    posteriorLearningRate,
    ...(imageLearningRate === undefined ? {} : { imageLearningRate }),
    beta2,
    epsilon,
    epsilonHat,
    schedule,
    globalClipNorm,
  };
}
