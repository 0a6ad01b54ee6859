/**
 * What an op is put to: a tensor on a tape, a value per row while a row program is traced, or a number. A function
 * written with `op` and these methods works on all of them; that is how a likelihood written in a notebook runs either
 * on the tape or fused in a row program.
 */

/** A value that elementwise operations are put to: both `Tensor` and `RowValue` are one. */
export interface Value {
  neg(): Value;
  exp(): Value;
  log(): Value;
  log1p(): Value;
  expm1(): Value;
  sqrt(): Value;
  square(): Value;
  abs(): Value;
  sign(): Value;
  reciprocal(): Value;
  tanh(): Value;
  sigmoid(): Value;
  softplus(): Value;
  relu(): Value;
  leakyRelu(): Value;
  sin(): Value;
  cos(): Value;
  lgamma(): Value;
  digamma(): Value;
  erf(): Value;
  erfc(): Value;
  logErfc(): Value;
  normalCdf(): Value;
  logNormalCdf(): Value;
  normalReversedHazard(): Value;
  normalQuantile(): Value;
  normalQuantileOfLog(): Value;
  truncatedNormalMeanLog(): Value;
  add(other: Value | number): Value;
  sub(other: Value | number): Value;
  mul(other: Value | number): Value;
  div(other: Value | number): Value;
  max(other: Value | number): Value;
  min(other: Value | number): Value;
  pow(other: Value | number): Value;
  lt(other: Value | number): Value;
  le(other: Value | number): Value;
  gt(other: Value | number): Value;
  ge(other: Value | number): Value;
  eq(other: Value | number): Value;
  where(a: Value | number, b: Value | number): Value;
}

/** A value or a number. */
export type Operand = Value | number;
