/**
 * The tape: reverse-mode differentiation of whatever is computed (define by run). Each op on a value that depends on a
 * parameter is written down; `gradient` goes back over them, from the last to the first, and adds up
 * d loss / d input = Σ_output d loss / d output · d output / d input. Adjoints are accumulated in float64 whatever the
 * precision of the values, so a gradient summed over many rows keeps its last digits.
 * Source: Griewank & Walther, Evaluating Derivatives, 2nd ed. (SIAM 2008), section 3.2.
 */
import { InputError } from "../errors.js";
import { Arena, type ArenaOptions } from "./arena.js";
import { formatShape, type Shape, sizeOf } from "./broadcasting.js";
import type { Numbers, OpDefinition } from "./opTypes.js";
import { Tensor } from "./tensor.js";

export type Precision = "float32" | "float64";

export interface TapeOptions extends ArenaOptions {
  /** Of all values on the tape (default float32). */
  readonly precision?: Precision;
}

interface Entry {
  readonly definition: OpDefinition;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

const nothing = new Float64Array(0);

export class Tape {
  readonly precision: Precision;
  private readonly arena: Arena;
  private entries: Entry[] = [];
  private steps = 0;

  constructor({ precision = "float32", ...arena }: TapeOptions = {}) {
    this.precision = precision;
    this.arena = new Arena(arena);
  }

  /** How many steps have ended. */
  get stepNumber(): number {
    return this.steps;
  }

  /** Bytes that the step arena holds. */
  get arenaBytes(): number {
    return this.arena.capacityBytes;
  }

  /**
   * What is trained. It lasts as long as the tape; change its `data` between steps to change it.
   * @param data kept, not copied, where it is an array of the tape's precision
   * @param shape default: a vector; [] for a number
   */
  parameter(data: number | ArrayLike<number>, shape?: Shape): Tensor {
    return this.lasting("parameter", data, shape, true);
  }

  /** Data: no gradient flows into it. It lasts as long as the tape; arguments as of `parameter`. */
  constant(data: number | ArrayLike<number>, shape?: Shape): Tensor {
    return this.lasting("constant", data, shape, false);
  }

  /** A number for the time of this step. */
  scalar(value: number): Tensor {
    const tensor = this.stepTensor([], "number", false);
    tensor.data[0] = value;
    return tensor;
  }

  /** Room for `length` numbers, in float64 and all 0, until the step ends. */
  scratch(length: number): Float64Array {
    return this.arena.float64(length).fill(0);
  }

  /** Carries out an op; most code uses `op` or `defineOp` instead. */
  apply(definition: OpDefinition, inputs: readonly Tensor[]): Tensor {
    const { name } = definition;
    for (const input of inputs)
      if (input.tape !== this)
        throw new InputError(
          `${name}: got a tensor of shape ${formatShape(input.shape)} from another tape, expected all from one`,
        );
    const shape = definition.shape(inputs.map((input) => input.shape));
    const differentiable = definition.adjoint !== undefined && inputs.some((input) => input.differentiable);
    const output = this.stepTensor(shape, name, differentiable);
    definition.forward(inputs, output);
    if (differentiable) this.entries.push({ definition, inputs, output });
    return output;
  }

  /**
   * d loss / d x for each tensor x asked for, of its shape; 0 where the loss does not depend on it. The gradients live
   * in the step; no gradient flows through them.
   * @param loss a single number that depends on a parameter
   * @param of a list, or a record, of parameters or values computed from them
   */
  gradient<const T extends readonly Tensor[]>(loss: Tensor, of: T): { [K in keyof T]: Tensor };
  gradient<T extends Readonly<Record<string, Tensor>>>(loss: Tensor, of: T): { [K in keyof T]: Tensor };
  gradient(
    loss: Tensor,
    of: readonly Tensor[] | Readonly<Record<string, Tensor>>,
  ): Tensor[] | Record<string, Tensor> {
    this.checkLoss(loss);
    const names = Object.keys(of);
    const targets = Object.values(of);
    targets.forEach((target, i) => {
      if (!target.differentiable || target.tape !== this)
        throw new InputError(
          `gradient by ${names[i]}: got a ${target.origin} of shape ${formatShape(target.shape)}, ` +
            "expected a parameter of this tape or a value computed from one",
        );
    });
    const results = targets.map((target) => this.stepTensor(target.shape, "gradient", false));
    const mark = this.arena.mark();
    const adjoints = this.backward(loss);
    results.forEach((result, i) => {
      result.data.set(adjoints.get(targets[i]) ?? new Float64Array(result.size));
    });
    this.arena.release(mark);
    return Array.isArray(of) ? results : Object.fromEntries(results.map((result, i) => [names[i], result]));
  }

  /**
   * One step: what `body` computes is forgotten when it returns or throws. Return numbers or copies, not tensors.
   * @throws InputError where `body` is asynchronous: the step would end before its work does
   */
  step<T>(body: () => T): T {
    try {
      const result = body();
      if (result instanceof Promise)
        throw new InputError("tape.step: got an asynchronous function, expected one that returns its result");
      return result;
    } finally {
      this.reset();
    }
  }

  /** Ends the step: the arena is free again, and values computed in the step throw when used. */
  reset(): void {
    this.steps++;
    this.entries = [];
    this.arena.reset();
  }

  private checkLoss(loss: Tensor): void {
    if (loss.tape !== this)
      throw new InputError("gradient: got a loss of another tape, expected one of this tape");
    if (loss.size !== 1)
      throw new InputError(
        `gradient: got a loss of shape ${formatShape(loss.shape)}, expected a single number; sum or average it first`,
      );
    if (!loss.differentiable)
      throw new InputError(`gradient: got a loss made by ${loss.origin} that depends on no parameter`);
    // Reading the data throws where the loss is of a step that has ended.
    loss.item();
  }

  private backward(loss: Tensor): Map<Tensor, Float64Array> {
    const adjoints = new Map<Tensor, Float64Array>([[loss, this.scratch(1).fill(1)]]);
    for (let e = this.entries.length - 1; e >= 0; e--) {
      const { definition, inputs, output } = this.entries[e];
      const gradient = adjoints.get(output);
      if (gradient === undefined) continue;
      const gradients = inputs.map((input) => {
        if (!input.differentiable) return nothing;
        const known = adjoints.get(input) ?? this.scratch(input.size);
        adjoints.set(input, known);
        return known;
      });
      definition.adjoint?.({ inputs, output, gradient, gradients });
    }
    return adjoints;
  }

  private lasting(
    origin: string,
    data: number | ArrayLike<number>,
    shape: Shape | undefined,
    differentiable: boolean,
  ): Tensor {
    const values = typeof data === "number" ? [data] : data;
    const wanted = shape ?? (typeof data === "number" ? [] : [values.length]);
    if (wanted.some((n) => !Number.isInteger(n) || n < 0) || sizeOf(wanted) !== values.length)
      throw new InputError(
        `${origin}: got ${values.length} numbers for shape ${formatShape(wanted)}, expected ${sizeOf(wanted)}`,
      );
    return new Tensor(this, [...wanted], this.ofPrecision(values), origin, differentiable);
  }

  private ofPrecision(values: ArrayLike<number>): Numbers {
    const Kind = this.precision === "float64" ? Float64Array : Float32Array;
    return values instanceof Kind ? values : Kind.from(values);
  }

  private stepTensor(shape: Shape, origin: string, differentiable: boolean): Tensor {
    const size = sizeOf(shape);
    const values = this.precision === "float64" ? this.arena.float64(size) : this.arena.float32(size);
    return new Tensor(this, shape, values, origin, differentiable, this.steps);
  }
}
