/**
 * What the training loop needs of a model. The loop counts steps, records, evaluates, saves, resumes and stops; what a
 * step computes is the model's own affair.
 */
import type { SafetensorsArray } from "../formats/safetensors.js";

/** Anything that JSON can hold; `undefined` stands for a key that is not there. */
export type JsonValue = string | number | boolean | null | undefined | readonly JsonValue[] | JsonObject;

/** An object that JSON can hold. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Numbers by name: the terms of a step (`nll`, `kl`, …), or the values of an evaluation (`ccPredTest`, …). */
export type Terms = Readonly<Record<string, number>>;

/** An array that a checkpoint can hold. */
export type StateArray = SafetensorsArray;

/** The state of a model: arrays by name. */
export type StateTensors = Readonly<Record<string, StateArray>>;

/** What may be changed while a model trains: factors, 1 unless someone set them. */
export interface StepControls {
  /** Multiplies every learning rate of the model. */
  readonly learningRate: number;
  /** Multiplies the weight of the KL divergence from the prior. */
  readonly priorWeight: number;
}

/** Work before the first step: its name, e.g. "warm-up", and how many of its own steps are done. */
export interface Preparation {
  readonly name: string;
  readonly step: number;
  readonly steps: number;
}

/**
 * A model that the loop can train. A step must be a pure function of the state (all of it in {@link tensors}), the
 * step's number and the controls: then a resumed run equals an unbroken one to the bit.
 */
export interface Trainable {
  /** Which model it is, e.g. "merging". */
  readonly kind: string;
  /** Everything that made the model and its optimiser; goes to `config.json`, and a resume compares it. */
  readonly config: JsonObject;
  /** A fingerprint of the data: a resume refuses another data set. */
  readonly fingerprint: string;
  /** Which kernels compute (e.g. "reference", "plain", "relaxed"): bits are equal only within one variant. */
  readonly variant: string;
  /** The term of a step that training lowers, e.g. "nll"; watched for divergence where it is given. */
  readonly lossTerm?: string;
  /** Values of an evaluation, by name, above which the fit has diverged, however finite it is. */
  readonly limits?: Terms;
  /**
   * Brings a new model to where its first step starts from, where that takes its time; called before anything else of the
   * model's state is looked at, unless a checkpoint is restored. What it makes is part of {@link tensors}.
   * @param goOn to be awaited every few milliseconds, and told how far it is where that is known; false: to be left off, the
   * training ends without a step
   */
  prepare?(goOn: (done?: Preparation) => Promise<boolean>): Promise<void>;
  /**
   * Trains one step, synchronously.
   * @param step its number; the first is 1
   */
  step(step: number, controls: StepControls): Terms;
  /** Judges the state after a step, without changing it; what cannot be told (no test set) is left out. */
  evaluate?(step: number): Terms;
  /** The live state: parameters, moments of the optimiser, counters. The loop copies what it keeps. */
  tensors(): StateTensors;
  /**
   * Takes a state over, by copying. See `restoreTensors`, which does it with the checks.
   * @throws InputError where names, types or lengths differ
   */
  restore(tensors: StateTensors): void;
}
