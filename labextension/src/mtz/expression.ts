/**
 * Filter expressions such as `dHKL < 2.5 && F/SIGF > 3`, read by recursive descent into a tree. From loose to tight:
 *   ||   &&   < <= > >= == !=   + -   * / %   ! and unary + -   **
 * Comparisons do not chain (`1 < d < 2` is an error, as it would not mean what it says); `**` groups from the right and
 * binds tighter than a sign before it, as in mathematics: -2 ** 2 = -4. A condition counts as 1 or 0 where a number is
 * wanted; a number is no condition.
 */
import { nearestName } from "friedel/browser";
import { ExpressionError, type Token, tokensOf } from "./tokens.js";

/** A tree of an expression; `at` is the character it stands at, from 0. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "column"; readonly name: string; readonly at: number }
  | { readonly kind: "sign"; readonly sign: "-" | "+" | "!"; readonly of: Expression; readonly at: number }
  | {
      readonly kind: "operator";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: "call";
      readonly name: FunctionName;
      readonly args: readonly Expression[];
      readonly at: number;
    };

/** The operators between two operands. */
export type Operator = "||" | "&&" | Comparison | "+" | "-" | "*" | "/" | "%" | "**";
export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** The functions, with the least and the greatest count of their arguments. */
export const functions = {
  abs: [1, 1],
  sqrt: [1, 1],
  log: [1, 1],
  log10: [1, 1],
  exp: [1, 1],
  floor: [1, 1],
  round: [1, 1],
  min: [1, 16],
  max: [1, 16],
  isNaN: [1, 1],
  missing: [1, 1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type FunctionName = keyof typeof functions;

/** What an expression gives. */
export type Kind = "number" | "condition";

/** The columns that an expression may name, with what they hold. */
export type ColumnKinds = ReadonlyMap<string, Kind>;

const levels: readonly (readonly Operator[])[] = [
  ["||"],
  ["&&"],
  ["<", "<=", ">", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/", "%"],
];
const comparisonLevel = 2;

/** Deeper than this nobody writes; it keeps a hostile text from using up the stack. */
const deepest = 200;

/**
 * Reads a filter: an expression that is a condition.
 * @throws ExpressionError, which names the character, what stands there, what was expected and the nearest column
 */
export function parseFilter(text: string, columns: ColumnKinds): Expression {
  const expression = parseExpression(text, columns);
  if (kindOf(expression, columns) === "number") {
    throw new ExpressionError(expression.at, "a number", "a condition such as F/SIGF > 3");
  }
  return expression;
}

/** Reads any expression. @throws ExpressionError as {@link parseFilter} */
export function parseExpression(text: string, columns: ColumnKinds): Expression {
  const parser = new Parser(text, columns);
  const expression = parser.level(0);
  parser.expectEnd();
  return expression;
}

/** Whether an expression is a number or a condition. */
export function kindOf(expression: Expression, columns: ColumnKinds): Kind {
  if (expression.kind === "column") return columns.get(expression.name) ?? "number";
  if (expression.kind === "sign") return expression.sign === "!" ? "condition" : "number";
  if (expression.kind === "call") {
    return expression.name === "isNaN" || expression.name === "missing" ? "condition" : "number";
  }
  if (expression.kind === "number") return "number";
  return levels.slice(0, 3).some((operators) => operators.includes(expression.operator))
    ? "condition"
    : "number";
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly columns: ColumnKinds,
  ) {
    this.#tokens = tokensOf(text);
  }

  get #token(): Token {
    return this.#tokens[this.#next];
  }

  expectEnd(): void {
    if (this.#token.kind === "end") return;
    throw this.#unexpected(this.#token, "an operator or the end");
  }

  /** An expression of operators of level `n` and tighter ones. */
  level(n: number): Expression {
    if (n === levels.length) return this.#signed();
    let left = this.level(n + 1);
    for (let count = 0; ; count++) {
      const operator = levels[n].find((candidate) => this.#is(candidate));
      if (operator === undefined) return left;
      const { at } = this.#token;
      if (n === comparisonLevel && count > 0) {
        throw new ExpressionError(at, `a second ${operator}`, "one comparison at a time: 1 < d && d < 2");
      }
      this.#next++;
      const right = this.level(n + 1);
      if (n < comparisonLevel) {
        this.#condition(left, operator);
        this.#condition(right, operator);
      }
      left = { kind: "operator", operator, left, right, at: left.at };
      this.#deeper(at, () => depthOf(left));
    }
  }

  #signed(): Expression {
    const { at } = this.#token;
    const sign = (["-", "+", "!"] as const).find((candidate) => this.#is(candidate));
    if (sign === undefined) return this.#power();
    this.#next++;
    const of = this.#within(at, () => this.#signed());
    if (sign === "!") this.#condition(of, "!");
    return { kind: "sign", sign, of, at };
  }

  #power(): Expression {
    const left = this.#operand();
    if (!this.#is("**")) return left;
    const { at } = this.#token;
    this.#next++;
    // the exponent may have a sign, and powers of its own
    const right = this.#within(at, () => this.#signed());
    return { kind: "operator", operator: "**", left, right, at: left.at };
  }

  #operand(): Expression {
    const token = this.#token;
    const { at, text } = token;
    if (token.kind === "number") {
      this.#next++;
      return { kind: "number", value: Number(text), at };
    }
    if (token.kind === "name" || token.kind === "quoted") {
      this.#next++;
      if (token.kind === "name" && this.#is("(")) return this.#call(token);
      if (!this.columns.has(text)) throw this.#unknown(token);
      return { kind: "column", name: text, at };
    }
    if (!this.#is("(")) throw this.#unexpected(token, "a column, a number or a parenthesis");
    this.#next++;
    const inside = this.#within(at, () => this.level(0));
    this.#close();
    return inside;
  }

  #call({ text, at }: Token): Expression {
    const names = Object.keys(functions);
    if (!isFunction(text)) {
      const near = nearestName(text, names);
      const hint = this.columns.has(text) ? " (a column takes no parenthesis)" : didYouMean(near);
      throw new ExpressionError(at, `a function "${text}"`, `one of ${names.join(", ")}${hint}`);
    }
    this.#next++;
    const args: Expression[] = [];
    while (!this.#is(")")) {
      if (args.length > 0) {
        if (!this.#is(",")) throw this.#unexpected(this.#token, "a comma or )");
        this.#next++;
      }
      args.push(this.#within(at, () => this.level(0)));
    }
    this.#close();
    const [least, most] = functions[text];
    if (args.length < least || args.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw new ExpressionError(at, `${args.length} arguments of ${text}`, wanted);
    }
    return { kind: "call", name: text, args, at };
  }

  #close(): void {
    if (!this.#is(")")) throw this.#unexpected(this.#token, "an operator or )");
    this.#next++;
  }

  #is(sign: string): boolean {
    return this.#token.kind === "sign" && this.#token.text === sign;
  }

  #condition(of: Expression, operator: string): void {
    if (kindOf(of, this.columns) === "condition") return;
    const hint = operator === "!" ? "a condition in parentheses: !(F > 3)" : "a condition such as F > 3";
    throw new ExpressionError(of.at, `a number beside ${operator}`, hint);
  }

  #within<T>(at: number, read: () => T): T {
    this.#depth++;
    if (this.#depth > deepest) {
      throw new ExpressionError(at, `more than ${deepest} levels`, "a simpler expression");
    }
    const result = read();
    this.#depth--;
    return result;
  }

  /** A long chain of operators is a deep tree too, which the evaluation would descend. */
  #deeper(at: number, depth: () => number): void {
    if (this.#tokens.length < deepest || depth() <= deepest) return;
    throw new ExpressionError(at, `more than ${deepest} operators in a row`, "a simpler expression");
  }

  #unexpected(token: Token, expected: string): ExpressionError {
    const got = token.kind === "end" ? "the end" : `"${token.text}"`;
    return new ExpressionError(token.at, got, expected);
  }

  #unknown({ text, at, kind }: Token): ExpressionError {
    const names = [...this.columns.keys()];
    // M/ISYM and F(+) are labels that look like expressions
    const odd = names
      .filter((name) => kind === "name" && name.length > text.length && this.text.startsWith(name, at))
      .sort((one, other) => other.length - one.length)[0];
    if (odd !== undefined) {
      return new ExpressionError(at, `"${text}"`, `a column; the label ${odd} needs backticks: \`${odd}\``);
    }
    const hint = didYouMean(nearestName(text, names));
    return new ExpressionError(at, `"${text}"`, `a column of ${names.join(", ")}${hint}`);
  }
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean ${name}?`;
}

/** Levels of the left spine: the only way in which a tree grows without parentheses or signs. */
function depthOf(expression: Expression): number {
  let depth = 0;
  for (let node = expression; node.kind === "operator"; node = node.left) depth++;
  return depth;
}

/** The names of the columns that an expression needs, each once. */
export function columnsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "column") names.add(node.name);
    else if (node.kind === "sign") visit(node.of);
    else if (node.kind === "call") node.args.forEach(visit);
    else if (node.kind === "operator") {
      visit(node.left);
      visit(node.right);
    }
  };
  visit(expression);
  return [...names];
}
