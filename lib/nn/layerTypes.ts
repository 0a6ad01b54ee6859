/**
 * What a layer is: the parameters it needs, their first values, and how it maps features to features. A layer is
 * written once for row programs (features of a row, fused) and for tensors on the tape (rows × features).
 */

/** A value that layers compute with: `RowValue` and `Tensor` are such. */
export interface LayerValue<V> {
  add(other: V | number): V;
  mul(other: V | number): V;
  relu(): V;
  leakyRelu(): V;
  tanh(): V;
  sigmoid(): V;
  softplus(): V;
  sin(): V;
  cos(): V;
}

/**
 * What layers are built with: `RowBuilder` for row programs, `TapeBuilder` for tensors. Functions as properties, since
 * from methods TypeScript would take operands (a number, too) for the value that is meant.
 */
export interface LayerBuilder<V extends LayerValue<V>> {
  /** W x + b, W of shape [width, width of the input]. */
  readonly dense: (input: V, names: { weights: string; bias?: string; width: number }) => V;
  /** Features of a row brought to mean 0 and variance 1, then times gain plus offset. */
  readonly layerNorm: (input: V, names: { gain: string; offset: string }) => V;
  /** The row of a parameter (`width` numbers) that an index column picks. */
  readonly gather: (vector: string, index: string, width?: number) => V;
  /** Sum over the features of a row. */
  readonly sum: (input: V) => V;
  /** Features `start` to `start + width − 1`. */
  readonly slice: (input: V, start: number, width?: number) => V;
  /** The features of all inputs, one after the other. */
  readonly concat: (...inputs: readonly V[]) => V;
}

/** What a layer trains. */
export interface LayerParameter {
  readonly name: string;
  /** "shared": the same for every row, of this shape. "gathered": [rows, numbers of a row], picked by an index column. */
  readonly use: "shared" | "gathered";
  readonly shape: readonly number[];
}

export interface Layer {
  /** Features of a row that go in and come out. */
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: readonly LayerParameter[];
  /** First values of the parameters: a function of the seed and of each parameter's name alone. */
  initialise(seed: number): Record<string, Float32Array>;
  /** @throws InputError where the input has not `inputs` features */
  apply<V extends LayerValue<V>>(builder: LayerBuilder<V>, input: V): V;
}
