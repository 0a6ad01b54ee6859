/** A value per row while a row program is traced: operations on it are written down, not carried out. */
import type { BinaryKind, CompareKind, Register, UnaryKind } from "./rowProgram.js";

/** Scalars stand for themselves in every row. */
export type RowOperand = RowValue | number;

/** What combines row values: the builder of the program they belong to. */
export interface RowCombiner {
  unary(kind: UnaryKind, input: RowOperand): RowValue;
  binary(kind: BinaryKind, a: RowOperand, b: RowOperand): RowValue;
  compare(kind: CompareKind, a: RowOperand, b: RowOperand): RowValue;
  where(condition: RowOperand, a: RowOperand, b: RowOperand): RowValue;
  sum(input: RowOperand): RowValue;
  slice(input: RowOperand, start: number, width?: number): RowValue;
  concat(...inputs: readonly RowOperand[]): RowValue;
}

/** `width` numbers of every row. Widths combine where they are equal or one of them is 1. */
export class RowValue {
  constructor(
    readonly builder: RowCombiner,
    readonly register: Register,
  ) {}

  get width(): number {
    return this.register.width;
  }

  add(other: RowOperand): RowValue {
    return this.builder.binary("add", this, other);
  }
  sub(other: RowOperand): RowValue {
    return this.builder.binary("sub", this, other);
  }
  mul(other: RowOperand): RowValue {
    return this.builder.binary("mul", this, other);
  }
  div(other: RowOperand): RowValue {
    return this.builder.binary("div", this, other);
  }
  max(other: RowOperand): RowValue {
    return this.builder.binary("max", this, other);
  }
  min(other: RowOperand): RowValue {
    return this.builder.binary("min", this, other);
  }
  pow(other: RowOperand): RowValue {
    return this.builder.binary("pow", this, other);
  }
  lt(other: RowOperand): RowValue {
    return this.builder.compare("lt", this, other);
  }
  le(other: RowOperand): RowValue {
    return this.builder.compare("le", this, other);
  }
  gt(other: RowOperand): RowValue {
    return this.builder.compare("gt", this, other);
  }
  ge(other: RowOperand): RowValue {
    return this.builder.compare("ge", this, other);
  }
  eq(other: RowOperand): RowValue {
    return this.builder.compare("eq", this, other);
  }
  /** a where this is not 0, else b. */
  where(a: RowOperand, b: RowOperand): RowValue {
    return this.builder.where(this, a, b);
  }
  /** A function of each feature by name: `x.apply("softplus")`. */
  apply(kind: UnaryKind): RowValue {
    return this.builder.unary(kind, this);
  }
  neg(): RowValue {
    return this.apply("neg");
  }
  exp(): RowValue {
    return this.apply("exp");
  }
  log(): RowValue {
    return this.apply("log");
  }
  log1p(): RowValue {
    return this.apply("log1p");
  }
  expm1(): RowValue {
    return this.apply("expm1");
  }
  sqrt(): RowValue {
    return this.apply("sqrt");
  }
  square(): RowValue {
    return this.apply("square");
  }
  abs(): RowValue {
    return this.apply("abs");
  }
  sign(): RowValue {
    return this.apply("sign");
  }
  reciprocal(): RowValue {
    return this.apply("reciprocal");
  }
  tanh(): RowValue {
    return this.apply("tanh");
  }
  sigmoid(): RowValue {
    return this.apply("sigmoid");
  }
  softplus(): RowValue {
    return this.apply("softplus");
  }
  relu(): RowValue {
    return this.apply("relu");
  }
  leakyRelu(): RowValue {
    return this.apply("leakyRelu");
  }
  sin(): RowValue {
    return this.apply("sin");
  }
  cos(): RowValue {
    return this.apply("cos");
  }
  lgamma(): RowValue {
    return this.apply("lgamma");
  }
  digamma(): RowValue {
    return this.apply("digamma");
  }
  erf(): RowValue {
    return this.apply("erf");
  }
  erfc(): RowValue {
    return this.apply("erfc");
  }
  logErfc(): RowValue {
    return this.apply("logErfc");
  }
  /** Φ(x) of the standard normal distribution. */
  normalCdf(): RowValue {
    return this.apply("normalCdf");
  }
  /** log Φ(x), precise however far below 0. */
  logNormalCdf(): RowValue {
    return this.apply("logNormalCdf");
  }
  /** φ(x)/Φ(x), the derivative of log Φ (inverse Mills' ratio of the lower tail). */
  normalReversedHazard(): RowValue {
    return this.apply("normalReversedHazard");
  }
  /** Φ⁻¹(x). */
  normalQuantile(): RowValue {
    return this.apply("normalQuantile");
  }
  /** Φ⁻¹(exp x), the inverse of log Φ: for x < 0, also where exp x underflows. */
  normalQuantileOfLog(): RowValue {
    return this.apply("normalQuantileOfLog");
  }
  /** E[log t] of t ~ normal(x, 1) cut to t > 0. */
  truncatedNormalMeanLog(): RowValue {
    return this.apply("truncatedNormalMeanLog");
  }
  /** Sum over the features of a row. */
  sum(): RowValue {
    return this.builder.sum(this);
  }
  /** Features `start` to `start + width − 1`. */
  slice(start: number, width = 1): RowValue {
    return this.builder.slice(this, start, width);
  }
}
