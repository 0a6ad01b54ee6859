/**
 * Builds row programs by tracing: a plain function of row values is called once, and every operation on them becomes an
 * instruction. What has been computed already is not computed again (equal instructions share a register).
 */
import { InputError } from "../errors.js";
import { ruleOf } from "./instructions/registry.js";
import type { Draft } from "./instructions/ruleTypes.js";
import type {
  BinaryKind,
  CompareKind,
  NoiseKind,
  Register,
  RowColumn,
  RowInstruction,
  RowOutput,
  RowParameter,
  RowProgram,
  UnaryKind,
} from "./rowProgram.js";
import { type RowOperand, RowValue } from "./rowValue.js";

export interface DenseNames {
  /** Parameter of shape [width, width of the input]. */
  readonly weights: string;
  /** Parameter of shape [width]; no bias by default. */
  readonly bias?: string;
  readonly width: number;
}

export interface LayerNormNames {
  /** Parameters of shape [width of the input]. */
  readonly gain: string;
  readonly offset: string;
  /** Added to the variance (default 1e-5). */
  readonly epsilon?: number;
}

/** Hands out row values: columns, parameters, noise; and combines them. */
export class RowBuilder {
  private readonly instructions: RowInstruction[] = [];
  private readonly columns: RowColumn[] = [];
  private readonly indices: string[] = [];
  private readonly parameters: RowParameter[] = [];
  private readonly known = new Map<string, RowValue>();
  private streams = 0;

  /** The values of a column, `width` numbers per row. */
  column(name: string, width = 1): RowValue {
    const column = this.declare(this.columns, { name, width }, "column");
    return this.append({ op: "column", column });
  }

  /** vector[index[row]]: the row of a gathered parameter (`width` numbers) that an index column picks. */
  gather(vector: string, index: string, width = 1): RowValue {
    const parameter = this.declareParameter({ name: vector, use: "gathered", shape: [width] });
    let place = this.indices.indexOf(index);
    if (place < 0) place = this.indices.push(index) - 1;
    return this.append({ op: "gather", vector: parameter, index: place });
  }

  /** A parameter of `width` numbers that is the same for every row. */
  parameter(name: string, width = 1): RowValue {
    const parameter = this.declareParameter({ name, use: "shared", shape: [width] });
    return this.append({ op: "parameter", parameter });
  }

  /**
   * Random numbers, fresh for every row and step: a function of (seed, step, row, stream).
   * @param stream tells the noises of a program apart (default: the first noise is 0, the next 1, …)
   */
  noise(
    kind: NoiseKind = "normal",
    { width = 1, stream = this.streams }: { width?: number; stream?: number } = {},
  ): RowValue {
    this.streams = Math.max(this.streams, stream + 1);
    return this.append({ op: "noise", stream, kind }, width);
  }

  /** A number, the same for every row. */
  constant(value: number): RowValue {
    return this.append({ op: "constant", value });
  }

  /** W x + b. @throws InputError where one of the parameters was declared with another shape */
  dense(input: RowValue, { weights, bias, width }: DenseNames): RowValue {
    return this.append({
      op: "dense",
      input: this.registerOf(input),
      weights: this.declareParameter({ name: weights, use: "shared", shape: [width, input.width] }),
      ...(bias === undefined
        ? {}
        : { bias: this.declareParameter({ name: bias, use: "shared", shape: [width] }) }),
    });
  }

  /** Features of a row brought to mean 0 and variance 1, then times gain plus offset. */
  layerNorm(input: RowValue, { gain, offset, epsilon = 1e-5 }: LayerNormNames): RowValue {
    const shape = [input.width];
    return this.append({
      op: "layerNorm",
      input: this.registerOf(input),
      gain: this.declareParameter({ name: gain, use: "shared", shape }),
      offset: this.declareParameter({ name: offset, use: "shared", shape }),
      epsilon,
    });
  }

  unary(kind: UnaryKind, input: RowOperand): RowValue {
    return this.append({ op: "unary", kind, input: this.registerOf(input) });
  }

  binary(kind: BinaryKind, a: RowOperand, b: RowOperand): RowValue {
    return this.append({ op: "binary", kind, a: this.registerOf(a), b: this.registerOf(b) });
  }

