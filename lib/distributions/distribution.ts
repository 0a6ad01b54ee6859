/**
 * A distribution, or as many as there are elements: a family with its parameters, each one number for all elements or
 * an array with one for each. Every function has a scalar form, of element `i`, and a batch form over all elements.
 *
 * Arrays of parameters are kept, not copied, and checked once: do not change them while the distribution is in use.
 * A batch is computed in float64 whatever the precision of the arrays it reads from and writes to.
 */
import { InputError } from "../errors.js";
import type { RandomStream } from "../random/index.js";
import type { Family, FloatArray, ParameterValues, Requirement } from "./familyTypes.js";

const phrases: Readonly<Record<Requirement, string>> = {
  finite: "a finite number",
  positive: "a positive finite number",
  bound: "a number or ±Infinity",
  "positive or infinite": "a positive number or Infinity",
  flag: "0, 1, false or true",
};

/** Gradients by name: `value` with respect to x, the others with respect to the parameters. */
export type Gradient<P extends string> = Partial<Record<P | "value", number>>;
/** Gradients of a batch by name; as many elements as values, also for a parameter that all of them share. */
export type Gradients<P extends string> = Partial<Record<P | "value", FloatArray>>;

/** A family with parameters. Made by the function of each family: `normal({ location: 0, scale: 1 })`. */
export class Distribution<P extends string = string> {
  /** Number of elements; undefined where every parameter is one number, good for batches of any length. */
  readonly length: number | undefined;
  private readonly values: readonly (number | ArrayLike<number>)[];
  private readonly vector: Float64Array;
  private readonly slopes: Float64Array;

  /** @throws InputError for a parameter out of range, or arrays of different lengths */
  constructor(
    readonly family: Family<P>,
    readonly parameters: ParameterValues<P>,
  ) {
    const names = [...family.parameters, ...family.constants];
    this.values = names.map((name) => parameters[name]);
    this.vector = new Float64Array(names.length);
    this.slopes = new Float64Array(names.length + 1);
    this.length = commonLength(family.name, names, this.values);
    this.check(names);
  }

  /** The family's name, as in the registry. */
  get name(): string {
    return this.family.name;
  }

  /** log p(x) of element `i`; −∞ outside the support, NaN for NaN. */
  logProbability(x: number, i = 0): number {
    return this.family.logProbability(x, this.at(i));
  }

  /** The probability of values up to x. */
  cdf(x: number, i = 0): number {
    const p = this.at(i);
    const [low, high] = this.family.support(p);
    return x <= low ? 0 : x >= high ? 1 : this.family.cdf(x, p);
  }

  /** The probability of values above x: 1 − cdf, but accurate where it is small. */
  survival(x: number, i = 0): number {
    const p = this.at(i);
    const [low, high] = this.family.support(p);
    return x <= low ? 1 : x >= high ? 0 : this.family.survival(x, p);
  }

  /** The x below which the probability is u; the ends of the support at 0 and 1, NaN for a u outside 0 … 1. */
  quantile(u: number, i = 0): number {
    const p = this.at(i);
    if (!(u > 0 && u < 1)) return u === 0 || u === 1 ? this.family.support(p)[u] : Number.NaN;
    return this.family.quantile(u, p);
  }

  mean(i = 0): number {
    return this.family.mean(this.at(i));
  }

  variance(i = 0): number {
    return this.family.variance(this.at(i));
  }

  /** −E[log p(x)], natural logarithm. */
  entropy(i = 0): number {
    return this.family.entropy(this.at(i));
  }

  /** The two ends of the values that can occur. */
  support(i = 0): readonly [number, number] {
    return this.family.support(this.at(i));
  }

  /** Random value `index` of a stream: a pure function of (seed, stream, step, index). */
  sample(stream: RandomStream, index: number, i = 0): number {
    return this.family.sample(stream, index, this.at(i));
  }

  /** ∂ log p(x) with respect to x (`value`) and to each parameter; NaN outside the support. */
  logProbabilityGradient(x: number, i = 0): Gradient<P> {
    this.slopeAt(x, i);
    const gradient: Gradient<P> = {};
    this.gradientNames().forEach((name, j) => {
      gradient[name] = this.slopes[j];
    });
    return gradient;
  }

  /** dx/d(parameter) of a sample x, at fixed random numbers: the pathwise derivative. */
  sampleGradient(x: number, i = 0): Gradient<P> {
    this.family.sampleGradient(x, this.at(i), this.slopes);
    const gradient: Gradient<P> = {};
    this.family.parameters.forEach((name, j) => {
      gradient[name] = this.slopes[j];
    });
    return gradient;
  }

  /** log p of each element of `x`. @throws InputError where lengths differ */
  logProbabilities<T extends FloatArray>(x: T, out: FloatArray = like(x)): FloatArray {
    return this.map(x, out, (v, p) => this.family.logProbability(v, p));
  }

  /** The distribution function at each element of `x`. */
  cdfs<T extends FloatArray>(x: T, out: FloatArray = like(x)): FloatArray {
    this.checkLengths(x.length, out.length);
    for (let i = 0; i < x.length; i++) out[i] = this.cdf(x[i], i);
    return out;
  }

  /** The quantiles of each element of `u`. */
  quantiles<T extends FloatArray>(u: T, out: FloatArray = like(u)): FloatArray {
    this.checkLengths(u.length, out.length);
    for (let i = 0; i < u.length; i++) out[i] = this.quantile(u[i], i);
    return out;
  }

