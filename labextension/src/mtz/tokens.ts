/**
 * The words of a filter expression: numbers, names, names in backticks (for labels such as `M/ISYM` or `F(+)`), and
 * signs. Everything else is an error that says where it stands.
 */
import { InputError } from "friedel/browser";

/** A filter that cannot be read: what, where, got, expected. */
export class ExpressionError extends InputError {
  override name = "ExpressionError";
  constructor(
    /** Character at which it went wrong, from 0. */
    readonly position: number,
    got: string,
    expected: string,
  ) {
    super(`filter, character ${position + 1}: got ${got}, expected ${expected}`);
  }
}

/** What a word is: `sign` is an operator, a comma or a parenthesis. */
export interface Token {
  readonly kind: "number" | "name" | "quoted" | "sign" | "end";
  /** The text as it stands, for `quoted` without the backticks. */
  readonly text: string;
  /** Where it starts, from 0. */
  readonly at: number;
}

/** Longer ones are first, so that `**` is not read as two `*`. */
const signs = [
  "&&",
  "||",
  "**",
  "<=",
  ">=",
  "==",
  "!=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "<",
  ">",
  "!",
  "(",
  ")",
  ",",
];

/** What a slip of another language means here. */
const slips: Readonly<Record<string, string>> = {
  "=": "== to compare",
  "&": "&& for and",
  "|": "|| for or",
  "^": "** for a power",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "'": "a label in backticks",
  '"': "a label in backticks",
};

const longest = 10_000;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Cuts an expression into words, the last of kind `end`.
 * @throws ExpressionError for a character that means nothing, a label without its closing backtick, a text too long
 */
export function tokensOf(text: string): Token[] {
  if (text.length > longest) {
    throw new ExpressionError(longest, `${text.length} characters`, `at most ${longest}`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.kind === "quoted" ? token.text.length + 2 : token.text.length;
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  if (text[at] === "`") return quotedAt(text, at);
  const digits = matchAt(number, text, at);
  if (digits !== undefined) {
    const behind = matchAt(name, text, at + digits.length);
    if (behind !== undefined) {
      throw new ExpressionError(at, `"${digits}${behind}"`, "a number, or a label in backticks");
    }
    return { kind: "number", text: digits, at };
  }
  const word = matchAt(name, text, at);
  if (word !== undefined) return { kind: "name", text: word, at };
  const sign = signs.find((candidate) => text.startsWith(candidate, at));
  if (sign !== undefined) return { kind: "sign", text: sign, at };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const expected = slips[character] ?? "a column, a number, an operator or a parenthesis";
  throw new ExpressionError(at, JSON.stringify(character), expected);
}

function quotedAt(text: string, at: number): Token {
  const end = text.indexOf("`", at + 1);
  if (end < 0) throw new ExpressionError(at, "a backtick without another one", "one behind the label");
  return { kind: "quoted", text: text.slice(at + 1, end), at };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
