/**
 * Filter expressions evaluated over blocks of typed columns. The tree becomes a closure of the row once; no text is ever
 * run as code. What counts, where mathematics leaves a choice:
 * - a comparison with a missing value (NaN) is false, != too: what is not known passes no test; missing() asks for it;
 * - == and != compare as the file stores numbers, in single precision, so that `LAMBDA == 0.9763` finds what it shows;
 * - % is the remainder with the sign of the divisor, as in Python: `H % 2 == 1` finds odd indices of both signs.
 */
import { columnsOf, type Expression, type FunctionName, type Operator } from "./expression.js";

/** A value of each row of a block; conditions are 1 or 0. */
type OfRow = (row: number) => number;

/** An expression ready to be evaluated block by block. */
export interface Evaluator {
  /** The columns it needs, in the order in which `load` takes them. */
  readonly columns: readonly string[];
  /** Takes the values of the next block. */
  load(values: readonly Float32Array[]): void;
  /** The value of a row of that block. */
  readonly value: OfRow;
}

/** Makes an evaluator of an expression, which may be used for one block at a time. */
export function evaluatorOf(expression: Expression): Evaluator {
  const columns = columnsOf(expression);
  const frame: Float32Array[] = columns.map(() => new Float32Array(0));
  const value = compile(expression, (name) => {
    const slot = columns.indexOf(name);
    return (row) => frame[slot][row];
  });
  return {
    columns,
    load(values) {
      values.forEach((column, slot) => {
        frame[slot] = column;
      });
    },
    value,
  };
}

function compile(node: Expression, column: (name: string) => OfRow): OfRow {
  if (node.kind === "number") {
    const { value } = node;
    return () => value;
  }
  if (node.kind === "column") return column(node.name);
  if (node.kind === "sign") {
    const of = compile(node.of, column);
    if (node.sign === "!") return (row) => 1 - of(row);
    return node.sign === "-" ? (row) => -of(row) : of;
  }
  if (node.kind === "call") {
    const args = node.args.map((arg) => compile(arg, column));
    return calls[node.name](args);
  }
  return operators[node.operator](compile(node.left, column), compile(node.right, column));
}

const operators: Readonly<Record<Operator, (a: OfRow, b: OfRow) => OfRow>> = {
  "||": (a, b) => (row) => (a(row) !== 0 || b(row) !== 0 ? 1 : 0),
  "&&": (a, b) => (row) => (a(row) !== 0 && b(row) !== 0 ? 1 : 0),
  "<": (a, b) => (row) => (a(row) < b(row) ? 1 : 0),
  "<=": (a, b) => (row) => (a(row) <= b(row) ? 1 : 0),
  ">": (a, b) => (row) => (a(row) > b(row) ? 1 : 0),
  ">=": (a, b) => (row) => (a(row) >= b(row) ? 1 : 0),
  "==": (a, b) => (row) => (Math.fround(a(row)) === Math.fround(b(row)) ? 1 : 0),
  "!=": (a, b) => (row) => {
    const [x, y] = [Math.fround(a(row)), Math.fround(b(row))];
    return x < y || x > y ? 1 : 0;
  },
  "+": (a, b) => (row) => a(row) + b(row),
  "-": (a, b) => (row) => a(row) - b(row),
  "*": (a, b) => (row) => a(row) * b(row),
  "/": (a, b) => (row) => a(row) / b(row),
  "%": (a, b) => (row) => remainder(a(row), b(row)),
  "**": (a, b) => (row) => a(row) ** b(row),
};

/** a − b ⌊a/b⌋ without its rounding: the remainder of a / b that has b's sign. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

const calls: Readonly<Record<FunctionName, (args: readonly OfRow[]) => OfRow>> = {
  abs: ofOne(Math.abs),
  sqrt: ofOne(Math.sqrt),
  log: ofOne(Math.log),
  log10: ofOne(Math.log10),
  exp: ofOne(Math.exp),
  floor: ofOne(Math.floor),
  round: ofOne(Math.round),
  min: ofAll(Math.min),
  max: ofAll(Math.max),
  isNaN: ofOne((value) => (Number.isNaN(value) ? 1 : 0)),
  missing: ofOne((value) => (Number.isNaN(value) ? 1 : 0)),
};

function ofOne(apply: (value: number) => number): (args: readonly OfRow[]) => OfRow {
  return ([arg]) =>
    (row) =>
      apply(arg(row));
}

function ofAll(apply: (one: number, other: number) => number): (args: readonly OfRow[]) => OfRow {
  return (args) => args.reduce((one, other) => (row) => apply(one(row), other(row)));
}