  /** The mean of each element. */
  means(out: FloatArray = new Float64Array(this.length ?? 1)): FloatArray {
    return this.map(out, out, (_, p) => this.family.mean(p));
  }

  /** The variance of each element. */
  variances(out: FloatArray = new Float64Array(this.length ?? 1)): FloatArray {
    return this.map(out, out, (_, p) => this.family.variance(p));
  }

  /** The entropy of each element. */
  entropies(out: FloatArray = new Float64Array(this.length ?? 1)): FloatArray {
    return this.map(out, out, (_, p) => this.family.entropy(p));
  }

  /** Fills `out` with one sample of each element: element i is number `first + i` of the stream. */
  samples(stream: RandomStream, out: FloatArray = new Float64Array(this.length ?? 1), first = 0): FloatArray {
    this.checkLengths(out.length, out.length);
    for (let i = 0; i < out.length; i++) out[i] = this.family.sample(stream, first + i, this.at(i));
    return out;
  }

  /** {@link logProbabilityGradient} of each element of `x`; only what `out` names, by default everything. */
  logProbabilityGradients(x: FloatArray, out?: Gradients<P>): Gradients<P> {
    const names = this.gradientNames();
    const result = out ?? Object.fromEntries(names.map((name) => [name, like(x)]));
    return this.gradients(x, names, result as Gradients<P>, (v, i) => this.slopeAt(v, i));
  }

  /** {@link sampleGradient} of each sample; only what `out` names, by default every parameter. */
  sampleGradients(samples: FloatArray, out?: Gradients<P>): Gradients<P> {
    const names = this.family.parameters;
    const result = out ?? Object.fromEntries(names.map((name) => [name, like(samples)]));
    return this.gradients(samples, names, result as Gradients<P>, (v, i) =>
      this.family.sampleGradient(v, this.at(i), this.slopes),
    );
  }

  /** The vector of parameters of element `i`, as the functions of the family take it; valid until the next call. */
  at(i: number): Float64Array {
    const { values, vector } = this;
    for (let j = 0; j < values.length; j++) {
      const v = values[j];
      vector[j] = typeof v === "number" ? v : v[i];
    }
    return vector;
  }

  private gradientNames(): readonly (P | "value")[] {
    return ["value", ...this.family.parameters];
  }

  private slopeAt(x: number, i: number): void {
    const p = this.at(i);
    const [low, high] = this.family.support(p);
    if (x >= low && x <= high) this.family.logProbabilityGradient(x, p, this.slopes);
    else this.slopes.fill(Number.NaN);
  }

  private gradients(
    x: FloatArray,
    names: readonly (P | "value")[],
    out: Gradients<P>,
    write: (x: number, i: number) => void,
  ): Gradients<P> {
    const arrays = names.map((name): FloatArray | undefined => out[name]);
    for (const array of arrays) if (array !== undefined) this.checkLengths(x.length, array.length);
    for (let i = 0; i < x.length; i++) {
      write(x[i], i);
      for (let j = 0; j < arrays.length; j++) {
        const array = arrays[j];
        if (array !== undefined) array[i] = this.slopes[j];
      }
    }
    return out;
  }

  private map(x: FloatArray, out: FloatArray, f: (x: number, p: Float64Array) => number): FloatArray {
    this.checkLengths(x.length, out.length);
    for (let i = 0; i < x.length; i++) out[i] = f(x[i], this.at(i));
    return out;
  }

  private checkLengths(n: number, outLength: number): void {
    if (n === outLength && (this.length === undefined || this.length === n)) return;
    throw new InputError(
      `${this.name} distribution: got a batch of ${n} into an array of ${outLength}, expected both of length ` +
        `${this.length ?? "the batch"}`,
    );
  }

  private check(names: readonly P[]): void {
    const { family } = this;
    const n = this.values.some((v) => typeof v !== "number") ? (this.length ?? 0) : 1;
    for (let i = 0; i < n; i++) {
      const p = this.at(i);
      for (let j = 0; j < names.length; j++)
        if (!meets(p[j], family.requirements[names[j]])) {
          const where = this.length === undefined ? "" : ` of element ${i}`;
          throw new InputError(
            `${family.name} ${names[j]}${where}: got ${p[j]}, expected ${phrases[family.requirements[names[j]]]}`,
          );
        }
      const problem = family.inconsistency?.(p);
      if (problem !== undefined) throw new InputError(`${family.name} distribution: ${problem}`);
    }
  }
}

function meets(value: number, requirement: Requirement): boolean {
  switch (requirement) {
    case "finite":
      return Number.isFinite(value);
    case "positive":
      return value > 0 && value < Infinity;
    case "bound":
      return !Number.isNaN(value);
    case "positive or infinite":
      return value > 0;
    case "flag":
      return value === 0 || value === 1;
  }
}

function commonLength(
  family: string,
  names: readonly string[],
  values: readonly (number | ArrayLike<number>)[],
): number | undefined {
  let length: number | undefined;
  values.forEach((value, j) => {
    if (typeof value === "number") return;
    length ??= value.length;
    if (value.length !== length)
      throw new InputError(
        `${family} ${names[j]}: got ${value.length} values, expected ${length}, as many as of the other parameters`,
      );
  });
  return length;
}

function like(x: FloatArray): FloatArray {
  return x instanceof Float32Array ? new Float32Array(x.length) : new Float64Array(x.length);
}