  compare(kind: CompareKind, a: RowOperand, b: RowOperand): RowValue {
    return this.append({ op: "compare", kind, a: this.registerOf(a), b: this.registerOf(b) });
  }

  where(condition: RowOperand, a: RowOperand, b: RowOperand): RowValue {
    const [c, x, y] = [condition, a, b].map((operand) => this.registerOf(operand));
    return this.append({ op: "where", condition: c, a: x, b: y });
  }

  /** Sum over the features of a row. */
  sum(input: RowOperand): RowValue {
    return this.append({ op: "sum", input: this.registerOf(input) });
  }

  /** Features `start` to `start + width − 1`. */
  slice(input: RowOperand, start: number, width = 1): RowValue {
    return this.append({ op: "slice", input: this.registerOf(input), start }, width);
  }

  /** The features of all inputs, one after the other. */
  concat(...inputs: readonly RowOperand[]): RowValue {
    if (inputs.length === 0) throw new InputError("concat: got no row values, expected at least one");
    return this.append({ op: "concat", inputs: inputs.map((operand) => this.registerOf(operand)) });
  }

  /** The program whose outputs are the values given. @throws InputError where an output is wider than 1 */
  finish(outputs: Readonly<Record<string, RowValue | PerRowOutput>>): RowProgram {
    const list: RowOutput[] = Object.entries(outputs).map(([name, output]) => {
      const value = output instanceof RowValue ? output : output.value;
      if (value.width !== 1)
        throw new InputError(
          `output ${name}: got width ${value.width}, expected 1; sum over the features first`,
        );
      return { name, register: this.registerOf(value), perRow: !(output instanceof RowValue) };
    });
    const { instructions, columns, indices, parameters } = this;
    return {
      instructions: [...instructions],
      columns: [...columns],
      indices: [...indices],
      parameters: [...parameters],
      outputs: list,
    };
  }

  private append(draft: Draft<RowInstruction>, requested = 1): RowValue {
    // JSON has no infinities, no NaN and no −0: a number's own name tells them apart.
    const key = draft.op === "constant" ? nameOfNumber(draft.value) : JSON.stringify([draft, requested]);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const rule = ruleOf(draft.op);
    const out = {
      id: this.instructions.length,
      width: rule.width(draft, { columns: this.columns, parameters: this.parameters }, requested),
    };
    this.instructions.push({ ...draft, out });
    const value = new RowValue(this, out);
    this.known.set(key, value);
    return value;
  }

  private registerOf(operand: RowOperand): Register {
    if (typeof operand === "number") return this.constant(operand).register;
    if (operand.builder !== this)
      throw new InputError(
        "row value of another row program: got it as an operand, expected one of this program",
      );
    return operand.register;
  }

  private declareParameter(parameter: RowParameter): number {
    return this.declare(this.parameters, parameter, "parameter");
  }

  /** Place of a declaration in its list; the same name must mean the same thing everywhere. */
  private declare<T extends { readonly name: string }>(list: T[], item: T, what: string): number {
    const place = list.findIndex(({ name }) => name === item.name);
    if (place < 0) return list.push(item) - 1;
    if (JSON.stringify(list[place]) !== JSON.stringify(item))
      throw new InputError(
        `${what} ${item.name}: got ${describe(item)}, expected ${describe(list[place])} as where it was first used`,
      );
    return place;
  }
}

function nameOfNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function describe(item: object): string {
  return Object.entries(item)
    .filter(([key]) => key !== "name")
    .map(([key, value]) => `${key} ${Array.isArray(value) ? `[${value}]` : value}`)
    .join(", ");
}

/** An output that is also wanted row by row. */
export interface PerRowOutput {
  readonly value: RowValue;
  readonly perRow: true;
}

/** Asks for an output row by row besides its sum. */
export function perRow(value: RowValue): PerRowOutput {
  return { value, perRow: true };
}

/**
 * Traces a function of row values into a program.
 * @param trace returns the outputs by name: row values of width 1, summed over rows; `perRow(value)` keeps every row
 */
export function traceRowProgram(
  trace: (builder: RowBuilder) => Readonly<Record<string, RowValue | PerRowOutput>>,
): RowProgram {
  const builder = new RowBuilder();
  return builder.finish(trace(builder));
}
