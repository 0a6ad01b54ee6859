/** Expressions evaluated over columns, against a naive evaluator of the tree that works row by row with objects. */
import { describe, expect, test } from "vitest";
import { evaluatorOf } from "../../../labextension/src/mtz/evaluate.js";
import {
  type ColumnKinds,
  type Expression,
  type Kind,
  kindOf,
  parseExpression,
  parseFilter,
} from "../../../labextension/src/mtz/expression.js";

const kinds: ColumnKinds = new Map<string, Kind>([
  ["H", "number"],
  ["F", "number"],
  ["SIGF", "number"],
  ["F(+)", "number"],
  ["centric", "condition"],
]);

const values: Readonly<Record<string, Float32Array>> = {
  H: Float32Array.of(-3, -2, -1, 0, 1, 2, 3, 4),
  F: Float32Array.of(0, 1.5, Number.NaN, 10, -4, 0.1, 1e20, Number.POSITIVE_INFINITY),
  SIGF: Float32Array.of(1, 0, 2, Number.NaN, 0.5, 0.1, 3, 1),
  "F(+)": Float32Array.of(5, 5, 5, Number.NaN, Number.NaN, 7, 8, 9),
  centric: Float32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
};
const rows = [0, 1, 2, 3, 4, 5, 6, 7];

function evaluated(source: string): number[] {
  const evaluator = evaluatorOf(parseExpression(source, kinds));
  evaluator.load(evaluator.columns.map((name) => values[name]));
  return rows.map(evaluator.value);
}

/** Which rows pass. */
const passing = (source: string): number[] => rows.filter((row) => evaluated(source)[row] === 1);

test("filters of the kind people write", () => {
  expect(passing("F/SIGF > 3")).toEqual([1, 6, 7]);
  expect(passing("H >= 0 && !centric")).toEqual([4, 6]);
  expect(passing("F == 0.1")).toEqual([5]);
  expect(passing("`F(+)` > 5 || H < -2")).toEqual([0, 5, 6, 7]);
});

describe("missing values pass no comparison", () => {
  test.each([
    "F > 0",
    "F <= 0",
    "F == F",
    "F != 0",
    "F != SIGF",
    "F % 2 == 0",
    "abs(F) >= 0",
    "max(F, 1) > 0",
  ])("%s", (source) => {
    expect(passing(source)).not.toContain(2);
  });
  test("unless one asks for them", () => {
    expect(passing("missing(F)")).toEqual([2]);
    expect(passing("isNaN(F) || missing(SIGF)")).toEqual([2, 3]);
    expect(passing("!(F > 0)")).toContain(2);
  });
});

test("the remainder has the sign of the divisor", () => {
  expect(passing("H % 2 == 1")).toEqual([0, 2, 4, 6]);
  expect(evaluated("H % 3")).toEqual([-0, 1, 2, 0, 1, 2, 0, 1]);
  expect(evaluated("H % -3")).toEqual([-0, -2, -1, 0, -2, -1, 0, -2]);
});

test("functions", () => {
  expect(evaluated("abs(H)")).toEqual([3, 2, 1, 0, 1, 2, 3, 4]);
  expect(evaluated("sqrt(H * H)")).toEqual([3, 2, 1, 0, 1, 2, 3, 4]);
  expect(evaluated("round(exp(log(5)))")).toEqual(rows.map(() => 5));
  expect(evaluated("log10(100) + floor(-0.5)")).toEqual(rows.map(() => 1));
  expect(evaluated("min(H, 0, -1)")).toEqual([-3, -2, -1, -1, -1, -1, -1, -1]);
  expect(evaluated("max(H, 0, 1)")).toEqual([1, 1, 1, 1, 1, 2, 3, 4]);
  expect(evaluated("centric + 1")).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
});

test("the next block's values take the place of the last", () => {
  const evaluator = evaluatorOf(parseFilter("H > 1", kinds));
  evaluator.load([Float32Array.of(0, 2)]);
  expect([0, 1].map(evaluator.value)).toEqual([0, 1]);
  evaluator.load([Float32Array.of(5, 1)]);
  expect([0, 1].map(evaluator.value)).toEqual([1, 0]);
});

/** A naive evaluator, with true and false and a record for each row. */
function naive(node: Expression, row: Readonly<Record<string, number>>): number | boolean {
  const numeric = (of: Expression): number => Number(naive(of, row));
  switch (node.kind) {
    case "number":
      return node.value;
    case "column":
      return node.name === "centric" ? row[node.name] === 1 : row[node.name];
    case "sign":
      if (node.sign === "!") return !naive(node.of, row);
      return node.sign === "-" ? -numeric(node.of) : numeric(node.of);
    case "call": {
      const args = node.args.map(numeric);
      if (node.name === "isNaN" || node.name === "missing") return Number.isNaN(args[0]);
      if (node.name === "min" || node.name === "max") return Math[node.name](...args);
      return Math[node.name](args[0]);
    }
    default: {
      if (node.operator === "&&") return Boolean(naive(node.left, row)) && Boolean(naive(node.right, row));
      if (node.operator === "||") return Boolean(naive(node.left, row)) || Boolean(naive(node.right, row));
      return binary(node.operator, numeric(node.left), numeric(node.right));
    }
  }
}

function binary(operator: string, a: number, b: number): number | boolean {
  const known = !Number.isNaN(a) && !Number.isNaN(b);
  const [x, y] = [Math.fround(a), Math.fround(b)];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return known && x === y;
    case "!=":
      return known && x !== y;
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b !== 0 && Math.sign(a % b) !== Math.sign(b) ? (a % b) + b : a % b;
    default:
      return a ** b;
  }
}

test("2,000 random expressions give what the naive evaluator gives", () => {
  let state = 7;
  const random = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)];
  const numberText = (depth: number): string => {
    if (depth === 0) return pick(["H", "F", "SIGF", "`F(+)`", "2", "0.5", "-1", "1e3", "centric"]);
    const inner = (): string => numberText(depth - 1);
    return pick([
      () => `(${inner()} ${pick(["+", "-", "*", "/", "%", "**"])} ${inner()})`,
      () => `-(${inner()})`,
      () => `${pick(["abs", "sqrt", "log", "exp", "floor", "round"])}(${inner()})`,
      () => `${pick(["min", "max"])}(${inner()}, ${inner()})`,
      () => `(${conditionText(depth - 1)})`,
    ])();
  };
  const conditionText = (depth: number): string => {
    if (depth === 0) {
      return `${numberText(0)} ${pick(["<", "<=", ">", ">=", "==", "!="])} ${numberText(0)}`;
    }
    const inner = (): string => conditionText(depth - 1);
    return pick([
      () => `(${inner()} ${pick(["&&", "||"])} ${inner()})`,
      () => `!(${inner()})`,
      () => `missing(${numberText(depth - 1)})`,
      () => `${numberText(depth)} ${pick(["<", ">=", "==", "!="])} ${numberText(depth)}`,
    ])();
  };
  for (let i = 0; i < 2000; i++) {
    const source = conditionText(1 + random(3));
    const tree = parseFilter(source, kinds);
    expect(kindOf(tree, kinds)).toBe("condition");
    const expected = rows.map((row) =>
      Number(
        naive(tree, Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list[row]]))),
      ),
    );
    expect(evaluated(source), source).toEqual(expected);
  }
});
