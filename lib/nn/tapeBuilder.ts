/**
 * Layers on the tape: what a row program does row by row, on tensors of shape [rows, features]. Slower than a row
 * program, and open to any op before and after.
 */
import { op, type Tape, type Tensor } from "../autodiff/index.js";
import { MissingColumnError } from "../errors.js";
import type { LayerBuilder, LayerParameter } from "./layerTypes.js";
import type { Numbers } from "./optimisers/optimiserTypes.js";

/** As that of row programs. */
const EPSILON = 1e-5;

export class TapeBuilder implements LayerBuilder<Tensor> {
  /** By name; what an optimiser changes is their `data`. */
  readonly parameters: Readonly<Record<string, Tensor>>;

  /**
   * @param declared parameters of a layer, or of several
   * @param values of each by name; kept, not copied, where they have the tape's precision
   * @param indices index columns by name
   * @throws MissingColumnError where the values of a parameter are missing; InputError where they do not fit its shape
   */
  constructor(
    tape: Tape,
    declared: readonly LayerParameter[],
    values: Readonly<Record<string, Numbers>>,
    private readonly indices: Readonly<Record<string, Int32Array>> = {},
  ) {
    this.parameters = Object.fromEntries(
      declared.map(({ name, shape }) => [
        name,
        tape.parameter(required(values, name, "the values of parameters"), shape),
      ]),
    );
  }

  readonly dense = (input: Tensor, { weights, bias }: { weights: string; bias?: string }): Tensor => {
    const product = input.matmul(this.parameter(weights).transpose());
    return bias === undefined ? product : product.add(this.parameter(bias));
  };

  readonly layerNorm = (input: Tensor, { gain, offset }: { gain: string; offset: string }): Tensor => {
    const centred = input.sub(input.mean({ axis: -1, keepDims: true }));
    const variance = centred.square().mean({ axis: -1, keepDims: true });
    const normalised = centred.div(variance.add(EPSILON).sqrt());
    return normalised.mul(this.parameter(gain)).add(this.parameter(offset));
  };

  readonly gather = (vector: string, index: string): Tensor =>
    this.parameter(vector).gather(required(this.indices, index, "the index columns"));

  readonly sum = (input: Tensor): Tensor => input.sum({ axis: -1, keepDims: true });

  readonly slice = (input: Tensor, start: number, width = 1): Tensor => input.slice(start, width);

  readonly concat = (...inputs: readonly Tensor[]): Tensor => op.concat(inputs, -1);

  private parameter(name: string): Tensor {
    return required(this.parameters, name, "the parameters of the layers");
  }
}

function required<T>(record: Readonly<Record<string, T>>, name: string, where: string): T {
  if (!Object.hasOwn(record, name)) throw new MissingColumnError(name, Object.keys(record), where);
  return record[name];
}
